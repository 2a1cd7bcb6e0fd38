//! `patgen update`: rendered again and merged three ways, and nothing that a person wrote is lost.

#![expect(clippy::disallowed_methods, reason = "tests set the scene by hand")]

mod common;

use common::Sandbox;
use common::patterns::new;

const UPDATE: &str = "update --yes --patterns ../patterns";

/// A stamp of `demo/thing` with a file of ten lines and one of bytes.
fn stamped() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.thing(&[("a.txt", TEN.as_bytes()), ("data.bin", &[0, 159, 1])]);
    sandbox.done(&new("thing"));
    sandbox
}

const TEN: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n";

/// The newer pattern's text of a file.
fn newer(sandbox: &Sandbox, path: &str, text: &str) {
    sandbox.pattern_file(&format!("demo/thing/files/{path}"), text);
}

#[test]
fn what_did_not_change_is_left_alone() {
    let sandbox = stamped();
    sandbox.write("a.txt", TEN.replace("two", "TWO"));
    sandbox
        .untouched(|| sandbox.done(UPDATE))
        .says(["nothing to do"]);
    sandbox.untouched(|| sandbox.done("update --check --patterns ../patterns"));
}

#[test]
fn changes_apart_are_joined_with_their_line_ends() {
    for (yours, expected) in [
        (
            TEN.replace("two", "mine"),
            TEN.replace("two", "mine").replace("nine", "NINE"),
        ),
        (
            TEN.replace('\n', "\r\n"),
            TEN.replace("nine", "NINE").replace('\n', "\r\n"),
        ),
        (
            format!("\u{feff}{}", TEN.replace("two", "mine")),
            format!(
                "\u{feff}{}",
                TEN.replace("two", "mine").replace("nine", "NINE")
            ),
        ),
        (
            TEN.trim_end().replace("two", "mine"),
            TEN.trim_end()
                .replace("two", "mine")
                .replace("nine", "NINE"),
        ),
    ] {
        let sandbox = stamped();
        sandbox.write("a.txt", &yours);
        newer(&sandbox, "a.txt", &TEN.replace("nine", "NINE"));
        sandbox.done(UPDATE).says(["updated thing"]);
        assert_eq!(sandbox.read("a.txt"), expected, "{yours:?}");
        sandbox.untouched(|| sandbox.done(UPDATE));
        sandbox.done("undo --yes --patterns ../patterns");
        assert_eq!(sandbox.read("a.txt"), yours, "undone");
    }
}

#[test]
fn conflicts() {
    let sandbox = stamped();
    sandbox.write("a.txt", TEN.replace("two", "mine"));
    newer(&sandbox, "a.txt", &TEN.replace("two", "new"));
    sandbox
        .untouched(|| sandbox.run(UPDATE).code(1))
        .says(["`a.txt`", "nothing was written"]);
    let [keep, replace, markers] = [sandbox.copy(), sandbox.copy(), sandbox];
    keep.done(&format!("{UPDATE} --on-conflict keep"));
    assert_eq!(keep.read("a.txt"), TEN.replace("two", "mine"));
    keep.untouched(|| keep.done(UPDATE));
    replace.done(&format!("{UPDATE} --on-conflict replace"));
    assert_eq!(replace.read("a.txt"), TEN.replace("two", "new"));
    replace.done("undo --yes");
    assert_eq!(
        replace.read("a.txt"),
        TEN.replace("two", "mine"),
        "what was replaced is kept"
    );
    markers
        .run(&format!("{UPDATE} --on-conflict markers"))
        .code(1);
    let text = markers.read("a.txt");
    for part in [
        "<<<<<<< yours\nmine\n",
        "||||||| as stamped\ntwo\n",
        "=======\nnew\n>>>>>>> patgen thing\n",
    ] {
        assert!(text.contains(part), "{text}");
    }
    newer(&markers, "a.txt", &TEN.replace("two", "newer"));
    markers
        .untouched(|| {
            markers
                .run(&format!("{UPDATE} --on-conflict replace"))
                .code(1)
        })
        .says(["conflict markers"]);
}

