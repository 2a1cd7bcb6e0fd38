//! Projects in a state that patgen cannot work on: exit 2, nothing touched, the file and the line named.

mod common;

use common::Sandbox;
use common::patterns::new;
use common::transcript::Transcript;

#[test]
fn a_pyproject_that_cannot_be_read() {
    let mut transcript = Transcript::default();
    let cases: [(&str, &[u8]); 8] = [
        (
            "half written",
            b"[project]\nname = \"shop\"\ndependencies = [\n    \"fastapi>=0.1",
        ),
        (
            "cut off in a table",
            b"[project]\nname = \"shop\"\n[tool.ru",
        ),
        (
            "with conflict markers",
            b"[project]\n<<<<<<< mine\nname = \"a\"\n=======\nname = \"b\"\n>>>>>>> theirs\n",
        ),
        (
            "with a key twice",
            b"[project]\nname = \"a\"\nname = \"b\"\n",
        ),
        ("not UTF-8", b"[project]\nname = \"caf\xe9\"\n"),
        ("UTF-16", b"\xff\xfe[\x00p\x00]\x00"),
        ("with a NUL", b"[project]\nname = \"a\0b\"\n"),
        (
            "with an escape sequence",
            b"[project]\nname = \"a\x1b[2J\x1b]0;title\x07\" oops\n",
        ),
    ];
    for (case, bytes) in cases {
        let sandbox = Sandbox::new();
        sandbox.write("pyproject.toml", bytes);
        for line in [
            "facts",
            "new project --yes",
            "new settings --dry-run",
            "new app --check",
        ] {
            let run = sandbox.refused(line);
            assert!(run.err.contains("pyproject.toml"), "{}", run.err);
            assert!(
                !run.err.contains(|c: char| c.is_control() && c != '\n'),
                "{:?}",
                run.err
            );
            if line == "new project --yes" {
                transcript.add_as(&sandbox, case, run);
            }
        }
    }
    assert_stored!("a_pyproject_that_cannot_be_read", transcript.text());
}

/// Colour is no way around it: what a file holds never reaches the terminal raw.
#[test]
fn no_raw_bytes_of_a_file_with_colour() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "pyproject.toml",
        "[project]\nname = \"a\u{1b}[2J\u{202e}\" oops\n",
    );
    let run = sandbox.refused("facts --color always");
    assert!(
        run.err.contains("\u{1b}[31m") || run.err.contains("\u{1b}[1m"),
        "no colour: {:?}",
        run.err
    );
    assert!(
        !run.err.contains("\u{1b}[2J") && !run.err.contains('\u{202e}'),
        "{:?}",
        run.err
    );
}

#[test]
fn something_else_where_the_pyproject_should_be() {
    let mut transcript = Transcript::default();
    let sandbox = Sandbox::new();
    sandbox.dir("pyproject.toml");
    transcript.add_as(&sandbox, "a directory", sandbox.refused("new project"));
    let sandbox = Sandbox::new();
    sandbox.write("../outside.toml", "[project]\nname = \"theirs\"\n");
    sandbox.symlink("../outside.toml", "pyproject.toml");
    transcript.add_as(&sandbox, "a symlink", sandbox.refused("new project"));
    let sandbox = Sandbox::new();
    sandbox.fifo("pyproject.toml");
    transcript.add_as(&sandbox, "a FIFO", sandbox.refused("facts"));
    assert_stored!(
        "something_else_where_the_pyproject_should_be",
        transcript.text()
    );
}

/// The record of earlier stamps is read by every command, and may have been edited, merged or cut off.
#[test]
fn a_record_that_cannot_be_read() {
    let mut transcript = Transcript::default();
    let good = "version = 1\nstamp = \"thing\"\npattern = \"demo/thing\"\n";
    for (case, name, text) in [
        (
            "no TOML",
            "thing.toml",
            "version = 1\nstamp = \"thi".to_owned(),
        ),
        (
            "an unknown key",
            "thing.toml",
            format!("{good}nonsense = 1\n"),
        ),
        (
            "a newer version",
            "thing.toml",
            good.replace("version = 1", "version = 2"),
        ),
        (
            "a newer version with keys of its own",
            "thing.toml",
            format!(
                "{}colour = \"red\"\n",
                good.replace("version = 1", "version = 2")
            ),
        ),
        (
            "conflict markers",
            "thing.toml",
            format!("<<<<<<< mine\n{good}=======\n{good}>>>>>>> theirs\n"),
        ),
        (
            "a path that leads away",
            "thing.toml",
            format!("{good}[[file]]\npath = \"../../etc/passwd\"\nbase = \"00\"\n"),
        ),
        (
            "an id that is not the file's",
            "other.toml",
            good.to_owned(),
        ),
        (
            "the wrong kind of answer",
            "thing.toml",
            format!("{good}[answers]\nname = 5\n"),
        ),
    ] {
        let sandbox = Sandbox::new();
        sandbox
            .pattern(
                "thing",
                "[questions.name]\ntype = \"text\"\ndefault = \"'x'\"\n",
            )
            .pattern_file("demo/thing/files/a.txt", "a\n");
        sandbox.write(&format!(".patgen/stamps/{name}"), text);
        let run = sandbox.refused(&new("thing"));
        assert!(
            run.err.contains(&format!(".patgen/stamps/{name}")),
            "{case}: the record is not named: {}",
            run.err
        );
        transcript.add_as(&sandbox, case, run);
    }
    let sandbox = Sandbox::new();
    sandbox.write(
        ".patgen/stamps/thing.toml",
        b"version = 1\nstamp = \"caf\xe9\"\n",
    );
    transcript.add_as(&sandbox, "not UTF-8", sandbox.refused("facts"));
    assert_stored!("a_record_that_cannot_be_read", transcript.text());
}

/// A base text that is gone or damaged stops the run; nothing is taken for unedited by mistake.
#[test]
fn a_base_text_that_is_damaged() {
    let sandbox = Sandbox::new();
    sandbox.thing(&[("a.txt", b"a\n")]);
    sandbox.done(&new("thing"));
    let base = sandbox
        .tree()
        .files()
        .into_iter()
        .find(|path| path.contains("/base/"))
        .expect("a base text");
    sandbox.write(&base, "damaged").write("a.txt", "mine\n");
    sandbox.pattern_file("demo/thing/files/a.txt", "new\n");
    let run = sandbox.refused(&new("thing --yes")).no_data();
    assert_stored!(
        "a_base_text_that_is_damaged",
        run.err.replace(&base, "[BASE]")
    );
}

/// A file that an edit goes to is not text, or no Python: nothing is guessed.
#[test]
fn files_that_cannot_be_edited() {
    let sandbox = Sandbox::new();
    sandbox.pattern(
        "thing",
        "[[edit]]\nop = \"line\"\nfile = \".gitignore\"\nline = \".env\"\n",
    );
    sandbox.write(".gitignore", b"caf\xe9\n");
    let run = sandbox.refused(&new("thing --yes"));
    run.no_data()
        .says(["error: ", "`.gitignore`", "UTF-8", "tip: "]);
}
