//! `patgen undo`: the tree before comes back, byte for byte, and nothing that a person wrote is lost.

mod common;

use common::Sandbox;
use common::patterns::new;

/// Stamps each line, then takes each back: after every step the tree is the one that was there before.
fn back_and_back(sandbox: &Sandbox, lines: &[&str]) {
    let mut before = Vec::new();
    for line in lines {
        before.push(sandbox.tree().contents());
        sandbox.done(line);
    }
    for (line, before) in lines.iter().zip(before).rev() {
        sandbox.done("undo --yes");
        expect_same(sandbox, &before, line);
    }
}

type Contents = std::collections::BTreeMap<String, (Vec<u8>, bool)>;

#[track_caller]
fn expect_same(sandbox: &Sandbox, before: &Contents, line: &str) {
    let now = sandbox.tree().contents();
    let names = |files: &Contents| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&now), names(before), "{line}");
    for (path, (bytes, executable)) in &now {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(text(bytes), text(&before[path].0), "{line}: {path}");
        assert_eq!(
            (bytes, executable),
            (&before[path].0, &before[path].1),
            "{line}: {path}"
        );
    }
}

#[test]
fn a_fresh_project_goes_without_a_trace() {
    let sandbox = Sandbox::new();
    back_and_back(&sandbox, &["new crud --entity User email:email:unique"]);
    assert!(sandbox.tree().files().is_empty(), "{:?}", sandbox.tree());
    sandbox
        .done("undo")
        .says(["nothing to do: there is no stamp"]);
}

#[test]
fn actions_go_one_by_one() {
    back_and_back(
        &Sandbox::new(),
        &[
            "new app",
            "new database --yes",
            "new crud --entity User --yes",
            "new crud --entity Post --yes author:ref=User title:str",
            "new settings --of Billing --yes",
        ],
    );
}

#[test]
fn undone_and_done_again_is_the_same() {
    let sandbox = Sandbox::new();
    sandbox.done("new app");
    sandbox.done("new crud --entity User --yes");
    let before = sandbox.tree().without(&[".env"]).contents();
    sandbox.done("undo --yes");
    sandbox.done("new crud --entity User --yes");
    let now = sandbox.tree().without(&[".env"]).contents();
    let texts = |files: &Contents| {
        let mut files = files.clone();
        files.retain(|path, _| !path.contains("history/"));
        files
    };
    assert_eq!(texts(&now), texts(&before));
}

#[test]
fn in_any_order_the_rest_stays_whole() {
    let sandbox = Sandbox::new();
    sandbox.done("new app");
    sandbox.done("new database --yes");
    sandbox.done("new alembic --yes");
    sandbox.done("new fixtures --yes");
    sandbox.done("new test-support --yes");
    let bare = sandbox.tree().contents();
    sandbox.done("new crud --entity User --yes");
    let with_user = sandbox.tree().contents();
    sandbox.done("new crud --entity Post --yes");
    // The order in which they came does not matter for what is left of the second.
    sandbox.done("undo crud-user --yes");
    let router = sandbox.read("app/api/router.py");
    assert!(
        router.contains("posts_router") && !router.contains("users_router"),
        "{router}"
    );
    let models = sandbox.read("app/models/__init__.py");
    assert!(
        models.contains("Post") && !models.contains("User"),
        "{models}"
    );
    sandbox.done("undo crud-post --yes");
    expect_same(&sandbox, &bare, "both undone by name");
    sandbox.done("new crud --entity User --yes");
    let (mut now, mut then) = (sandbox.tree().contents(), with_user);
    for files in [&mut now, &mut then] {
        files.retain(|path, _| !path.contains("history/") && path != ".env");
    }
    assert_eq!(
        now.keys().collect::<Vec<_>>(),
        then.keys().collect::<Vec<_>>()
    );
}

#[test]
fn what_a_person_wrote_stays() {
    let sandbox = Sandbox::new();
    sandbox.done("new app");
    sandbox
        .refused("undo app --yes --on-conflict replace")
        .says(["keeps no copy"]);
    sandbox.done("new crud --entity User --yes");
    let router = format!("{}\nEXTRA = 1\n", sandbox.read("app/api/router.py"));
    sandbox.write("app/api/router.py", &router);
    let model = format!(
        "{}\n\ndef mine() -> int:\n    return 1\n",
        sandbox.read("app/models/user.py")
    );
    sandbox.write("app/models/user.py", &model);
    sandbox
        .done("undo crud-user --yes")
        .says(["app/models/user.py", "is kept"]);
    assert_eq!(sandbox.read("app/models/user.py"), model);
    let router = sandbox.read("app/api/router.py");
    assert!(
        router.contains("EXTRA = 1") && !router.contains("users"),
        "{router}"
    );
}

#[test]
fn no_such_stamp() {
    let sandbox = Sandbox::new();
    sandbox.done("new app");
    sandbox
        .refused("undo appp")
        .says(["there is no stamp `appp`", "app"]);
    sandbox.untouched(|| sandbox.run("undo --check").code(1));
    sandbox.untouched(|| sandbox.done("undo --dry-run"));
    sandbox
        .untouched(|| sandbox.run("undo").code(1))
        .says(["undo --yes"]);
    let document = sandbox.done("undo --yes --json").json();
    assert_eq!(document["command"], "undo");
    assert_eq!(document["applied"], true);
}

#[test]
fn a_pattern_with_everything() {
    let sandbox = Sandbox::new();
    sandbox.thing(&[
        ("run.sh", b"#!/bin/sh\n"),
        ("data.bin", &[0, 159, 146, 150]),
        ("deep/er/x.txt", b"x\n"),
    ]);
    sandbox.pattern(
        "thing",
        "executable = [\"run.sh\"]\n[[edit]]\nop = \"line\"\nfile = \"notes\"\nline = \"mine\"\n",
    );
    sandbox.write("notes", "yours");
    sandbox.write("deep/y", "y");
    back_and_back(&sandbox, &[&new("thing --yes")]);
}

/// Three stamps in one file: what the first put there must not come back with an undo of the last.
#[test]
fn what_went_does_not_come_back() {
    let sandbox = Sandbox::new();
    sandbox.done("new crud --entity User email:email");
    sandbox.done("new crud --entity Tag name:str --yes");
    sandbox.done("new crud --entity Post title:str --yes");
    sandbox.done("undo crud-user --yes");
    sandbox.done("undo crud-post --yes");
    for path in ["app/api/router.py", "app/models/__init__.py"] {
        let text = sandbox.read(path).to_lowercase();
        assert!(text.contains("tag") && !text.contains("user"), "{text}");
    }
    sandbox.done("undo crud-tag --yes");
    assert!(!sandbox.read("app/api/router.py").contains("tag"));
}

#[test]
fn what_a_person_deleted_stays_so_when_an_update_goes() {
    let sandbox = Sandbox::new();
    sandbox.done("new crud --entity User email:email");
    sandbox.remove("app/services/user.py");
    let before = sandbox.tree().without(&[".patgen"]).contents();
    sandbox.done("new crud --entity User age:int:null --yes");
    sandbox.done("undo --yes");
    let now = sandbox.tree().without(&[".patgen"]).contents();
    assert_eq!(now, before);
}
