//! `patgen list`: every pattern once, in order, with its purpose.

mod common;

use common::Sandbox;
use common::patterns::MANIFEST;

/// What can be stamped: a new pattern shows up here, and in `README.md`.
#[test]
fn every_pattern_of_the_catalogue() {
    let sandbox = Sandbox::new();
    let run = sandbox.untouched(|| sandbox.done("list")).silent();
    assert_stored!("list", run.text());
    let names: Vec<&str> = run
        .text()
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(names.is_sorted(), "{names:?}");
    for name in names {
        sandbox.done(&format!("show {name}"));
    }
}

/// What a person reads in one line: lower case at the start (but for names), no full stop, not too long.
#[test]
fn purposes_are_one_line() {
    let document = Sandbox::new().done("list --json").json();
    for pattern in document["patterns"].as_array().expect("patterns") {
        let about = pattern["about"].as_str().expect("a text");
        assert!(
            !about.ends_with('.') && !about.contains('\n') && about.chars().count() <= 110,
            "{about}"
        );
        assert!(
            pattern["tags"]
                .as_array()
                .is_some_and(|tags| tags.len() >= 3),
            "{pattern}"
        );
    }
}

#[test]
fn other_directories_and_stacks() {
    let sandbox = Sandbox::new();
    sandbox
        .pattern("thing", "")
        .pattern("zebra", "[evidence]\nconfidence = \"high\"\n");
    sandbox
        .pattern_file("demo/no-pattern/readme.txt", "x")
        .pattern_file("stray.txt", "x");
    let all = sandbox.done("list --patterns ../patterns");
    assert!(all.text().starts_with("demo/thing "), "{}", all.text());
    assert!(all.text().contains("fastapi/app "), "{}", all.text());
    let one = sandbox
        .done("list --patterns ../patterns --stack demo")
        .silent();
    assert_eq!(one.text(), "demo/thing  a thing\ndemo/zebra  a thing\n");
    let best = sandbox.done("list --patterns ../patterns --stack demo --sort confidence");
    assert_eq!(best.text(), "demo/zebra  a thing\ndemo/thing  a thing\n");
}

/// A pattern of one's own stands before the embedded one of the same name.
#[test]
fn a_pattern_in_the_place_of_another() {
    let sandbox = Sandbox::new();
    sandbox.pattern_file("fastapi/app/pattern.toml", MANIFEST);
    let run = sandbox.done("list --patterns ../patterns");
    let lines: Vec<&str> = run
        .text()
        .lines()
        .filter(|line| line.starts_with("fastapi/app "))
        .collect();
    assert_eq!(lines.len(), 1);
    assert!(lines[0].ends_with("  a thing"), "{lines:?}");
}

#[test]
fn text_of_others_reaches_the_terminal_escaped() {
    let sandbox = Sandbox::new();
    let manifest = "version = 1\nabout = \"a \\u001b[31mred\\u0007 \\u202ething\"\nwhen = \"x\\u001b[2J\"\ntags = [\"\\u001b\"]\n";
    sandbox.pattern_file("demo/thing/pattern.toml", manifest);
    for line in [
        "list",
        "search thing",
        "show thing",
        "new thing --help",
        "completions bash",
        "man",
        "list --json",
        "show thing --json",
    ] {
        for colour in ["never", "always"] {
            let run = sandbox.done(&format!("{line} --patterns ../patterns --color {colour}"));
            let text = run.text();
            let raw = ["\u{1b}[2J", "\u{1b}[31mred", "\u{7}", "\u{202e}"];
            // JSON has its own escapes; a letter of any kind is a letter there.
            let raw = if line.contains("--json") {
                &raw[..3]
            } else {
                &raw
            };
            assert!(
                !raw.iter().any(|raw| text.contains(raw)),
                "{line}: {text:?}"
            );
        }
    }
}
