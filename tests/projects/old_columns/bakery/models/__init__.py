from bakery.models.loaf import Loaf
from bakery.models.oven import Oven

__all__ = ["Loaf", "Oven"]
