from app.models.place import Place
from app.models.plant import Plant

__all__ = ["Place", "Plant"]
