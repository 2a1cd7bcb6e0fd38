//! What is sure to come back, and what is not.

use super::told;

fn first(source: &'static str, name: &str) -> String {
    let files = [("app/__init__.py", ""), ("app/it.py", source)];
    let told = told(&files, "app/it.py", "unit");
    let found = told
        .iter()
        .find(|line| line.starts_with(&format!("{name}: ")));
    found.cloned().unwrap_or_default()
}

#[test]
fn of_objects_only_those_whose_constructors_come_back() {
    for (init, expected) in [
        ("self.n = n", "box.size() -> isinstance(result, int)"),
        (
            "self.n = max(n, 3)",
            "box.size() -> isinstance(result, int)",
        ),
        // A guard that no argument passes, and work that nobody here can follow.
        ("if n < 3 or n > 0: raise ValueError", "waits"),
        ("self.n = load(n)", "waits"),
    ] {
        let source = format!(
            "class Box:\n    def __init__(self, n: int) -> None:\n        {init}\n\n    def size(self) -> int:\n        return self.n\n"
        );
        let told = first(source.leak(), "test_box_size");
        assert_eq!(told, format!("test_box_size: {expected}"), "{init}");
    }
}

#[test]
fn of_properties_generators_and_context_managers() {
    for (source, expected) in [
        (
            "class Box:\n    @property\n    def size(self) -> int:\n        return 1\n",
            "test_box_size: box.size -> isinstance(result, int)",
        ),
        (
            "from collections.abc import Iterator\n\ndef f(n: int) -> Iterator[str]:\n    for i in range(n):\n        yield str(i)\n",
            "test_f: list(f(n=1)) -> isinstance(result[0], str)",
        ),
        (
            "from collections.abc import AsyncIterator\n\nasync def f(n: int) -> AsyncIterator[int]:\n    yield n\n",
            "test_f: [item async for item in f(n=1)] -> isinstance(result[0], int)",
        ),
        (
            "from collections.abc import Iterator\nfrom contextlib import contextmanager\n\n@contextmanager\ndef f(n: int) -> Iterator[int]:\n    try:\n        yield n\n    finally:\n        pass\n",
            "test_f: with f(n=1) -> isinstance(result, int)",
        ),
        ("def f(n: int):\n    yield n\n", "test_f: waits"),
        // Of nothing, all things hold.
        (
            "from collections.abc import Iterator\n\ndef f(n: int) -> Iterator[int]:\n    for i in range(n - 1):\n        yield i\n",
            "test_f: waits",
        ),
        (
            "from collections.abc import Iterator\n\ndef f(n: int) -> Iterator[int]:\n    for i in range(n):\n        if i > 2:\n            yield i\n",
            "test_f: waits",
        ),
        (
            "from collections.abc import Iterator\n\ndef f(n: int) -> Iterator[int]:\n    if n == 1:\n        return\n    yield n\n",
            "test_f: waits",
        ),
        (
            "from collections.abc import Iterator\n\ndef f(words: list[str]) -> Iterator[str]:\n    for word in sorted(words):\n        yield word\n",
            "test_f: list(f(words=[\"words\"])) -> isinstance(result[0], str)",
        ),
    ] {
        let name = expected.split(':').next().unwrap_or_default();
        assert_eq!(first(source, name), expected, "{source}");
    }
}

#[test]
fn of_functions_that_take_none_catch_or_stand_twice() {
    for (source, comes_back) in [
        (
            "def f(a: str | None = None) -> str:\n    return a.strip()\n",
            false,
        ),
        (
            "def f(a: str | None = None) -> str:\n    if a is None:\n        a = \"x\"\n    return a.strip()\n",
            true,
        ),
        (
            "def f(a: str | None = None) -> str:\n    return a.strip() if a else \"\"\n",
            true,
        ),
        ("def f(a: str) -> int:\n    return int(a)\n", false),
        (
            "def f(a: str) -> int:\n    try:\n        return int(a)\n    except ValueError:\n        return 0\n",
            true,
        ),
        (
            "def f(a: str) -> int:\n    try:\n        return int(a)\n    except KeyError:\n        return 0\n",
            false,
        ),
        ("def f(a: str) -> str:\n    return a[:3]\n", true),
        ("def f(a: str) -> str:\n    return a[3]\n", false),
        (
            "def f(a: str) -> str:\n    return a\n\ntry:\n    from fast import f\nexcept ImportError:\n    pass\n",
            false,
        ),
        (
            "if True:\n    def f(a: str) -> str:\n        return a\nelse:\n    def f(a: str) -> str:\n        return a\n",
            false,
        ),
    ] {
        let told = first(source, "test_f");
        assert_eq!(told != "test_f: waits", comes_back, "{source}: {told}");
    }
}

#[test]
fn of_methods_of_what_is_made_on_the_spot() {
    for (body, comes_back) in [
        ("return self.n", true),
        (
            "if key == 3:\n            raise LookupError\n        return key",
            false,
        ),
    ] {
        let source = format!(
            "class Box:\n    def __init__(self) -> None:\n        self.n = 1\n\n    def get(self, key: int) -> int:\n        {body}\n\ndef f(key: int) -> int:\n    return Box().get(key)\n"
        );
        let told = first(source.leak(), "test_f");
        assert_eq!(told != "test_f: waits", comes_back, "{body}: {told}");
    }
}
