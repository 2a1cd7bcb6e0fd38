"""A secret that is refused when it is short, or a placeholder that nobody replaced."""

from typing import Annotated

from pydantic import AfterValidator, SecretStr

MIN_LENGTH = 32
PLACEHOLDERS = ("change", "default", "example", "placeholder", "replace", "secret")


def refuse_weak(secret: SecretStr) -> SecretStr:
    """Raise `ValueError` unless the secret could be a random one."""
    value = secret.get_secret_value()
    if len(value) < MIN_LENGTH:
        raise ValueError(f"must have at least {MIN_LENGTH} characters")
    if any(word in value.lower() for word in PLACEHOLDERS) or _is_repeated(value):
        raise ValueError("must be a random value, not a placeholder")
    return secret


def _is_repeated(value: str) -> bool:
    """Whether the value is one shorter text over and over."""
    sizes = range(1, len(value) // 2 + 1)
    return any(value[size:] == value[:-size] for size in sizes)


StrongSecret = Annotated[SecretStr, AfterValidator(refuse_weak)]
