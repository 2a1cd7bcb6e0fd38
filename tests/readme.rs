//! The table of patterns in the README is made from the manifests. `UPDATE_README=1 cargo test --test readme` writes it.

#![expect(
    clippy::disallowed_methods,
    reason = "it writes the README where it is told to"
)]

use std::process::Command;

const BEGIN: &str = "<!-- patterns -->\n";
const END: &str = "<!-- /patterns -->";

#[test]
fn the_table_of_patterns_is_that_of_the_manifests() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).expect("the README is there");
    let (before, rest) = readme
        .split_once(BEGIN)
        .expect("the README has the first mark");
    let (found, after) = rest.split_once(END).expect("the README has the last mark");
    let table = table();
    if std::env::var_os("UPDATE_README").is_some() {
        let text = format!("{before}{BEGIN}{table}{END}{after}");
        std::fs::write(path, text).expect("the README can be written");
        return;
    }
    assert_eq!(
        found, table,
        "run `UPDATE_README=1 cargo test --test readme`"
    );
}

fn table() -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_patgen"))
        .args(["list", "--json"])
        .output()
        .expect("patgen runs");
    let list: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let patterns = list["patterns"].as_array().expect("patterns");
    assert!(!patterns.is_empty(), "there are patterns");
    let row = |pattern: &serde_json::Value| {
        let text = |key: &str| pattern[key].as_str().expect("a text").to_owned();
        format!(
            "| `{}` | {} | {} |\n",
            text("name"),
            text("about"),
            text("confidence")
        )
    };
    let rows: String = patterns.iter().map(row).collect();
    format!("| pattern | what it stamps | confidence |\n|---|---|---|\n{rows}")
}
