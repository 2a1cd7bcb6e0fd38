//! `new --json`: a plan and its receipt in one form, for every outcome.

mod common;

use common::Sandbox;
use common::document::{keys, list};
use common::patterns::new;
use serde_json::Value;

const PLAN: [&str; 12] = [
    "version", "command", "outcome", "applied", "pattern", "stamp", "answers", "facts", "requires",
    "notes", "changes", "manual",
];

/// A pattern that creates, edits, and leaves something to do by hand.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .pattern(
            "thing",
            "stamp = \"thing-{{ word }}\"\n[questions.word]\ntype = \"text\"\ndefault = \"'x'\"\n\
             [[edit]]\nop = \"line\"\nfile = \"list.txt\"\nline = \"{{ word }}\"\n",
        )
        .pattern_file("demo/thing/files/new.txt", "one\n")
        .pattern_file("demo/thing/files/run.bin", b"\x00\x01");
    sandbox.write("list.txt", "a\nb\n");
    sandbox
}

#[test]
fn a_plan_and_its_receipt_have_one_form() {
    let sandbox = sandbox();
    let plan = sandbox
        .untouched(|| sandbox.done(&new("thing --dry-run --json")))
        .silent()
        .json();
    let receipt = sandbox.done(&new("thing --yes --json")).silent().json();
    for (document, outcome, applied) in [(&plan, "planned", false), (&receipt, "applied", true)] {
        keys(document, &PLAN);
        assert_eq!(
            (&document["version"], &document["command"]),
            (&1.into(), &"new".into())
        );
        assert_eq!(
            (&document["outcome"], &document["applied"]),
            (&outcome.into(), &applied.into())
        );
        assert_eq!(
            (&document["pattern"], &document["stamp"]),
            (&"demo/thing".into(), &"thing-x".into())
        );
        assert_eq!(document["answers"], serde_json::json!({"word": "x"}));
        for change in list(document, "changes") {
            keys(
                change,
                &[
                    "path",
                    "kind",
                    "conflict",
                    "edits",
                    "before_sha256",
                    "after_sha256",
                    "diff",
                ],
            );
        }
        for edit in list(&list(document, "changes")[0], "edits") {
            keys(edit, &["what", "how", "line"]);
        }
        for fact in list(document, "facts") {
            keys(fact, &["name", "value", "evidence", "certain"]);
        }
    }
    assert_eq!(plan["changes"], receipt["changes"]);
    assert_eq!(plan["facts"], receipt["facts"]);
    let paths: Vec<&Value> = list(&plan, "changes")
        .iter()
        .map(|change| &change["path"])
        .collect();
    assert_eq!(paths, ["list.txt", "new.txt", "run.bin"]);
    assert_stored!("changes", format!("{:#}", plan["changes"]));
}

#[test]
fn digests_and_diffs_are_those_of_the_files() {
    use sha2::{Digest, Sha256};
    let sandbox = sandbox();
    let digest = |path: &str| {
        let bytes = std::fs::read(sandbox.path(path)).expect(path);
        Value::from(format!("{:x}", Sha256::digest(bytes)))
    };
    let before = digest("list.txt");
    let document = sandbox.done(&new("thing --yes --json")).json();
    let changes = list(&document, "changes");
    assert_eq!(
        (&changes[0]["before_sha256"], &changes[0]["after_sha256"]),
        (&before, &digest("list.txt"))
    );
    assert_eq!(
        (&changes[1]["before_sha256"], &changes[1]["after_sha256"]),
        (&Value::Null, &digest("new.txt"))
    );
    let plain = self::sandbox();
    let diff = plain.done(&new("thing --dry-run")).out;
    let joined: String = changes
        .iter()
        .map(|change| change["diff"].as_str().expect("a diff"))
        .collect();
    assert_eq!(String::from_utf8(diff).expect("text"), joined);
}

#[test]
fn every_outcome() {
    let outcome = |sandbox: &Sandbox, words: &str, code: i32| {
        let document = sandbox
            .run(&new(&format!("thing --json {words}")))
            .code(code)
            .json();
        keys(&document, &PLAN);
        document["outcome"].as_str().expect("a word").to_owned()
    };
    let sandbox = sandbox();
    assert_eq!(outcome(&sandbox, "--dry-run", 0), "planned");
    assert_eq!(outcome(&sandbox, "--check", 1), "planned");
    assert_eq!(outcome(&sandbox, "", 1), "needs-yes");
    assert_eq!(outcome(&sandbox, "--yes", 0), "applied");
    assert_eq!(outcome(&sandbox, "", 0), "nothing-to-do");
    assert_eq!(outcome(&sandbox, "--check", 0), "nothing-to-do");
    let sandbox = self::sandbox();
    sandbox.write("new.txt", "mine\n");
    assert_eq!(outcome(&sandbox, "--yes", 1), "conflict");
    assert_eq!(outcome(&sandbox, "--yes --on-conflict keep", 0), "applied");
}

#[test]
fn conflicts() {
    for (how, kind, code) in [
        ("stop", "unchanged", 1),
        ("keep", "unchanged", 0),
        ("replace", "modify", 0),
        ("markers", "modify", 1),
    ] {
        let sandbox = sandbox();
        sandbox.write("new.txt", "mine\n");
        let document = sandbox
            .run(&new(&format!("thing --yes --json --on-conflict {how}")))
            .code(code)
            .json();
        let change = list(&document, "changes")
            .iter()
            .find(|change| change["path"] == "new.txt")
            .expect("the file");
        keys(
            change,
            &[
                "path",
                "kind",
                "conflict",
                "edits",
                "before_sha256",
                "after_sha256",
                "diff",
            ],
        );
        assert_eq!(
            (&change["conflict"], &change["kind"]),
            (&how.into(), &kind.into())
        );
    }
}

/// An edit that cannot be made is not half made: the lines and the place are in the document, exit 1.
#[test]
fn manual_steps() {
    let sandbox = Sandbox::new();
    sandbox
        .pattern(
            "thing",
            "[[edit]]\nop = \"anchor\"\nfile = \"main.txt\"\nname = \"routers\"\nsource = \"include(users)\"\n\
             [[edit]]\nop = \"python-import\"\nfile = \"missing.py\"\nline = \"import a\"\n",
        )
        .pattern_file("demo/thing/files/new.txt", "one\n");
    sandbox.write("main.txt", "nothing here\n");
    let run = sandbox.run(&new("thing --yes --json")).code(1);
    let document = run.json();
    let manual = list(&document, "manual");
    assert_eq!(manual.len(), 2);
    for step in manual {
        keys(step, &["path", "line", "why", "snippet"]);
    }
    assert_stored!("manual", format!("{:#}", document["manual"]));
    assert_eq!(sandbox.read("main.txt"), "nothing here\n");
    assert_eq!(sandbox.read("new.txt"), "one\n");
    let again = sandbox
        .untouched(|| sandbox.run(&new("thing --yes")).code(1))
        .no_data();
    assert_stored!("manual_steps_in_words", again.err);
}

#[test]
fn what_comes_along() {
    let sandbox = Sandbox::new();
    let document = sandbox.done("new app --dry-run --json").json();
    let requires = list(&document, "requires");
    for entry in requires {
        keys(entry, &["capability", "by"]);
    }
    assert!(
        requires.contains(&serde_json::json!({"capability": "settings", "by": "settings"})),
        "{requires:?}"
    );
    assert!(
        requires.iter().any(|entry| entry["by"] == "project"),
        "{requires:?}"
    );
    assert_eq!(
        (&document["pattern"], &document["stamp"]),
        (&"fastapi/app".into(), &"app".into())
    );
}
