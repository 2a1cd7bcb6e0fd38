"""The folders of the pipeline; where a file is says what became of it."""

from dataclasses import dataclass
from pathlib import Path

NOTE = ".error.json"


@dataclass(frozen=True)
class Folders:
    """All below one root, so that a move is one step."""

    root: Path

    @property
    def raw(self) -> Path:
        """Files that arrived."""
        return self.root / "raw"

    @property
    def loaded(self) -> Path:
        """What was in the good ones."""
        return self.root / "loaded"

    @property
    def processed(self) -> Path:
        """Good files."""
        return self.root / "processed"

    @property
    def failed(self) -> Path:
        """Bad files, each with a note beside it."""
        return self.root / "failed"

    def make(self) -> None:
        """Make those that are not there."""
        for folder in (self.raw, self.loaded, self.processed, self.failed):
            folder.mkdir(parents=True, exist_ok=True)

    def failed_files(self) -> list[Path]:
        """The bad files by name, without their notes."""
        files = self.failed.iterdir() if self.failed.exists() else []
        return sorted(file for file in files if not file.name.endswith(NOTE))


def note_of(file: Path) -> Path:
    """The note beside a bad file."""
    return file.with_name(file.name + NOTE)
