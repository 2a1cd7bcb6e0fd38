//! `python-list-item` in tables: text before, text after.

use crate::edit::Operation;
use crate::edit::check::{self, changes, fails, is_manual, is_present};

fn item(target: &str, item: &str) -> Operation {
    check::operation("python-list-item", &[("target", target), ("item", item)])
}

#[track_caller]
fn adds(target: &str, before: &str, after: &str) {
    changes(&item(target, "\"app.users\""), "settings.py", before, after);
}

#[test]
fn at_the_end_of_the_list() {
    adds(
        "APPS",
        "APPS = [\n    \"z\",\n    \"a\",  # last\n    # \"app.users\",\n]\n",
        "APPS = [\n    \"z\",\n    \"a\",  # last\n    \"app.users\",\n    # \"app.users\",\n]\n",
    );
    adds(
        "APPS",
        "APPS = ['a', 'b']\n",
        "APPS = ['a', 'b', \"app.users\"]\n",
    );
    adds(
        "APPS",
        "APPS = ['a', 'b',]\n",
        "APPS = ['a', 'b', \"app.users\",]\n",
    );
    adds(
        "APPS",
        "APPS: list[str] = []\n",
        "APPS: list[str] = [\"app.users\"]\n",
    );
    adds(
        "APPS",
        "APPS = (\n\t'a',\n)\n",
        "APPS = (\n\t'a',\n\t\"app.users\",\n)\n",
    );
    adds("APPS", "APPS = {'a'}\n", "APPS = {'a', \"app.users\"}\n");
    adds(
        "APPS",
        "APPS = [\n    'a', 'b',\n    'c', 'd',\n]\n",
        "APPS = [\n    'a', 'b',\n    'c', 'd', \"app.users\",\n]\n",
    );
}

#[test]
fn the_list_of_a_class_or_an_object() {
    adds(
        "Settings.APPS",
        "APPS = []\n\n\nclass Settings:\n    APPS = [\"a\"]\n",
        "APPS = []\n\n\nclass Settings:\n    APPS = [\"a\", \"app.users\"]\n",
    );
    adds(
        "settings.APPS",
        "settings.APPS = []\n",
        "settings.APPS = [\"app.users\"]\n",
    );
}

#[test]
fn is_there_by_meaning() {
    let users = item("APPS", "\"app.users\"");
    is_present(&users, "settings.py", "APPS = ['app.users']\n");
    let path = item("urls", "path(\"x\", include('a'),)");
    is_present(
        &path,
        "urls.py",
        "urls = [\n    path('x',\n        include(\"a\")),\n]\n",
    );
    let single = item("X", "(1,)");
    changes(&single, "x.py", "X = [(1)]\n", "X = [(1), (1,)]\n");
}

#[test]
fn what_is_not_plain_is_left_to_a_person() {
    let users = item("APPS", "\"app.users\"");
    for (text, why) in [
        ("", "is not assigned"),
        ("MY_APPS = []\n", "is not assigned"),
        ("APPS = A + []\n", "not a plain list"),
        ("APPS = [a for a in b]\n", "not a plain list"),
        ("APPS = 'a', 'b'\n", "not a plain list"),
        ("APPS = []\nAPPS = []\n", "more than once"),
        ("APPS = [\n    (\n]\n", ""),
    ] {
        assert_eq!(
            is_manual(&users, "settings.py", text, why),
            "\"app.users\","
        );
    }
}

#[test]
fn an_item_is_one_element() {
    fails(&item("APPS", "a, b"), "x.py", "", "is not one element");
    fails(
        &item("APPS", "a]; x = [b"),
        "x.py",
        "",
        "is not one element",
    );
}