#[test]
fn files_come_go_and_move() {
    let sandbox = stamped();
    sandbox.write("a.txt", TEN.replace("two", "mine"));
    std::fs::rename(
        sandbox.pattern_path("demo/thing/files/a.txt"),
        sandbox.pattern_path("demo/thing/files/b.txt"),
    )
    .expect("a rename");
    std::fs::remove_file(sandbox.pattern_path("demo/thing/files/data.bin")).expect("a file");
    newer(&sandbox, "b.txt", &TEN.replace("nine", "NINE"));
    newer(&sandbox, "c.txt", "new\n");
    let before = sandbox.tree().contents();
    sandbox.done(UPDATE).says(["`a.txt` becomes `b.txt`"]);
    assert_eq!(
        sandbox.read("b.txt"),
        TEN.replace("two", "mine").replace("nine", "NINE")
    );
    let files = sandbox.tree().without(&[".patgen"]).files();
    assert_eq!(files, ["b.txt", "c.txt"]);
    sandbox.done("undo --yes");
    assert_eq!(sandbox.tree().contents(), before);
}

#[test]
fn an_edited_file_that_the_pattern_dropped_is_kept() {
    let sandbox = stamped();
    sandbox.write("data.bin", [7, 0, 255]);
    std::fs::remove_file(sandbox.pattern_path("demo/thing/files/data.bin")).expect("a file");
    sandbox
        .done(UPDATE)
        .says(["data.bin", "it stays, for it was edited"]);
    assert_eq!(sandbox.tree().bytes("data.bin"), [7, 0, 255]);
}

#[test]
fn a_deleted_file_stays_deleted_and_can_come_back() {
    let sandbox = stamped();
    sandbox.remove("a.txt");
    newer(&sandbox, "a.txt", "new\n");
    sandbox
        .done(UPDATE)
        .says(["`a.txt` was deleted and stays so", "--restore"]);
    assert!(!sandbox.path("a.txt").exists());
    sandbox.done(&format!("{UPDATE} thing --restore"));
    assert_eq!(sandbox.read("a.txt"), "new\n");
}

#[test]
fn bytes_and_modes() {
    let sandbox = stamped();
    sandbox.pattern_file("demo/thing/files/data.bin", [0, 159, 2]);
    sandbox.pattern("thing", "executable = [\"a.txt\"]\n");
    sandbox.done(UPDATE);
    assert_eq!(sandbox.tree().bytes("data.bin"), [0, 159, 2]);
    assert_eq!(sandbox.tree().mode("a.txt") & 0o777, 0o755);
    sandbox.done("undo --yes");
    assert_eq!(sandbox.tree().bytes("data.bin"), [0, 159, 1]);
    assert_eq!(sandbox.tree().mode("a.txt") & 0o777, 0o644);
    sandbox.write("data.bin", [1, 0]);
    sandbox.untouched(|| {
        sandbox
            .run(&format!("{UPDATE} --on-conflict markers"))
            .code(1)
    });
}

#[test]
fn edits_follow_the_pattern() {
    let sandbox = Sandbox::new();
    let edit =
        |line: &str| format!("[[edit]]\nop = \"line\"\nfile = \"notes\"\nline = \"{line}\"\n");
    sandbox.thing(&[("x", b"x\n")]);
    sandbox.pattern("thing", &edit("first"));
    sandbox.write("notes", "mine\n");
    sandbox.done(&new("thing --yes"));
    sandbox.write("notes", "top\nmine\nfirst\nbelow\n");
    sandbox.pattern("thing", &edit("second"));
    sandbox.done(UPDATE);
    assert_eq!(sandbox.read("notes"), "top\nmine\nbelow\nsecond\n");
    sandbox.done("undo thing --yes");
    assert_eq!(sandbox.read("notes"), "top\nmine\nbelow\n");
}

