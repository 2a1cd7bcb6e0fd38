from .car import Car

__all__ = ["Car"]
