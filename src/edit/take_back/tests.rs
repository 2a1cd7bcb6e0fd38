//! Edits made and taken back: the text before, or one as sound.

use super::{Back, take_back};
use crate::edit::check::{operation, style};
use crate::edit::{Operation, Outcome, edit};

/// Makes the edit in `before` and takes it back: the text is as it was.
#[track_caller]
fn there_and_back(operation: &Operation, path: &str, before: &str) {
    let Outcome::Changed { text, .. } = edit(operation, path, before, &style())
        .expect("an answer")
        .1
    else {
        panic!("not changed:\n{before}");
    };
    assert_eq!(without(operation, path, &text), before);
}

#[track_caller]
fn without(operation: &Operation, path: &str, after: &str) -> String {
    match take_back(operation, path, after, &style()).expect("an answer") {
        Back::Changed { text, .. } => text,
        other => panic!("{other:?}\n{after}"),
    }
}

#[test]
fn what_was_put_in_comes_out() {
    let import = operation(
        "python-import",
        &[("line", "from app.api.users import router as users_router")],
    );
    let route = operation(
        "python-include-router",
        &[("receiver", "api"), ("router", "users_router")],
    );
    let export = operation(
        "python-export",
        &[("module", "app.models.user"), ("name", "User")],
    );
    let item = operation("python-list-item", &[("target", "APPS"), ("item", "\"b\"")]);
    let member = operation("python-member", &[("class", "A"), ("source", "b: int = 1")]);
    let call = operation("python-statement", &[("function", "f"), ("source", "g()")]);
    let package = operation("toml-dependency", &[("requirement", "httpx>=1.2")]);
    let key = operation("toml-set", &[("key", "tool.x.y"), ("value", "1")]);
    let env = operation(
        "env-set",
        &[("key", "K"), ("value", "v"), ("comment", "why")],
    );
    let line = operation("line", &[("line", "*.db")]);
    for (operation, path, texts) in [
        (
            &import,
            "app/api/r.py",
            &[
                "import os\n\nfrom app.api.items import router as items_router\n\nx = 1\n",
                "import os\n\nx = os\n",
            ][..],
        ),
        (
            &route,
            "r.py",
            &["api = A()\napi.include_router(a)\n\nx = 1\n", "api = A()\n"],
        ),
        (
            &export,
            "app/models/__init__.py",
            &[
                "from app.models.item import Item\n\n__all__ = [\"Item\"]\n",
                "from app.models.item import Item\nfrom app.models.zoo import Zoo\n\n__all__ = [\n    \"Item\",\n    \"Zoo\",\n]\n",
            ],
        ),
        (
            &item,
            "s.py",
            &[
                "APPS = []\n",
                "APPS = [\"a\"]\n",
                "APPS = [\n    \"a\",  # first\n]\nx = 1\n",
            ],
        ),
        (
            &member,
            "s.py",
            &[
                "class A:\n    a: int = 0\n\n    def f(self): ...\n",
                "class A:\n    pass\n",
            ],
        ),
        (
            &call,
            "s.py",
            &[
                "def f():\n    a()\n\n    return 1\n",
                "def f():\n    pass\n",
            ],
        ),
        (
            &package,
            "pyproject.toml",
            &[
                "[project]\ndependencies = [\n    \"a>=1\",\n    \"z>=1\",\n]\n",
                "[project]\ndependencies = [\"a>=1\"]\n",
            ],
        ),
        (&package, "requirements.txt", &["a>=1\nz>=2\n", "a>=1\n"]),
        (
            &key,
            "pyproject.toml",
            &["[tool.x]\na = 1\n", "[project]\nname = \"a\"\n"],
        ),
        (&env, ".env", &["A=1\n", "A=1\n\nB=2\n"]),
        (&line, ".gitignore", &["a\n", "a", "a\n\nb\n"]),
    ] {
        for text in texts {
            there_and_back(operation, path, text);
            there_and_back(operation, path, &text.replace('\n', "\r\n"));
        }
    }
}

#[test]
fn what_is_left_is_sound() {
    let route = operation(
        "python-include-router",
        &[("receiver", "api"), ("router", "users")],
    );
    let text = "def make():\n    api.include_router(users)\n";
    assert_eq!(without(&route, "r.py", text), "def make():\n    pass\n");
    let export = operation("python-export", &[("module", "a.user"), ("name", "User")]);
    let text = "from a.user import User\n\n__all__ = [\"User\"]\n";
    assert_eq!(without(&export, "m.py", text), "");
    let item = operation("python-list-item", &[("target", "X"), ("item", "1")]);
    assert_eq!(without(&item, "m.py", "X = [1]\n"), "X = []\n");
}

#[test]
fn what_the_file_needs_or_a_person_changed_stays() {
    let import = operation("python-import", &[("line", "import os")]);
    let used = take_back(&import, "x.py", "import os\n\nprint(os.sep)\n", &style());
    assert_eq!(used.expect("an answer"), Back::Used);
    let member = operation("python-member", &[("class", "A"), ("source", "b: int = 1")]);
    let package = operation("toml-dependency", &[("requirement", "httpx>=1.2")]);
    let env = operation("env-set", &[("key", "K"), ("value", "v")]);
    let define = operation(
        "python-define",
        &[("source", "def f():\n    # why\n    return 1\n")],
    );
    for (operation, path, text) in [
        (&member, "x.py", "class A:\n    b: int = 2\n"),
        (
            &package,
            "pyproject.toml",
            "[project]\ndependencies = [\"httpx>=3\"]\n",
        ),
        (&env, ".env", "K=mine\n"),
        (&define, "x.py", "def f():\n    # mine\n    return 1\n"),
        (
            &define,
            "x.py",
            "def f():  # mine\n    # why\n    return 1\n",
        ),
        (&import, "x.py", "import os  # mine\n"),
        (
            &package,
            "pyproject.toml",
            "[tool.poetry.dependencies]\nhttpx = \">=1.2\"  # mine\n",
        ),
    ] {
        let back = take_back(operation, path, text, &style()).expect("an answer");
        assert!(matches!(back, Back::Manual { .. }), "{back:?}");
    }
    let gone = take_back(&env, ".env", "A=1\n", &style());
    assert_eq!(gone.expect("an answer"), Back::Gone);
}
