//! Bugs that happened to others, each as a test on every operation that could have it.

use super::check::{changes, is_manual, operation};
use super::{Operation, Outcome, check};

/// Operations that need a place, by the names of what they look for.
fn seekers() -> Vec<Operation> {
    vec![
        operation(
            "python-include-router",
            &[("receiver", "api"), ("router", "users")],
        ),
        operation("python-list-item", &[("target", "APPS"), ("item", "x")]),
        operation("python-member", &[("class", "User"), ("source", "x: int")]),
        operation(
            "python-statement",
            &[("function", "test"), ("source", "x()")],
        ),
        operation("python-import", &[("line", "import x"), ("within", "test")]),
        operation("anchor", &[("name", "routers"), ("source", "x()")]),
    ]
}

#[test]
fn a_place_that_is_missing_is_no_place() {
    // The names are there as parts of others, in comments and in texts.
    let text = "# patgen: router\n# api APPS class User: def test():\nmy_api = APPS_OLD = []\nS = \"api = 1; APPS = []\"\n\n\nclass UserProfile:\n    pass\n\n\nclass SuperUser:\n    pass\n\n\ndef my_test():\n    pass\n\n\ndef tests():\n    pass\n";
    for operation in seekers() {
        is_manual(&operation, "app/a.py", text, "");
    }
}

#[test]
fn a_name_is_not_there_because_a_longer_one_is() {
    let (head, end) = ("class User:\n    profile: int\n", "");
    for (op, keys, before, after) in [
        (
            "python-member",
            vec![("class", "User"), ("source", "user: int")],
            "class User:\n    user_profile: int\n    super_user: int\n".to_owned(),
            "class User:\n    user_profile: int\n    super_user: int\n    user: int\n".to_owned(),
        ),
        (
            "python-list-item",
            vec![("target", "APPS"), ("item", "\"post\"")],
            "APPS = [\"posts\", \"blog.post\"]\n".to_owned(),
            "APPS = [\"posts\", \"blog.post\", \"post\"]\n".to_owned(),
        ),
        (
            "python-statement",
            vec![("function", "test"), ("source", "add(post)")],
            "def test():\n    add(posts)\n    my_add(post)\n".to_owned(),
            "def test():\n    add(posts)\n    my_add(post)\n    add(post)\n".to_owned(),
        ),
        (
            "python-define",
            vec![("source", "def test():\n    pass\n")],
            format!("{head}\n\ndef my_test():\n    pass\n{end}"),
            format!("{head}\n\ndef my_test():\n    pass\n\n\ndef test():\n    pass\n{end}"),
        ),
        (
            "python-export",
            vec![("module", "app.post"), ("name", "Post")],
            "from app.posts import Posts\n\n__all__ = [\"BlogPost\", \"Posts\"]\n".to_owned(),
            "from app.post import Post\nfrom app.posts import Posts\n\n__all__ = [\"BlogPost\", \"Post\", \"Posts\"]\n".to_owned(),
        ),
        (
            "anchor",
            vec![("name", "routers"), ("source", "add(post)")],
            "add(posts)\n# patgen: routers\n".to_owned(),
            "add(posts)\nadd(post)\n# patgen: routers\n".to_owned(),
        ),
    ] {
        changes(&operation(op, &keys), "app/a.py", &before, &after);
    }
}

#[test]
fn a_file_in_conflict_is_left_alone() {
    let text = "import os\n<<<<<<< ours\napi.include_router(a)\n=======\napi.include_router(b)\n>>>>>>> theirs\n";
    let include = operation(
        "python-include-router",
        &[("receiver", "api"), ("router", "users")],
    );
    let define = operation("python-define", &[("source", "x = 1")]);
    let line = operation("line", &[("line", "x")]);
    for operation in [include, define, line] {
        match check::run(&operation, "app/a.py", text).1 {
            Outcome::Manual { line, .. } => assert!(line > 1, "line {line}"),
            other => panic!("{other:?}"),
        }
    }
}
