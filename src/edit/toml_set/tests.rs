//! `toml-set` in tables: text before, text after.

use crate::edit::Operation;
use crate::edit::check::{self, changes, fails, is_manual, is_present};

const FILE: &str = "pyproject.toml";

fn set(key: &str, value: &str) -> Operation {
    check::operation("toml-set", &[("key", key), ("value", value)])
}

#[track_caller]
fn adds(key: &str, before: &str, after: &str) {
    changes(&set(key, "1"), FILE, before, after);
}

#[test]
fn under_the_header_of_its_table() {
    adds(
        "tool.ruff.width",
        "[tool.ruff]\na = 1 # one\n\n# about lint\n[tool.ruff.lint]\nb = 2\n",
        "[tool.ruff]\na = 1 # one\nwidth = 1\n\n# about lint\n[tool.ruff.lint]\nb = 2\n",
    );
    adds(
        "tool.ruff.width",
        "[tool.ruff]\n\n[z]\n",
        "[tool.ruff]\nwidth = 1\n\n[z]\n",
    );
    adds(
        "a.\"b c\"",
        "[a]\nx = \"\"\"\n[b]\n\"\"\"\n",
        "[a]\nx = \"\"\"\n[b]\n\"\"\"\n\"b c\" = 1\n",
    );
    adds(
        "tool.ruff.width",
        "tool.ruff.a = 1\n",
        "tool.ruff.a = 1\ntool.ruff.width = 1\n",
    );
    adds(
        "tool.ruff.width",
        "[tool]\nruff.a = 1\n",
        "[tool]\nruff.a = 1\nruff.width = 1\n",
    );
    adds(
        "tool.ruff.width",
        "[tool]\nruff = { a = 1 }\n",
        "[tool]\nruff = { a = 1, width = 1 }\n",
    );
    adds(
        "tool.ruff.width",
        "[tool]\nruff = {}\n",
        "[tool]\nruff = { width = 1 }\n",
    );
}

#[test]
fn a_new_table_behind_its_relatives() {
    adds(
        "tool.ruff.width",
        "[tool.mypy]\na = 1\n# b = 2\n\n[z]\nx = 1\n",
        "[tool.mypy]\na = 1\n# b = 2\n\n[tool.ruff]\nwidth = 1\n\n[z]\nx = 1\n",
    );
    adds(
        "tool.ruff.width",
        "[project]\na = 1\n\n# About lint.\n[tool.ruff.lint]\nb = 1\n",
        "[project]\na = 1\n\n[tool.ruff]\nwidth = 1\n\n# About lint.\n[tool.ruff.lint]\nb = 1\n",
    );
    adds(
        "tool.ruff.lint.isort.width",
        "[tool.ruff]\na = 1\n\n[tool.ruff.format]\nb = 1\n\n[z]\n",
        "[tool.ruff]\na = 1\n\n[tool.ruff.format]\nb = 1\n\n[tool.ruff.lint.isort]\nwidth = 1\n\n[z]\n",
    );
    adds(
        "tool.ruff.width",
        "[project]\na = 1\n",
        "[project]\na = 1\n\n[tool.ruff]\nwidth = 1\n",
    );
    adds(
        "tool.ruff.width",
        "[[tool.x]]\na = 1\n\n[[tool.x]]\na = 2\n\n[z]\n",
        "[[tool.x]]\na = 1\n\n[[tool.x]]\na = 2\n\n[tool.ruff]\nwidth = 1\n\n[z]\n",
    );
}

#[test]
fn a_key_of_the_file_itself() {
    adds("width", "a = 1\n\n[b]\n", "a = 1\nwidth = 1\n\n[b]\n");
    adds("width", "[b]\nc = 1\n", "width = 1\n\n[b]\nc = 1\n");
    adds("width", "# only words\n", "# only words\n\nwidth = 1\n");
}

#[test]
fn is_there_in_any_form() {
    for text in [
        "[tool.ruff]\nwidth = 2\n",
        "[tool.ruff]\n\"width\" = 2\n",
        "[tool]\nruff.width = 2\n",
        "tool = { ruff = { width = 2 } }\n",
        "[tool.ruff.width]\na = 1\n",
        "[[tool.ruff.width]]\n",
    ] {
        is_present(&set("tool.ruff.width", "1"), FILE, text);
    }
    adds(
        "a.width",
        "[a]\n# width = 2\nwidths = 1\n",
        "[a]\n# width = 2\nwidths = 1\nwidth = 1\n",
    );
}

#[test]
fn what_is_no_table_is_left_to_a_person() {
    for text in ["[[tool.ruff]]\na = 1\n", "[tool]\nruff = 1\n"] {
        let snippet = is_manual(
            &set("tool.ruff.width", "1"),
            FILE,
            text,
            "`tool.ruff` is not a table",
        );
        assert_eq!(snippet, "[tool.ruff]\nwidth = 1");
    }
}

#[test]
fn keys_and_values_are_toml() {
    fails(&set("a b", "1"), FILE, "", "is not a TOML key");
    fails(&set("a", "x y"), FILE, "", "is not a TOML value");
    fails(
        &set("a", "1"),
        FILE,
        "a = 1\nb = \n",
        "pyproject.toml:2:5: ",
    );
}
