use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::*;
use crate::change::{Change, Plan};
use crate::edit::Rung;
use crate::facts::{Evidence, FLAG, Fact, FactValue};
use crate::plan::{OnConflict, Planned};

type Files = BTreeMap<RelPath, Content>;

fn path(text: &str) -> RelPath {
    RelPath::stored(text).expect("a good path")
}

fn facts(head: &str) -> Facts {
    let mut facts = Facts::default();
    let fact =
        |text: &str, place: &str| Fact::certain(FactValue::parse(text), Evidence::place(place));
    facts.add("db.migrations.head", fact(head, "migrations/env.py"));
    facts.add("project.package", fact("app", FLAG));
    facts
}

/// A plan that creates, changes, deletes, and sets a mode, with all that can be said of one.
fn proposal() -> Proposal {
    let tool = Content {
        executable: true,
        ..Content::new("tool\n")
    };
    let mut plan = Plan::new();
    for change in [
        Change::new(path("bin"), None, Some(Content::new(vec![0, 255, 7]))),
        Change::new(path("gone"), Some(Content::new("bye")), None),
        Change::new(
            path("text"),
            Some(Content::new("a\r\n")),
            Some(Content::new("a\r\nü\0")),
        ),
        Change::new(path("tool"), Some(Content::new("tool\n")), Some(tool)),
        Change {
            secret: true,
            ..Change::new(path(".env"), None, Some(Content::new("KEY=hush-hush")))
        },
    ] {
        plan.insert(change).expect("the first for its path");
    }
    Proposal {
        about: About {
            command: "new".to_owned(),
            stamps: vec!["thing".to_owned()],
            ..About::default()
        },
        planned: Planned {
            plan,
            edits: vec![PlannedEdit {
                path: path("text"),
                what: "add `ü`".to_owned(),
                rung: Rung::Syntax,
                line: 2,
                present: false,
            }],
            conflicts: vec![Conflict {
                path: path("text"),
                settled: OnConflict::Replace,
                offered: None,
            }],
            manual: vec![ManualStep {
                path: path("x"),
                line: Some(3),
                why: "by hand".to_owned(),
                snippet: "y".to_owned(),
            }],
            left: Vec::new(),
            notes: Vec::new(),
        },
    }
}

fn tree() -> Files {
    [("gone", "bye"), ("text", "a\r\n"), ("tool", "tool\n")]
        .map(|(at, text)| (path(at), Content::new(text)))
        .into()
}

fn written() -> String {
    write(&proposal(), &facts("abc")).expect("a document")
}

#[test]
fn what_is_read_is_what_was_written() {
    let text = written();
    assert!(!text.contains("hush"), "{text}");
    let saved = read(text.as_bytes(), "plan").expect("a plan");
    let found = saved.onto(&tree(), &facts("abc")).expect("the same tree");
    let expected = proposal();
    assert_eq!(found.about, expected.about);
    let mut plan = expected.planned.plan;
    plan.remove(".env");
    assert_eq!(found.planned.plan, plan);
    assert_eq!(found.planned.conflicts, expected.planned.conflicts);
    assert_eq!(found.planned.edits.len(), 1);
    let by_hand: Vec<&str> = found
        .planned
        .manual
        .iter()
        .map(|step| step.path.as_str())
        .collect();
    assert_eq!(by_hand, ["x", ".env"]);
}

#[test]
fn another_tree_is_refused_and_a_done_one_is_done() {
    let text = written();
    let onto = |tree: &Files, head: &str| {
        read(text.as_bytes(), "plan")
            .expect("a plan")
            .onto(tree, &facts(head))
    };
    for (at, content) in [
        ("gone", None),
        ("text", Some(Content::new("a\n"))),
        (
            "tool",
            Some(Content {
                executable: true,
                ..Content::new("tool\n")
            }),
        ),
        ("bin", Some(Content::new("mine"))),
    ] {
        let mut tree = tree();
        match content {
            Some(content) => tree.insert(path(at), content),
            None => tree.remove(at),
        };
        let error = onto(&tree, "abc").expect_err(at);
        assert!(error.message().contains(&format!("`{at}`")), "{error}");
    }
    let error = onto(&tree(), "def").expect_err("another head");
    assert!(error.message().contains("db.migrations.head"), "{error}");
    let mut done = Files::new();
    for change in &proposal().planned.plan.iter().cloned().collect::<Vec<_>>() {
        done.extend(
            change
                .after
                .clone()
                .map(|after| (change.path.clone(), after)),
        );
    }
    let again = onto(&done, "def").expect("all is done");
    assert!(again.planned.plan.is_empty() && again.planned.manual.is_empty());
    done.remove(".env");
    let lacking = onto(&done, "def").expect("all is done but the secret");
    assert_eq!(lacking.planned.manual.len(), 1);
}