#[test]
fn a_field_arrives_everywhere_with_a_migration_of_its_own() {
    let sandbox = Sandbox::new();
    sandbox.done("new crud --entity User email:email:unique");
    let model = sandbox
        .read("app/models/user.py")
        .replace("class User", "# mine\nclass User");
    sandbox.write("app/models/user.py", &model);
    let created = sandbox.tree().without(&[".patgen"]).contents();
    sandbox
        .refused("new crud --entity User age:int --yes")
        .says(["rows that exist would have no value for `age`", ":null"]);
    sandbox
        .done("new crud --entity User age:int:null --yes")
        .says(["updated crud-user"]);
    let text = sandbox.read("app/models/user.py");
    assert!(
        text.contains("# mine") && text.contains("age: Mapped[int | None]"),
        "{text}"
    );
    for path in ["app/schemas/user.py", "tests/examples/user.py"] {
        assert!(sandbox.read(path).contains("age"), "{path}");
    }
    let migrations = migrations(&sandbox);
    assert_eq!(migrations.len(), 2, "{migrations:?}");
    let (first, second) = (sandbox.read(&migrations[0]), sandbox.read(&migrations[1]));
    assert_eq!(
        first.as_bytes(),
        &created[&migrations[0]].0[..],
        "history is not rewritten"
    );
    let revision = first
        .split("revision: str = \"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    assert!(
        second.contains(&format!(
            "down_revision: str | Sequence[str] | None = \"{}\"",
            revision.expect("an id")
        )),
        "{second}"
    );
    let record = sandbox.read(".patgen/stamps/crud-user.toml");
    assert!(
        migrations.iter().all(|path| record.contains(path.as_str())),
        "{record}"
    );
    sandbox.untouched(|| sandbox.done("update --yes"));
    sandbox.untouched(|| sandbox.done("new crud --entity User --yes"));
    // Another one, one less, and both taken back.
    sandbox.done("update crud-user --yes --set field=+nick:str=20:null");
    let three = sandbox.tree().contents();
    sandbox.done("update crud-user --yes --set field=-age");
    let all = self::migrations(&sandbox);
    assert_eq!(all.len(), 4);
    let texts: Vec<String> = all.iter().map(|path| sandbox.read(path)).collect();
    let below = |text: &String| {
        texts
            .iter()
            .filter(|other| other.contains(&down(text)))
            .count()
    };
    let followed: Vec<usize> = texts.iter().map(below).collect();
    assert_eq!(followed.iter().sum::<usize>(), 3, "one head: {followed:?}");
    assert!(followed.iter().all(|count| *count < 2), "{followed:?}");
    assert!(!sandbox.read("app/models/user.py").contains("age:"));
    sandbox.done("undo --yes");
    assert_eq!(sandbox.tree().contents(), three);
    sandbox.done("undo --yes");
    sandbox.done("undo --yes");
    assert_eq!(sandbox.tree().without(&[".patgen"]).contents(), created);
}

#[test]
fn a_column_that_changes_is_left_to_a_person() {
    let sandbox = Sandbox::new();
    sandbox.done("new crud --entity User email:email:unique");
    sandbox
        .run("update crud-user --yes --set field=email:str=99")
        .code(1)
        .says(["the table `users` is to change", "email:str=99"]);
}

/// The line of a revision that stands on the one with this text.
fn down(text: &str) -> String {
    let revision = text.split("revision: str = \"").nth(1);
    let revision = revision.and_then(|rest| rest.split('"').next());
    let revision = revision.expect("an id");
    format!("down_revision: str | Sequence[str] | None = \"{revision}\"")
}

fn migrations(sandbox: &Sandbox) -> Vec<String> {
    let mut files: Vec<String> = sandbox.tree().files();
    files.retain(|path| path.starts_with("migrations/versions/") && path.ends_with(".py"));
    files.sort_by_key(|path| !path.contains("create_users"));
    files
}

#[test]
fn answers_and_stamps_that_are_not_there() {
    let sandbox = stamped();
    sandbox
        .refused("update thingg")
        .says(["there is no stamp `thingg`", "thing"]);
    sandbox
        .refused("update thing --set x=1 --patterns ../patterns")
        .says(["nothing asks for `x`"]);
    sandbox
        .refused("update thing --set x --patterns ../patterns")
        .says(["has no `=`"]);
    newer(&sandbox, "a.txt", "new\n");
    let document = sandbox.done(&format!("{UPDATE} --json")).json();
    assert_eq!(
        (&document["command"], &document["applied"]),
        (&"update".into(), &true.into())
    );
    assert_eq!(document["changes"][0]["path"], "a.txt");
    sandbox.pattern(
        "thing",
        "[questions.size]\ntype = \"int\"\nhelp = \"how big\"\n",
    );
    sandbox.refused(UPDATE).says([
        "asks what it did not ask before: `size`",
        "--set size=VALUE",
    ]);
    sandbox.done(&format!("{UPDATE} thing --set size=3"));
}

#[test]
fn a_field_that_is_not_there_cannot_be_taken_out() {
    let sandbox = Sandbox::new();
    sandbox.done("new schema --entity Order number:str=20 total:int");
    sandbox
        .refused("update schema-order --set fields=-totl")
        .says(["there is no field `totl` to take out", "`total`"]);
}

