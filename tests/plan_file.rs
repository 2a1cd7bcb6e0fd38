//! `--save-plan` and `apply`: a plan as a file is the plan, on the tree that it was made on, and nothing else.

mod common;

use common::document::{keys, list};
use common::hidden::holds;
use common::patterns::new;
use common::transcript::Transcript;
use common::{SLICE, Sandbox};
use serde_json::{Value, json};

/// A pattern that creates, edits, sets a mode, and brings a file that is no text.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .pattern(
            "thing",
            "executable = [\"run.sh\"]\n[questions.word]\ntype = \"text\"\ndefault = \"'x'\"\n\
             [[edit]]\nop = \"line\"\nfile = \"list.txt\"\nline = \"{{ word }}\"\n\
             [next]\nsteps = [\"look at run.sh\"]\n",
        )
        .pattern_file("demo/thing/files/run.sh", "#!/bin/sh\n")
        .pattern_file("demo/thing/files/data.bin", b"\x00\xff\x01");
    sandbox.write("list.txt", "a\r\n");
    sandbox.write("pyproject.toml", "[project]\nname = \"one\"\n");
    sandbox
}

/// The sandbox with its plan saved beside the project.
fn saved() -> Sandbox {
    let sandbox = sandbox();
    sandbox.done(&new("thing --save-plan ../plan.json"));
    sandbox
}

fn document(sandbox: &Sandbox) -> Value {
    serde_json::from_str(&sandbox.read("../plan.json")).expect("JSON")
}

#[test]
fn applied_it_is_the_run() {
    let direct = sandbox();
    direct.done(&new("thing --yes"));
    let sandbox = sandbox();
    let before = sandbox.tree();
    sandbox.done(&new("thing --save-plan ../plan.json"));
    sandbox.tree().expect_same(&before, "--save-plan");
    assert_eq!(sandbox.everything().mode("plan.json"), 0o600);
    let run = sandbox.done("apply ../plan.json --yes");
    run.says([
        "+ data.bin",
        "~ list.txt",
        "stamped thing: created 2 files, changed 1 file",
        "look at run.sh",
    ]);
    let trees = |sandbox: &Sandbox| sandbox.tree().without(&[".patgen/history"]);
    trees(&sandbox).expect_contents_of(&trees(&direct), "apply");
    let again = sandbox.untouched(|| sandbox.done("apply ../plan.json --yes"));
    again.says(["nothing to do"]);
}

/// Another's copy of the project may be called otherwise.
#[test]
fn in_another_directory() {
    let sandbox = sandbox();
    sandbox.remove("pyproject.toml");
    sandbox.done(&new("thing --save-plan ../plan.json"));
    sandbox.write("../copy/list.txt", "a\r\n");
    sandbox.done("apply ../plan.json --yes --into ../copy");
    assert_eq!(sandbox.read("../copy/list.txt"), "a\r\nx\r\n");
}

/// A whole service, through stdin; only what holds a secret is left, and the same command writes it.
#[test]
fn a_service_without_its_secrets() {
    let sandbox = Sandbox::new();
    let line = format!(
        "new {SLICE} --entity User email:email --db-url postgresql://me:hush-hush-hush@db/x"
    );
    let script = format!(
        "{0} {line} --save-plan - | tee ../plan.json | {0} apply -",
        common::PATGEN
    );
    let run = sandbox.program("sh", ["-c", &script]).run().code(1);
    let run = run.says(["by hand, in .env: it holds a secret"]);
    assert!(!sandbox.path(".env").exists());
    assert!(!holds(sandbox.everything().bytes("plan.json"), "hush-hush"));
    let direct = Sandbox::new();
    direct.done(&line);
    let key = direct
        .read(".env")
        .lines()
        .find(|line| line.contains("SECRET"))
        .map(str::to_owned);
    let plan = document(&sandbox);
    assert_eq!(plan["secret"], json!([{"path": ".env", "kind": "create"}]));
    assert!(key.is_none_or(|key| !holds(sandbox.everything().bytes("plan.json"), key.as_str())));
    sandbox
        .run("apply ../plan.json")
        .code(1)
        .says(["by hand, in .env"]);
    // The steps that are named make it whole.
    let steps = run
        .err
        .lines()
        .filter_map(|line| line.strip_prefix("    patgen new "));
    assert_eq!(
        steps.collect::<Vec<_>>(),
        ["fastapi/database", "fastapi/settings"]
    );
    sandbox.done("new settings").says(["created 1 file"]);
    sandbox.done("new database --yes --db-url postgresql://me:hush-hush-hush@db/x");
    sandbox.done("apply ../plan.json").says(["nothing to do"]);
    let ours = |sandbox: &Sandbox| sandbox.tree().without(&[".env", ".patgen/history"]);
    ours(&sandbox).expect_contents_of(&ours(&direct), "apply");
    let names = |sandbox: &Sandbox| -> Vec<String> {
        let text = sandbox.read(".env");
        let keys = text.lines().filter_map(|line| line.split_once('='));
        let mut names: Vec<String> = keys.map(|(name, _)| name.to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&sandbox), names(&direct));
    assert_eq!(sandbox.tree().mode(".env"), 0o600);
}

