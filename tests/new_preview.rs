//! The preview is the change: `--dry-run` through `git apply` makes what the run makes; `--check` only says.

mod common;

use common::patterns::new;
use common::{Run, Sandbox};

/// Contents that a careless diff gets wrong, by name.
const AWKWARD: [(&str, &[u8]); 17] = [
    ("empty.txt", b""),
    ("no-final-newline.txt", b"one\ntwo"),
    ("only-newline.txt", b"\n"),
    ("crlf.txt", b"one\r\ntwo\r\n"),
    ("crlf-no-end.txt", b"one\r\ntwo"),
    ("lone-cr.txt", b"one\rtwo\n"),
    ("binary.bin", b"\x00\x01\x02\xff\xfe\x00rest\n"),
    ("latin.txt", b"caf\xe9\n"),
    ("bom.txt", b"\xef\xbb\xbftext\n"),
    (
        "patch-like.txt",
        b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n\\ No newline at end of file\n",
    ),
    ("trailing.txt", b"blank at end \n\ttab\t\n\n\n"),
    ("a name with blanks.txt", b"x\n"),
    ("it's.txt", b"x\n"),
    ("\u{fc}ml\u{e4}ut \u{65e5}\u{672c}.txt", b"x\n"),
    (" leading.txt", b"x\n"),
    ("deep/er/and/deeper.txt", b"x\n"),
    ("run.sh", b"#!/bin/sh\necho hello\n"),
];

fn git(sandbox: &Sandbox, words: &[&str], stdin: &[u8]) -> Run {
    sandbox.program("git", words).stdin(stdin).run().code(0)
}

/// Expects that the diff of a dry run makes, in a copy, exactly what the run makes.
#[track_caller]
fn expect_preview_is_the_change(sandbox: &Sandbox, words: &str) {
    let copied = sandbox.copy();
    let patch = sandbox
        .untouched(|| sandbox.run(&format!("{words} --dry-run")).code(0))
        .out;
    git(&copied, &["apply", "--whitespace=nowarn", "-"], &patch);
    sandbox.done(&format!("{words} --yes"));
    let secret = [".patgen", ".env"];
    sandbox
        .tree()
        .without(&secret)
        .expect_contents_of(&copied.tree().without(&secret), words);
}

#[test]
fn new_files_of_every_kind() {
    let sandbox = Sandbox::new();
    sandbox
        .thing(&AWKWARD)
        .pattern("thing", "executable = [\"run.sh\", \"empty.txt\"]\n");
    expect_preview_is_the_change(&sandbox, &new("thing"));
    assert_eq!(
        sandbox.tree().without(&[".patgen"]).files().len(),
        AWKWARD.len()
    );
    assert_eq!(
        (
            sandbox.tree().mode("run.sh") & 0o111,
            sandbox.tree().mode("binary.bin") & 0o111
        ),
        (0o111, 0)
    );
    for (path, bytes) in AWKWARD {
        assert_eq!(sandbox.tree().bytes(path), bytes, "{path}");
    }
}

#[test]
fn changed_files_of_every_kind() {
    let sandbox = Sandbox::new();
    sandbox
        .thing(&AWKWARD)
        .pattern("thing", "executable = [\"run.sh\", \"latin.txt\"]\n");
    for (path, _) in AWKWARD {
        sandbox.write(path, format!("mine, of {path}\nand no more"));
    }
    sandbox
        .write("binary.bin", b"\x00other\x00")
        .write("latin.txt", b"th\xe9\n")
        .write("crlf.txt", b"one\r\nthree\r\n");
    sandbox.mode("run.sh", 0o755);
    expect_preview_is_the_change(&sandbox, &new("thing --on-conflict replace"));
    for (path, bytes) in AWKWARD {
        assert_eq!(sandbox.tree().bytes(path), bytes, "{path}");
    }
}

/// A file that is there keeps its mode, but for the executable bit of a new one in its place.
#[test]
fn changed_files_keep_their_modes() {
    for mode in [0o600, 0o644, 0o664, 0o750, 0o755] {
        let sandbox = Sandbox::new();
        sandbox
            .thing(&[("run.sh", b"x\n")])
            .pattern("thing", "executable = [\"run.sh\"]\n");
        sandbox.write("run.sh", "mine\n").mode("run.sh", mode);
        expect_preview_is_the_change(&sandbox, &new("thing --on-conflict replace"));
        let for_all_who_read_it = (mode & 0o444) >> 2;
        assert_eq!(
            sandbox.tree().mode("run.sh"),
            mode | for_all_who_read_it,
            "{mode:o}"
        );
    }
}

