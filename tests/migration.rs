//! `patgen new migration` in a project whose migrations have one head, several, or none.

mod common;

use common::Sandbox;
use common::transcript::Transcript;

/// A project with a table, and a second branch of migrations as another person might have pushed it.
fn two_heads() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.done("new crud --entity User --quiet");
    sandbox.write(
        "migrations/versions/abc123def456_other.py",
        "\"\"\"other\"\"\"\n\nrevision: str = \"abc123def456\"\ndown_revision: str | None = None\n",
    );
    sandbox
}

fn heads(sandbox: &Sandbox) -> Vec<String> {
    let document = sandbox.done("facts --json").json();
    let facts = document["facts"].as_array().expect("facts").clone();
    let heads = facts
        .into_iter()
        .find(|fact| fact["name"] == "db.migrations.heads");
    let heads = heads.expect("the heads")["value"].clone();
    serde_json::from_value(heads).expect("texts")
}

/// The text of the migration whose file name has this in it.
fn migration(sandbox: &Sandbox, part: &str) -> String {
    let files = sandbox.tree().files();
    let path = files
        .iter()
        .find(|path| path.starts_with("migrations/versions/") && path.contains(part));
    sandbox.read(path.unwrap_or_else(|| panic!("no {part} among {files:?}")))
}

#[test]
fn several_heads_are_named() {
    let sandbox = two_heads();
    let two = heads(&sandbox);
    assert_eq!(two.len(), 2);
    let mut transcript = Transcript::default();
    for line in [
        "new migration --entity User --kind add-column age:int:null",
        "new migration --kind empty --message later",
        "new crud --entity Order",
    ] {
        let run = sandbox.refused(line);
        assert!(two.iter().all(|head| run.err.contains(head)), "{}", run.err);
        transcript.add(&sandbox, run);
    }
    let own = two
        .iter()
        .find(|head| *head != "abc123def456")
        .expect("the other");
    assert_stored!("several_heads", transcript.text().replace(own, "[HEAD]"));
}

#[test]
fn a_merge_makes_one_head_of_them() {
    let sandbox = two_heads();
    let before = heads(&sandbox);
    sandbox.done("new migration --merge");
    let after = heads(&sandbox);
    assert_eq!(after.len(), 1, "{after:?}");
    let text = migration(&sandbox, &after[0]);
    assert!(before.iter().all(|head| text.contains(head)), "{text}");
    let merged = sandbox.tree();
    sandbox
        .done("new migration --merge --message again")
        .says(["nothing to do"]);
    assert_eq!(sandbox.tree(), merged);
    sandbox.done("new migration --entity User --kind add-column age:int:null --yes");
    assert_eq!(heads(&sandbox).len(), 1);
}

/// Ids that are words say already what the file is called for.
#[test]
fn ids_that_are_words() {
    let sandbox = Sandbox::new();
    sandbox.write("alembic.ini", "[alembic]\nscript_location = db\n");
    sandbox.write("db/env.py", "from alembic import context\n");
    sandbox.write("db/script.py.mako", "revision = ${repr(up_revision)}\n");
    for (name, below) in [("add_books", "None"), ("add_pages", "\"add_books\"")] {
        sandbox.write(
            &format!("db/versions/{name}.py"),
            format!("revision = \"{name}\"\ndown_revision = {below}\n"),
        );
    }
    sandbox.done("new migration --kind empty --message tidy");
    assert!(sandbox.read("db/versions/tidy.py").contains("tidy"));
}

/// Each new revision stands on the one before it.
#[test]
fn a_chain() {
    let sandbox = Sandbox::new();
    sandbox.done("new crud --entity User --quiet");
    for (line, slug) in [
        (
            "new migration --entity User --kind add-column age:int:null",
            "add_age_to_users",
        ),
        (
            "new migration --entity User --kind add-index --columns age",
            "index_users_by_age",
        ),
        ("new migration --kind empty --message tidy", "tidy"),
    ] {
        let [head] = &heads(&sandbox)[..] else {
            panic!("one head is wanted");
        };
        sandbox.done(&format!("{line} --yes"));
        let text = migration(&sandbox, slug);
        let mut lines = text.lines();
        let stands_on = lines
            .find(|line| line.starts_with("down_revision"))
            .expect("a parent");
        assert!(stands_on.contains(head), "{stands_on}");
    }
}

#[test]
fn what_cannot_be_migrated() {
    let sandbox = Sandbox::new();
    sandbox.done("new crud --entity User --quiet");
    let mut transcript = Transcript::default();
    for line in [
        "new migration --entity User --kind add-column age:int",
        "new migration --entity User --kind add-column",
        "new migration --entity User --kind add-column code:str:unique:default=x",
        "new migration --entity User --kind add-index",
        "new migration --entity User --kind add-index --columns a-b",
        "new migration --entity User --kind rename-column --from name",
        "new migration --entity User --kind add-foreign-key --column team_id --references teams",
        "new migration --entity User --kind add-index --columns name --concurrently",
        "new migration --kind empty",
    ] {
        let run = sandbox.refused(line);
        assert!(run.err.contains("`--"), "no flag is named: {}", run.err);
        transcript.add(&sandbox, run);
    }
    let [head] = &heads(&sandbox)[..] else {
        panic!("one head is wanted");
    };
    assert_stored!(
        "what_cannot_be_migrated",
        transcript.text().replace(head, "[HEAD]")
    );
}

/// The first migration of a project has nothing to stand on.
#[test]
fn no_head_yet() {
    let sandbox = Sandbox::new();
    sandbox.done("new alembic --quiet");
    assert_eq!(heads(&sandbox), [""; 0]);
    sandbox
        .refused("new migration --entity User --kind add-column age:int:null")
        .says(["create-table"]);
    sandbox.done("new migration --kind empty --message first --yes");
    let text = migration(&sandbox, "first");
    assert!(
        text.contains("\ndown_revision: str | Sequence[str] | None = None\n"),
        "{text}"
    );
    assert_eq!(heads(&sandbox).len(), 1);
}
