//! Targets that are none.

use super::target;
use crate::error::Kind;

const FILES: [(&str, &str); 6] = [
    ("app/__init__.py", ""),
    (
        "app/orders.py",
        "class OrderService:\n    def total(self) -> int:\n        return 1\n\ndef _rate() -> int:\n    return 1\n\ndef price() -> int:\n    return 1\n",
    ),
    ("app/empty.py", "X = 1\n"),
    ("app/broken.py", "def f(:\n"),
    (
        "app/port.py",
        "from abc import abstractmethod\n\nclass Port:\n    @abstractmethod\n    def f(self) -> int: ...\n",
    ),
    (
        "app/api.py",
        "from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get(\"/a/items/{id}\")\ndef one(id: int) -> int: ...\n\n@app.get(\"/b/items/{id}\")\ndef other(id: int) -> int: ...\n",
    ),
];

#[test]
fn each_says_what_is_wrong_and_what_comes_near() {
    for (text, message, hint) in [
        ("app/order.py", "there is no such file", "`app/orders.py`"),
        ("app.order", "there is no such module", "`app.orders`"),
        ("shop/orders.py", "there is no such file", "`app/orders.py`"),
        (
            "app.orders:OrderServce",
            "has no such class or function",
            "`app.orders:OrderService`",
        ),
        ("app.orders:OrderService.sum", "has no such method", "`app"),
        ("app.orders:_rate", "a private name", "test what uses it"),
        ("app.orders:price()", "behind `:` stands a name", ""),
        ("../other/x.py", "", "lies in the project"),
        ("/etc/x.py", "", "lies in the project"),
        ("app/empty.py", "no public function", "can be tested"),
        ("app.port:Port", "is abstract", "implements"),
        (
            "GET /itms/{id}",
            "there is no such route",
            "`GET /a/items/{id}` (app/api.py:6)",
        ),
        ("GET /items/{id}", "several routes", "the whole path"),
        ("FETCH /items", "no such method", "GET"),
        ("/items", "needs its method", "`GET /items`"),
        ("what is this", "neither a file", "GET /items/{id}"),
    ] {
        let error = target(&FILES, text).expect_err(text);
        assert_eq!(error.kind(), Kind::Usage, "{text}");
        assert!(error.message().contains(message), "{text}: {error}");
        let hints = error.hints().join("\n");
        assert!(hints.contains(hint), "{text}: {hints}");
    }
    let error = target(&FILES, "app/broken.py").expect_err("broken");
    assert_eq!(error.kind(), Kind::Project);
    assert!(error.message().starts_with("app/broken.py:1:"), "{error}");
}

/// Where the evidence is split, the place and the client are not guessed; what is near enough decides.
#[test]
fn what_is_not_certain_is_not_used() {
    let client = "import pytest\nfrom fastapi.testclient import TestClient\n@pytest.fixture\ndef NAME() -> TestClient: ...\n";
    let (web, api) = (client.replace("NAME", "web"), client.replace("NAME", "api"));
    let split = |name: &str, candidates: [&str; 2]| {
        let mut facts = super::facts(&[]);
        let mut fact = crate::facts::Fact::certain(
            crate::facts::FactValue::parse(candidates[0]),
            crate::facts::Evidence::place("test"),
        );
        fact.certain = false;
        fact.candidates = candidates.map(str::to_owned).to_vec();
        facts.add(name, fact);
        facts
    };
    for (facts, files, text, doubt) in [
        (
            split("project.tests", ["a/tests", "b/tests"]),
            [("a/tests/test_x.py", ""), ("b/tests/test_y.py", "")],
            "app/orders.py",
            Some("project.tests"),
        ),
        (
            split("project.tests", ["app/tests", "b/tests"]),
            [("app/tests/test_x.py", ""), ("b/tests/test_y.py", "")],
            "app/orders.py",
            None,
        ),
        (
            split("tests.client", ["web", "api"]),
            [
                ("tests/conftest.py", &*format!("{web}{api}")),
                ("tests/test_y.py", ""),
            ],
            "app/api.py",
            Some("tests.client"),
        ),
        (
            split("tests.client", ["web", "api"]),
            [
                ("tests/conftest.py", &*web),
                ("tests/api/conftest.py", &*api),
            ],
            "app/api.py",
            None,
        ),
        (
            split("tests.client", ["web", "api"]),
            [
                ("tests/conftest.py", &*format!("{web}{api}")),
                ("tests/test_y.py", ""),
            ],
            "app/orders.py",
            None,
        ),
    ] {
        let mut tree = super::tree(&FILES);
        for (path, text) in files {
            let path = crate::rel_path::RelPath::new(path).expect("a good path");
            tree.insert(path, crate::change::Content::new(text));
        }
        let error = super::super::target(&tree, &facts, text).err();
        let found = error.as_ref().and_then(|error| error.doubt());
        assert_eq!(
            found.map(|doubt| doubt.fact.as_str()),
            doubt,
            "{files:?} {text} {error:?}"
        );
    }
}

