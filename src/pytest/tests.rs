//! What tests see, and what makes their tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Makers, Making, modules};
use crate::python::{Index, Module, read};

/// A project: its texts, and its modules.
struct Project {
    texts: BTreeMap<&'static str, String>,
    index: Index,
}

impl Project {
    fn new(files: &[(&'static str, &str)]) -> Self {
        let text = |(path, text): &(&'static str, &str)| (*path, (*text).to_owned());
        Self {
            texts: files.iter().map(text).collect(),
            index: Index::new(files.iter().map(|(path, _)| *path), &[""]),
        }
    }

    fn module(&self, path: &str) -> Option<Arc<Module>> {
        self.texts.get(path).map(|text| Arc::new(read(text)))
    }

    fn modules(&self, directory: &str) -> Vec<String> {
        modules(&self.index, directory, &|path| self.module(path))
    }

    fn making(&self, asked: &str) -> Making {
        let makers = Makers {
            index: &self.index,
            read: &|path| self.module(path),
            text: &|path| self.texts.get(path).cloned(),
            asked: &|name| usize::from(name == asked),
        };
        makers.making(&self.modules("tests/api"), Some("client"))
    }
}

#[test]
fn what_a_conftest_brings() {
    let fixture = "import pytest\n@pytest.fixture\ndef one(): ...\n";
    for (conftest, expected) in [
        ("", vec![]),
        (
            "pytest_plugins = 'tests.fixtures'\n",
            vec!["tests/fixtures/__init__.py", "tests/fixtures/db.py"],
        ),
        (
            "pytest_plugins = ['tests.fixtures.db', 'pytest_asyncio']\n",
            vec!["tests/fixtures/db.py"],
        ),
        (
            "from tests.fixtures import *\n",
            vec!["tests/fixtures/__init__.py", "tests/fixtures/db.py"],
        ),
        (
            "from .fixtures.db import one\n",
            vec!["tests/fixtures/db.py"],
        ),
        ("from app.db import engine\n", vec![]),
    ] {
        let project = Project::new(&[
            ("app/db.py", "engine = 1\n"),
            ("tests/__init__.py", ""),
            ("tests/conftest.py", conftest),
            ("tests/api/conftest.py", ""),
            ("tests/fixtures/__init__.py", "from .db import *\n"),
            ("tests/fixtures/db.py", fixture),
        ]);
        let mut wanted = vec!["tests/api/conftest.py", "tests/conftest.py"];
        wanted.extend(expected);
        assert_eq!(project.modules("tests/api"), wanted, "{conftest}");
    }
}

#[test]
fn who_makes_the_tables() {
    let by = |name: &str| Making::By(name.to_owned());
    let client = "@pytest.fixture\ndef client(): ...\n";
    let of_session = "@pytest.fixture\ndef client(session): ...\n";
    let session = "@pytest.fixture\ndef session():\n    create_all(engine)\n";
    let tables = "@pytest.fixture\ndef tables():\n    create_all(engine)\n";
    let made = "@pytest.fixture\ndef session(tables): ...\n";
    let with = "@pytest.fixture\n@pytest.mark.usefixtures('tables')\ndef client(): ...\n";
    let auto = "@pytest.fixture(autouse=True)\ndef all(tables): ...\n";
    let called =
        "from app.db import make\n@pytest.fixture(name='tables')\ndef made():\n    make()\n";
    let inner = "@pytest.fixture\ndef tables():\n    def run():\n        make()\n    run()\nfrom app.db import make\n";
    for (fixtures, asked, expected) in [
        (vec![client], "", Making::Nothing),
        (vec![client, "create_all(engine)\n"], "", Making::Done),
        (vec![client, session], "session", by("session")),
        (vec![client, session], "", by("session")),
        (vec![of_session, session], "", Making::Done),
        (vec![client, tables, made], "", by("tables")),
        // As the siblings ask.
        (vec![client, tables, made], "session", by("session")),
        (vec![of_session, tables, made], "", Making::Done),
        (vec![client, tables, auto], "", Making::Done),
        (vec![with, tables], "", Making::Done),
        (vec![client, called], "", by("tables")),
        (vec![client, inner], "", by("tables")),
    ] {
        let project = Project::new(&[
            (
                "app/db.py",
                "def make():\n    Base.metadata.create_all(engine)\n",
            ),
            (
                "tests/conftest.py",
                &format!("import pytest\n{}", fixtures.concat()),
            ),
        ]);
        assert_eq!(project.making(asked), expected, "{fixtures:?}");
    }
}
