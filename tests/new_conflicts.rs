//! Files in the way: `--on-conflict stop`, `keep`, `replace` and `markers`, and merges on what was stamped before.

mod common;

use common::Sandbox;
use common::patterns::new;
use common::transcript::Transcript;

/// A pattern with three files, one of them in the way of a person's own.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.thing(&[
        ("a.txt", b"one\nnew\nthree\n"),
        ("b.txt", b"b\n"),
        ("docs/c.txt", b"c\n"),
    ]);
    sandbox.write("a.txt", "one\nmine\nthree\n");
    sandbox
}

#[test]
fn it_stops_and_says_the_ways_out() {
    let sandbox = sandbox();
    let mut transcript = Transcript::default();
    for flags in ["", "--yes", "--on-conflict stop --yes"] {
        let run = sandbox.untouched(|| sandbox.run(&new(&format!("thing {flags}"))).code(1));
        transcript.add(&sandbox, run);
    }
    assert_stored!("stopped", transcript.text());
}

#[test]
fn keep_leaves_the_file_and_writes_the_rest() {
    let sandbox = sandbox();
    sandbox.mode("a.txt", 0o640);
    let before = sandbox.tree();
    let run = sandbox.done(&new("thing --on-conflict keep"));
    run.says(["a.txt is kept as it is", "created 2 files"]);
    assert_eq!(sandbox.read("a.txt"), "one\nmine\nthree\n");
    assert_eq!(sandbox.tree().mode("a.txt"), before.mode("a.txt"));
    assert_eq!(
        (
            sandbox.read("b.txt").as_str(),
            sandbox.read("docs/c.txt").as_str()
        ),
        ("b\n", "c\n")
    );
    // It is known by now, and no conflict any more.
    sandbox
        .untouched(|| sandbox.done(&new("thing")))
        .says(["nothing to do"]);
}

#[test]
fn replace_takes_the_new_file_after_a_yes() {
    let sandbox = sandbox();
    sandbox.mode("a.txt", 0o640);
    let asked = sandbox.untouched(|| sandbox.run(&new("thing --on-conflict replace")).code(1));
    asked.says(["files that exist would be changed", "--yes"]);
    sandbox.done(&new("thing --on-conflict replace --yes"));
    assert_eq!(sandbox.read("a.txt"), "one\nnew\nthree\n");
    assert_eq!(sandbox.tree().mode("a.txt"), 0o640);
    sandbox.untouched(|| sandbox.done(&new("thing")));
}

#[test]
fn markers_put_both_sides_into_the_file() {
    let sandbox = sandbox();
    let run = sandbox
        .run(&new("thing --on-conflict markers --yes"))
        .code(1);
    run.says([
        "a.txt gets conflict markers",
        "created 2 files, changed 1 file",
    ]);
    assert_stored!("markers", sandbox.read("a.txt"));
    assert_eq!(sandbox.read("b.txt"), "b\n");
    // As long as they are left, something is left for a person.
    sandbox
        .untouched(|| sandbox.run(&new("thing --yes")).code(1))
        .says(["a.txt", "markers"]);
    sandbox.write("a.txt", "one\nmine and new\nthree\n");
    sandbox
        .untouched(|| sandbox.done(&new("thing")))
        .says(["nothing to do"]);
}

/// A binary file cannot hold markers.
#[test]
fn markers_in_a_binary_file() {
    let sandbox = Sandbox::new();
    sandbox
        .thing(&[("a.bin", b"\x00new"), ("b.txt", b"b\n")])
        .write("a.bin", b"\x00mine");
    let run = sandbox.untouched(|| {
        sandbox
            .run(&new("thing --on-conflict markers --yes"))
            .code(1)
    });
    run.says(["a.bin", "--on-conflict"]);
    sandbox.done(&new("thing --on-conflict replace --yes"));
    assert_eq!(sandbox.tree().bytes("a.bin"), b"\x00new");
}

#[test]
fn a_file_that_is_there_already_is_no_conflict() {
    let sandbox = sandbox();
    sandbox.write("a.txt", "one\nnew\nthree\n");
    let before = sandbox.tree();
    sandbox.done(&new("thing")).says(["created 2 files"]);
    let files = |tree: &common::tree::Tree| tree.clone().without(&["", ".patgen", "b.txt", "docs"]);
    files(&sandbox.tree()).expect_same(&files(&before), "new thing");
}

