//! Places that cannot be written to: exit 2, nothing touched, and the place named.

mod common;

use std::os::unix::net::UnixListener;
use std::path::Path;

use common::patterns::new;
use common::transcript::Transcript;
use common::{PATGEN, Run, Sandbox};

/// A pattern that writes three files, one of them two directories down.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.thing(&[
        ("a.txt", b"a\n"),
        ("docs/deep/b.txt", b"b\n"),
        ("docs/c.txt", b"c\n"),
    ]);
    sandbox
}

/// Runs as a person for whom permissions count, which the superuser is not.
fn unprivileged(sandbox: &Sandbox, line: &str) -> Run {
    if !rustix::process::geteuid().is_root() {
        return sandbox.run(line);
    }
    let program = sandbox.root().join("patgen");
    if !program.exists() {
        sandbox
            .copy_of(Path::new(PATGEN), "../patgen")
            .mode("..", 0o755);
    }
    let words = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    let run = sandbox
        .program(
            "setpriv",
            words
                .into_iter()
                .chain([program.to_str().expect("text")])
                .chain(line.split(' ')),
        )
        .run();
    Run {
        line: format!("patgen {line}"),
        ..run
    }
}

/// Puts something into the way.
type Make = fn(&Sandbox) -> &Sandbox;

const OBSTACLES: [(&str, Make); 12] = [
    ("a directory", |s| s.dir("a.txt")),
    ("a directory with files", |s| s.write("a.txt/mine", "mine")),
    ("a FIFO", |s| s.fifo("a.txt")),
    ("a socket", |s| socket(s, "a.txt")),
    ("a symlink to a file", |s| {
        s.write("mine", "mine").symlink("mine", "a.txt")
    }),
    ("a symlink to nothing", |s| s.symlink("nothing", "a.txt")),
    ("a symlink to a file outside", |s| {
        s.write("../outside", "theirs")
            .symlink("../outside", "a.txt")
    }),
    ("a symlink to the very file", |s| {
        s.write("mine", "a\n").symlink("mine", "a.txt")
    }),
    ("a file for a parent", |s| s.write("docs", "mine")),
    ("a symlink to a directory for a parent", |s| {
        s.dir("mine").symlink("mine", "docs")
    }),
    ("a symlink to a directory outside for a parent", |s| {
        s.dir("../theirs").symlink("../theirs", "docs")
    }),
    ("a FIFO for a parent", |s| s.fifo("docs")),
];

fn socket<'s>(sandbox: &'s Sandbox, path: &str) -> &'s Sandbox {
    UnixListener::bind(sandbox.path(path)).expect("a socket");
    sandbox
}

#[test]
fn something_else_where_a_file_is_wanted() {
    let mut transcript = Transcript::default();
    for (case, make) in OBSTACLES {
        let sandbox = sandbox();
        make(&sandbox);
        for flags in ["", "--yes --on-conflict replace", "--dry-run", "--check"] {
            let run = sandbox.refused(&new(&format!("thing {flags}")));
            if flags.is_empty() {
                transcript.add_as(&sandbox, case, run);
            } else {
                run.no_data().says(["error: "]);
            }
        }
    }
    assert_stored!("something_else_in_the_way", transcript.text());
}

/// The record and the lock are no way out of the project either.
#[test]
fn links_in_the_place_of_the_record() {
    for (target, path) in [
        ("../theirs", ".patgen"),
        ("../../theirs", ".patgen/stamps"),
        ("../../theirs", ".patgen/base"),
        ("../../theirs/file", ".patgen/lock"),
        ("../../theirs", ".patgen/txn"),
        ("../../theirs/none", ".patgen/lock"),
    ] {
        let sandbox = sandbox();
        sandbox.write("../theirs/file", "theirs\n");
        if path != ".patgen" {
            sandbox.dir(".patgen");
        }
        sandbox.symlink(target, path);
        let run = sandbox.refused(&new("thing --yes")).no_data();
        run.says(["error: ", ".patgen", "symlink"]);
    }
    for path in [".patgen", ".patgen/stamps"] {
        let sandbox = sandbox();
        if path != ".patgen" {
            sandbox.dir(".patgen");
        }
        sandbox.fifo(path);
        sandbox
            .refused(&new("thing"))
            .no_data()
            .says(["error: ", path]);
    }
}

