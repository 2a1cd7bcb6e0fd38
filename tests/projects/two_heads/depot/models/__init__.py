from .item import Item  # noqa: F401
from .shelf import Shelf  # noqa: F401
from .supplier import Supplier  # noqa: F401
