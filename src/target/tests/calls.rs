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
            "test_box_size: box.size -> result == 1",
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

#[test]
fn of_plain_bodies_the_value() {
    for (source, expected) in [
        ("def f(n: int) -> int:\n    return n + 2\n", "result == 3"),
        ("def f(n: int):\n    return n + 2\n", "result == 3"),
        (
            "RATE = 4\n\ndef f(n: int) -> float:\n    return n / RATE\n",
            "result == 0.25",
        ),
        (
            "def f(text: str, end: str = \"!\") -> str:\n    return f\"{text.upper()}{end}\"\n",
            "result == \"TEXT!\"",
        ),
        (
            "def f(n: int) -> bool:\n    return n > 1\n",
            "result is False",
        ),
        (
            "def f(n: int) -> str:\n    if n > 1:\n        return \"a\"\n    elif n == 1:\n        return \"b\"\n    return \"c\"\n",
            "result == \"b\"",
        ),
        (
            "def f(text: str) -> str | None:\n    return None if text == \"text\" else text\n",
            "result is None",
        ),
        (
            "class A:\n    @staticmethod\n    def f(n: int) -> int:\n        return n\n",
            "result == 1",
        ),
        // What is not plain is of its type at least.
        (
            "def f(n: int) -> str:\n    return f\"{n}\"\n",
            "isinstance(result, str)",
        ),
        (
            "RATE = 4\nRATE = 5\n\ndef f(n: int) -> int:\n    return n * RATE\n",
            "isinstance(result, int)",
        ),
        (
            "def f(flag: bool) -> bool:\n    return flag == 1\n",
            "isinstance(result, bool)",
        ),
        (
            "from decimal import Decimal\n\ndef f(n: Decimal) -> Decimal:\n    return n\n",
            "isinstance(result, Decimal)",
        ),
        (
            "def f(words: list[str]) -> list[str]:\n    return words\n",
            "isinstance(result, list)",
        ),
    ] {
        let told = [first(source, "test_f"), first(source, "test_a_f")].concat();
        assert!(
            told.ends_with(&format!("-> {expected}")),
            "{source}: {told}"
        );
    }
}

