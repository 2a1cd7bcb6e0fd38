"""The files of the migrations: two for each, numbered, up and down."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

VERSIONS = Path(__file__).with_name("versions")

NAME = re.compile(
    r"(?P<version>[0-9]{4,9})_(?P<name>[a-z0-9_]{1,80})\.(?P<way>up|down)\.sql"
)
EXAMPLE = "0001_create_reports.up.sql"

# A migration is one transaction, and the runner's to end.
ENDS = re.compile(
    r"^\s*(begin|commit|rollback|start\s+transaction)(\s+(transaction|work))?\s*;",
    re.IGNORECASE | re.MULTILINE,
)


class MigrationError(Exception):
    """The migrations are not as they have to be, or one has failed."""


@dataclass(frozen=True)
class Migration:
    """What a migration does, and what takes it back."""

    version: int
    name: str
    up: str
    down: str

    @property
    def checksum(self) -> str:
        """Tells whether `up` is what was applied; the same with any line ends."""
        return hashlib.sha256(self.up.encode()).hexdigest()

    def __str__(self) -> str:
        return f"{self.version:04}_{self.name}"


def read_migrations(folder: Path = VERSIONS) -> list[Migration]:
    """The migrations of a folder by number; `MigrationError` says what is wrong."""
    scripts: dict[tuple[int, str], dict[str, str]] = {}
    for path in sorted(folder.glob("*.sql")):
        named = NAME.fullmatch(path.name)
        if named is None:
            raise MigrationError(f"{path.name} is not named like {EXAMPLE}")
        # universal newlines: a checkout with others is no change
        sql = path.read_text(encoding="utf-8")
        if ENDS.search(sql):
            raise MigrationError(
                f"{path.name} begins or ends a transaction: it runs in one"
            )
        one = scripts.setdefault((int(named["version"]), named["name"]), {})
        one[named["way"]] = sql
    _refuse_twice(version for version, _ in scripts)
    return [_migration(*key, ways) for key, ways in sorted(scripts.items())]


def _refuse_twice(versions: Iterable[int]) -> None:
    seen: set[int] = set()
    for version in versions:
        if version in seen:
            raise MigrationError(f"two migrations have the number {version:04}")
        seen.add(version)


def _migration(version: int, name: str, ways: dict[str, str]) -> Migration:
    for way in ("up", "down"):
        if way not in ways:
            raise MigrationError(f"{version:04}_{name}.{way}.sql is missing")
    return Migration(version, name, ways["up"], ways["down"])


def make_migration(title: str, folder: Path = VERSIONS) -> list[Path]:
    """Two new files with the next number; `title` says what the migration does."""
    name = "_".join(re.findall("[a-z0-9]+", title.lower()))
    last = max((migration.version for migration in read_migrations(folder)), default=0)
    paths = [folder / f"{last + 1:04}_{name}.{way}.sql" for way in ("up", "down")]
    if not all(NAME.fullmatch(path.name) for path in paths):
        raise MigrationError(f"`{title}` gives no name: take one like `create reports`")
    for path in paths:
        path.write_text(f"-- {title}\n", encoding="utf-8")
    return paths
