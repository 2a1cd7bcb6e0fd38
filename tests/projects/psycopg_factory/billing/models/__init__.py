"""Every model: Alembic sees what is imported here."""

from billing.models.account import Account
from billing.models.invoice import Invoice

__all__ = [
    "Account",
    "Invoice",
]
