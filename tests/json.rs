//! `--json`: one document on stdout, in the form that scripts rely on; secrets never in it.

mod common;

use common::Sandbox;
use common::document::{keys, list};

#[test]
fn lists() {
    let sandbox = Sandbox::new();
    for line in ["list --json", "search settings --json"] {
        let document = sandbox.untouched(|| sandbox.done(line)).silent().json();
        keys(&document, &["version", "patterns"]);
        let patterns = list(&document, "patterns");
        assert!(!patterns.is_empty());
        for pattern in patterns {
            keys(
                pattern,
                &[
                    "name",
                    "about",
                    "tags",
                    "confidence",
                    "requires",
                    "provides",
                ],
            );
            assert!(
                pattern["name"]
                    .as_str()
                    .is_some_and(|name| name.contains('/'))
            );
            assert!(
                ["low", "medium", "high"]
                    .contains(&pattern["confidence"].as_str().expect("a word")),
                "{pattern}"
            );
            list(pattern, "tags");
            list(pattern, "requires");
            list(pattern, "provides");
        }
    }
    assert_eq!(
        sandbox.done("search zzzzzz --json").json()["patterns"],
        serde_json::json!([])
    );
}

#[test]
fn facts() {
    let sandbox = Sandbox::new();
    sandbox
        .write("shop/__init__.py", "")
        .write("store/__init__.py", "");
    let document = sandbox
        .untouched(|| sandbox.done("facts --json"))
        .silent()
        .json();
    keys(&document, &["version", "root", "stack", "facts"]);
    assert_eq!(document["stack"], "fastapi");
    let root = sandbox.path("").canonicalize().expect("the project");
    assert_eq!(document["root"], root.to_str().expect("text"));
    for fact in list(&document, "facts") {
        keys(
            fact,
            &["name", "value", "evidence", "certain", "candidates"],
        );
    }
    let package = list(&document, "facts")
        .iter()
        .find(|fact| fact["name"] == "project.package")
        .expect("the package");
    assert_eq!(
        (&package["certain"], &package["candidates"]),
        (&false.into(), &serde_json::json!(["shop", "store"]))
    );
}

#[test]
fn a_pattern() {
    let sandbox = Sandbox::new();
    let document = sandbox
        .untouched(|| sandbox.done("show settings --json"))
        .silent()
        .json();
    keys(
        &document,
        &[
            "version",
            "name",
            "about",
            "when",
            "when_not",
            "tags",
            "related",
            "variants",
            "questions",
            "compose",
            "requires",
            "provides",
            "files",
            "edits",
            "evidence",
            "next",
            "run",
        ],
    );
    for question in list(&document, "questions") {
        keys(
            question,
            &[
                "name", "flag", "type", "help", "required", "default", "choices", "example",
            ],
        );
    }
}
