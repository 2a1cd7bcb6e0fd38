//! `patgen update` where the newer pattern asks otherwise: what is missing is named with its flag, and nothing is written.

mod common;

use common::Sandbox;
use common::patterns::new;

const UPDATE: &str = "update --yes --patterns ../patterns";

/// A question in a manifest.
fn question(name: &str, more: &str) -> String {
    format!("[questions.{name}]\ntype = \"text\"\nhelp = \"the {name} of it\"\n{more}")
}

/// A stamp whose pattern asked for a colour, which is red.
fn stamped() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .pattern("thing", &question("colour", ""))
        .pattern_file(
            "demo/thing/files/a.txt.j2",
            "it is {{ colour }}\nand\nmore\n",
        );
    sandbox.done(&new("thing --colour red"));
    sandbox.write("a.txt", sandbox.read("a.txt") + "mine\n");
    sandbox
}

/// The newer pattern asks these, and says what `text` is.
fn newer(sandbox: &Sandbox, questions: &str, text: &str) {
    sandbox
        .pattern("thing", questions)
        .pattern_file("demo/thing/files/a.txt.j2", text);
}

/// Expects that no way of an update writes anything, and that each says what is missing.
#[track_caller]
fn refused<const N: usize>(sandbox: &Sandbox, said: [&str; N]) {
    for flags in [
        "",
        "--dry-run",
        "--check",
        "--on-conflict replace",
        "--save-plan ../plan.json",
    ] {
        sandbox
            .refused(&format!("{UPDATE} {flags}"))
            .no_data()
            .says(said);
    }
    let document = sandbox.refused(&format!("{UPDATE} --json")).json();
    let error = document["error"].to_string();
    assert_eq!(document["error"]["kind"], "usage");
    for part in said {
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn questions_that_are_new() {
    let sandbox = stamped();
    let both =
        question("colour", "") + &question("size", "") + &question("weight", "example = \"3kg\"\n");
    newer(
        &sandbox,
        &both,
        "it is {{ colour }}, {{ size }} and {{ weight }}\nand\nmore\n",
    );
    refused(
        &sandbox,
        [
            "`thing`: the pattern asks what it did not ask before: `size`, `weight`",
            "`patgen update thing --set size=VALUE`: the size of it",
            "`patgen update thing --set weight=3kg`: the weight of it",
        ],
    );
    sandbox
        .refused(&format!("{UPDATE} thing --set size=big"))
        .says(["did not ask before: `weight`"]);
    let before = sandbox.tree().contents();
    sandbox.done(&format!("{UPDATE} thing --set size=big --set weight=1kg"));
    assert_eq!(
        sandbox.read("a.txt"),
        "it is red, big and 1kg\nand\nmore\nmine\n"
    );
    sandbox.untouched(|| sandbox.done(UPDATE));
    sandbox.done("undo --yes");
    assert!(sandbox.tree().contents() == before);
}

/// The pattern gave a default up.
#[test]
fn a_question_that_has_no_default_any_more() {
    let sandbox = Sandbox::new();
    let text = "it is {{ colour }}\n";
    newer(&sandbox, &question("colour", "default = \"'red'\"\n"), text);
    sandbox.done(&new("thing"));
    newer(&sandbox, &question("colour", ""), text);
    sandbox
        .untouched(|| sandbox.done(UPDATE))
        .says(["nothing to do"]);
}

/// The answer to a question under its old name is not forgotten without a word.
#[test]
fn a_question_under_another_name() {
    let sandbox = stamped();
    let text = "it is {{ paint }}\nand\nmore\n";
    newer(&sandbox, &question("paint", ""), text);
    let forgotten = "`thing`: the pattern no longer asks for `colour`, which was `red`";
    refused(
        &sandbox,
        [
            "did not ask before: `paint`",
            forgotten,
            "`patgen update thing --set paint=VALUE`: the paint of it",
        ],
    );
    let with_default = sandbox.copy();
    newer(
        &with_default,
        &question("paint", "default = \"'blue'\"\n"),
        text,
    );
    with_default
        .untouched(|| with_default.done(&format!("{UPDATE} --dry-run")))
        .says([forgotten]);
    with_default.done(UPDATE).says([forgotten]);
    assert_eq!(with_default.read("a.txt"), "it is blue\nand\nmore\nmine\n");
    let again = with_default.untouched(|| with_default.done(UPDATE));
    assert!(!again.err.contains("colour"), "{}", again.err);
    sandbox.done(&format!("{UPDATE} thing --set paint=red"));
    assert_eq!(sandbox.read("a.txt"), "it is red\nand\nmore\nmine\n");
    let record = sandbox.read(".patgen/stamps/thing.toml");
    assert!(
        record.contains("paint = \"red\"") && !record.contains("colour"),
        "{record}"
    );
}

/// At a terminal it is asked for, and the end of the input writes nothing.
#[test]
fn a_person_is_asked() {
    let sandbox = stamped();
    newer(
        &sandbox,
        &(question("colour", "") + &question("size", "")),
        "it is {{ colour }} and {{ size }}\nand\nmore\n",
    );
    let line = "update --patterns ../patterns";
    let before = sandbox.everything();
    sandbox
        .at_a_terminal(line, &[("the size of it", "\u{4}")])
        .code(2);
    sandbox.everything().expect_same(&before, line);
    sandbox
        .at_a_terminal(
            line,
            &[("the size of it", "big\r"), ("make these changes?", "y\r")],
        )
        .code(0);
    assert_eq!(
        sandbox.read("a.txt"),
        "it is red and big\nand\nmore\nmine\n"
    );
}
