//! What the formatter is spared of comes out as it would make it.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use super::{Form, formed};
use crate::render::python::by_formatter;

/// How code is taken: in form, in form but for these lines, or by the formatter.
#[derive(Debug, PartialEq)]
enum Taken {
    Whole(String),
    But(Vec<String>, String),
    No,
}

fn taken(code: &str, form: Form) -> Taken {
    let lines = RefCell::<Vec<String>>::default();
    let format = |piece: &str, width| {
        lines.borrow_mut().push(piece.to_owned());
        by_formatter(piece, width, form.quote == b'\'')
    };
    let formed = formed(code, form, &format).map(std::borrow::Cow::into_owned);
    let lines = lines.into_inner();
    match formed {
        None => Taken::No,
        Some(formed) if lines.is_empty() => Taken::Whole(formed),
        Some(formed) => Taken::But(lines, formed),
    }
}

const USUAL: Form = Form {
    width: 88,
    quote: b'"',
};

/// Takes code as [`formed`] does and holds what comes out to what the formatter makes of it.
fn check(code: &str, form: Form) -> Taken {
    let taken = taken(code, form);
    if let Taken::Whole(formed) | Taken::But(_, formed) = &taken {
        let whole = by_formatter(code, form.width, form.quote == b'\'');
        assert_eq!(Some(formed), whole.as_ref(), "{code}");
    }
    taken
}

#[test]
fn what_is_in_form_stays_without_the_formatter() {
    for code in [
        "",
        "import os\n",
        "\"\"\"What it is.\"\"\"\n\nimport os\nfrom a.b import c as d, e\n\nX = 1\n",
        "from a import (\n    b,\n    c as d,\n)\n\n\ndef f() -> None:\n    pass\n",
        "def f(a: int, /, b: str = \"x\", *args: int, c=None, **rest: str) -> list[int] | None:\n    return [a]\n",
        "def f(\n    a: int,\n    *,\n    b: dict[str, int],\n) -> None:\n    \"\"\"Do it.\n\n    At once.\n    \"\"\"\n    return\n",
        "class A(B, metaclass=C):\n    \"\"\"One.\"\"\"\n\n    x: int = field(default=1)\n\n    def f(self) -> None:\n        self.x += 1\n",
        "@a.b(c, d=1)\n@e\nasync def f() -> None:\n    async with a as b, c():\n        await b.d(*e, **f)\n",
        "if a and not b or (c or d) == e:\n    pass\nelif f is not None:\n    x = y\nelse:\n    del z\n",
        "try:\n    a()\nexcept (B, C) as d:\n    raise E(\"x\") from d\nelse:\n    pass\nfinally:\n    e()\n",
        "for a, b in c.items():\n    continue\nwhile True:\n    break\n",
        "x = {\n    \"a\": [\n        1,\n        -2.5,\n    ],\n    **b,\n}\ny = {a, b}\nz = {k: v for k, v in x if v}\n",
        "a = b[1:2, :, -1] + c[0] if d else lambda x, y: x % 2\n",
        "a = f\"{b!r} {c.d:>3}: {{e}}\" + r\"f\" + 'a \"b\"'\n",
        "assert a, \"b\"  # why\n",
        "match a:\n    case b.C():\n        pass\n    case 1 | \"x\":\n        pass\n    case _:\n        pass\n",
        "TEXT = \"\"\"\na  b\n\"\"\"\n",
        "if a:\n\n    def b():\n        pass\n\n\nc = 1\n",
        "# Why, été.\nx = 1\n\n\n# About it.\ndef f():\n    # First.\n    yield from g\n",
        "n = 2**31 - 1\nt = (1,)\nu = (1, 2)\nv: list[Any]\nw = x = y\n",
    ] {
        let expected = Taken::Whole(code.to_owned());
        assert_eq!(check(code, USUAL), expected, "{code}");
    }
}

