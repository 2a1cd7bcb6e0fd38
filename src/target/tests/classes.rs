//! Tests as methods: how they are grouped and called, what they inherit from, and how they ask a service.

use minijinja::Value;

use super::{at, known};

const SUMS: (&str, &str) = (
    "app/sums.py",
    "class OrderService:\n    def __init__(self, rate: int):\n        self.rate = rate\n\n    def total(self, n: int) -> int:\n        if n < 0:\n            raise ValueError('no')\n        return n\n\ndef half(n: int) -> int:\n    return n\n\nasync def later(n: int) -> int:\n    return n\n",
);
const INIT: (&str, &str) = ("app/__init__.py", "");
const MAIN: (&str, &str) = (
    "app/main.py",
    "from fastapi import FastAPI\napp = FastAPI()\n\n@app.get('/health')\ndef health() -> dict[str, str]:\n    return {'a': 'b'}\n",
);

/// Each class of tests, a line each: its head, whether it makes a client, and what its methods are called.
fn told(files: &super::Files, form: &str, text: &str, kind: &str) -> Vec<String> {
    let value = known(files, &[("tests.form", form)], text).expect("a target");
    let list = |value: &Value, name: &str| -> Vec<Value> {
        at(value, name).try_iter().expect("a list").collect()
    };
    assert!(list(&value, &format!("tests.{kind}.cases")).is_empty());
    let line = |class: Value| {
        let base = at(&class, "base");
        let base = base
            .as_str()
            .map_or(String::new(), |base| format!("({base})"));
        let app = at(&class, "app");
        let app = app
            .as_str()
            .map_or(String::new(), |app| format!(" asks {app}"));
        let cases = list(&class, "cases").into_iter();
        let names: Vec<String> = cases.map(|case| at(&case, "name").to_string()).collect();
        format!("{}{base}{app}: {}", at(&class, "name"), names.join(" "))
    };
    let classes = list(&value, &format!("tests.{kind}.classes"));
    classes.into_iter().map(line).collect()
}

#[test]
fn one_for_each_thing_that_is_tested() {
    let files = [INIT, SUMS];
    for (form, expected) in [
        (
            "classes",
            [
                "TestHalf: test_half",
                "TestLater: test_later",
                "TestOrderService: test_order_service test_total test_total_raises_value_error_for_n",
            ],
        ),
        (
            "unittest",
            [
                "TestHalf(unittest.TestCase): test_half",
                "TestLater(unittest.IsolatedAsyncioTestCase): test_later",
                "TestOrderService(unittest.TestCase): test_order_service test_total test_total_raises_value_error_for_n",
            ],
        ),
    ] {
        assert_eq!(told(&files, form, "app/sums.py", "unit"), expected);
    }
}

#[test]
fn no_name_that_means_something_else() {
    let client = (
        "app/client.py",
        "def Client(n: int) -> int:\n    return n\n",
    );
    let test = |body: &'static str| ("tests/test_sums.py", body);
    for (own, expected) in [
        (
            "class TestHalf:\n    def test_half(self): ...\n",
            "TestHalf: test_half",
        ),
        (
            "class TestHalf:\n    def test_other(self): ...\n",
            "TestHalf2: test_half",
        ),
        (
            "class TestSums:\n    def test_other(self): ...\n",
            "TestHalf: test_half",
        ),
    ] {
        let files = [INIT, SUMS, client, test(own)];
        assert_eq!(told(&files, "classes", "app.sums:half", "unit"), [expected]);
    }
}

#[test]
fn how_methods_of_unittest_ask_a_service() {
    let base = "from unittest import TestCase\nfrom fastapi.testclient import TestClient\nfrom app.main import app\n\nclass Base(TestCase):\n    def setUp(self):\n        self.web = TestClient(app)\n";
    let conftest = "import pytest\nfrom fastapi.testclient import TestClient\nfrom app.main import app\n\n@pytest.fixture\ndef client() -> TestClient:\n    return TestClient(app)\n";
    for (file, form, expected, code) in [
        (
            ("tests/base.py", base),
            "unittest",
            "TestHealth(Base): test_health",
            "self.web.get('/health')",
        ),
        // A fixture is nothing that such a method could take.
        (
            ("tests/conftest.py", conftest),
            "unittest",
            "TestHealth(unittest.TestCase) asks app: test_health",
            "self.client.get('/health')",
        ),
        (
            ("tests/conftest.py", conftest),
            "classes",
            "TestHealth: test_health",
            "client.get('/health')",
        ),
    ] {
        let files = [INIT, MAIN, file];
        let found = told(&files, form, "app/main.py", "integration");
        assert_eq!(found, [expected]);
        let value = known(&files, &[("tests.form", form)], "app/main.py").expect("a target");
        let classes = at(&value, "tests.integration.classes");
        let class = classes.get_item_by_index(0).expect("a class");
        let case = at(&class, "cases").get_item_by_index(0).expect("a case");
        assert_eq!(at(&case, "code").to_string().replace('"', "'"), code);
        let imports = at(&class, "imports").to_string();
        assert!(!imports.contains("import pytest"), "{imports}");
        assert_eq!(
            at(&case, "fixtures").len(),
            Some(usize::from(form == "classes"))
        );
    }
}
