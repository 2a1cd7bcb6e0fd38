//! `python-member` in tables: text before, text after.

use crate::edit::Operation;
use crate::edit::check::{self, changes, fails, is_manual, is_present};

fn member(source: &str) -> Operation {
    check::operation(
        "python-member",
        &[("class", "Settings"), ("source", source)],
    )
}

#[track_caller]
fn adds(source: &str, before: &str, after: &str) {
    changes(&member(source), "app/settings.py", before, after);
}

#[test]
fn a_field_behind_the_last_field() {
    adds(
        "url: str = \"x\"",
        "class Settings(Base):\n    \"\"\"Doc.\"\"\"\n\n    model_config = C()\n\n    debug: bool = False  # why\n\n    def f(self) -> None: ...\n",
        "class Settings(Base):\n    \"\"\"Doc.\"\"\"\n\n    model_config = C()\n\n    debug: bool = False  # why\n    url: str = \"x\"\n\n    def f(self) -> None: ...\n",
    );
    adds(
        "tags: list[str] = [\n    \"a\",\n]\n",
        "class Other:\n    tags: int\n\n\nclass Settings:\n\ta: int\n",
        "class Other:\n    tags: int\n\n\nclass Settings:\n\ta: int\n\ttags: list[str] = [\n\t    \"a\",\n\t]\n",
    );
}

#[test]
fn a_field_without_default_before_those_with() {
    adds(
        "url: str",
        "@dataclass\nclass Settings:\n    a: int\n    b: int = 1\n",
        "@dataclass\nclass Settings:\n    a: int\n    url: str\n    b: int = 1\n",
    );
}

#[test]
fn the_first_field() {
    adds(
        "url: str",
        "class Settings:\n    \"\"\"Doc.\"\"\"\n",
        "class Settings:\n    \"\"\"Doc.\"\"\"\n\n    url: str\n",
    );
    adds(
        "url: str",
        "class Settings:\n    x = 1\n\n    def f(self): ...\n",
        "class Settings:\n    x = 1\n    url: str\n\n    def f(self): ...\n",
    );
    adds(
        "url: str",
        "class Settings:\n    # about f\n    @property\n    def f(self): ...\n",
        "class Settings:\n    url: str\n\n    # about f\n    @property\n    def f(self): ...\n",
    );
    adds(
        "url: str",
        "class Settings:\n    pass\n",
        "class Settings:\n    url: str\n",
    );
    adds(
        "url: str",
        "class Settings(Base): ...\n",
        "class Settings(Base):\n    url: str\n",
    );
}

#[test]
fn a_method_at_the_end() {
    adds(
        "@property\ndef url(self) -> str:\n    return \"\"\n",
        "class Settings:\n    a: int\n\n    def f(self):\n        pass\n\n\nx = 1\n",
        "class Settings:\n    a: int\n\n    def f(self):\n        pass\n\n    @property\n    def url(self) -> str:\n        return \"\"\n\n\nx = 1\n",
    );
}

#[test]
fn is_judged_by_its_name() {
    for text in [
        "class Settings:\n    url: int = 3\n",
        "class Settings:\n    url = None\n",
        "class Settings:\n    def url(self): ...\n",
        "class Settings:\n    @property\n    def url(self): ...\n",
    ] {
        is_present(&member("url: str"), "x.py", text);
    }
    adds(
        "url: str",
        "class Settings:\n    # url: str\n    my_url: str\n    urls: str\n",
        "class Settings:\n    # url: str\n    my_url: str\n    urls: str\n    url: str\n",
    );
}

#[test]
fn what_is_not_plain_is_left_to_a_person() {
    for (text, why) in [
        ("", "is not defined"),
        ("class MySettings:\n    pass\n", "is not defined"),
        (
            "class Settings:\n    a: int\n\n\nclass Settings:\n    b: int\n",
            "more than once",
        ),
        ("class Settings: a: int = 1\n", "on its first line"),
        ("class Settings:\n    a: int = (\n", "syntax error"),
    ] {
        assert_eq!(
            is_manual(&member("url: str"), "x.py", text, why),
            "url: str"
        );
    }
    fails(&member("url: str ="), "x.py", "", "is not a class member");
    fails(&member("f(x)"), "x.py", "", "is not a class member");
}

#[test]
fn what_a_base_of_the_file_has_is_there() {
    let file = |base: &str| {
        format!(
            "class {base}(Root):\n    url: str = \"\"\n\n\nclass Root(Settings):\n    x: int = 1\n\n\nclass Settings(Common, Db):\n    pass\n"
        )
    };
    is_present(&member("url: str"), "app/settings.py", &file("Db"));
    let before = file("Other");
    adds(
        "url: str",
        &before,
        &before.replace("    pass", "    url: str"),
    );
}
