//! `status`: every file and edit of every stamp, on any tree.

mod common;

use common::document::{keys, list};
use common::patterns::new;
use common::transcript::Transcript;
use common::{Run, SLICE, Sandbox};

/// A project with a stamp of three files and three edits.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .pattern(
            "thing",
            "stamp = \"thing-{{ word }}\"\nexecutable = [\"run.sh\"]\n[questions.word]\ntype = \"text\"\ndefault = \"'x'\"\n\
             [[edit]]\nop = \"line\"\nfile = \"list.txt\"\nline = \"{{ word }}\"\n\
             [[edit]]\nop = \"line\"\nfile = \"list.txt\"\nline = \"second\"\n\
             [[edit]]\nop = \"line\"\nfile = \"other.txt\"\nline = \"third\"\n",
        )
        .pattern_file("demo/thing/files/a.txt.j2", "{{ word }}\n2\n3\n")
        .pattern_file("demo/thing/files/b.bin", b"\x00\x01")
        .pattern_file("demo/thing/files/run.sh", "#!/bin/sh\n");
    sandbox
        .write("list.txt", "mine\n")
        .write("other.txt", "mine\n");
    sandbox.done(&new("thing --yes"));
    sandbox
}

/// `status` with the tests' own patterns.
fn status(sandbox: &Sandbox, words: &str) -> Run {
    sandbox.untouched(|| sandbox.run(&format!("status {words} --patterns ../patterns")))
}

/// The states of the files and edits, and the notes, in words.
fn states(sandbox: &Sandbox) -> String {
    let document = status(sandbox, "--json").code(0).silent().json();
    let mut states = Vec::new();
    for stamp in list(&document, "stamps") {
        for part in list(stamp, "files").iter().chain(list(stamp, "edits")) {
            states.push(part["state"].as_str().expect("a word").to_owned());
        }
    }
    let notes = list(&document, "notes").iter();
    states.extend(notes.map(|note| {
        format!(
            "! {}:{}",
            note["path"].as_str().unwrap_or("-"),
            note["line"]
        )
    }));
    states.join(" ")
}

const FINE: &str = "as-stamped as-stamped as-stamped in-place in-place in-place";

/// Expects these states of the files (three) and edits (three), and then the notes, after `alter`; `--check` counts
/// everything else than the states of a fresh stamp.
#[track_caller]
fn told(alter: impl FnOnce(&Sandbox), expected: &str) {
    let sandbox = sandbox();
    alter(&sandbox);
    assert_eq!(states(&sandbox), expected);
    let code = i32::from(expected != FINE);
    let check = status(&sandbox, "--check").code(code).no_data();
    check.says([if code == 0 {
        "everything is as it was stamped"
    } else {
        "1 of 1 stamps drifted"
    }]);
}

const EDITED: &str = "edited as-stamped as-stamped in-place in-place in-place";

#[test]
fn states_of_files() {
    told(|_| (), FINE);
    told(
        |project| drop(project.write("a.txt", "x\n2\nthree\n").tree()),
        EDITED,
    );
    told(
        |project| drop(project.remove("b.bin").tree()),
        "as-stamped missing as-stamped in-place in-place in-place",
    );
    told(
        |project| drop(project.mode("run.sh", 0o644).tree()),
        "as-stamped as-stamped edited in-place in-place in-place",
    );
    let markers = "x\n<<<<<<< yours\n1\n=======\n2\n>>>>>>> patgen thing-x\n";
    told(
        |project| drop(project.write("a.txt", markers).tree()),
        &format!("{EDITED} ! a.txt:2"),
    );
    told(
        |project| drop(project.remove("a.txt").symlink("list.txt", "a.txt").tree()),
        &format!("{EDITED} ! a.txt:null"),
    );
}

#[test]
fn states_of_edits() {
    told(
        |project| drop(project.write("list.txt", "mine\nsecond\n").tree()),
        "as-stamped as-stamped as-stamped gone in-place in-place",
    );
    told(
        |project| drop(project.write("list.txt", "second\r\nnew\r\nx\r\n").tree()),
        FINE,
    );
    told(
        |project| drop(project.remove("other.txt").tree()),
        "as-stamped as-stamped as-stamped in-place in-place gone",
    );
}