#[test]
fn it_is_shown_and_checked_like_any_plan() {
    let sandbox = saved();
    let diff = sandbox
        .untouched(|| sandbox.done(&new("thing --dry-run")))
        .out;
    let run = sandbox.untouched(|| sandbox.done("apply ../plan.json --dry-run"));
    assert_eq!(run.text(), String::from_utf8(diff).expect("text"));
    let check = sandbox.untouched(|| sandbox.run("apply ../plan.json --check").code(1));
    check.says(["there is something to do"]);
    let run = sandbox.untouched(|| sandbox.run("apply ../plan.json").code(1));
    run.says(["tip: to make them: patgen apply --yes ../plan.json"]);
    let chosen = sandbox.run("apply ../plan.json --take run.sh").code(1);
    chosen.says(["list.txt is left out"]);
    assert_eq!(sandbox.read("list.txt"), "a\r\n");
}

#[test]
fn documents() {
    let sandbox = sandbox();
    let run = sandbox.done(&new("thing --json --save-plan ../plan.json"));
    assert_eq!(run.json()["outcome"], "saved");
    let plan = sandbox.done(&new("thing --dry-run --json")).json();
    let receipt = sandbox
        .done("apply ../plan.json --yes --json")
        .silent()
        .json();
    assert_eq!(
        (&receipt["command"], &receipt["outcome"]),
        (&json!("apply"), &json!("applied"))
    );
    for key in [
        "pattern", "stamp", "answers", "facts", "requires", "changes", "manual",
    ] {
        assert_eq!(plan[key], receipt[key], "{key}");
    }
    let document = document(&sandbox);
    keys(
        &document,
        &[
            "version",
            "about",
            "expects",
            "changes",
            "secret",
            "edits",
            "conflicts",
            "manual",
        ],
    );
    let change = |path: &str| {
        let mut changes = list(&document, "changes").iter();
        changes
            .find(|change| change["path"] == path)
            .expect(path)
            .clone()
    };
    keys(&change("list.txt"), &["path", "kind", "before", "after"]);
    assert_eq!(change("list.txt")["after"]["text"], "a\r\nx\r\n");
    assert_eq!(change("data.bin")["after"]["base64"], "AP8B");
    assert_eq!(change("run.sh")["after"]["executable"], true);
    assert_eq!(change("run.sh")["before"], Value::Null);
    let mut shown = document.clone();
    shown["changes"] = json!([change("data.bin"), change("list.txt")]);
    assert_stored!("document", format!("{shown:#}"));
}

/// What happens to a project after the plan.
type Alter<'a> = &'a dyn Fn(&Sandbox);

/// Whatever is not as it was: nothing is written, and it is named.
#[test]
fn another_tree() {
    let mut said = Transcript::default();
    let cases: [(&str, Alter); 7] = [
        ("a file was edited", &|sandbox| {
            sandbox.write("list.txt", "b\n");
        }),
        ("a file went", &|sandbox| {
            sandbox.remove("list.txt");
        }),
        ("a mode was changed", &|sandbox| {
            sandbox.mode("list.txt", 0o755);
        }),
        ("a file came, and one was edited", &|sandbox| {
            sandbox.write("run.sh", "mine").write("list.txt", "b\n");
        }),
        ("the same file came", &|sandbox| {
            sandbox.write("data.bin", b"\x00\xff\x01");
        }),
        ("a link is in the way", &|sandbox| {
            sandbox.symlink("list.txt", "run.sh");
        }),
        ("a fact is another", &|sandbox| {
            sandbox.write("pyproject.toml", "[project]\nname = \"other\"\n");
        }),
    ];
    for (case, alter) in cases {
        for flags in ["--yes", "--yes --check", "--yes --dry-run"] {
            let sandbox = saved();
            alter(&sandbox);
            let run = sandbox.refused(&format!("apply ../plan.json {flags}"));
            if flags == "--yes" {
                said.add_as(&sandbox, case, run);
            }
        }
    }
    assert_stored!("another_tree", said.text());
}