#[test]
fn edits_of_files_in_every_form() {
    for (case, text) in [
        ("LF", "import a\n\nvalues = 1\n"),
        ("CRLF", "import a\r\n\r\nvalues = 1\r\n"),
        ("no final newline", "import a\n\nvalues = 1"),
        ("BOM", "\u{feff}import a\n\nvalues = 1\n"),
        ("tabs", "import a\n\n\ndef f() -> None:\n\tpass\n"),
        ("empty", ""),
    ] {
        let sandbox = Sandbox::new();
        sandbox.pattern(
            "thing",
            "[[edit]]\nop = \"python-import\"\nfile = \"main.py\"\nline = \"from b import c\"\n\
             [[edit]]\nop = \"line\"\nfile = \".gitignore\"\nline = \".env\"\n",
        );
        sandbox.write("main.py", text).write(".gitignore", "a\r\nb");
        expect_preview_is_the_change(&sandbox, &new("thing"));
        let after = sandbox.read("main.py");
        assert!(after.contains("from b import c"), "{case}: {after:?}");
        let without = after
            .replace("from b import c\r\n", "")
            .replace("from b import c\n", "");
        assert!(without == text || text.is_empty(), "{case}: {after:?}");
        assert_eq!(sandbox.read(".gitignore"), "a\r\nb\r\n.env", "{case}");
    }
}

#[test]
fn patterns_of_the_catalogue() {
    for words in [
        "project",
        "settings",
        "app --sync",
        "app --async",
        "settings --of Billing",
    ] {
        expect_preview_is_the_change(&Sandbox::new(), &format!("new {words}"));
    }
    // Into a project that is there, with edits to its files.
    let sandbox = Sandbox::new();
    sandbox.done("new project");
    expect_preview_is_the_change(&sandbox, "new app");
}

/// stdout is the diff and nothing else; what is to be said is on stderr, a file with a secret by its name only.
#[test]
fn a_dry_run_says_what_it_leaves_out() {
    let sandbox = Sandbox::new();
    let run = sandbox.untouched(|| sandbox.done("new settings --dry-run"));
    assert!(
        run.text()
            .starts_with("diff --git a/.env.example b/.env.example\n"),
        "{}",
        run.text()
    );
    assert!(
        !run.text().contains("b/.env\n") && !run.text().contains(".patgen"),
        "{}",
        run.text()
    );
    assert_stored!("a_dry_run", run.err);
    let quiet = sandbox.done("new settings --dry-run --quiet").silent();
    assert_eq!(quiet.text().len(), run.text().len());
    sandbox.done("new settings --yes");
    sandbox
        .untouched(|| sandbox.done("new settings --dry-run"))
        .no_data()
        .says(["nothing to do"]);
}

#[test]
fn check_says_nothing_but_the_outcome() {
    let sandbox = Sandbox::new();
    let check = |expected: i32, said: &str| {
        let run = sandbox
            .untouched(|| sandbox.run("new app --check").code(expected))
            .no_data();
        assert_eq!(run.err, said);
        sandbox
            .untouched(|| sandbox.run("new app --check --quiet").code(expected))
            .no_data()
            .silent();
    };
    check(1, "there is something to do\n");
    sandbox.done("new app");
    check(0, "nothing to do\n");
    // What a person took away stays away.
    sandbox.remove("app/main.py");
    check(0, "nothing to do\n");
}

/// A dry run meets what the run would meet.
#[test]
fn a_dry_run_of_a_conflict() {
    let sandbox = Sandbox::new();
    sandbox
        .thing(&[("a.txt", b"new\n"), ("b.txt", b"b\n")])
        .write("a.txt", "mine\n");
    let run = sandbox.untouched(|| sandbox.run(&new("thing --dry-run")).code(1));
    run.says(["`a.txt`", "--on-conflict"]);
    sandbox
        .untouched(|| sandbox.run(&new("thing --check")).code(1))
        .no_data();
}