/// A file of one stamp that others edit: in whatever order they came, and whether or not each found its place.
#[test]
fn a_file_with_edits_of_stamps() {
    let sandbox = Sandbox::new();
    let item = |item: &str| {
        format!(
            "[[edit]]\nop = \"python-list-item\"\nfile = \"app/apps.py\"\ntarget = \"APPS\"\nitem = \"{item}\"\n"
        )
    };
    let text = "import os\n\nAPPS = [\n    1,\n]\nOTHER = os.sep\nLAST = 2\n";
    sandbox
        .pattern("home", "")
        .pattern_file("demo/home/files/app/apps.py", text)
        .pattern("early", &item("20"))
        .pattern("late", &item("30"))
        .pattern("never", &item("40").replace("APPS", "NONE"));
    sandbox.done(&new("home"));
    sandbox.done(&new("late --yes"));
    sandbox.done(&new("early --yes"));
    sandbox.run(&new("never --yes")).code(1);
    let both = sandbox.read("app/apps.py");
    assert_eq!(both, text.replace("1,\n", "1,\n    30,\n    20,\n"));
    let state = |text: &str| {
        sandbox.write("app/apps.py", text);
        let document = status(&sandbox, "home --json").json();
        document["stamps"][0]["files"][0]["state"].to_string()
    };
    for (altered, expected) in [
        (both.clone(), "\"as-stamped\""),
        (both.replace('\n', "\r\n"), "\"as-stamped\""),
        (both.replace("    30,\n", ""), "\"as-stamped\""),
        (format!("{both}# mine\n"), "\"edited\""),
        (both.replace("    1,\n", ""), "\"edited\""),
        (
            both.replace("OTHER = os.sep\nLAST = 2\n", "LAST = 2\nOTHER = os.sep\n"),
            "\"edited\"",
        ),
    ] {
        assert_eq!(state(&altered), expected, "{altered}");
    }
}

/// What others rest on was taken back: that is said, and not what a template lacks.
#[test]
fn what_is_lacking_is_named() {
    let sandbox = Sandbox::new();
    sandbox.done("new crud --entity User");
    sandbox.run("undo settings --yes");
    let run = sandbox.untouched(|| sandbox.done("status"));
    assert!(!run.text().contains("undefined"), "{}", run.text());
    let note =
        "! what `fastapi/settings` gives is not there any more; `patgen update` stamps it again";
    assert!(run.text().contains(note), "{}", run.text());
    sandbox.run("update --yes");
    let run = sandbox.done("status");
    assert!(!run.text().contains("not there any more"), "{}", run.text());
}

#[test]
fn a_pattern_that_changed() {
    let moved = |from: &str, to: &str| {
        let [from, to] = [from, to].map(|path| format!("../patterns/demo/{path}"));
        move |project: &Sandbox| drop(project.program("mv", [from, to]).run().code(0))
    };
    told(
        |project| {
            project.pattern_file("demo/thing/files/run.sh", "#!/bin/bash\n");
        },
        "as-stamped as-stamped outdated in-place in-place in-place",
    );
    told(
        |project| {
            project.pattern_file("demo/thing/files/a.txt.j2", "{{ word }}\n2\n4\n");
            project.write("a.txt", "x\n2\nthree\n");
        },
        &format!("{EDITED} ! a.txt:null"),
    );
    told(
        |project| drop(project.pattern_file("demo/thing/files/c.txt", "c\n").tree()),
        &format!("{FINE} ! c.txt:null"),
    );
    told(
        moved("thing/files/b.bin", "thing/files/c.bin"),
        "as-stamped outdated as-stamped in-place in-place in-place ! c.bin:null",
    );
    told(moved("thing", "gone"), &format!("{FINE} ! -:null"));
    told(
        |project| drop(project.write("pyproject.toml", "[broken").tree()),
        &format!("{FINE} ! -:null"),
    );
    told(
        |project| {
            project.pattern("thing", "stamp = \"thing-{{ word }}\"\n[questions.word]\ntype = \"text\"\n[questions.more]\ntype = \"text\"\n");
        },
        &format!("{FINE} ! -:null"),
    );
}

