from .bolt import Bolt as Bolt
from .tool import Tool as Tool
