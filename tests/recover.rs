//! `recover`: an interrupted run is taken back or completed, and what was done is told.
//!
//! The interrupted run is made by hand: a journal as a killed process leaves it, before or after its first step.

mod common;

use common::Sandbox;
use common::document::keys;
use common::transcript::Transcript;
use sha2::{Digest, Sha256};

fn sha(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A project in which a run that makes `a.txt` and changes `list.txt` was killed after `steps` of its two steps.
fn interrupted(steps: usize) -> Sandbox {
    let sandbox = Sandbox::new();
    let entries = format!(
        "patgen transaction 1\ncreate {}- a.txt\nreplace {}- {}- list.txt\n",
        sha(b"a\n"),
        sha(b"mine\n"),
        sha(b"mine\nx\n")
    );
    let journal = format!("{entries}ready {}\n", sha(entries.as_bytes()));
    let txn = ".patgen/txn/0123456789abcdef-1";
    sandbox
        .write(".patgen/lock", "")
        .write(".patgen/txn/.gitignore", "*\n")
        .write(&format!("{txn}/journal"), journal)
        .write(&format!("{txn}/1"), "mine\nx\n");
    let first = if steps == 0 {
        format!("{txn}/0")
    } else {
        "a.txt".to_owned()
    };
    sandbox.write(&first, "a\n").write("list.txt", "mine\n");
    sandbox
}

#[test]
fn back_and_forward() {
    for steps in [0, 1] {
        for (line, expected, said) in [
            (
                "recover",
                &["list.txt"][..],
                "an interrupted run was rolled back",
            ),
            (
                "recover --forward",
                &["a.txt", "list.txt"],
                "an interrupted run was completed",
            ),
        ] {
            let sandbox = interrupted(steps);
            sandbox.done(line).no_data().says([said]);
            assert_eq!(sandbox.tree().files(), expected, "{line} after {steps}");
            let list = if expected.len() == 1 {
                "mine\n"
            } else {
                "mine\nx\n"
            };
            assert_eq!(sandbox.read("list.txt"), list);
            let again = sandbox.untouched(|| sandbox.done(line));
            again.says(["nothing to do: no run was interrupted"]);
        }
    }
}

/// What was to be written did not reach the disk: it cannot be completed, which is said before anything is done.
#[test]
fn what_is_no_longer_whole() {
    for steps in [0, 1] {
        let sandbox = interrupted(steps);
        sandbox.write(".patgen/txn/0123456789abcdef-1/1", "mine\n");
        // The lock of the killed run goes with that of this one.
        let files = || sandbox.tree().without(&[".patgen/lock"]).contents();
        let before = files();
        sandbox.run("recover --forward").code(2).says([
            "`list.txt` is no longer there as a whole",
            "without `--forward`",
        ]);
        assert!(files() == before, "after {steps}");
        sandbox.done("recover").says(["was rolled back"]);
        assert_eq!(sandbox.tree().files(), ["list.txt"]);
        assert_eq!(sandbox.read("list.txt"), "mine\n");
    }
}

#[test]
fn documents() {
    for (line, outcome) in [
        ("recover --json", "rolled-back"),
        ("recover --forward --json", "completed"),
    ] {
        let sandbox = interrupted(1);
        let document = sandbox.done(line).silent().json();
        keys(&document, &["version", "command", "outcome", "left"]);
        assert_eq!(document["outcome"], outcome);
        let document = sandbox.done(line).json();
        assert_eq!(document["outcome"], "nothing-to-do");
    }
    let sandbox = interrupted(1);
    sandbox.write("a.txt", "edited since\n");
    let document = sandbox.run("recover --json").code(1).json();
    assert_eq!(
        document["left"],
        serde_json::json!([{"path": "a.txt", "kept": null}])
    );
}

#[test]
fn what_is_said() {
    let mut said = Transcript::default();
    let mut add = |case: &str, alter: &dyn Fn(&Sandbox), line: &str| {
        let sandbox = interrupted(1);
        alter(&sandbox);
        said.add_as(&sandbox, case, sandbox.run(line));
    };
    let edit = |path: &'static str| {
        move |sandbox: &Sandbox| {
            sandbox.write(path, "mine now\n");
        }
    };
    add("edited since", &edit("a.txt"), "recover");
    add("edited since", &edit("list.txt"), "recover --forward");
    add("any command takes it back first", &|_| (), "status");
    assert_stored!("what_is_said", said.text());
    let newer = interrupted(0);
    newer.write(
        ".patgen/txn/0123456789abcdef-1/journal",
        "patgen transaction 2\n",
    );
    newer
        .run("recover")
        .code(2)
        .says(["a run of a newer patgen was interrupted here"]);
    let nowhere = Sandbox::new();
    nowhere
        .refused("recover --into no/where")
        .says(["does not exist"]);
}
