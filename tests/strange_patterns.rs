//! Patterns that came with a project, or from anywhere: they read nothing outside their own directory and run nothing.

mod common;

use common::patterns::{MANIFEST, new};
use common::transcript::Transcript;
use common::{Run, Sandbox};

const SECRET: &str = "the-secret-of-another";

/// A project with a pattern of its own, as it comes with a clone, and a file outside that is nobody's business.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .write(".patgen/patterns/demo/thing/pattern.toml", MANIFEST)
        .write(".patgen/patterns/demo/thing/files/a.txt", "a\n")
        .write("../outside/secret.txt", SECRET)
        .write(
            "../outside/pattern.toml",
            format!("{MANIFEST}tags = [\"{SECRET}\"]\n"),
        );
    sandbox
}

#[track_caller]
fn nothing_was_read(sandbox: &Sandbox, run: &Run) {
    assert!(!run.err.contains(SECRET), "{}", run.err);
    for (path, (bytes, _)) in sandbox.tree().contents() {
        assert!(!String::from_utf8_lossy(&bytes).contains(SECRET), "{path}");
    }
}

/// Puts a link somewhere into the pattern.
type Make = fn(&Sandbox) -> &Sandbox;

const LINKS: [(&str, Make); 5] = [
    ("a template", |s| {
        s.symlink(
            "../../../../../../outside/secret.txt",
            ".patgen/patterns/demo/thing/files/b.txt",
        )
    }),
    ("a directory of templates", |s| {
        s.symlink(
            "../../../../../../outside",
            ".patgen/patterns/demo/thing/files/b",
        )
    }),
    ("a file that is included", |s| {
        s.symlink(
            "../../../../outside/secret.txt",
            ".patgen/patterns/demo/_b.j2",
        )
        .write(
            ".patgen/patterns/demo/thing/files/b.txt.j2",
            "{% include '_b.j2' %}\n",
        )
    }),
    ("the types", |s| {
        s.symlink(
            "../../../../outside/secret.txt",
            ".patgen/patterns/demo/types.toml",
        )
    }),
    ("the stack", |s| {
        s.symlink(
            "../../../../outside/secret.txt",
            ".patgen/patterns/demo/stack.toml",
        )
    }),
];

#[test]
fn links_in_a_pattern_are_not_followed() {
    let mut transcript = Transcript::default();
    for (case, make) in LINKS {
        let sandbox = sandbox();
        make(&sandbox);
        let run = sandbox.refused("new thing");
        nothing_was_read(&sandbox, &run);
        transcript.add_as(&sandbox, case, run);
    }
    assert_stored!("links_in_a_pattern", transcript.text());
}

/// A pattern or a folder of patterns that is a link is none.
#[test]
fn links_to_patterns_are_not_followed() {
    for (target, path) in [
        (
            "../../../../../outside/pattern.toml",
            ".patgen/patterns/demo/other/pattern.toml",
        ),
        ("../../../../outside", ".patgen/patterns/demo/other"),
    ] {
        let sandbox = sandbox();
        sandbox.dir(".patgen/patterns/demo");
        if path.ends_with(".toml") {
            sandbox.dir(".patgen/patterns/demo/other");
        }
        sandbox.symlink(target, path);
        for line in ["list --json", "show other", "new other"] {
            let run = sandbox.untouched(|| sandbox.run(line));
            nothing_was_read(&sandbox, &run);
            assert!(
                !String::from_utf8_lossy(&run.out).contains(SECRET),
                "{line}"
            );
        }
    }
}

#[test]
fn an_include_stays_in_its_stack() {
    for name in [
        "../../../../outside/secret.txt",
        "./../../../../outside/secret.txt",
        "x/../../../../../outside/secret.txt",
    ] {
        let sandbox = sandbox();
        sandbox.dir(".patgen/patterns/demo/x");
        sandbox.write(
            ".patgen/patterns/demo/thing/files/b.txt.j2",
            format!("{{% include '{name}' %}}\n"),
        );
        let run = sandbox.refused("new thing");
        nothing_was_read(&sandbox, &run);
    }
    let sandbox = sandbox();
    let absolute = sandbox
        .path("../outside/secret.txt")
        .canonicalize()
        .expect("the file");
    sandbox.write(
        ".patgen/patterns/demo/thing/files/b.txt.j2",
        format!("{{% include '{}' %}}\n", absolute.display()),
    );
    let run = sandbox.refused("new thing");
    nothing_was_read(&sandbox, &run);
}

/// Nothing is read from what is no file: a run would wait for it.
#[test]
fn what_is_no_file_is_no_template() {
    for path in ["thing/files/b.txt", "thing/files/b.txt.j2"] {
        let sandbox = Sandbox::new();
        sandbox.thing(&[("a.txt", b"a\n")]);
        sandbox.fifo(&format!("../patterns/demo/{path}"));
        sandbox
            .refused(&new("thing"))
            .no_data()
            .says(["error: ", "b.txt", "no regular file"]);
    }
}

/// Steps are said, not run.
#[test]
fn nothing_is_run() {
    let sandbox = Sandbox::new();
    sandbox.thing(&[("a.txt", b"a\n")]);
    sandbox.pattern(
        "thing",
        "[next]\nsteps = [\"touch ran-one\"]\nrun = [\"touch ran-two\"]\n",
    );
    sandbox
        .done(&new("thing"))
        .says(["touch ran-one", "touch ran-two"]);
    assert_eq!(sandbox.tree().without(&[".patgen"]).files(), ["a.txt"]);
}

/// A plain file and a template of the same name would be one file with two contents.
#[test]
fn a_file_and_a_template_of_one_name() {
    let sandbox = Sandbox::new();
    sandbox.thing(&[("a.txt", b"one\n"), ("a.txt.j2", b"other\n")]);
    sandbox
        .refused(&new("thing"))
        .no_data()
        .says(["error: ", "a.txt"]);
}