#[test]
fn what_does_its_work_on_import_is_no_target() {
    for (source, what) in [
        (
            "def main() -> int:\n    return 1\n\nmain()\n",
            "app/it.py:4: `main`",
        ),
        (
            "import sys\n\ndef f() -> int:\n    return 1\n\nsys.exit(f())\n",
            "`sys.exit`",
        ),
        (
            "import sys\n\ndef go() -> None:\n    sys.exit(1)\n\ngo()\n",
            "`go`",
        ),
        (
            "import sqlite3\n\nwith sqlite3.connect(\"a.db\") as db:\n    ROWS = [\n        row\n        for row in db.execute(\"SELECT 1\")\n    ]\n\ndef f() -> int:\n    return 1\n",
            "`db.execute`",
        ),
        (
            "from argparse import ArgumentParser\n\nargs = ArgumentParser().parse_args()\n\ndef f() -> int:\n    return 1\n",
            "parse_args",
        ),
        (
            "import sys\n\nname = sys.argv[1]\n\ndef f() -> int:\n    return 1\n",
            "`sys.argv`",
        ),
        (
            "def f() -> int:\n    return 1\n\nwhile f():\n    pass\n",
            "`while`",
        ),
        (
            "def f() -> int:\n    return 1\n\nname = input()\n",
            "`input`",
        ),
        (
            "import uvicorn\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get(\"/\")\ndef f() -> int:\n    return 1\n\nuvicorn.run(app)\n",
            "`uvicorn.run`",
        ),
        (
            "from setuptools import setup\n\ndef status(s: str) -> None:\n    print(s)\n\nsetup(name=\"it\")\n",
            "`setup`",
        ),
    ] {
        let files = [("app/__init__.py", ""), ("app/it.py", source)];
        let error = target(&files, "app/it.py").expect_err(source);
        assert_eq!(error.kind(), Kind::Project, "{source}");
        assert!(error.message().contains(what), "{source}: {error}");
        assert!(error.hints().join("").contains("__main__"), "{error}");
    }
    for source in [
        "def main() -> int:\n    return 1\n\nif __name__ == \"__main__\":\n    main()\n",
        "import sys\n\ndef main() -> int:\n    return 1\n\nif __name__ == \"__main__\":\n    try:\n        main()\n    finally:\n        sys.exit()\n",
        "import logging\n\ndef f() -> int:\n    return 1\n\nlogging.basicConfig()\n",
        "import asyncio\n\ndef main() -> int:\n    return asyncio.run(f())\n",
        "def exit() -> int:\n    return 1\n\nNUMBER = exit()\n",
    ] {
        let files = [("app/__init__.py", ""), ("app/it.py", source)];
        assert!(target(&files, "app/it.py").is_ok(), "{source}");
    }
}

