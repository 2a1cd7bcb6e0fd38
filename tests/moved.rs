//! Stamped files that a person moved: followed by an update, told by a status, and not forgotten by an undo.

mod common;

use common::Sandbox;
use common::document::list;
use common::patterns::new;

/// A slice of which a person moved a file, edited where `edit` says so.
fn moved(edit: impl Fn(&str) -> String) -> (Sandbox, String) {
    let sandbox = Sandbox::new();
    sandbox.done("new crud --entity User email:email");
    let text = edit(&sandbox.read("app/schemas/user.py"));
    sandbox.remove("app/schemas/user.py");
    sandbox.write("app/schemas/people/users.py", &text);
    (sandbox, text)
}

fn commented(text: &str) -> String {
    text.replace("class UserCreate", "# mine\nclass UserCreate")
}

#[test]
fn a_status_tells_where_it_is() {
    for (edit, how) in [
        (str::to_owned as fn(&str) -> String, "as it was stamped"),
        (commented, "edited"),
    ] {
        let (sandbox, _) = moved(edit);
        let document = sandbox.untouched(|| sandbox.done("status --json")).json();
        let notes = list(&document, "notes");
        let told = format!("is `app/schemas/people/users.py` now, {how}");
        assert!(
            notes
                .iter()
                .any(|note| note["path"] == "app/schemas/user.py" && note["what"] == told.as_str()),
            "{notes:?}"
        );
    }
}

#[test]
fn an_update_follows_it_and_goes_back() {
    let (sandbox, before) = moved(commented);
    sandbox.untouched(|| sandbox.done("update --yes"));
    sandbox.untouched(|| sandbox.done("new crud --entity User email:email --yes"));
    for field in ["age:int:null", "nick:str=20:null"] {
        sandbox
            .done(&format!("new crud --entity User {field} --yes"))
            .says(["`app/schemas/user.py` is `app/schemas/people/users.py` now"]);
    }
    let text = sandbox.read("app/schemas/people/users.py");
    assert!(
        text.contains("# mine\n") && text.contains("age:") && text.contains("nick:"),
        "{text}"
    );
    assert!(!sandbox.path("app/schemas/user.py").exists());
    sandbox.write("app/schemas/people/users.py", text + "\n# Below.\n");
    sandbox.done("undo --yes");
    sandbox.done("undo --yes");
    let text = sandbox.read("app/schemas/people/users.py");
    assert_eq!(text, before + "\n# Below.\n");
    assert!(!sandbox.path("app/schemas/user.py").exists());
}

#[test]
fn an_undo_takes_it_only_as_it_was_stamped() {
    let (sandbox, _) = moved(str::to_owned);
    sandbox
        .done("undo crud-user --yes")
        .says(["- app/schemas/people/users.py"]);
    let (sandbox, text) = moved(commented);
    sandbox
        .done("undo crud-user --yes")
        .says(["app/schemas/people/users.py is kept"]);
    assert_eq!(sandbox.read("app/schemas/people/users.py"), text);
}

#[test]
fn an_edited_file_that_was_moved_is_left_to_a_person() {
    let sandbox = Sandbox::new();
    let lines: String = (0..20).map(|number| format!("line {number}\n")).collect();
    sandbox.pattern("thing", "");
    sandbox.pattern_file("demo/thing/files/list.txt", &lines);
    sandbox.pattern(
        "other",
        "[[edit]]\nop = \"line\"\nfile = \"list.txt\"\nline = \"theirs\"\n",
    );
    sandbox.done(&new("thing"));
    sandbox.done(&new("other --yes"));
    let text = sandbox.read("list.txt");
    sandbox.remove("list.txt").write("moved/names.txt", &text);
    sandbox.run("undo other --yes").code(1).says([
        "moved/names.txt",
        "it was `list.txt`",
        "theirs",
    ]);
    assert_eq!(sandbox.read("moved/names.txt"), text);
}

/// A copy is no move: neither of two that are the same is taken for the file.
#[test]
fn what_is_not_clear_stays_missing() {
    let (sandbox, text) = moved(str::to_owned);
    sandbox.write("app/schemas/copy.py", &text);
    sandbox
        .done("new crud --entity User age:int:null --yes")
        .says(["`app/schemas/user.py` was deleted and stays so"]);
    for path in ["app/schemas/copy.py", "app/schemas/people/users.py"] {
        assert_eq!(sandbox.read(path), text);
    }
    sandbox.done("undo --yes");
    sandbox.done("undo --yes");
    assert_eq!(sandbox.read("app/schemas/copy.py"), text);
}
