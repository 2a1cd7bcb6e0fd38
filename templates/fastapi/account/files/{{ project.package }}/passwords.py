"""Passwords: what is kept of them, and whether one is right."""

from pwdlib import PasswordHash

SHORTEST = 12
LONGEST = 128  # characters: a bound on the work that a caller can cause

_hashes = PasswordHash.recommended()

# the hash of a password that nobody has: checked where there is no account
NOBODYS = "nobody has this password"
NOBODY = _hashes.hash(NOBODYS)


def hash_password(password: str) -> str:
    """An Argon2 hash with a salt of its own; `ValueError` for a bad length."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise ValueError(f"a password has {SHORTEST} to {LONGEST} characters")
    return _hashes.hash(password)


def verify_password(password: str, kept: str | None) -> tuple[bool, str | None]:
    """Whether the password is right, and a new hash where the kept one is outdated.

    Without a kept hash the answer is no, after as much work.
    """
    if len(password) > LONGEST:
        return False, None
    if kept is None:
        _hashes.verify(password, NOBODY)
        return False, None
    return _hashes.verify_and_update(password, kept)