/// A script finds what stands beside it; tests that import the script do not.
#[test]
fn what_tests_cannot_import_is_no_target() {
    let source = "import other\n\ndef f() -> int:\n    return 1\n";
    let taking = "from other import X\n\ndef f() -> int:\n    return 1\n";
    let (beside, helper) = ("tools/it.py", ("tools/other.py", "X = 1\n"));
    for (files, path, is_refused) in [
        (&[(beside, source), helper][..], beside, true),
        (
            &[
                (beside, source),
                helper,
                ("pytest.ini", "[pytest]\npythonpath = tools\n"),
            ],
            beside,
            false,
        ),
        (
            &[(beside, source), helper, ("other.py", "X = 1\n")],
            beside,
            false,
        ),
        (
            &[
                (beside, source),
                helper,
                ("requirements.txt", "other==1.0\n"),
            ],
            beside,
            false,
        ),
        (
            &[(beside, source), helper, ("tools/__init__.py", "")],
            beside,
            false,
        ),
        (&[(beside, source)], beside, false),
        // In a package, only what is sure to be no library.
        (
            &[(beside, taking), helper, ("tools/__init__.py", "")],
            beside,
            true,
        ),
        (
            &[
                (beside, taking),
                ("tools/other.py", "Y = 1\n"),
                ("tools/__init__.py", ""),
            ],
            beside,
            false,
        ),
        (
            &[
                ("src/kit/__init__.py", ""),
                (
                    "src/kit/it.py",
                    "import kit.other\n\ndef f() -> int:\n    return 1\n",
                ),
                ("src/kit/other.py", ""),
            ],
            "src/kit/it.py",
            false,
        ),
    ] {
        let error = target(files, path).err();
        let says = |error: &crate::error::Error| {
            error
                .message()
                .contains("tools/it.py:1: `other` is found from `tools`")
        };
        assert_eq!(
            error.as_ref().is_some_and(says),
            is_refused,
            "{files:?} {error:?}"
        );
    }
}

/// No import can name a module whose path is made of other things.
#[test]
fn a_path_that_is_no_name_is_no_target() {
    let order = "def order() -> int:\n    return 1\n";
    let main = "from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get(\"/\")\ndef f() -> int:\n    return 1\n";
    for (path, source, part) in [
        ("examples/with-metrics/main.py", main, Some("with-metrics")),
        (
            "examples/with-metrics/order.py",
            order,
            Some("with-metrics"),
        ),
        ("gunicorn.conf.py", order, None),
        ("examples/class/order.py", order, Some("class")),
        ("examples/metrics/order.py", order, None),
        ("examples/_inner/order_2.py", order, None),
    ] {
        let error = target(&[(path, source)], path).err();
        let told = error.as_ref().map(crate::error::Error::message);
        let wanted = part.map(|part| format!("`{part}` is no name of a module"));
        assert_eq!(
            told.is_some_and(|told| told.ends_with(wanted.as_deref().unwrap_or("cannot be named"))),
            part.is_some(),
            "{path}"
        );
    }
}

#[test]
fn a_file_of_tests_is_no_target() {
    let check = "from unittest import TestCase\n\nclass Orders(TestCase):\n    def check(self) -> None: ...\n";
    let order = "def order() -> int:\n    return 1\n";
    for (path, source, is_test) in [
        ("tests/test_it.py", "import pytest\n", true),
        ("tests/it_test.py", "def test_it() -> None: ...\n", true),
        ("app/tests.py", check, true),
        ("tests/conftest.py", order, true),
        // Code that is only called so, and what tests are helped by.
        ("app/test_drive.py", order, false),
        ("tests/orders.py", order, false),
    ] {
        let files = [("app/__init__.py", ""), (path, source)];
        let error = target(&files, path).err();
        let is_told = error.is_some_and(|error| error.message().contains("holds tests itself"));
        assert_eq!(is_told, is_test, "{path}");
    }
}
