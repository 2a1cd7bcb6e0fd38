//! An update is what it was shown as: its diff through `git apply` makes the tree that the run makes, whatever the pattern and
//! a person did to the files meanwhile; a second run has nothing to do, and an undo is exact.

#![expect(clippy::disallowed_methods, reason = "tests set the scene by hand")]

mod common;

use common::Sandbox;
use common::patterns::new;
use common::tree::Tree;

const TEN: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n";

/// Somebody's doing.
type Deed = fn(&Sandbox);

/// What became of a file: its text and whether it may be run; none where it is not there.
type Expected<'a> = (&'a str, Option<(&'a str, bool)>);

/// A stamp of four files and an edit.
fn stamped() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.thing(&[
        ("a.txt", TEN.as_bytes()),
        ("run.sh", b"#!/bin/sh\necho one\necho two\n"),
        ("data.bin", &[0, 159, 1]),
        ("gone/x.txt", b"it\nwill\ngo\n"),
    ]);
    sandbox.pattern("thing", &manifest("[\"run.sh\"]"));
    sandbox.write("notes.txt", "mine\n");
    sandbox.done(&new("thing --yes"));
    sandbox
}

fn manifest(executable: &str) -> String {
    format!(
        "executable = {executable}\n[[edit]]\nop = \"line\"\nfile = \"notes.txt\"\nline = \"put in\"\n"
    )
}

/// Writes a file of the newer pattern.
fn newer(sandbox: &Sandbox, path: &str, bytes: impl AsRef<[u8]>) {
    sandbox.pattern_file(&format!("demo/thing/files/{path}"), bytes);
}

/// The newer pattern lacks a file.
fn dropped(sandbox: &Sandbox, path: &str) {
    let place = sandbox.pattern_path(&format!("demo/thing/files/{path}"));
    std::fs::remove_file(place).expect("a file of the pattern");
}

fn nobody(_: &Sandbox) {}

fn mine(sandbox: &Sandbox) {
    sandbox.write("a.txt", TEN.replace("two", "mine"));
}

fn windows(sandbox: &Sandbox) {
    sandbox.write("a.txt", TEN.replace("two", "mine").replace('\n', "\r\n"));
}

fn moved(sandbox: &Sandbox) {
    mine(sandbox);
    sandbox.dir("kept");
    std::fs::rename(sandbox.path("a.txt"), sandbox.path("kept/mine.txt")).expect("a rename");
}

fn nine(sandbox: &Sandbox) {
    newer(sandbox, "a.txt", TEN.replace("nine", "NINE"));
}

fn renamed(sandbox: &Sandbox) {
    dropped(sandbox, "a.txt");
    newer(sandbox, "deep/b.txt", TEN.replace("nine", "NINE"));
}

fn bytes(sandbox: &Sandbox) {
    newer(sandbox, "data.bin", [0, 159, 2]);
}

/// The files of the project, but for what is kept of the past.
fn files(sandbox: &Sandbox) -> Tree {
    sandbox.tree().without(&[".patgen"])
}

/// A copy of the project in which the diff of `line` was applied by git.
fn patched(sandbox: &Sandbox, line: &str, code: i32) -> Tree {
    let copy = sandbox.copy();
    let dry = sandbox.untouched(|| sandbox.run(&format!("{line} --dry-run")).code(code));
    if !dry.out.is_empty() {
        let words = ["apply", "--whitespace=nowarn", "-"];
        let git = copy.program("git", words).stdin(&dry.out);
        git.run().code(0);
    }
    files(&copy)
}

/// Runs the update as a dry run, saved and applied, and for good: the trees are the same. Then once more, and back.
#[track_caller]
fn shown_is_done(sandbox: &Sandbox, line: &str, code: i32, case: &str) {
    let before = files(sandbox);
    let (shown, applied) = (patched(sandbox, line, code), sandbox.copy());
    applied.run(&format!("{line} --save-plan ../plan.json"));
    applied.run("apply --yes ../plan.json").code(code);
    sandbox.run(&format!("{line} --yes")).code(code);
    let done = files(sandbox);
    shown.expect_contents_of(&done, &format!("{case}: the diff"));
    files(&applied).expect_contents_of(&done, &format!("{case}: the saved plan"));
    if code == 0 {
        sandbox.untouched(|| sandbox.run(&format!("{line} --yes")).code(0));
    }
    let shown = patched(sandbox, "undo", 0);
    shown.expect_contents_of(&before, &format!("{case}: the diff of the undo"));
    for copy in [sandbox, &applied] {
        copy.done("undo --yes");
        files(copy).expect_contents_of(&before, &format!("{case}: undone"));
    }
}

/// What it is, what a person does, what the newer pattern does, and what an update makes of it.
type Case<'a> = (&'a str, Deed, Deed, &'a [Expected<'a>]);

