//! Patterns with a mistake: exit 2, nothing touched, and the line of the mistake with a caret.

mod common;

use common::Sandbox;
use common::patterns::{MANIFEST, new};
use common::transcript::Transcript;

/// Expects `new thing` to be refused in every one of these sandboxes, and to say where.
#[track_caller]
fn refused(name: &str, cases: &[(&str, &str, &str)]) {
    let mut transcript = Transcript::default();
    for (case, path, text) in cases {
        let sandbox = Sandbox::new();
        sandbox.thing(&[("a.txt", b"a\n")]).pattern_file(path, text);
        let run = sandbox.refused(&new("thing"));
        let file = path.rsplit('/').next().expect("a name");
        assert!(
            run.err.contains(file),
            "{case}: {file} is not named: {}",
            run.err
        );
        transcript.add_as(&sandbox, case, run);
    }
    assert_stored!(name, transcript.text());
}

/// What stands below a good manifest.
const ADDITIONS: [(&str, &str); 25] = [
    ("an unknown key", "tag = [\"x\"]\n"),
    (
        "an unknown key of a question",
        "[questions.entity]\ntype = \"name\"\nhlep = \"x\"\n",
    ),
    (
        "an unknown type of a question",
        "[questions.entity]\ntype = \"nmae\"\n",
    ),
    (
        "an unknown key of a part",
        "[[compose]]\npattern = \"part\"\nanswer = {}\n",
    ),
    ("an unknown table", "[evidnce]\nconfidence = \"low\"\n"),
    ("no TOML", "tags = [\"x\"\n"),
    ("the wrong kind of value", "tags = \"x\"\n"),
    ("a key twice", "about = \"again\"\n"),
    (
        "a choice without choices",
        "[questions.colour]\ntype = \"choice\"\n",
    ),
    (
        "a check without a message",
        "[questions.n]\ntype = \"int\"\ndefault = \"1\"\ncheck = \"n > 0\"\n",
    ),
    (
        "a hidden question without a default",
        "[questions.n]\ntype = \"int\"\nhidden = true\n",
    ),
    (
        "a default that is no expression",
        "[questions.n]\ntype = \"int\"\ndefault = \"1 +\"\n",
    ),
    (
        "a default with an undefined name",
        "[questions.n]\ntype = \"int\"\ndefault = \"m + 1\"\n",
    ),
    (
        "a default of the wrong kind",
        "[questions.n]\ntype = \"int\"\ndefault = \"'many'\"\n",
    ),
    (
        "an id with an undefined name",
        "stamp = \"thing-{{ nmae }}\"\n",
    ),
    ("an id that leads away", "stamp = \"../../thing\"\n"),
    (
        "a condition that is no expression",
        "[[edit]]\nop = \"line\"\nfile = \"a\"\nline = \"x\"\nwhen = \"(\"\n",
    ),
    (
        "an unknown operation",
        "[[edit]]\nop = \"python-improt\"\nfile = \"a.py\"\nline = \"import a\"\n",
    ),
    (
        "an operation without its key",
        "[[edit]]\nop = \"line\"\nfile = \".gitignore\"\n",
    ),
    (
        "an operation with an unknown key",
        "[[edit]]\nop = \"line\"\nfile = \".gitignore\"\nline = \"x\"\nlien = \"y\"\n",
    ),
    (
        "a part that is not there",
        "[[compose]]\npattern = \"prat\"\n",
    ),
    ("a part of itself", "[[compose]]\npattern = \"thing\"\n"),
    (
        "a flag that is taken",
        "[questions.n]\ntype = \"int\"\nflag = \"dry-run\"\n",
    ),
    (
        "one flag for two questions",
        "[questions.n]\ntype = \"int\"\nflag = \"x\"\n[questions.m]\ntype = \"int\"\nflag = \"x\"\n",
    ),
    (
        "a letter for two questions",
        "[questions.n]\ntype = \"int\"\nshort = \"y\"\n",
    ),
];

/// Whole manifests.
const MANIFESTS: [(&str, &str); 3] = [
    ("no `about`", "version = 1\nwhen = \"x\"\n"),
    ("no version", "about = \"x\"\nwhen = \"x\"\n"),
    (
        "a newer version",
        "version = 2\nabout = \"x\"\nwhen = \"x\"\n",
    ),
];

#[test]
fn manifests() {
    let added = ADDITIONS.map(|(case, more)| (case, format!("{MANIFEST}{more}")));
    let whole = MANIFESTS.map(|(case, text)| (case, text.to_owned()));
    let cases: Vec<_> = whole
        .iter()
        .chain(&added)
        .map(|(case, text)| (*case, "demo/thing/pattern.toml", text.as_str()))
        .collect();
    refused("manifests", &cases);
}

/// The pattern that was named is the only one that is read.
#[test]
fn a_mistake_elsewhere_does_no_harm() {
    let sandbox = Sandbox::new();
    sandbox
        .thing(&[("a.txt", b"a\n")])
        .pattern("broken", "nonsense = 1\n");
    sandbox.done(&new("thing"));
    sandbox
        .refused("list --patterns ../patterns")
        .no_data()
        .says(["broken/pattern.toml:4", "nonsense"]);
}

#[test]
fn provision_that_leads_nowhere() {
    let mut transcript = Transcript::default();
    let stack = |providers: &str| format!("version = 1\nabout = \"x\"\n[providers]\n{providers}");
    let sandbox = Sandbox::new();
    sandbox.pattern("thing", "requires = [\"http.app\"]\n");
    transcript.add_as(
        &sandbox,
        "nothing supplies it",
        sandbox.refused(&new("thing")),
    );
    sandbox.pattern_file("demo/stack.toml", stack("\"http.app\" = \"app\"\n"));
    transcript.add_as(
        &sandbox,
        "the provider is not there",
        sandbox.refused(&new("thing")),
    );
    sandbox.pattern("app", "");
    transcript.add_as(
        &sandbox,
        "the provider does not provide",
        sandbox.refused(&new("thing")),
    );
    sandbox.pattern("app", "requires = [\"http.app\"]\n");
    transcript.add_as(
        &sandbox,
        "the provider needs itself",
        sandbox.refused(&new("thing")),
    );
    assert_stored!("provision_that_leads_nowhere", transcript.text());
    sandbox.done(&new("thing --fact http.app=main:app"));
}
