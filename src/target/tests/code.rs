//! Functions and methods.

use super::{at, known, target, told};

/// The tests of one module.
fn of(source: &'static str) -> Vec<String> {
    let files = [("app/__init__.py", ""), ("app/it.py", source)];
    told(&files, "app/it.py", "unit")
}

#[test]
fn what_follows_from_a_signature_and_a_body_that_only_reckons() {
    for (source, expected) in [
        (
            "def f(a: int) -> int:\n    return a + 1\n",
            "test_f: f(a=1) -> result == 2",
        ),
        (
            "def f(a: str = \"x\") -> str:\n    return a.strip()\n",
            "test_f: f() -> result == \"x\"",
        ),
        (
            "def f(*, a: list[str], **more: int) -> str | None:\n    return \",\".join(a)\n",
            "test_f: f(a=[\"a\"]) -> result is None or isinstance(result, str)",
        ),
        (
            "async def f(a: bool) -> bool:\n    return not a\n",
            "test_f: await f(a=True) -> result is False",
        ),
        // What is divided by may be nothing, an item may not be there, and who knows what others do.
        (
            "import os\n\ndef f(a: int) -> float:\n    return 1 / os.cpu_count()\n",
            "test_f: waits",
        ),
        (
            "def f(a: list[int]) -> int:\n    return a[3]\n",
            "test_f: waits",
        ),
        (
            "import os\n\ndef f() -> str:\n    return os.getcwd()\n",
            "test_f: waits",
        ),
        ("def f(a: list[int]):\n    return a\n", "test_f: waits"),
        ("def f(a) -> int:\n    return 1\n", "test_f: waits"),
        ("def f(a: int) -> None:\n    pass\n", "test_f: waits"),
        (
            "@who\ndef f(a: int) -> int:\n    return a\n",
            "test_f: waits",
        ),
        ("def f() -> int:\n    yield 1\n", "test_f: waits"),
        (
            "from datetime import datetime, timezone\n\ndef f() -> str:\n    return datetime.now(timezone.utc).isoformat()\n",
            "test_f: f() -> isinstance(result, str)",
        ),
        (
            "def g(a: int) -> int:\n    raise ValueError\n\ndef f(a: int) -> int:\n    return g(a)\n",
            "test_g: waits",
        ),
    ] {
        let told = of(source);
        assert_eq!(told.first().map(String::as_str), Some(expected), "{source}");
    }
}

#[test]
fn guards_are_tried_with_values_near_those_that_they_name() {
    for (guard, expected) in [
        ("if a < 3: raise ValueError('no')", Some("f(a=-1, b=\"b\")")),
        ("if a > 100: raise ValueError", Some("f(a=101, b=\"b\")")),
        ("if not b: raise ValueError", Some("f(a=1, b=\"\")")),
        (
            "if len(b) > 40: raise KeyError",
            Some("f(a=1, b=\"x\" * 41)"),
        ),
        (
            "if b not in ('x', 'y'): raise KeyError",
            Some("f(a=1, b=\"\")"),
        ),
        ("if b == 'root': raise KeyError", Some("f(a=1, b=\"root\")")),
        (
            "if a < 0 or a > 9: raise ValueError",
            Some("f(a=-1, b=\"b\")"),
        ),
        ("if a % 2: raise ValueError", None),
        ("if check(a): raise ValueError", None),
    ] {
        let source = format!("def f(a: int, b: str) -> int:\n    {guard}\n    return a\n");
        let told = of(source.leak());
        let refused = told.iter().find(|line| line.contains("_raises_"));
        let call = refused.and_then(|line| line.split(": ").nth(1)?.split(" -> ").next());
        assert_eq!(call, expected, "{guard}: {told:?}");
    }
}

#[test]
fn of_arguments_that_a_guard_refuses_others_are_taken_where_some_are_near() {
    for (guard, good) in [
        ("a < 3", "f(a=3) -> result == 3"),
        ("a % 2", "waits"),
        ("a < 3 or a > 0", "waits"),
    ] {
        let source = format!(
            "def f(a: int) -> int:\n    if {guard}:\n        raise ValueError\n    return a\n"
        );
        let told = of(source.leak());
        assert_eq!(told[0], format!("test_f: {good}"), "{guard}");
    }
}

const SHOP: [(&str, &str); 5] = [
    ("app/__init__.py", ""),
    ("app/errors.py", "class Missing(Exception):\n    pass\n"),
    (
        "app/rows.py",
        "from sqlalchemy.orm import Session\n\nclass Row:\n    pass\n\nclass Rows:\n    def __init__(self, session: Session) -> None:\n        self._session = session\n\n    def get(self, key: int) -> Row | None:\n        return self._session.get(Row, key)\n",
    ),
    (
        "app/service.py",
        "from sqlalchemy.orm import Session\nfrom app.errors import Missing\nfrom app.rows import Row, Rows\n\nclass Service:\n    def __init__(self, session: Session) -> None:\n        self.rows = Rows(session)\n\n    def one(self, key: int) -> Row:\n        row = self.rows.get(key)\n        if row is None:\n            raise Missing(key)\n        return row\n\n    def _hidden(self) -> None:\n        pass\n",
    ),
    (
        "tests/conftest.py",
        "import pytest\nfrom collections.abc import Iterator\nfrom sqlalchemy.orm import Session\n\n@pytest.fixture\ndef db() -> Iterator[Session]:\n    Base.metadata.create_all(engine)\n    yield Session()\n",
    ),
];

