//! The tables that tests work on, and values that are there already.

use super::{at, target, told};

const MAIN: &str = "from fastapi import Depends, FastAPI\nfrom sqlalchemy.orm import Session\nfrom app.db import get_db, load\n\napp = FastAPI()\n\n@app.get(\"/items\")\ndef items(db: Session = Depends(get_db)) -> list[str]:\n    return load(db)\n\n@app.get(\"/ping\")\ndef ping(db: Session = Depends(get_db)) -> str:\n    return \"pong\"\n";
const DB: &str = "from sqlalchemy.orm import Session\n\ndef get_db():\n    with Session() as db:\n        yield db\n";
const CLIENT: &str = "import pytest\nfrom fastapi.testclient import TestClient\n\n@pytest.fixture\ndef client():\n    with TestClient(app) as client:\n        yield client\n";

/// What is told of `GET /items` and `GET /ping`, with the marks of the first.
fn of(db: &str, conftest: &str, test: &str) -> (Vec<String>, String) {
    let files = [
        ("app/__init__.py", ""),
        ("app/main.py", MAIN),
        ("app/db.py", format!("{DB}{db}").leak() as &'static str),
        ("tests/conftest.py", conftest.to_owned().leak()),
        ("tests/test_x.py", test.to_owned().leak()),
    ];
    let value = target(&files, "app/main.py").expect("a target");
    let cases = at(&value, "tests.integration.cases");
    let first = cases.get_item_by_index(0).expect("a case");
    let told = told(&files, "app/main.py", "integration");
    (told, at(&first, "marks").to_string())
}

#[test]
fn tests_that_need_tables_are_told_apart() {
    let made = "\nBase.metadata.create_all(engine)\n";
    let idle = "\ndef start():\n    Base.metadata.create_all(engine)\n";
    let run = "\ndef start():\n    Base.metadata.create_all(engine)\n\nstart()\n";
    let handed =
        "\ndef start(app):\n    Base.metadata.create_all(engine)\n\nmake(lifespan=start)\n";
    let fixture = |mark: &str| {
        format!(
            "{CLIENT}\n@pytest.fixture{mark}\ndef tables():\n    command.upgrade(config, \"head\")\n    yield\n"
        )
    };
    let beside = format!("{}\n@pytest.fixture\ndef rows(tables): ...\n", fixture(""));
    let taken = fixture("").replace("def client()", "def client(tables)");
    let relying = "def test_items(client):\n    assert client.get(\"/items\")\n";
    let waits = "test_items: waits";
    let asks = "test_items: client.get(\"/items\") -> [200] []";
    for (db, conftest, test, expected, marks) in [
        ("", CLIENT, "", waits, "[]"),
        (made, CLIENT, "", asks, "[]"),
        (idle, CLIENT, "", waits, "[]"),
        (run, CLIENT, "", asks, "[]"),
        (handed, CLIENT, "", asks, "[]"),
        ("", CLIENT, "client = TestClient(app)\n", asks, "[]"),
        ("", CLIENT, relying, asks, "[]"),
        ("", &*fixture("(autouse=True)"), "", asks, "[]"),
        ("", &*taken, "", asks, "[]"),
        (
            "",
            &*beside,
            "",
            asks,
            "['pytest.mark.usefixtures(\"tables\")']",
        ),
        (
            "",
            &*fixture(""),
            "",
            asks,
            "['pytest.mark.usefixtures(\"tables\")']",
        ),
    ] {
        let (told, marked) = of(db, conftest, test);
        assert_eq!(told[0], expected, "{db}{conftest}{test}");
        assert_eq!(told[1], "test_ping: client.get(\"/ping\") -> [200] []");
        assert_eq!(marked, marks, "{conftest}");
    }
}

/// The connections of an asynchronous engine belong to a loop: a client of the file's own gives each test another.
#[test]
fn a_client_of_its_own_needs_a_database_of_its_own() {
    let db = format!("{DB}\nBase.metadata.create_all(engine)\n").leak() as &'static str;
    let files = [
        ("app/__init__.py", ""),
        ("app/main.py", MAIN),
        ("app/db.py", db),
    ];
    for (is_async, dialect, is_asked) in [
        ("false", "postgresql", true),
        ("true", "postgresql", false),
        ("true", "sqlite", true),
    ] {
        let facts = [("db.async", is_async), ("db.dialect", dialect)];
        let value = super::known(&files, &facts, "app/main.py").expect("a target");
        let cases = at(&value, "tests.integration.cases");
        let first = cases.get_item_by_index(0).expect("a case");
        assert_eq!(
            at(&first, "skip").is_none(),
            is_asked,
            "{is_async} {dialect}"
        );
    }
}

#[test]
fn what_is_refused_twice_is_new_each_time() {
    let of = |fields: &str, test: &str| {
        let source = format!(
            "from fastapi import FastAPI, HTTPException\nfrom pydantic import BaseModel, EmailStr, Field\n\napp = FastAPI()\n\nclass New(BaseModel):\n{fields}\n\n@app.post(\"/users\")\ndef add(new: New) -> int:\n    if {test}:\n        raise HTTPException(409, \"is there already\")\n    return 1\n"
        );
        let files = [
            ("app/__init__.py", ""),
            ("app/main.py", source.leak() as &'static str),
        ];
        let told = told(&files, "app/main.py", "integration");
        let (_, json) = told[0].split_once("json=").expect("a body");
        let (json, _) = json.split_once(") ->").expect("an end");
        json.to_owned()
    };
    for (fields, test, expected) in [
        (
            "    name: str\n    email: EmailStr\n    age: int",
            "find(new.email)",
            "{\"name\": \"name\", \"email\": f\"{uuid4().hex}@example.com\", \"age\": 1}",
        ),
        (
            "    name: str\n    email: str",
            "find(new.email)",
            "{\"name\": \"name\", \"email\": f\"{uuid4().hex}@example.com\"}",
        ),
        (
            "    title: str\n    slug: str",
            "find(new)",
            "{\"title\": \"title\", \"slug\": uuid4().hex}",
        ),
        // A value that would be too long, and a field that is not said to be the only one.
        (
            "    name: str = Field(max_length=9)",
            "find(new.name)",
            "{\"name\": \"name\"}",
        ),
        ("    text: str", "find(new)", "{\"text\": \"text\"}"),
    ] {
        assert_eq!(of(fields, test), expected, "{fields}");
    }
}

/// A repository that makes its own sessions needs tables, though no route is given one.
#[test]
fn rows_that_are_kept_out_of_sight() {
    let main = "from fastapi import FastAPI\nfrom app.service import load\n\napp = FastAPI()\n\n@app.get(\"/items\")\ndef items() -> list[str]:\n    return load()\n";
    let service = "from app.rows import find\n\ndef load() -> list[str]:\n    return find()\n";
    let rows = "from sqlalchemy.orm import sessionmaker\n\nmake = sessionmaker()\n\ndef find():\n    return make().all()\n";
    let waits = "test_items: waits";
    let asks = "test_items: client.get(\"/items\") -> [200] []";
    for (rows, given, expected) in [
        (rows, &[][..], waits),
        ("def find():\n    return []\n", &[], asks),
        // Where sessions are given, a route without one needs none.
        (rows, &[("db.session", "app.db:get_db")], asks),
    ] {
        let files = [
            ("app/__init__.py", ""),
            ("app/main.py", main),
            ("app/service.py", service),
            ("app/rows.py", rows),
            ("tests/conftest.py", CLIENT),
        ];
        let value = super::known(&files, given, "app/main.py").expect("a target");
        let cases = at(&value, "tests.integration.cases");
        let first = cases.get_item_by_index(0).expect("a case");
        assert_eq!(super::line(&first), expected, "{rows}{given:?}");
    }
}
