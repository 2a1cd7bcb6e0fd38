"""Runs pytest, and writes down which statements of the project it ran.

Called as: python -P statements.py REPORT PYTEST-ARGUMENTS...
REPORT becomes JSON: for each Python file that is no test, its statements by their lines, and whether they ran.

Each module of the project gets a mark before every statement as it is compiled. A tracer would see the same from the
outside, at a price: that of coverage.py takes as long as the tests themselves, loses lines where SQLAlchemy runs
asynchronous code in greenlets, and spins for ever where it follows them and a thread ends (Python 3.11).
"""

import ast
import builtins
import gc
import json
import sys
from collections.abc import Callable, Iterator
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType

import pytest

ROOT = Path.cwd()
MARK = "__patgen_ran__"
BLOCKS = ("body", "orelse", "finalbody")

# by file and line; a file that is compiled twice is run twice
ran: dict[str, dict[int, bool]] = {}


def main(report: str, *arguments: str) -> int:
    gc.set_threshold(100_000)  # looked for as often as by default, garbage takes a tenth of the time
    watch(mark)
    status = pytest.main(list(arguments))
    for path in filter(measured, ROOT.rglob("*.py")):
        if (name := str(path.relative_to(ROOT))) not in ran:
            marked(path.read_bytes(), name)
    Path(report).write_text(json.dumps(ran))
    return status


def watch(seen: Callable[[str, int], None]) -> None:
    """From now on, call it with file and line before every statement of the project."""
    setattr(builtins, MARK, seen)
    setattr(SourceFileLoader, "source_to_code", source_to_code)


def mark(file: str, line: int) -> None:
    ran[file][line] = True


plain = SourceFileLoader.source_to_code


def source_to_code(
    loader: SourceFileLoader, data: bytes, path: str, *, _optimize: int = -1
) -> CodeType:
    """What the import system calls to compile a module."""
    if not isinstance(data, bytes) or not measured(Path(path)):
        return plain(loader, data, path, _optimize=_optimize)
    tree = marked(data, str(Path(path).absolute().relative_to(ROOT)))
    return compile(tree, path, "exec", dont_inherit=True, optimize=_optimize)


def measured(path: Path) -> bool:
    path = path.absolute()
    if not path.is_relative_to(ROOT) or path.name == "conftest.py":
        return False
    return path.relative_to(ROOT).parts[0] != "tests"


def marked(data: bytes, file: str) -> ast.Module:
    tree = ast.parse(data)
    lines = ran.setdefault(file, {})
    for block in blocks(tree):
        for at in reversed(range(len(block))):
            if counts(block[at]):
                line = block[at].lineno
                lines.setdefault(line, False)
                call = ast.parse(f"{MARK}({file!r}, {line})").body[0]
                for node in ast.walk(call):
                    ast.copy_location(node, block[at])
                block.insert(at, call)
    return tree


def blocks(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    """Every list of statements, but those that only a type checker reads."""
    for node in list(ast.walk(tree)):
        for name in BLOCKS:
            block = getattr(node, name, None)
            typing = name == "body" and isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
            if isinstance(block, list) and not typing:
                yield block


def counts(statement: ast.stmt) -> bool:
    """Not a docstring or `...`; and the imports from the future come first."""
    if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
        return False
    return not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
