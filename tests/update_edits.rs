//! `patgen update` and the edits of a stamp: definitions in modules of people are merged, what was taken out stays out.

mod common;

use common::Sandbox;
use common::patterns::new;

const UPDATE: &str = "update --yes --patterns ../patterns";

const DEFINE: &str = "
[[edit]]
op = \"python-define\"
file = \"app/models.py\"
template = \"parts/model.py.j2\"
";

const PART: &str = "from sa import A


class Thing(Base):
    one: A
    two: A
";

const NEWER: &str = "from sa import A, B


class Thing(Base):
    one: A
    two: A
    three: B
";

/// A module of a person's with a definition that a pattern put there.
fn joined() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.pattern("thing", DEFINE);
    part(&sandbox, PART);
    sandbox.write(
        "app/models.py",
        "import os\n\n\nclass First:\n    pass\n\n\nclass Last:\n    path = os.sep\n",
    );
    sandbox.done(&new("thing --yes"));
    sandbox
}

fn part(sandbox: &Sandbox, text: &str) {
    sandbox.pattern_file("demo/thing/parts/model.py.j2", text);
}

/// The module with `from` made `to`, by hand.
fn by_hand(sandbox: &Sandbox, from: &str, to: &str) -> String {
    let text = sandbox.read("app/models.py");
    assert!(text.contains(from), "{text}");
    let text = text.replacen(from, to, 1);
    sandbox.write("app/models.py", &text);
    text
}

#[test]
fn a_definition_is_merged_where_it_stands() {
    let sandbox = joined();
    let edited = by_hand(&sandbox, "    one: A\n", "    one: A  # mine\n");
    let edited =
        edited.replace("class Thing(Base):", "# Above.\nclass Thing(Base):") + "\n\nLAST = 1\n";
    sandbox.write("app/models.py", &edited);
    sandbox.done(UPDATE).says(["nothing to do"]);
    part(&sandbox, NEWER);
    sandbox.untouched(|| sandbox.run("update --check --patterns ../patterns").code(1));
    sandbox.done(UPDATE);
    let merged = edited
        .replace("import A\n", "import A, B\n")
        .replace("    two: A\n", "    two: A\n    three: B\n");
    assert_eq!(sandbox.read("app/models.py"), merged);
    sandbox.untouched(|| sandbox.done(UPDATE));
    sandbox.done("status --check --patterns ../patterns");
    let copy = sandbox.copy();
    copy.done("undo --yes");
    assert_eq!(copy.read("app/models.py"), edited, "undone, exactly");
    by_hand(&sandbox, "LAST = 1", "LAST = 2");
    sandbox.done("undo --yes");
    let left = edited.replace("LAST = 1", "LAST = 2");
    assert_eq!(sandbox.read("app/models.py"), left, "undone, by meaning");
}

#[test]
fn where_both_changed_it_is_as_with_files() {
    let sandbox = joined();
    let edited = by_hand(&sandbox, "    two: A\n", "    two: str\n");
    part(&sandbox, &NEWER.replace("two: A", "two: B"));
    sandbox
        .untouched(|| sandbox.run(UPDATE).code(1))
        .says(["`app/models.py` would be overwritten"]);
    let [keep, replace, markers] = [sandbox.copy(), sandbox.copy(), sandbox];
    keep.done(&format!("{UPDATE} --on-conflict keep"));
    assert_eq!(keep.read("app/models.py"), edited);
    keep.untouched(|| keep.done(UPDATE));
    replace.done(&format!("{UPDATE} --on-conflict replace"));
    let text = replace.read("app/models.py");
    assert!(
        text.contains("    two: B\n    three: B\n") && !text.contains("two: str"),
        "{text}"
    );
    replace.done("undo --yes");
    assert_eq!(replace.read("app/models.py"), edited);
    markers
        .run(&format!("{UPDATE} --on-conflict markers"))
        .code(1);
    let text = markers.read("app/models.py");
    assert!(text.contains("<<<<<<< yours\n    two: str\n"), "{text}");
    markers.run("status --check --patterns ../patterns").code(1);
}

const WIRED: &str = "
[[edit]]
op = \"line\"
file = \"notes\"
line = \"theirs\"
";

#[test]
fn what_a_person_took_out_stays_out() {
    let sandbox = Sandbox::new();
    sandbox.pattern("thing", WIRED);
    sandbox.pattern_file("demo/thing/files/a.txt", "a\n");
    sandbox.write("notes", "mine\n");
    sandbox.done(&new("thing --yes"));
    sandbox.write("notes", "mine\n");
    sandbox.untouched(|| sandbox.done(UPDATE));
    sandbox.pattern_file("demo/thing/files/a.txt", "b\n");
    sandbox
        .done(UPDATE)
        .says(["`notes` no longer says", "--restore"]);
    assert_eq!(sandbox.read("notes"), "mine\n");
    sandbox.remove("notes");
    sandbox.untouched(|| sandbox.done(UPDATE));
    sandbox.write("notes", "mine\n");
    sandbox.done(&format!("{UPDATE} thing --restore"));
    assert_eq!(sandbox.read("notes"), "mine\ntheirs\n");
}

#[test]
fn a_definition_that_was_taken_out_stays_out() {
    let sandbox = joined();
    let bare = "class First:\n    pass\n";
    sandbox.write("app/models.py", bare);
    part(&sandbox, NEWER);
    sandbox.done(UPDATE).says(["no longer says"]);
    assert_eq!(sandbox.read("app/models.py"), bare);
}