#[test]
fn a_line_that_is_not_goes_to_the_formatter_alone() {
    for (code, line) in [
        ("x = 1\ny = a+b\n", "y = a+b\n"),
        (
            "@a( b)\ndef f():\n    pass\n",
            "@a( b)\ndef f():\n    pass\n",
        ),
        ("def f(a,b):\n    pass\n", "def f(a,b):\n    pass\n"),
        ("x = (\n    1\n)\n", "x = (\n    1\n)\n"),
        ("f(a, [\n    1,\n])\n", "f(a, [\n    1,\n])\n"),
        ("x = (\n    1,\n)\n", "x = (\n    1,\n)\n"),
        ("x = 'a'\n", "x = 'a'\n"),
        ("if (a):\n    pass\n", "if (a):\n    pass\n"),
        ("return (a + b)\n", "return (a + b)\n"),
        ("x = a ** -b\n", "x = a ** -b\n"),
        ("f(a,)\n", "f(a,)\n"),
    ] {
        let Taken::But(lines, _) = check(code, USUAL) else {
            panic!("{code}: {:?}", check(code, USUAL));
        };
        assert_eq!(lines, [line], "{code}");
    }
}

#[test]
fn there_are_as_many_empty_lines_as_the_formatter_sets() {
    for (code, expected) in [
        ("x = 1\n\n\n\n\ny = 2\n", "x = 1\n\n\ny = 2\n"),
        ("\n\nx = 1\n", "x = 1\n"),
        ("import a\n# b\nx = 1\n", "import a\n\n# b\nx = 1\n"),
        (
            "def f():\n    pass\n\nx = 1\n",
            "def f():\n    pass\n\n\nx = 1\n",
        ),
        (
            "class A:\n    \"\"\"B.\"\"\"\n    x = 1\n",
            "class A:\n    \"\"\"B.\"\"\"\n\n    x = 1\n",
        ),
        (
            "if a:\n\n    b\n\n\n    c\nelse:\n    def d():\n\n\n        pass\n",
            "if a:\n    b\n\n    c\nelse:\n\n    def d():\n\n        pass\n",
        ),
        ("x = 1\ny=2\n\n\n\nz = 3\n", "x = 1\ny = 2\n\n\nz = 3\n"),
    ] {
        match check(code, USUAL) {
            Taken::Whole(formed) | Taken::But(_, formed) => assert_eq!(formed, expected, "{code}"),
            Taken::No => panic!("{code}"),
        }
    }
}

#[test]
fn a_line_that_is_too_long_is_broken_at_its_last_parentheses() {
    let form = Form {
        width: 20,
        quote: b'"',
    };
    for (code, expected) in [
        ("call(first, second)\n", "call(first, second)\n"),
        (
            "call(first, seconds)\nx = 1\n",
            "call(first, seconds)\nx = 1\n",
        ),
        (
            "call(first, seconds3)\nx = 1\n",
            "call(\n    first, seconds3\n)\nx = 1\n",
        ),
        (
            "call(\n    first, seconds3\n)\n",
            "call(\n    first, seconds3\n)\n",
        ),
        ("call(\n    first, second\n)\n", "call(first, second)\n"),
        (
            "a = b.c(first, second=[3, 4])\n",
            "a = b.c(\n    first,\n    second=[3, 4],\n)\n",
        ),
        (
            "if a:\n    return await b(1, 2)\n",
            "if a:\n    return await b(\n        1, 2\n    )\n",
        ),
        (
            "@a.b(first, second=3)\ndef f(first, two) -> A:\n    pass\n",
            "@a.b(\n    first, second=3\n)\ndef f(\n    first, two\n) -> A:\n    pass\n",
        ),
        (
            "def f(a: dict[str, A]):\n    pass\n",
            "def f(\n    a: dict[str, A],\n):\n    pass\n",
        ),
    ] {
        let expected = Taken::Whole(expected.to_owned());
        assert_eq!(check(code, form), expected, "{code}");
    }
    for code in [
        "a = first.of(1).second()\n",
        "call(x for x in the_others)\n",
        "call(\"a long text that is none\")\n",
        "a = b[first, second, 3]\n",
        "a = first + second(third)\n",
    ] {
        let taken = check(code, form);
        assert!(matches!(taken, Taken::But(..)), "{code}: {taken:?}");
    }
}