#[test]
fn cut_short_at_any_byte_it_is_no_plan() {
    let text = written();
    let end = text.trim_end().len();
    for cut in (0..end).filter(|cut| text.is_char_boundary(*cut)) {
        let error = read(&text.as_bytes()[..cut], "plan").expect_err("cut short");
        assert_eq!(error.kind(), crate::error::Kind::Usage, "{error}");
    }
}

/// The document with the value at a JSON pointer replaced.
fn altered(pointer: &str, value: Json) -> Vec<u8> {
    let mut document: Json = serde_json::from_str(&written()).expect("JSON");
    *document.pointer_mut(pointer).expect(pointer) = value;
    document.to_string().into_bytes()
}

#[test]
fn nothing_in_it_is_trusted() {
    for (pointer, value, says) in [
        ("/version", json!(2), "version 2 of a plan is not known"),
        ("/version", json!("1"), "version"),
        ("/about", json!({}), "missing field"),
        (
            "/about/command",
            json!("init"),
            "`command` cannot be `init`",
        ),
        ("/about/stamps/0", json!("../x"), "`.` or `..`"),
        ("/changes/0/path", json!("../x"), "`.` or `..`"),
        ("/changes/0/path", json!("/etc/passwd"), "is absolute"),
        ("/changes/0/path", json!(".git/hooks/x"), "belongs to git"),
        (
            "/changes/0/path",
            json!(".patgen/lock"),
            "belongs to git or to patgen",
        ),
        (
            "/changes/0/path",
            json!(".patgen/txn/1/journal"),
            "belongs to git or to patgen",
        ),
        (
            "/changes/0/path",
            json!(".patgen/patterns/a/b/pattern.toml"),
            "records and base texts",
        ),
        (
            "/changes/0/path",
            json!(".patgen/stamps/x.toml"),
            "records and base texts",
        ),
        ("/changes/0/path", json!("text"), "two changes for one path"),
        ("/changes/0/path", json!("TEXT"), "only by case"),
        ("/changes/0/path", json!("text/x"), "text"),
        ("/secret/0/path", json!("text"), "two changes for one path"),
        ("/secret/0/path", json!("../.env"), "`.` or `..`"),
        ("/changes/0/kind", json!("modify"), "do not make the kind"),
        ("/changes/0/after", json!(null), "do not make the kind"),
        (
            "/changes/0/after/sha256",
            json!("0".repeat(64)),
            "does not fit its digest",
        ),
        ("/changes/0/after/sha256", json!("no"), "is no SHA-256"),
        (
            "/changes/0/after/base64",
            json!("AP/"),
            "`base64` is damaged",
        ),
        (
            "/changes/0/after/base64",
            json!(null),
            "either `text` or `base64`",
        ),
        ("/changes/0/after/text", json!("x"), ""),
        ("/changes/1/before/sha256", json!("x"), "is no SHA-256"),
        ("/edits/0/how", json!("magic"), "`how` cannot be `magic`"),
        ("/edits/0/path", json!("a//b"), "empty part"),
        (
            "/conflicts/0/settled",
            json!("stop"),
            "`settled` cannot be `stop`",
        ),
        ("/manual/0/path", json!("a\u{1b}[31m"), "control character"),
        ("/manual/0/line", json!(-1), "line 1"),
        ("/changes", json!({}), "line 1"),
        ("", json!([]), "no plan"),
    ] {
        let bytes = if pointer.ends_with("/text") {
            written()
                .replacen("\"base64\":", "\"text\": \"x\", \"base64\":", 1)
                .into_bytes()
        } else {
            altered(pointer, value)
        };
        let error = read(&bytes, "plan").expect_err(pointer);
        assert!(error.message().contains(says), "{pointer}: {error}");
        assert_eq!(
            error.kind(),
            crate::error::Kind::Usage,
            "{pointer}: {error}"
        );
    }
    let unknown = written().replacen("\"version\": 1,", "\"version\": 1, \"run\": \"rm\",", 1);
    assert!(read(unknown.as_bytes(), "plan").is_err(), "an unknown key");
    let deep = [vec![b'['; 100_000], vec![b']'; 100_000]].concat();
    assert!(read(&deep, "plan").is_err(), "no stack is deep enough");
}
