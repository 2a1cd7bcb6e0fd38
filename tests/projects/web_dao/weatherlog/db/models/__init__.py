"""Models, a module each."""

from pathlib import Path
import pkgutil


def load_all_models() -> None:
    """Import every module of this package."""
    package_dir = Path(__file__).resolve().parent
    modules = pkgutil.walk_packages(
        path=[str(package_dir)], prefix="weatherlog.db.models."
    )
    for module in modules:
        __import__(module.name)
