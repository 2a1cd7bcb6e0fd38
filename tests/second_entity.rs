//! A slice into a project that has one already: its own files, and one line in each file that they share.

mod common;

use common::{SLICE, Sandbox};

#[test]
fn a_second_entity_adds_its_slice_only() {
    let sandbox = Sandbox::new();
    sandbox.done(&format!("new {SLICE} --entity User email:email:unique"));
    let before = sandbox.tree();
    let line =
        format!("new {SLICE} --entity Order user:ref=User status:enum=open,paid:default=open");
    sandbox.untouched(|| sandbox.run(&line).code(1));
    let plan = sandbox.done(&format!("{line} --dry-run --json")).json();
    let shown = sandbox.copy();
    let patch = sandbox.done(&format!("{line} --dry-run")).out;
    let words = ["apply", "--whitespace=nowarn", "-"];
    shown.program("git", words).stdin(&patch).run().code(0);
    sandbox.done(&format!("{line} --yes"));
    let [shown, made] = [&shown, &sandbox].map(|sandbox| sandbox.tree().without(&[".patgen"]));
    shown.expect_contents_of(&made, &line);
    let changes = plan["changes"].as_array().expect("changes");
    let modified: Vec<&str> = changes
        .iter()
        .filter(|change| change["kind"] == "modify")
        .filter_map(|change| change["path"].as_str())
        .collect();
    assert_eq!(modified, ["app/api/router.py", "app/models/__init__.py"]);
    assert_eq!(plan["requires"], serde_json::json!([]));
    let after = sandbox.tree();
    let new_files = |path: &String| !before.files().contains(path) && !path.starts_with(".patgen");
    for path in after.files().iter().filter(|path| new_files(path)) {
        assert!(path.contains("order"), "{path}");
    }
    for path in before.files() {
        if !modified.contains(&path.as_str()) && !path.starts_with(".patgen/.gitignore") {
            assert_eq!(after.bytes(&path), before.bytes(&path), "{path}");
        }
    }
    assert_stored!("router_of_two", sandbox.read("app/api/router.py"));
    assert_stored!("models_of_two", sandbox.read("app/models/__init__.py"));
    // A third, whose name begins like another's, is taken for none of them.
    sandbox.done(&format!(
        "new {SLICE} --entity UserOrder user:ref=User --yes"
    ));
    sandbox.done(&format!("new {SLICE} --entity Use --yes"));
    assert_stored!("router_of_four", sandbox.read("app/api/router.py"));
    for line in [
        line.as_str(),
        &format!("new {SLICE} --entity User email:email:unique"),
        &format!("new {SLICE} --entity Use"),
    ] {
        sandbox
            .untouched(|| sandbox.done(line))
            .says(["nothing to do"]);
    }
}

/// To itself with `null`, to one that is there; not to one that is not, and in no circle: no table could be made first.
#[test]
fn references_between_entities() {
    let sandbox = Sandbox::new();
    sandbox.done("new crud --entity Author name:str mentor:ref=Author:null");
    sandbox.done("new crud --entity Book author:ref=Author --yes");
    sandbox.done("new crud --entity Page book:ref=Book --yes");
    for (entity, field, why) in [
        ("Note", "page:ref=Pages", "there is no entity `Pages`"),
        (
            "Note",
            "note:ref=Note",
            "the first `Note` would have none to refer to",
        ),
        ("Author", "best:ref=Book:null", "Author → Book → Author"),
        (
            "Author",
            "last:ref=Page:null",
            "Author → Page → Book → Author",
        ),
    ] {
        sandbox
            .refused(&format!("new crud --entity {entity} {field} --yes"))
            .says([why]);
    }
}