#[test]
fn what_cannot_be_told_is_the_formatters() {
    for code in [
        "\n",
        "x = 1",
        "x = 1\n\n",
        "x = 1\n# at the end\n",
        "def f(): pass\n",
        "def f():\n    ...\n",
        "def f():\n    \"\"\" A.\"\"\"\n",
        "def f():\n    \"\"\"A.\n      B.\n    \"\"\"\n",
        "if a:\n    pass\n\nelse:\n    pass\n",
        "if a:\n    # only this\nelse:\n    pass\n",
        "x = [  # why\n    1,\n]\n",
        "a = 1; b = 2\n",
        "x = 1 \\\n    + 2\n",
        "# fmt: off\nx = 1\n",
        "if a:\n\tpass\n",
        "x = 1\r\n",
        // No Python at all, so that the whole code is shown.
        "if a:\n",
        "if a:\nb\n",
        "  x\n",
        "x = 1\n  y = 2\n",
        "else:\n    pass\n",
        "try:\n    pass\n",
        "try:\n    pass\nx = 1\n",
        "@a\nx = 1\n",
        "x = )\n",
        "f(a=1, b)\n",
        "def f(a=1, b):\n    pass\n",
        "def f(a, *):\n    pass\n",
        "f() = 1\n",
        "*a: int\n",
        "del *a\n",
        "x = if\n",
        "x = \"a\n",
        "for a + b in c:\n    pass\n",
    ] {
        assert_eq!(check(code, USUAL), Taken::No, "{code}");
    }
}

/// The Python files of this repository: what its patterns stamp for a test, and what tests are made of.
fn corpus() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(&dir).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "py") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// `code` with one letter or line too many, too few, or another, at `count` places.
fn spoiled(code: &str, count: usize) -> impl Iterator<Item = String> {
    const LETTERS: &[u8] = b" \n,()[]{}:=\"'#a1.*-+;\\@_";
    let bytes = code.as_bytes();
    let mut random = bytes.len() as u64;
    let mut next = move || {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 40).unwrap_or_default()
    };
    (0..count).filter_map(move |_| {
        let (at, letter, way) = (
            next() % bytes.len(),
            LETTERS[next() % LETTERS.len()],
            next() % 4,
        );
        let line = bytes[..at]
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |end| end + 1);
        let changed = match way {
            0 => [&bytes[..at], &bytes[at + 1..]].concat(),
            1 => [&bytes[..at], &[letter], &bytes[at..]].concat(),
            2 => [&bytes[..at], &[letter], &bytes[at + 1..]].concat(),
            _ => [&bytes[..line], &bytes[line..at], b"\n", &bytes[line..]].concat(),
        };
        String::from_utf8(changed).ok()
    })
}

#[test]
fn whatever_the_code_it_comes_out_as_the_formatter_makes_it() {
    let mut counts = [0_usize; 2];
    for path in corpus() {
        let text = std::fs::read_to_string(&path).expect("a text");
        for (width, quote) in [(88, b'"'), (100, b'\'')] {
            let form = Form { width, quote };
            let formatted = |width| by_formatter(&text, width, quote == b'\'');
            let Some(good) = formatted(width).filter(|good| !good.is_empty()) else {
                continue;
            };
            // At its width, as a template may have it, with lines that are too long, and with mistakes.
            let codes = [
                good.clone(),
                text.clone(),
                formatted(320).unwrap_or_default(),
            ];
            for code in codes.into_iter().chain(spoiled(&good, 12)) {
                let taken = check(&code, form);
                counts[usize::from(taken == Taken::No)] += 1;
            }
        }
    }
    assert!(counts[0] > 500, "code that is in form: {counts:?}");
}