/// What a person did to stamped files since is theirs: it stays where the pattern did not change the same lines.
#[test]
fn edits_since_the_stamp_are_merged() {
    let base = "one\ntwo\nthree\nfour\nfive\n";
    for (case, mine, new_text, expected) in [
        (
            "only mine",
            "ONE\ntwo\nthree\nfour\nfive\n",
            base,
            "ONE\ntwo\nthree\nfour\nfive\n",
        ),
        (
            "only new",
            base,
            "one\ntwo\nthree\nfour\nFIVE\n",
            "one\ntwo\nthree\nfour\nFIVE\n",
        ),
        (
            "apart",
            "ONE\ntwo\nthree\nfour\nfive\n",
            "one\ntwo\nthree\nfour\nFIVE\n",
            "ONE\ntwo\nthree\nfour\nFIVE\n",
        ),
        (
            "the same",
            "one\nTWO\nthree\nfour\nfive\n",
            "one\nTWO\nthree\nfour\nfive\n",
            "one\nTWO\nthree\nfour\nfive\n",
        ),
        (
            "CRLF of mine",
            "ONE\r\ntwo\r\nthree\r\nfour\r\nfive\r\n",
            "one\ntwo\nthree\nfour\nFIVE\n",
            "ONE\r\ntwo\r\nthree\r\nfour\r\nFIVE\r\n",
        ),
        (
            "no final newline of mine",
            "one\ntwo\nthree\nfour\nfive",
            "ONE\ntwo\nthree\nfour\nfive\n",
            "ONE\ntwo\nthree\nfour\nfive",
        ),
    ] {
        let sandbox = Sandbox::new();
        sandbox.thing(&[("a.txt", base.as_bytes())]);
        sandbox.done(&new("thing"));
        sandbox.write("a.txt", mine).mode("a.txt", 0o750);
        sandbox.pattern_file("demo/thing/files/a.txt", new_text);
        sandbox.done(&new("thing --yes"));
        assert_eq!(sandbox.read("a.txt"), expected, "{case}");
        assert_eq!(sandbox.tree().mode("a.txt"), 0o750, "{case}");
        sandbox.untouched(|| sandbox.done(&new("thing")));
    }
}

#[test]
fn edits_of_the_same_lines_are_a_conflict() {
    let sandbox = Sandbox::new();
    sandbox.thing(&[("a.txt", b"one\ntwo\n"), ("b.txt", b"b\n")]);
    sandbox.done(&new("thing"));
    sandbox.write("a.txt", "one\nmine\n");
    sandbox
        .pattern_file("demo/thing/files/a.txt", "one\nnew\n")
        .pattern_file("demo/thing/files/b.txt", "B\n");
    sandbox
        .untouched(|| sandbox.run(&new("thing --yes")).code(1))
        .says(["`a.txt`"]);
    sandbox
        .run(&new("thing --yes --on-conflict markers"))
        .code(1);
    assert_stored!("markers_with_a_base", sandbox.read("a.txt"));
    assert_eq!(sandbox.read("b.txt"), "B\n");
}

/// A mode that a person gave a stamped file is theirs too.
#[test]
fn a_mode_since_the_stamp_stays() {
    for (stamped, mode) in [(0o644, 0o755), (0o755, 0o644), (0o644, 0o600)] {
        let sandbox = Sandbox::new();
        sandbox.thing(&[("a.sh", b"x\n")]);
        if stamped == 0o755 {
            sandbox.pattern("thing", "executable = [\"a.sh\"]\n");
        }
        sandbox.done(&new("thing"));
        sandbox.mode("a.sh", mode);
        sandbox
            .untouched(|| sandbox.done(&new("thing --yes")))
            .says(["nothing to do"]);
    }
}

/// Shared files are left as they are where the project has them; files with a secret are never looked into.
#[test]
fn shared_and_secret_files_are_no_conflict() {
    let sandbox = Sandbox::new();
    sandbox.thing(&[
        ("shared.txt", b"new\n"),
        (".env", b"KEY=new\n"),
        ("a.txt", b"a\n"),
    ]);
    sandbox.pattern(
        "thing",
        "shared = [\"shared.txt\"]\nsecret_files = [\".env\"]\n",
    );
    sandbox
        .write("shared.txt", "mine\n")
        .write(".env", "KEY=mine\n")
        .mode(".env", 0o640);
    sandbox.done(&new("thing")).says(["created 1 file"]);
    assert_eq!(
        (
            sandbox.read("shared.txt").as_str(),
            sandbox.read(".env").as_str()
        ),
        ("mine\n", "KEY=mine\n")
    );
    sandbox.untouched(|| sandbox.done(&new("thing")));
}