#[test]
fn the_table_and_the_document() {
    let sandbox = sandbox();
    sandbox
        .run(&new("thing --word y --yes --leave a.txt"))
        .code(1);
    sandbox.write("list.txt", "<<<<<<< yours\nx\n>>>>>>> patgen thing-x\n");
    sandbox.pattern_file("demo/thing/files/run.sh", "#!/bin/bash\n");
    let table = status(&sandbox, "").code(0).silent();
    assert_stored!("table", table.text());
    let document = status(&sandbox, "--json").code(0).json();
    keys(&document, &["version", "stamps", "notes"]);
    for stamp in list(&document, "stamps") {
        keys(stamp, &["stamp", "pattern", "answers", "files", "edits"]);
        for file in list(stamp, "files") {
            keys(file, &["path", "state"]);
        }
        for edit in list(stamp, "edits") {
            keys(edit, &["path", "what", "state"]);
        }
    }
    assert_stored!("document", format!("{document:#}"));
    let one = status(&sandbox, "thing-x").code(0);
    assert!(
        one.text().contains("thing-x") && !one.text().contains("thing-y"),
        "{}",
        one.text()
    );
}

#[test]
fn what_is_wrong() {
    let mut said = Transcript::default();
    let sandbox = sandbox();
    for words in ["thing-z", "nothing", "thing-x --check"] {
        said.add(&sandbox, status(&sandbox, words));
    }
    let record = sandbox.read(".patgen/stamps/thing-x.toml");
    for (case, text) in [
        ("no TOML", record.replacen("pattern = ", "pattern ", 1)),
        ("an unknown key", format!("colour = 1\n{record}")),
        (
            "another version",
            record.replacen("version = 1", "version = 2", 1),
        ),
        ("another stamp", record.replacen("thing-x", "thing-q", 1)),
        (
            "out of the project",
            record.replacen("\"a.txt\"", "\"../a.txt\"", 1),
        ),
    ] {
        sandbox.write(".patgen/stamps/thing-x.toml", text);
        said.add_as(&sandbox, case, status(&sandbox, "").code(2));
    }
    let empty = Sandbox::new();
    said.add_as(&empty, "nothing stamped", empty.done("status"));
    said.add(&empty, empty.done("status --check"));
    assert_stored!("what_is_wrong", said.text());
}

/// What is stamped in truth is as stamped, in all its patterns, with and without secrets, and stays so.
#[test]
fn a_service_is_as_it_was_stamped() {
    for flags in ["", "--sync", "--db-url postgresql://me:hush-hush-hush@db/x"] {
        let sandbox = Sandbox::new();
        sandbox.done(&format!("new {SLICE} --entity User email:email {flags}"));
        sandbox.done(&format!("new {SLICE} --entity Order user:ref=User --yes"));
        let run = sandbox.untouched(|| sandbox.run("status"));
        let drifted: Vec<&str> = run
            .text()
            .lines()
            .filter(|line| {
                line.starts_with("  ")
                    && !line.starts_with("  as-stamped")
                    && !line.starts_with("  in-place")
            })
            .collect();
        assert!(drifted.is_empty(), "{flags}: {drifted:#?}");
        assert!(!run.text().contains("hush"));
        sandbox.done("status --check").no_data();
    }
}

/// A dirty tree with a git directory, and no git to be found.
#[test]
fn without_git() {
    let sandbox = sandbox();
    sandbox
        .write(".git/HEAD", "ref: refs/heads/main\n")
        .write("untracked.txt", "x\n");
    let run = sandbox
        .patgen(["status", "--check", "--patterns", "../patterns"])
        .env("PATH", "/nowhere")
        .run();
    run.code(0);
}

/// A clone has what git carries: that the file for secrets is not among it is no drift, and the same command makes it.
#[test]
fn a_clone_without_the_file_for_secrets() {
    let sandbox = Sandbox::new();
    sandbox.done("new database");
    sandbox.remove(".env");
    let clone = sandbox.tree();
    let run = sandbox.done("status");
    assert!(
        run.text()
            .contains("not-here    .env: set `APP_SECRET_KEY`")
    );
    sandbox.done("status --check");
    sandbox.done("update --check");
    sandbox
        .done("update")
        .says(["`.env` is not on this machine", "--restore"]);
    sandbox.tree().expect_same(&clone, "looked at");
    sandbox.done("new settings").says(["created 1 file"]);
    assert!(sandbox.read(".env").contains("APP_SECRET_KEY="));
    sandbox.write(
        ".env",
        "APP_SECRET_KEY=mine-mine-mine-mine-mine-mine-mine\n",
    );
    sandbox.run("status --check").code(1);
}