#[track_caller]
fn check(cases: &[Case]) {
    for (case, person, pattern, expected) in cases {
        let sandbox = stamped();
        person(&sandbox);
        pattern(&sandbox);
        let updated = sandbox.copy();
        updated.done("update --yes --patterns ../patterns");
        let tree = updated.tree().contents();
        for (path, wanted) in *expected {
            let found = tree.get(*path);
            let found = found.map(|(bytes, runs)| (String::from_utf8_lossy(bytes), *runs));
            let wanted = wanted.map(|(text, runs)| (text.into(), runs));
            assert_eq!(found, wanted, "{case}: {path}");
        }
        shown_is_done(&sandbox, "update --patterns ../patterns", 0, case);
    }
}

#[test]
fn files_that_both_changed() {
    let both = TEN.replace("two", "mine").replace("nine", "NINE");
    let crlf = both.replace('\n', "\r\n");
    check(&[
        (
            "a file edited by both",
            mine,
            nine,
            &[("a.txt", Some((&both, false)))],
        ),
        (
            "a file renamed by the pattern",
            mine,
            renamed,
            &[("a.txt", None), ("deep/b.txt", Some((&both, false)))],
        ),
        (
            "a file renamed by the pattern, in CRLF by a person",
            windows,
            renamed,
            &[("a.txt", None), ("deep/b.txt", Some((&crlf, false)))],
        ),
        (
            "a file in CRLF",
            windows,
            nine,
            &[("a.txt", Some((&crlf, false)))],
        ),
        (
            "a file moved by a person",
            moved,
            nine,
            &[("a.txt", None), ("kept/mine.txt", Some((&both, false)))],
        ),
        (
            "a file moved by a person and renamed by the pattern",
            moved,
            renamed,
            &[
                ("a.txt", None),
                ("deep/b.txt", None),
                ("kept/mine.txt", Some((&both, false))),
            ],
        ),
    ]);
}

#[test]
fn files_that_come_and_go() {
    check(&[
        (
            "a file that the pattern dropped",
            nobody,
            |sandbox| dropped(sandbox, "gone/x.txt"),
            &[("gone/x.txt", None)],
        ),
        (
            "a file that the pattern dropped and a person edited",
            |sandbox| {
                sandbox.write("gone/x.txt", "it\nstays\n");
            },
            |sandbox| dropped(sandbox, "gone/x.txt"),
            &[("gone/x.txt", Some(("it\nstays\n", false)))],
        ),
        (
            "a file that a person deleted",
            |sandbox| {
                sandbox.remove("a.txt");
            },
            |sandbox| {
                nine(sandbox);
                bytes(sandbox);
            },
            &[("a.txt", None)],
        ),
        (
            "the same file added by both",
            |sandbox| {
                sandbox.write("c.txt", "new\n");
            },
            |sandbox| newer(sandbox, "c.txt", "new\n"),
            &[("c.txt", Some(("new\n", false)))],
        ),
    ]);
}

#[test]
fn modes_bytes_and_edits() {
    let both = TEN.replace("two", "mine").replace("nine", "NINE");
    let script = "#!/bin/sh\necho one\necho 2\n";
    check(&[
        (
            "bytes and modes",
            nobody,
            |sandbox| {
                bytes(sandbox);
                sandbox.pattern("thing", &manifest("[\"a.txt\"]"));
            },
            &[
                ("a.txt", Some((TEN, true))),
                ("run.sh", Some(("#!/bin/sh\necho one\necho two\n", false))),
            ],
        ),
        (
            "a mode that a person took",
            |sandbox| {
                sandbox.mode("run.sh", 0o644);
            },
            |sandbox| newer(sandbox, "run.sh", "#!/bin/sh\necho one\necho 2\n"),
            &[("run.sh", Some((script, false)))],
        ),
        (
            "a mode that a person gave",
            |sandbox| {
                mine(sandbox);
                sandbox.mode("a.txt", 0o755);
            },
            nine,
            &[("a.txt", Some((&both, true)))],
        ),
        (
            "an edit that the pattern no longer makes",
            |sandbox| {
                sandbox.write("notes.txt", "top\r\nmine\r\nput in\r\nbelow\r\n");
            },
            |sandbox| {
                sandbox.pattern("thing", "");
            },
            &[("notes.txt", Some(("top\r\nmine\r\nbelow\r\n", false)))],
        ),
    ]);
}

/// What both added and is not the same is in the way, as any file.
#[test]
fn added_by_both() {
    for (how, code, expected) in [
        ("keep", 0, "yours\n"),
        ("replace", 0, "new\n"),
        (
            "markers",
            1,
            "<<<<<<< yours\nyours\n||||||| as stamped\n=======\nnew\n>>>>>>> patgen thing\n",
        ),
    ] {
        let sandbox = stamped();
        sandbox.write("c.txt", "yours\n");
        newer(&sandbox, "c.txt", "new\n");
        nine(&sandbox);
        let stopped =
            sandbox.untouched(|| sandbox.run("update --yes --patterns ../patterns").code(1));
        stopped.says(["`c.txt`", "nothing was written"]);
        let line = format!("update --patterns ../patterns --on-conflict {how}");
        let updated = sandbox.copy();
        updated.run(&format!("{line} --yes")).code(code);
        assert_eq!(updated.read("c.txt"), expected);
        assert_eq!(updated.read("a.txt"), TEN.replace("nine", "NINE"));
        shown_is_done(&sandbox, &line, code, how);
    }
}