/// A stamp put a line where its pattern changes another: nobody wrote anything, so nobody is asked.
#[test]
fn an_edit_of_a_stamp_is_no_conflict() {
    let sandbox = Sandbox::new();
    let line = "[[edit]]\nop = \"line\"\nfile = \"a.txt\"\nline = \"put in\"\n";
    sandbox.thing(&[("a.txt", TEN.as_bytes())]);
    sandbox.pattern("other", line);
    sandbox.done(&new("thing"));
    sandbox.done(&new("other --yes"));
    newer(&sandbox, "a.txt", &TEN.replace("ten", "TEN"));
    let before = sandbox.tree().contents();
    sandbox.done(&format!("{UPDATE} thing"));
    assert_eq!(sandbox.read("a.txt"), TEN.replace("ten", "TEN\nput in"));
    sandbox.done("status --check --patterns ../patterns");
    sandbox.done("undo --yes");
    assert!(sandbox.tree().contents() == before);
    sandbox.write("a.txt", format!("{TEN}put in\n").replace("two", "mine"));
    sandbox.done(&format!("{UPDATE} thing"));
    let both = TEN.replace("ten", "TEN\nput in").replace("two", "mine");
    assert_eq!(sandbox.read("a.txt"), both);
    newer(&sandbox, "a.txt", &TEN.replace("two", "new"));
    sandbox.untouched(|| sandbox.run(&format!("{UPDATE} thing")).code(1));
}

/// A file gets another name, and the pattern's own edit of it does not: what is left is what a first stamp would make, and
/// the lines of a person.
#[test]
fn an_edit_does_not_follow_its_file_where_the_pattern_does_not_say_so() {
    for (edited, old, new_text) in [
        ("b.txt", None, format!("{TEN}mine\nown\n")),
        ("a.txt", Some("own\n"), format!("{TEN}mine\n")),
    ] {
        let sandbox = Sandbox::new();
        let own = |path: &str| {
            let edit = format!("[[edit]]\nop = \"line\"\nfile = \"{path}\"\nline = \"own\"\n");
            sandbox.pattern("thing", &edit);
        };
        own("a.txt");
        newer(&sandbox, "a.txt", TEN);
        sandbox.done(&new("thing"));
        sandbox.write("a.txt", format!("{TEN}own\nmine\n"));
        let before = sandbox.tree().contents();
        std::fs::remove_file(sandbox.pattern_path("demo/thing/files/a.txt")).expect("a file");
        newer(&sandbox, "b.txt", TEN);
        own(edited);
        sandbox.done(UPDATE);
        let read = |path: &str| sandbox.path(path).exists().then(|| sandbox.read(path));
        assert_eq!(read("a.txt").as_deref(), old, "{edited}");
        let is_kept = read("b.txt").is_some_and(|text| {
            let mut lines: Vec<&str> = text.lines().collect();
            let mut wanted: Vec<&str> = new_text.lines().collect();
            lines.sort_unstable();
            wanted.sort_unstable();
            lines == wanted
        });
        assert!(is_kept, "{edited}: {:?}", read("b.txt"));
        sandbox.untouched(|| sandbox.done(UPDATE));
        sandbox.done("undo --yes");
        assert!(sandbox.tree().contents() == before, "{edited}");
    }
}

/// The same command again brings back nothing that a person took away, with other answers or without, and names it.
#[test]
fn a_stamp_made_again_leaves_away_what_a_person_took_away() {
    let sandbox = Sandbox::new();
    sandbox.pattern(
        "thing",
        "[questions.word]\ntype = \"text\"\ndefault = \"'x'\"\n\
         [[edit]]\nop = \"line\"\nfile = \"notes\"\nline = \"own\"\n",
    );
    newer(&sandbox, "a.txt", TEN);
    sandbox.pattern_file("demo/thing/files/b.txt.j2", "{{ word }}\n");
    sandbox.write("notes", "mine\n");
    sandbox.done(&new("thing --yes"));
    sandbox.remove("a.txt");
    sandbox.write("notes", "mine\n");
    let said = ["`a.txt` was deleted and stays so", "`notes` no longer says"];
    for line in [
        "thing --yes",
        "thing --yes --word other",
        "thing --yes --word other",
    ] {
        sandbox.done(&new(line)).says(said);
        assert!(!sandbox.path("a.txt").exists(), "{line}");
        assert_eq!(sandbox.read("notes"), "mine\n", "{line}");
    }
    assert_eq!(sandbox.read("b.txt"), "other\n");
    sandbox.done(&format!("{UPDATE} thing --restore"));
    assert_eq!(sandbox.read("a.txt"), TEN);
    assert_eq!(sandbox.read("notes"), "mine\nown\n");
}
