//! The path policy, for paths that patterns make: exit 2, nothing touched, the template named.

mod common;

use common::Sandbox;
use common::patterns::new;
use common::transcript::Transcript;

/// A pattern that writes two files, one of them at `place`, which is a fact of the stack.
fn writing_to(place: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let place = toml::Value::from(place);
    sandbox
        .pattern_file(
            "demo/stack.toml",
            format!("version = 1\nabout = \"x\"\n[defaults]\n\"db.place\" = {place}\n"),
        )
        .thing(&[("a.txt", b"a\n"), ("{{ db.place }}.j2", b"b\n")]);
    sandbox
}

fn refused(transcript: &mut Transcript, place: &str) {
    let sandbox = writing_to(place);
    let run = sandbox.refused(&new("thing"));
    assert!(
        run.err.contains("files/{{ db.place }}"),
        "the template is not named: {}",
        run.err
    );
    assert!(
        !run.err.contains(|c: char| c.is_control() && c != '\n'),
        "{:?}",
        run.err
    );
    transcript.add_as(&sandbox, &format!("{place:?}"), run);
}

#[test]
fn rendered_paths() {
    let mut transcript = Transcript::default();
    for place in [
        "..",
        "../x",
        "a/../../x",
        "./x",
        "a/./b",
        ".git/config",
        ".GIT/hooks/pre-commit",
        "git~1/config",
        ".g\u{200c}it/x",
        ".patgen/stamps/x.toml",
        ".patgen/lock",
        "sub/.git/config",
        "CON",
        "docs/nul.txt",
        "com1",
        "a\u{1}b",
        "a\nb",
        "a\u{1b}[2Jb",
        "a\u{7f}b",
        "a\u{202e}b",
        "a\u{2028}b",
        "a.",
        "a ",
        "a\\b",
        "C:x",
        "a:b",
        "a|b",
        "a?",
        "what*",
        "\u{ff0e}\u{ff0e}/x",
    ] {
        refused(&mut transcript, place);
    }
    assert_stored!("rendered_paths", transcript.text());
}

#[test]
fn long_paths() {
    let mut transcript = Transcript::default();
    for place in ["x".repeat(256), format!("{}x", "d/".repeat(512))] {
        let sandbox = writing_to(&place);
        let run = sandbox.refused(&new("thing"));
        assert!(run.err.len() < 2000, "{}", run.err);
        transcript.add(&sandbox, run);
    }
    assert_stored!("long_paths", transcript.text());
}

/// Two names that some file system takes for one.
#[test]
fn paths_that_meet() {
    let mut transcript = Transcript::default();
    for (one, other) in [
        ("README.md", "Readme.md"),
        ("caf\u{e9}.txt", "cafe\u{301}.txt"),
        ("a", "A/b"),
        ("docs", "docs/b"),
        ("stra\u{df}e", "strasse"),
    ] {
        let sandbox = Sandbox::new();
        sandbox
            .pattern("part", "")
            .pattern("thing", "[[compose]]\npattern = \"part\"\n");
        sandbox.pattern_file(&format!("demo/part/files/{one}"), "one\n");
        sandbox.pattern_file(&format!("demo/thing/files/{other}"), "other\n");
        transcript.add_as(
            &sandbox,
            &format!("{one:?} and {other:?}"),
            sandbox.refused(&new("thing")),
        );
    }
    let sandbox = Sandbox::new();
    sandbox
        .pattern("part", "")
        .pattern("thing", "[[compose]]\npattern = \"part\"\n");
    sandbox
        .pattern_file("demo/part/files/same.txt", "one\n")
        .pattern_file("demo/thing/files/same.txt", "other\n");
    transcript.add_as(
        &sandbox,
        "one file with two contents",
        sandbox.refused(&new("thing")),
    );
    assert_stored!("paths_that_meet", transcript.text());
}

/// A file of the project that differs only by case from one of the plan would be the same file elsewhere.
#[test]
fn a_path_that_meets_one_of_the_project() {
    let sandbox = Sandbox::new();
    sandbox
        .thing(&[("README.md", b"new\n")])
        .write("readme.md", "mine\n");
    let run = sandbox.refused(&new("thing"));
    run.no_data().says(["error: ", "README.md", "readme.md"]);
}

/// Only an answer of the type `path` says where a file goes.
#[test]
fn an_answer_adds_no_parts() {
    for (kind, value) in [("text", "sub/x"), ("list", "sub/x"), ("text", "a\\b")] {
        let sandbox = Sandbox::new();
        sandbox
            .pattern("thing", &format!("[questions.place]\ntype = \"{kind}\"\n"))
            .pattern_file(
                "demo/thing/files/{{ place if place is string else place[0] }}.txt",
                "a\n",
            );
        let run = sandbox.refused(&new(&format!("thing --place {value}")));
        run.no_data().says(["error: ", "place"]);
    }
    let sandbox = Sandbox::new();
    sandbox
        .pattern("thing", "[questions.place]\ntype = \"path\"\n")
        .pattern_file("demo/thing/files/{{ place }}.txt", "a\n");
    sandbox.done(&new("thing --place sub/x"));
    assert_eq!(sandbox.read("sub/x.txt"), "a\n");
}

#[test]
fn edits_outside_the_policy() {
    let mut transcript = Transcript::default();
    for file in [
        "../.gitignore",
        "/etc/hosts",
        ".git/info/exclude",
        ".patgen/lock",
        "a\\u001bb",
    ] {
        let sandbox = Sandbox::new();
        sandbox.pattern(
            "thing",
            &format!("[[edit]]\nop = \"line\"\nfile = \"{file}\"\nline = \"x\"\n"),
        );
        transcript.add(&sandbox, sandbox.refused(&new("thing --yes")));
    }
    assert_stored!("edits_outside_the_policy", transcript.text());
}

/// An empty part of a path leaves the file out, and nothing else; so does the one before the slash of an absolute path.
#[test]
fn an_empty_part_leaves_the_file_out() {
    for (flag, files) in [
        ("--no-docs", &["b.txt"][..]),
        ("--docs", &["b.txt", "docs/a.txt"]),
    ] {
        let sandbox = Sandbox::new();
        sandbox
            .pattern(
                "thing",
                "[questions.docs]\ntype = \"bool\"\ndefault = \"false\"\n",
            )
            .pattern_file("demo/thing/files/{{ 'docs' if docs }}/a.txt", "a\n")
            .pattern_file("demo/thing/files/{{ '/etc' }}/passwd", "a\n")
            .pattern_file("demo/thing/files/b.txt", "b\n");
        sandbox.done(&new(&format!("thing {flag}")));
        assert_eq!(sandbox.tree().without(&[".patgen"]).files(), files);
    }
}
