"""Names the test functions that assert nothing: no assertion, no `pytest.raises`, no skip."""

import ast
import sys
from pathlib import Path


def asserts(function: ast.AST) -> bool:
    """Whether something in a function can fail it, or skips it and says why."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Attribute) and (
            node.attr in {"raises", "skip"} or node.attr.startswith("assert")
        ):
            return True
    return False


def main() -> None:
    """Look at every test file below the first argument."""
    bare = []
    for path in sorted(Path(sys.argv[1]).rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            if is_function and node.name.startswith("test_") and not asserts(node):
                bare.append(f"{path}:{node.lineno}: {node.name} asserts nothing")
    print("\n".join(bare))
    sys.exit(bool(bare))


main()