#[test]
fn of_docstrings_the_examples() {
    let of = |doc: &str| {
        let source =
            format!("def f(n, end=None):\n    \"\"\"It.\n\n{doc}\n    \"\"\"\n    return g(n)\n");
        let files = [
            ("app/__init__.py", ""),
            ("app/it.py", source.leak() as &'static str),
        ];
        let told = told(&files, "app/it.py", "unit");
        let examples = told.iter().filter(|line| line.contains("_example"));
        let shown = examples.filter_map(|line| line.split_once(": "));
        shown
            .map(|(_, shown)| shown.to_owned())
            .collect::<Vec<_>>()
            .join(" | ")
    };
    for (doc, expected) in [
        ("    >>> f(2)\n    4", "f(2) -> result == 4"),
        (
            "    ```pycon\n    >>> from it import f\n    >>> it.f(-2, end=[1])\n    'x'\n    >>> f(\"a\")\n    True\n    ```",
            "f(-2, end=[1]) -> result == 'x' | f(\"a\") -> result is True",
        ),
        // Nor one that is not run.
        (
            "    >>> f(1)  # doctest: +SKIP\n    3\n\n    >>> f(2)  # twice\n    4",
            "f(2) -> result == 4",
        ),
        // More than a call of it, or a result that is no literal, is not looked at; nor is what stands behind.
        ("    >>> x = 1\n    >>> f(2)\n    4", ""),
        ("    >>> f(x)\n    4", ""),
        ("    >>> f()\n    4", ""),
        ("    >>> f(2)\n    <object>", ""),
        ("    >>> f(2)\n    [1,\n     2]", ""),
        ("    >>> g(2)\n    4", ""),
        ("    >>> for i in f(2):\n    ...     print(i)\n    4", ""),
    ] {
        assert_eq!(of(doc), expected, "{doc}");
    }
}

/// What a docstring shows of an object is what it looks like, and not what it is.
#[test]
fn of_docstrings_that_show_an_object_its_looks() {
    for (returns, expected) in [
        ("bool", "f(2) -> result is True"),
        ("Flag", "f(2) -> repr(result) == \"True\""),
    ] {
        let source = format!(
            "class Flag: ...\n\ndef f(n: int) -> {returns}:\n    \"\"\"It.\n\n    >>> f(2)\n    True\n    \"\"\"\n    return g(n)\n"
        );
        let told = first(source.leak(), "test_f_example");
        assert_eq!(told, format!("test_f_example: {expected}"));
    }
}

#[test]
fn of_constructors_what_they_keep() {
    for (init, expected) in [
        (
            "self.n = n\n        self.name = name",
            "Box(n=1, name=\"name\") -> (result.n, result.name) == (1, \"name\")",
        ),
        (
            "self.n = n\n        self._name = name",
            "Box(n=1, name=\"name\") -> result.n == 1",
        ),
        ("self.n = n\n        self.n = 2", ""),
        ("n = n + 1\n        self.n = n", ""),
        ("self.n = load(n)", ""),
        ("if n > 1:\n            self.n = n", ""),
        ("self.size = n", ""),
        ("self.n = n\n        self.name = fetch(name)", ""),
    ] {
        for (base, is_plain) in [("", true), ("(Exception)", true), ("(Other)", false)] {
            let source = format!(
                "class Box{base}:\n    def __init__(self, n: int, name: str) -> None:\n        {init}\n\n    @property\n    def size(self) -> int:\n        return 1\n"
            );
            let told = first(source.leak(), "test_box");
            let shown = told.trim_start_matches("test_box: ");
            let expected = if is_plain { expected } else { "" };
            assert_eq!(shown, expected, "{base} {init}");
        }
    }
}

#[test]
fn a_place_for_what_went_wrong_is_no_shell() {
    let files = [
        ("app/__init__.py", ""),
        (
            "app/it.py",
            "def known(n: int) -> int:\n    return n\n\ndef open_(n: int) -> int:\n    return fetch(n)\n\ndef shell(n):\n    return fetch(n)\n\n@who\ndef hidden(n):\n    return fetch(n)\n\nclass Held:\n    def put(self, __n):\n        return fetch(__n)\n",
        ),
    ];
    assert_eq!(
        told(&files, "app/it.py", "regression"),
        [
            "test_known_keeps_its_parameters: ['n']",
            "test_known_regression: known(n=1) -> result == 1",
            "test_open__keeps_its_parameters: ['n']",
            "test_open__regression: waits",
            "test_shell_keeps_its_parameters: ['n']",
            "test_hidden_regression: waits",
            "test_held_put_keeps_its_parameters: ['self', '_Held__n']",
        ]
    );
}

/// A guard is asked about what its names are by then.
#[test]
fn guards_behind_other_values() {
    for (body, expected) in [
        (
            "if key == \"\":\n        key = None\n    if key is not None:\n        raise ValueError",
            "f(key=\" \") -> ValueError",
        ),
        (
            "key = key.strip()\n    if not key:\n        raise ValueError",
            "f(key=\"\") -> ValueError",
        ),
        (
            "key = key or \"a\"\n    if not key:\n        raise ValueError",
            "",
        ),
        (
            "for key in key:\n        pass\n    if not key:\n        raise ValueError",
            "",
        ),
        (
            "if not key:\n        return key\n    if not key:\n        raise ValueError",
            "",
        ),
    ] {
        let source = format!("def f(key: str | None) -> str | None:\n    {body}\n    return key\n");
        let files = [
            ("app/__init__.py", ""),
            ("app/it.py", source.leak() as &'static str),
        ];
        let told = told(&files, "app/it.py", "unit");
        let raised = told
            .iter()
            .find_map(|line| line.strip_prefix("test_f_raises_value_error_for_key: "));
        assert_eq!(raised.unwrap_or_default(), expected, "{body}: {told:#?}");
    }
}
