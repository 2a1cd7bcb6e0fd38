//! Review without a terminal: `--take` and `--leave`, and what the record says of what was left out.

mod common;

use common::Sandbox;
use common::document::list;
use common::patterns::new;
use common::transcript::Transcript;
use serde_json::json;

/// A pattern of two files and an edit.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .pattern(
            "thing",
            "[[edit]]\nop = \"line\"\nfile = \"list.txt\"\nline = \"x\"\n",
        )
        .pattern_file("demo/thing/files/app/a.txt", "a\n")
        .pattern_file("demo/thing/files/app/b.txt", "b\n");
    sandbox.write("list.txt", "mine\n");
    sandbox
}

/// What there is of the pattern's files, and whether the edit was made.
fn there(sandbox: &Sandbox) -> String {
    let files = ["app/a.txt", "app/b.txt"].into_iter();
    let mut there: Vec<&str> = files.filter(|path| sandbox.path(path).exists()).collect();
    if sandbox.read("list.txt") == "mine\nx\n" {
        there.push("list.txt");
    }
    there.join(" ")
}

#[test]
fn taken_and_left() {
    for (flags, expected, code) in [
        ("--yes --leave list.txt", "app/a.txt app/b.txt", 1),
        ("--leave list.txt", "app/a.txt app/b.txt", 1),
        ("--leave ./list.txt --leave=app/b.txt", "app/a.txt", 1),
        ("--take app/b.txt", "app/b.txt", 1),
        (
            "--yes --take list.txt --take app/a.txt",
            "app/a.txt list.txt",
            1,
        ),
        (
            "--yes --take list.txt --take app/a.txt --take app/b.txt",
            "app/a.txt app/b.txt list.txt",
            0,
        ),
        ("--yes --take app/a.txt --leave list.txt", "app/a.txt", 1),
        ("--leave app/a.txt", "", 1),
    ] {
        let sandbox = sandbox();
        let run = sandbox.run(&new(&format!("thing {flags}"))).code(code);
        assert_eq!(there(&sandbox), expected, "{flags}: {}", run.err);
        let recorded = sandbox.path(".patgen/stamps/thing.toml").exists();
        assert_eq!(recorded, !expected.is_empty(), "{flags}");
    }
}

#[test]
fn what_is_said() {
    let sandbox = sandbox();
    let mut said = Transcript::default();
    for line in [
        "thing --leave app/a.txt --leave app/b.txt --leave list.txt",
        "thing --leave app/a.txt",
        "thing --leave app/c.txt",
        "thing --take a.txt",
        "thing --take nothing",
        "thing --take app/a.txt --leave app/a.txt",
        "thing --take .patgen/stamps/thing.toml",
        "thing --leave app/a.txt --check",
    ] {
        let run = sandbox.untouched(|| sandbox.run(&new(line)));
        said.add(&sandbox, run);
    }
    said.add(
        &sandbox,
        sandbox.run(&new("thing --leave list.txt --leave app/b.txt")),
    );
    assert_stored!("what_is_said", said.text());
}

#[test]
fn a_document_names_what_is_left() {
    let sandbox = sandbox();
    let line = new("thing --json --yes --leave app/a.txt");
    let document = sandbox.run(&line).code(1).silent().json();
    assert_eq!(
        document["left"],
        json!([{"path": "app/a.txt", "extent": "whole"}])
    );
    assert_eq!(document["outcome"], "applied");
    assert_eq!(list(&document, "changes").len(), 2);
    let document = self::sandbox().done(&new("thing --json --yes")).json();
    assert!(document.get("left").is_none());
}

/// The dry run shows what the run does.
#[test]
fn the_diff_is_that_of_the_choice() {
    let sandbox = sandbox();
    let diff = sandbox.run(&new("thing --dry-run --take list.txt")).code(1);
    assert!(
        diff.text().contains("b/list.txt") && !diff.text().contains("a.txt"),
        "{}",
        diff.text()
    );
}

/// A file in the way that is named is settled; one that is not named stays in the way.
#[test]
fn files_in_the_way() {
    for (flags, code, a, b) in [
        ("", 1, "my a\n", None),
        ("--take app/a.txt", 1, "a\n", None),
        ("--leave app/a.txt", 1, "my a\n", Some("b\n")),
        ("--leave app/b.txt", 1, "my a\n", None),
        (
            "--take app/a.txt --take app/b.txt --take list.txt",
            0,
            "a\n",
            Some("b\n"),
        ),
    ] {
        let sandbox = sandbox();
        sandbox.write("app/a.txt", "my a\n");
        let run = sandbox
            .run(&new(&format!("thing --yes {flags}")))
            .code(code);
        assert_eq!(sandbox.read("app/a.txt"), a, "{flags}: {}", run.err);
        let found = sandbox
            .path("app/b.txt")
            .exists()
            .then(|| sandbox.read("app/b.txt"));
        assert_eq!(found.as_deref(), b, "{flags}: {}", run.err);
    }
    // With a text that was stamped before, only where the sides meet is the new side taken.
    let sandbox = sandbox();
    let lines = |changed: &[(usize, &str)]| -> String {
        let line = |at: usize| {
            changed
                .iter()
                .find(|(line, _)| *line == at)
                .map_or(at.to_string(), |(_, text)| (*text).to_owned())
        };
        (1..=9).map(|at| line(at) + "\n").collect()
    };
    sandbox.pattern_file("demo/thing/files/app/a.txt", lines(&[]));
    sandbox.done(&new("thing --yes"));
    sandbox.write("app/a.txt", lines(&[(1, "mine"), (9, "mine")]));
    sandbox.pattern_file(
        "demo/thing/files/app/a.txt",
        lines(&[(5, "new"), (9, "new")]),
    );
    sandbox.run(&new("thing --yes")).code(1);
    sandbox.done(&new("thing --yes --take app/a.txt"));
    assert_eq!(
        sandbox.read("app/a.txt"),
        lines(&[(1, "mine"), (5, "new"), (9, "new")])
    );
}

/// The base text is what was stamped whole: what was left out is the person's edit, merged as one later on.
#[test]
fn what_was_left_out_counts_as_an_edit() {
    let text = |first: &str, last: &str| format!("{first}\n2\n3\n4\n5\n6\n7\n8\n{last}\n");
    let sandbox = sandbox();
    sandbox.pattern_file("demo/thing/files/app/a.txt", text("1", "9"));
    sandbox.done(&new("thing --yes"));
    sandbox.pattern_file("demo/thing/files/app/a.txt", text("one", "9"));
    sandbox.pattern_file("demo/thing/files/app/b.txt", "other\n");
    sandbox.run(&new("thing --yes --leave app/a.txt")).code(1);
    assert_eq!(sandbox.read("app/a.txt"), text("1", "9"));
    sandbox.pattern_file("demo/thing/files/app/a.txt", text("one", "nine"));
    sandbox.done(&new("thing --yes"));
    assert_eq!(
        sandbox.read("app/a.txt"),
        text("1", "nine"),
        "the line that was refused stays refused"
    );
}
