//! Facts that cannot be settled as `--fact` says: exit 2, nothing touched, the flag named.

mod common;

use common::Sandbox;
use common::transcript::Transcript;

#[test]
fn no_such_fact() {
    let sandbox = Sandbox::new();
    let mut transcript = Transcript::default();
    for line in [
        "facts --fact db.session",
        "facts --fact =app",
        "facts --fact db.sesion=app.deps:get_db",
        "new app --fact project.packge=shop",
    ] {
        transcript.add(&sandbox, sandbox.refused(line));
    }
    assert_stored!("no_such_fact", transcript.text());
}

#[test]
fn a_value_of_the_wrong_form() {
    let sandbox = Sandbox::new();
    let mut transcript = Transcript::default();
    for fact in [
        "project.package=",
        "project.package=a b",
        "project.package=1st",
        "project.package=class",
        "project.package=../shop",
        "project.package=/shop",
        "project.package=.git",
        "project.tests=../tests",
        "project.tests=a\u{1b}[31mb",
        "project.name=a\"b",
        "project.name=a\nb",
        "style.line_length=abc",
        "style.line_length=0",
        "style.line_length=1000000",
        "style.quotes=curly",
        "db.async=perhaps",
        "tests.form=methods",
    ] {
        let run =
            sandbox.untouched(|| sandbox.patgen(["new", "app", "--fact", fact]).run().code(2));
        assert!(
            run.err.contains("--fact"),
            "{fact:?} is not named: {}",
            run.err
        );
        transcript.add(&sandbox, run);
    }
    assert_stored!("a_value_of_the_wrong_form", transcript.text());
}

/// The same mistakes in the project's own file: the file and the line are named.
#[test]
fn a_file_that_tells_a_wrong_fact() {
    for (line, says) in [
        ("[tool.ruff]\nline-length = 0\n", "pyproject.toml:4"),
        ("[tool.ruff]\nline-length = 1000000\n", "pyproject.toml:4"),
        (
            "[tool.ruff.format]\nquote-style = \"curly\"\n",
            "pyproject.toml:4",
        ),
    ] {
        let sandbox = Sandbox::new();
        sandbox.write(
            "pyproject.toml",
            format!("[project]\nname = \"shop\"\n{line}"),
        );
        sandbox.refused("new app --yes").says(["error: ", says]);
    }
}

#[test]
fn a_settled_fact_goes_before_what_is_seen() {
    let sandbox = Sandbox::new();
    sandbox.write("shop/__init__.py", "");
    let seen = |line: &str| {
        let document = sandbox.done(line).json();
        let facts = document["facts"].as_array().expect("facts").clone();
        let package = facts
            .into_iter()
            .find(|fact| fact["name"] == "project.package");
        package.expect("the package")
    };
    let detected = seen("facts --json");
    assert_eq!(
        (&detected["value"], &detected["evidence"]),
        (&"shop".into(), &"shop/__init__.py:1".into())
    );
    let settled = seen("facts --json --fact project.package=store");
    assert_eq!(
        (&settled["value"], &settled["evidence"]),
        (&"store".into(), &"--fact".into())
    );
}