#[test]
fn a_key_that_nobody_has_raises_what_is_raised_for_it() {
    let told = told(&SHOP, "app.service:Service", "integration");
    assert_eq!(
        told,
        [
            "test_service_one: waits",
            "test_service_one_raises_missing_for_key: service.one(key=2**31 - 1) -> Missing",
        ]
    );
    let value = target(&SHOP, "app.service:Service.one").expect("a target");
    assert_eq!(at(&value, "kind").to_string(), "integration");
    let case = at(&value, "tests.unit.cases")
        .get_item_by_index(1)
        .expect("a test");
    assert_eq!(
        at(&case, "arrange").to_string(),
        "['service = Service(db)']"
    );
}

#[test]
fn a_test_goes_where_its_siblings_are() {
    for (siblings, expected) in [
        (&[][..], "tests/services/test_it.py"),
        (&["tests/test_other.py"][..], "tests/test_it.py"),
        (
            &["tests/services/test_other.py"][..],
            "tests/services/test_it.py",
        ),
        (
            &["tests/app/services/test_other.py"][..],
            "tests/app/services/test_it.py",
        ),
        (&["tests/unit/test_other.py"][..], "tests/unit/test_it.py"),
        // Directories of the tests that are packages are none of the code.
        (
            &[
                "tests/test_services/__init__.py",
                "tests/test_services/test_other.py",
            ][..],
            "tests/test_services/test_it.py",
        ),
        (
            &["tests/others/__init__.py", "tests/others/test_other.py"][..],
            "tests/services/test_it.py",
        ),
        (&["tests/other_test.py"][..], "tests/it_test.py"),
        (
            &["tests/other_test.py", "tests/test_a.py", "tests/test_b.py"][..],
            "tests/test_it.py",
        ),
        (
            &["tests/services/twin_test.py"][..],
            "tests/services/it_test.py",
        ),
        (
            &["tests/services/it/test_more.py"][..],
            "tests/services/it/test_it.py",
        ),
        (
            &["tests/services/test_other.py", "tests/test_twin.py"][..],
            "tests/test_it.py",
        ),
        (
            &["tests/services/test_other.py", "tests/api/test_twin.py"][..],
            "tests/services/test_it.py",
        ),
    ] {
        let mut files = vec![
            ("app/__init__.py", ""),
            ("app/services/__init__.py", ""),
            ("app/services/twin.py", ""),
            (
                "app/services/it.py",
                "def f(a: int) -> int:\n    return a\n",
            ),
        ];
        files.extend(siblings.iter().map(|path| (*path, "")));
        let value = target(&files, "app.services.it:f").expect("a target");
        assert_eq!(
            at(&value, "tests.unit.file").to_string(),
            expected,
            "{siblings:?}"
        );
    }
}

#[test]
fn what_the_file_of_tests_imports_from_a_package_is_taken_from_there() {
    for (known, expected) in [
        ("from app.kit import half\n", "from app.kit import half"),
        (
            "from app.kit.sums import half\n",
            "from app.kit.sums import half",
        ),
        ("from other import half\n", "from app.kit.sums import half"),
        (
            "from app.kit import half as fold\n",
            "from app.kit.sums import half",
        ),
        ("import pytest\n", "from app.kit.sums import half"),
    ] {
        let files = [
            ("app/__init__.py", ""),
            ("app/kit/__init__.py", "from app.kit.sums import half\n"),
            (
                "app/kit/sums.py",
                "def half(n: int) -> float:\n    return n / 2\n",
            ),
            ("tests/test_sums.py", known),
        ];
        let value = super::target(&files, "app/kit/sums.py").expect("a target");
        let file = super::at(&value, "tests.unit.file").to_string();
        assert_eq!(file, "tests/test_sums.py");
        let cases = super::at(&value, "tests.unit.cases");
        let first = cases.get_item_by_index(0).expect("a case");
        let imports = super::at(&first, "imports").to_string();
        assert!(imports.contains(expected), "{known}: {imports}");
    }
}

#[test]
fn a_module_is_called_from_where_imports_start() {
    let sums = "def half(n: int) -> float:\n    return n / 2\n";
    for (root, path, expected) in [
        ("src", "src/kit/sums.py", "from kit.sums import half"),
        (".", "src/kit/sums.py", "from src.kit.sums import half"),
        (
            "libs/kit/src",
            "libs/kit/src/kit/sums.py",
            "from kit.sums import half",
        ),
        (".", "sums.py", "from sums import half"),
    ] {
        let init = format!("{}/__init__.py", path.trim_end_matches("/sums.py"));
        let files = [
            (path, sums),
            (init.leak() as &'static str, ""),
            ("tests/test_x.py", ""),
        ];
        let files = if path == "sums.py" {
            &files[..1]
        } else {
            &files
        };
        let value = known(files, &[("project.import_root", root)], path).expect("a target");
        let cases = at(&value, "tests.unit.cases");
        let first = cases.get_item_by_index(0).expect("a case");
        let imports = at(&first, "imports").to_string();
        assert!(imports.contains(expected), "{path}: {imports}");
    }
}