#[test]
fn a_project_root_that_is_none() {
    let mut transcript = Transcript::default();
    let sandbox = sandbox();
    sandbox.write("file", "mine").dir("empty");
    sandbox.fifo("fifo");
    sandbox.symlink("nowhere", "dangling");
    sandbox.symlink("file", "link-to-file");
    for into in [
        "file",
        "file/below",
        "missing/root",
        "../missing/root",
        "fifo",
        "dangling",
        "link-to-file",
        "/dev/null",
        "/nonexistent-root/x",
        "CON",
        "a\u{1b}[31mb",
        "trailing.",
        ".git",
        "empty/.patgen",
    ] {
        for more in ["", " --dry-run"] {
            let words = format!("{}{more}", new("thing --into"));
            let words: Vec<&str> = words
                .split(' ')
                .flat_map(|word| {
                    if word == "--into" {
                        vec!["--into", into]
                    } else {
                        vec![word]
                    }
                })
                .collect();
            let run = sandbox.untouched(|| sandbox.patgen(words).run().code(2));
            if more.is_empty() {
                transcript.add(&sandbox, run);
            }
        }
    }
    transcript.add(&sandbox, sandbox.refused("facts --into file"));
    transcript.add(&sandbox, sandbox.refused("facts --into missing/root"));
    assert_stored!("a_project_root_that_is_none", transcript.text());
}

#[test]
fn a_directory_that_may_not_be_written() {
    let mut transcript = Transcript::default();
    for (case, read_only, line) in [
        ("the root", ".", new("thing")),
        ("a directory in it", "docs", new("thing")),
        ("the parent of a new root", ".", new("thing --into fresh")),
        ("the root, for a dry run", ".", new("thing --dry-run")),
    ] {
        let sandbox = sandbox();
        sandbox.dir("docs");
        for path in ["..", "../patterns"] {
            sandbox.mode(path, 0o755);
        }
        if rustix::process::geteuid().is_root() {
            // Run once, for what a run as somebody else needs; then everything is theirs.
            drop(unprivileged(&sandbox, "list"));
            for path in [".", "docs"] {
                std::os::unix::fs::chown(sandbox.path(path), Some(65534), Some(65534))
                    .expect("the directory");
            }
        }
        sandbox.mode(read_only, 0o555);
        let run = sandbox.untouched(|| unprivileged(&sandbox, &line).code(2));
        sandbox.mode(read_only, 0o755);
        transcript.add_as(&sandbox, case, run);
        // It is the permission and nothing else that was in the way.
        unprivileged(&sandbox, &line).code(0);
    }
    assert_stored!("a_directory_that_may_not_be_written", transcript.text());
}

#[test]
fn a_file_that_may_not_be_written() {
    let sandbox = sandbox();
    sandbox.write("a.txt", "mine\n").mode("a.txt", 0o444);
    let mut transcript = Transcript::default();
    for how in ["replace", "markers"] {
        let run = sandbox.refused(&new(&format!("thing --yes --on-conflict {how}")));
        transcript.add(&sandbox, run);
    }
    assert_stored!("a_file_that_may_not_be_written", transcript.text());
}

#[test]
fn a_place_that_is_good() {
    for (into, expected) in [
        ("empty", "empty/a.txt"),
        ("fresh", "fresh/a.txt"),
        ("./fresh/", "fresh/a.txt"),
        ("empty/..", "a.txt"),
        ("link-to-empty", "empty/a.txt"),
        ("a b'c ü", "a b'c ü/a.txt"),
    ] {
        let sandbox = sandbox();
        sandbox.dir("empty");
        sandbox.symlink("empty", "link-to-empty");
        sandbox
            .patgen(["new", "thing", "--patterns", "../patterns", "--into", into])
            .run()
            .code(0);
        assert_eq!(sandbox.read(expected), "a\n", "{into}");
    }
}

#[test]
fn a_hard_link_is_broken_and_not_written_through() {
    let sandbox = sandbox();
    sandbox.write("../theirs", "theirs\n");
    sandbox.hard_link("../theirs", "a.txt");
    sandbox.done(&new("thing --yes --on-conflict replace"));
    assert_eq!(
        (
            sandbox.read("a.txt").as_str(),
            sandbox.read("../theirs").as_str()
        ),
        ("a\n", "theirs\n")
    );
}