#[test]
fn what_is_no_plan() {
    let sandbox = saved();
    let text = sandbox.read("../plan.json");
    let mut said = Transcript::default();
    let half = &text[..text.len() / 2];
    let replaced = |from: &str, to: &str| text.replacen(from, to, 1);
    for (case, content) in [
        ("empty", String::new()),
        ("cut short", half.to_owned()),
        ("no JSON", "what?".to_owned()),
        ("another document", "{\"patterns\": []}".to_owned()),
        (
            "a newer version",
            replaced("\"version\": 1", "\"version\": 2"),
        ),
        (
            "an unknown key",
            replaced("\"version\": 1", "\"version\": 1, \"run\": \"rm\""),
        ),
        ("a missing key", replaced("\"expects\"", "\"expect\"")),
        (
            "out of the project",
            replaced("\"data.bin\"", "\"../../data.bin\""),
        ),
        (
            "a hook of git",
            replaced("\"data.bin\"", "\".git/hooks/post-commit\""),
        ),
        (
            "a pattern",
            replaced("\"data.bin\"", "\".patgen/patterns/a/b/pattern.toml\""),
        ),
        (
            "control characters",
            replaced("\"data.bin\"", "\"\\u001b[2J\""),
        ),
        ("two for one path", replaced("\"data.bin\"", "\"run.sh\"")),
        ("another content", replaced("a\\r\\nx", "a\\r\\ny")),
        ("a damaged content", replaced("AP8B", "AP8")),
        (
            "a stamp that is not named",
            text.replace("\"stamps\": [\n      \"thing\"\n    ]", "\"stamps\": []"),
        ),
    ] {
        sandbox.write("../bad.json", content);
        said.add_as(&sandbox, case, sandbox.refused("apply ../bad.json --yes"));
    }
    said.add(&sandbox, sandbox.refused("apply ../no.json"));
    said.add(&sandbox, sandbox.refused("apply ../patterns"));
    sandbox.fifo("../fifo");
    said.add(&sandbox, sandbox.refused("apply ../fifo"));
    said.add(&sandbox, sandbox.refused("apply -"));
    assert_stored!("what_is_no_plan", said.text());
}

#[test]
fn what_cannot_be_saved() {
    let sandbox = sandbox();
    sandbox.write("mine.json", "mine");
    let mut said = Transcript::default();
    for line in [
        "thing --save-plan mine.json",
        "thing --save-plan no/where.json",
        "thing --save-plan - --json",
        "thing --save-plan - --dry-run",
        "thing --save-plan x.json --check",
    ] {
        let run = sandbox.untouched(|| sandbox.run(&new(line)).code(2));
        if !run.out.is_empty() {
            assert_eq!(run.json()["error"]["kind"], "usage");
            continue;
        }
        said.add(&sandbox, run);
    }
    sandbox.write("run.sh", "mine\n");
    let run = sandbox.untouched(|| sandbox.run(&new("thing --save-plan ../plan.json")).code(1));
    said.add(&sandbox, run);
    assert_stored!("what_cannot_be_saved", said.text());
}

/// What was chosen is what is saved.
#[test]
fn a_choice_is_saved() {
    let sandbox = sandbox();
    sandbox
        .run(&new("thing --save-plan ../plan.json --leave list.txt"))
        .code(1);
    sandbox.done("apply ../plan.json");
    assert_eq!(sandbox.read("list.txt"), "a\r\n");
    assert!(sandbox.path("run.sh").exists());
    // With nothing to do, a plan says so.
    let done = self::sandbox();
    done.done(&new("thing --yes"));
    done.done(&new("thing --save-plan ../plan.json"));
    done.untouched(|| done.done("apply ../plan.json"))
        .says(["nothing to do"]);
}

/// At a terminal another's plan is never made unseen, not even where it only makes new files.
#[test]
fn at_a_terminal_it_is_asked_for() {
    let whole = "make these changes? [y/N/s/?]";
    for (answers, code, made) in [
        (&[(whole, "n\r")][..], 1, false),
        (&[(whole, "y\r")], 0, true),
        (
            &[(whole, "s\r"), ("create a.txt (1 of 1)?", "n\r")],
            1,
            false,
        ),
        (&[(whole, "\u{4}")], 2, false),
    ] {
        let sandbox = Sandbox::new();
        sandbox.thing(&[("a.txt", b"a\n")]);
        sandbox.done(&new("thing --save-plan ../plan.json"));
        let before = sandbox.everything();
        sandbox
            .at_a_terminal("apply ../plan.json", answers)
            .code(code);
        assert_eq!(sandbox.path("a.txt").exists(), made);
        if !made {
            sandbox.everything().expect_same(&before, "a refused plan");
        }
    }
}
