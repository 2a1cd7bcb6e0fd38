"""What is changed in a module, one thing at a time, to see whether a test notices.

The usual operators: comparisons, `and` and `or`, arithmetic, constants, conditions, returned values, removed
statements, swapped and removed arguments, other exceptions, loops over nothing. Left alone: annotations (but for what
`Annotated` adds), decorators, docstrings, descriptions for people, and what only names a thing. A few changes are
made that change nothing, each by a rule that says why: they are told, and not counted.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}

# for people, or for documents that people read
PROSE = {"description", "example", "examples", "summary", "tags", "title"}
# calls whose first text only names the thing
NAMING = {"ContextVar", "NewType", "ParamSpec", "TypeVar", "cast", "getLogger"}
# whose arguments mean the same in any order
COMMUTING = {"and_", "max", "min", "or_", "where"}
# why a change makes no difference
KEY_IS_NEVER_NULL = "a primary key is never null, whether its column says so or not"
NULL_BY_DEFAULT = "a column may be null where it does not say otherwise"
SAME_NAME = "the naming convention of the metadata gives a constraint without a name the same one"
FOR_TYPES = "only the type checker reads a bound"
CONVENTIONS = {"PrimaryKeyConstraint": "pk_", "UniqueConstraint": "uq_", "ForeignKeyConstraint": "fk_"}
LOGGING = {"debug", "info", "warning", "error", "exception"}


@dataclass(frozen=True)
class Mutation:
    """One change: in place of the bytes from `start` to `end` stands `text`."""

    start: int
    end: int
    text: str
    # the statement, or the head of it, for the tests that run through it
    lines: tuple[int, int]
    line: int
    old: str
    new: str
    # the rule by which it makes no difference; nothing where it does
    why_same: str = ""

    def applied(self, source: bytes) -> bytes:
        """The module with the change."""
        return source[: self.start] + self.text.encode() + source[self.end :]


def mutations(source: bytes) -> list[Mutation]:
    """All of a module, in the order of their places; each compiles."""
    finder = Finder(source)
    found = {(each.start, each.end, each.text): each for each in finder.of_body(ast.parse(source).body)}
    return sorted((each for each in found.values() if compiles(each.applied(source))), key=lambda each: each.start)


def compiles(source: bytes) -> bool:
    """Whether it is Python."""
    try:
        compile(source, "mutant", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


class Finder:
    """Walks a module and gives its mutations."""

    def __init__(self, source: bytes) -> None:
        self.starts = [0]
        for line in source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))
        self.lines = (1, 1)
        # the columns of the primary key, in a call that makes a table
        self.keys: set[str] = set()

    def of_body(self, body: Iterable[ast.stmt]) -> Iterator[Mutation]:
        """Of statements; a text that stands alone is a docstring."""
        for statement in body:
            if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):
                inner = getattr(statement, "body", None)
                last = inner[0].lineno - 1 if inner else statement.end_lineno
                self.lines = (statement.lineno, max(statement.lineno, last or 0))
                yield from self.of_statement(statement)

    def of_statement(self, node: ast.stmt) -> Iterator[Mutation]:
        """Of a statement and all that is in it."""
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                for argument in [*node.args.args, *node.args.kwonlyargs]:
                    yield from self.of_annotation(argument.annotation)
                for default in [*node.args.defaults, *node.args.kw_defaults]:
                    yield from self.of_all(default)
                yield from self.of_body(node.body)
                return
            case ast.ClassDef():
                yield from self.of_body(node.body)
                return
            case ast.If(test=ast.Name(id="TYPE_CHECKING") | ast.Compare(left=ast.Name(id="__name__"))):
                return
            case ast.Assign(targets=[ast.Name(id="__all__" | "logger")]) | ast.Assert():
                return
            case ast.AnnAssign():
                yield from self.of_annotation(node.annotation)
                yield from self.of_all(node.value)
                return
            case ast.Return(value=ast.expr() as value) if not is_none(value):
                yield self.instead(node, "return None")
            case ast.Expr(value=ast.Call() | ast.Await()) | ast.Raise() | ast.AugAssign() | ast.Delete():
                yield self.instead(node, "pass")
            case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]) | ast.Continue() | ast.Break():
                yield self.instead(node, "pass")
            case ast.For():
                yield self.instead(node.iter, "()")
            case _:
                pass
        if isinstance(node, ast.AugAssign) and type(node.op) in ARITHMETIC:
            other = ast.AugAssign(node.target, ARITHMETIC[type(node.op)](), node.value)
            yield self.instead(node, ast.unparse(other))
        if isinstance(node, ast.If):
            yield from self.negated(node.test)
        if isinstance(node, ast.Try):
            head = self.lines
            for handler in node.handlers:
                self.lines = head
                yield from self.of_handler(handler)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr | ast.withitem):
                yield from self.of_all(child)
        for part in ("body", "orelse", "finalbody"):
            yield from self.of_body(getattr(node, part, ()))

    def of_handler(self, handler: ast.ExceptHandler) -> Iterator[Mutation]:
        """Of what an `except` catches, and does then; its head runs with the `try`."""
        if isinstance(handler.type, ast.Tuple):
            for one in handler.type.elts:
                yield self.instead(one, "ZeroDivisionError")
        elif handler.type is not None:
            yield self.instead(handler.type, "ZeroDivisionError")
        yield from self.of_body(handler.body)

    def of_annotation(self, node: ast.expr | None) -> Iterator[Mutation]:
        """Of what `Annotated` adds to a type."""
        match node:
            case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[_, *added])):
                for each in added:
                    yield from self.of_all(each)
            case ast.expr():
                for child in ast.iter_child_nodes(node):
                    yield from self.of_annotation(child if isinstance(child, ast.expr) else None)
            case None:
                pass

    def of_all(self, node: ast.AST | None) -> Iterator[Mutation]:
        """Of an expression and all that is in it."""
        match node:
            case None:
                return
            case ast.JoinedStr():
                yield self.instead(node, '"mutated"')
                return
            case ast.Subscript(value=ast.Name(id="Annotated")):
                yield from self.of_annotation(node)
                return
            case ast.Constant():
                yield from self.of_constant(node)
            case ast.Compare():
                yield from self.of_comparison(node)
            case ast.BoolOp():
                other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
                yield self.instead(node, ast.BoolOp(other, node.values))
            case ast.UnaryOp(op=ast.Not()):
                yield self.instead(node, node.operand)
            case ast.BinOp() if type(node.op) in ARITHMETIC:
                yield self.instead(node, ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right))
            case ast.IfExp():
                yield from self.negated(node.test)
            case ast.comprehension():
                for condition in node.ifs:
                    yield from self.negated(condition)
            case ast.Call():
                yield from self.of_call(node)
                return
            case ast.Dict():
                for key, value in zip(node.keys, node.values, strict=True):
                    if not (isinstance(key, ast.Constant) and key.value in PROSE):
                        yield from self.of_all(key)
                        yield from self.of_all(value)
                return
            case _:
                pass
        for child in ast.iter_child_nodes(node):
            yield from self.of_all(child)

    def of_call(self, node: ast.Call) -> Iterator[Mutation]:
        """Its first two arguments swapped, each named one left out."""
        yield from self.of_all(node.func)
        known = name(node.func)
        if known == "create_table":
            self.keys = primary_key(node)
        match node.args:
            case [first, second, *rest] if not (known in COMMUTING or starred(node.args) or same(first, second)):
                yield self.instead(node, ast.Call(node.func, [second, first, *rest], node.keywords))
            case _:
                pass
        silent = [each for each in node.keywords if each.arg in PROSE]
        for keyword in node.keywords:
            if keyword.arg is not None and keyword not in silent:
                kept = [each for each in node.keywords if each is not keyword]
                without = ast.Call(node.func, node.args, kept)
                mutation = self.instead(node, without, shown=(ast.unparse(keyword), "(left out)"))
                yield replace(mutation, why_same=self.why_same(node, known, keyword))
        for argument in node.args[1:] if known in NAMING | LOGGING else node.args:
            yield from self.of_all(argument)
        for keyword in node.keywords:
            if keyword not in silent:
                yield from self.of_all(keyword.value)

    def why_same(self, call: ast.Call, known: str, keyword: ast.keyword) -> str:
        """Why a call does the same without one of its named arguments; nothing where it does not."""
        match known, keyword:
            case "Column", ast.keyword(arg="nullable", value=ast.Constant(value=True)):
                return NULL_BY_DEFAULT
            case "Column", ast.keyword(arg="nullable", value=ast.Constant(value=False)):
                return KEY_IS_NEVER_NULL if text_of(call.args[0]) in self.keys else ""
            case str(), ast.keyword(arg="name", value=ast.Call(args=[ast.Constant(value=str(given))])):
                begin = CONVENTIONS.get(known)
                return SAME_NAME if begin is not None and given.startswith(begin) else ""
            case "TypeVar", ast.keyword(arg="bound"):
                return FOR_TYPES
            case _:
                return ""

    def of_comparison(self, node: ast.Compare) -> Iterator[Mutation]:
        for at, operator in enumerate(node.ops):
            others = [*node.ops[:at], COMPARISONS[type(operator)](), *node.ops[at + 1 :]]
            yield self.instead(node, ast.Compare(node.left, others, node.comparators))

    def of_constant(self, node: ast.Constant) -> Iterator[Mutation]:
        value = node.value
        match value:
            case bool():
                yield self.instead(node, str(not value))
            case int() | float():
                yield self.instead(node, str(value + 1))
            case str():
                yield self.instead(node, '"mutated"')
            case bytes():
                yield self.instead(node, 'b"mutated"')
            case _:
                pass

    def negated(self, test: ast.expr) -> Iterator[Mutation]:
        """A condition turned round, where no other change does the same."""
        if not isinstance(test, ast.Compare) and not (isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)):
            yield self.instead(test, ast.UnaryOp(ast.Not(), test))

    def instead(self, node: ast.expr | ast.stmt, new: ast.expr | str, shown: tuple[str, str] | None = None) -> Mutation:
        """The change of a node into another, or into a text."""
        text = new if isinstance(new, str) else ast.unparse(new)
        old, says = shown or (ast.unparse(node), text)
        start = self.starts[node.lineno - 1] + node.col_offset
        end = self.starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        text = text if isinstance(node, ast.stmt) else f"({text})"
        return Mutation(start, end, text, self.lines, node.lineno, one_line(old), one_line(says))


def primary_key(table: ast.Call) -> set[str]:
    """The columns of the primary key in `op.create_table(…)`."""
    keys = [each for each in table.args if isinstance(each, ast.Call) and name(each.func) == "PrimaryKeyConstraint"]
    return {text_of(column) for key in keys for column in key.args}


def text_of(node: ast.expr) -> str:
    """A text itself; nothing where it is none."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def is_none(node: ast.expr) -> bool:
    """Whether it is `None` itself."""
    return isinstance(node, ast.Constant) and node.value is None


def starred(arguments: list[ast.expr]) -> bool:
    """Whether some are spread out of a sequence."""
    return any(isinstance(each, ast.Starred) for each in arguments)


def same(one: ast.expr, other: ast.expr) -> bool:
    """Whether they are the same code."""
    return ast.dump(one) == ast.dump(other)


def name(node: ast.expr) -> str:
    """The last part of a dotted name; nothing where it is none."""
    match node:
        case ast.Name(id=last) | ast.Attribute(attr=last):
            return last
        case _:
            return ""


def one_line(text: str) -> str:
    """For a list of changes."""
    line = " ".join(text.split())
    return line if len(line) <= 90 else f"{line[:87]}..."
