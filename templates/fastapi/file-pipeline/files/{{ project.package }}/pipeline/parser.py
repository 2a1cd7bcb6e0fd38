"""From the bytes of a file to records, line by line."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import BinaryIO, TextIO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

# A line is in memory as a whole, so it has an end.
LONGEST_LINE = 1_000_000  # characters

# So many problems are told; a file in a wrong format has one in each line.
MOST_PROBLEMS = 100


class Record(BaseModel):
    """One line."""

    model_config = ConfigDict(str_strip_whitespace=True)

    key: str = Field(min_length=1, max_length=100)
    name: str = Field(min_length=1, max_length=200)
    amount: Decimal = Field(max_digits=12, decimal_places=2)


@dataclass(frozen=True)
class Problem:
    """What is wrong in one line, without the value: it may be nobody's business."""

    line: int
    field: str
    message: str


class BadFileError(Exception):
    """The file is wrong; another try does not mend it."""

    def __init__(self, reason: str, problems: list[Problem] | None = None) -> None:
        super().__init__(reason)
        self.problems = problems or []


def parse(file: BinaryIO) -> Iterator[Record]:
    """The records of a CSV file in UTF-8 with a header, one at a time.

    Lines are read to the end in order to tell all that is wrong: then `BadFileError`
    is raised, so take no record for good before the last.
    """
    problems: list[Problem] = []
    with io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as text:
        rows = csv.DictReader(_lines(text), strict=True)
        try:
            _check_header(rows.fieldnames)
            for row in rows:
                record = _record(row, rows.line_num, problems)
                if len(problems) >= MOST_PROBLEMS:
                    raise BadFileError("many lines are wrong", problems)
                if record is not None:
                    yield record
        except UnicodeDecodeError as error:
            raise BadFileError("it is not UTF-8", problems) from error
        except csv.Error as error:
            where = f"after line {rows.line_num}"
            raise BadFileError(f"{where}: {error}", problems) from error
    if problems:
        raise BadFileError("lines are wrong", problems)


def _lines(text: TextIO) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise BadFileError(f"a line has more than {LONGEST_LINE} characters")
        yield line


def _check_header(names: object) -> None:
    wanted = list(Record.model_fields)
    found = list(names) if isinstance(names, list) else []
    missing = [name for name in wanted if name not in found]
    if missing:
        raise BadFileError(f"it has no columns {', '.join(missing)}")
    if len(set(found)) < len(found):
        raise BadFileError("two columns have one name")


def _record(
    row: dict[str, str | None], line: int, problems: list[Problem]
) -> Record | None:
    if None in row or None in row.values():
        problems.append(Problem(line, "", "not as many values as the header has"))
        return None
    try:
        return Record.model_validate(row)
    except ValidationError as error:
        for each in error.errors(include_input=False):
            field = ".".join(str(part) for part in each["loc"])
            problems.append(Problem(line, field, each["msg"]))
        return None
