from .repair import Repair

__all__ = ["Repair"]
