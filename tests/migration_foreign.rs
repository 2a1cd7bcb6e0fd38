//! `patgen new migration` in repositories that have their own Alembic: on their head, in their form, nothing but the revision.

mod common;

use common::projects::{project, undated};
use common::{Run, Sandbox};

/// The files that a run brings, but for its record.
fn brought(sandbox: &Sandbox, line: &str) -> (Run, Vec<String>) {
    let before = sandbox.tree().files();
    let run = sandbox.done(line);
    let mut after = sandbox.tree().files();
    after.retain(|path| !before.contains(path) && !path.starts_with(".patgen/"));
    (run, after)
}

/// The one revision that a run brings, with its path and what was said; the day of the run taken out.
fn revision(sandbox: &Sandbox, line: &str) -> String {
    let (run, files) = brought(sandbox, line);
    let [path] = &files[..] else {
        panic!("`{line}` brings {files:?}");
    };
    let text = sandbox.read(path);
    let said = run.err.split("\nnext:").next().unwrap_or_default();
    undated(&format!("{path}\n{text}--- said\n{said}\n"))
}

/// A revision begins with the licence comment of the project's files where its siblings do.
#[test]
fn the_comment_at_the_top() {
    const LICENCE: &str = "# Copyright of all\n\n";
    for (headed, others) in [(2, 0), (1, 1), (0, 2)] {
        let sandbox = project("alembic_default");
        sandbox.write(
            "patgen.toml",
            format!("version = 1\n\n[facts]\n\"style.header\" = {LICENCE:?}\n"),
        );
        let siblings = [
            "3f2a9c1b7d40_create_customers",
            "8c41d07e5b92_create_orders",
        ];
        for sibling in &siblings[..headed] {
            let path = format!("migrations/versions/{sibling}.py");
            sandbox.write(&path, LICENCE.to_owned() + &sandbox.read(&path));
        }
        let line = "new migration --table orders --kind add-column note:str=40:null";
        let (_, files) = brought(&sandbox, line);
        let text = sandbox.read(&files[0]);
        assert_eq!(text.starts_with(LICENCE), others == 0, "{text}");
        assert_eq!(text.matches("Copyright").count(), usize::from(others == 0));
    }
}

#[test]
fn alembics_own_form() {
    let sandbox = project("alembic_default");
    for (name, line) in [
        (
            "add_column",
            "new migration --table orders --kind add-column note:str=40:null paid:bool:default=false",
        ),
        (
            "create_table",
            "new migration --entity Invoice --id int number:str=20:unique total:decimal=10,2 due:date:null:index",
        ),
        (
            "rename",
            "new migration --table orders --kind rename-column --from note --to remark",
        ),
        (
            "foreign_key",
            "new migration --table orders --kind add-foreign-key --column buyer_id --references customers.id --on-delete null",
        ),
        (
            "drop_column",
            "new migration --table orders --kind drop-column remark:str=40:null number:str=20:unique",
        ),
        (
            "index",
            "new migration --table orders --kind add-index --columns paid,id --unique",
        ),
        ("empty", "new migration --kind empty -m mark"),
    ] {
        assert_stored!(format!("default_{name}"), revision(&sandbox, line));
        let again = sandbox.untouched(|| sandbox.run(&format!("{line} --yes")).code(0));
        again.says(["nothing to do"]);
    }
}

#[test]
fn batches_formatted_with_names() {
    let sandbox = project("alembic_batch");
    for (name, line) in [
        (
            "add_column",
            "new migration --table book --kind add-column shelf:str=40:unique:null pages:int:default=0:index",
        ),
        (
            "create_table",
            "new migration --table loan --kind create-table --id int since:date code:str=20:unique",
        ),
        (
            "rename",
            "new migration --table book --kind rename-column --from author_id --to writer_id --references author.id",
        ),
        (
            "foreign_key",
            "new migration --table book --kind add-foreign-key --column editor_id --references author.id",
        ),
        (
            "drop_column",
            "new migration --table book --kind drop-column pages:int:default=0:index",
        ),
        (
            "index",
            "new migration --table book --kind add-index --columns isbn,shelf",
        ),
    ] {
        assert_stored!(format!("batch_{name}"), revision(&sandbox, line));
    }
}

#[test]
fn a_template_and_file_names_of_a_team() {
    let sandbox = project("alembic_dated");
    let line = "new migration --entity Visit at:datetime reason:text:null token:uuid:index";
    assert_stored!("dated", revision(&sandbox, line));
}

#[test]
fn numbers_in_folders() {
    let sandbox = project("alembic_numbers");
    let line = "new migration --table accounts --kind add-column balance:decimal=12,2:default=0";
    assert_stored!("numbers", revision(&sandbox, line));
}

#[test]
fn two_trees() {
    let sandbox = project("alembic_two_trees");
    let line = "new migration --kind empty -m later";
    sandbox.refused(line).says([
        "`revisions/core`",
        "`revisions/tenant`",
        "--fact db.migrations=",
    ]);
    let tenant = format!("{line} --fact db.migrations=revisions/tenant");
    assert_stored!("two_trees", revision(&sandbox, &tenant));
    let (_, files) = brought(
        &sandbox,
        &format!("{line} core --fact db.migrations=revisions/core").replace("later core", "other"),
    );
    assert!(
        files[0].starts_with("revisions/core/versions/"),
        "{files:?}"
    );
}

#[test]
fn two_heads() {
    let sandbox = project("alembic_default");
    sandbox.write(
        "migrations/versions/other.py",
        "revision = 'aaaaaaaaaaaa'\ndown_revision = '3f2a9c1b7d40'\n",
    );
    let refused = sandbox.refused("new migration --table orders --kind add-index --columns number");
    refused.says([
        "2 heads",
        "`8c41d07e5b92` (migrations/versions/8c41d07e5b92_create_orders.py)",
        "`aaaaaaaaaaaa` (migrations/versions/other.py)",
        "--merge",
    ]);
    let chosen =
        "new migration --kind empty -m chosen --fact db.migrations.head=aaaaaaaaaaaa --dry-run";
    let run = sandbox.done(chosen);
    assert!(
        run.text()
            .contains("+down_revision: Union[str, None] = 'aaaaaaaaaaaa'\n"),
        "{}",
        run.text()
    );
    sandbox
        .refused("new migration --kind empty -m x --fact db.migrations.head=bbbb")
        .says(["`8c41d07e5b92`, `aaaaaaaaaaaa`"]);
    assert_stored!("merge", revision(&sandbox, "new migration --merge"));
}

#[test]
fn more_than_is_read_of_a_template() {
    let sandbox = project("alembic_engines");
    let line = "new migration --table users --kind add-column age:int:null";
    assert_stored!("engines", revision(&sandbox, line));
}

#[test]
fn histories_that_are_not_sound() {
    for (name, text, said) in [
        (
            "twice",
            "revision = '3f2a9c1b7d40'\ndown_revision = None\n",
            "revision `3f2a9c1b7d40` is in `migrations/versions/3f2a9c1b7d40_create_customers.py` and `migrations/versions/twice.py`",
        ),
        (
            "lost",
            "revision = 'b'\ndown_revision = 'nowhere'\n",
            "`migrations/versions/lost.py` stands on `nowhere`, which no file is",
        ),
        (
            "circle",
            "revision = 'c'\ndown_revision = 'c'\n",
            "in a circle: `migrations/versions/circle.py`",
        ),
    ] {
        let sandbox = project("alembic_default");
        sandbox.write(&format!("migrations/versions/{name}.py"), text);
        sandbox
            .refused("new migration --kind empty -m x")
            .says(["error: the migrations are no sound history", said]);
        sandbox.done("facts");
    }
}

#[test]
fn broken_files_are_named() {
    let sandbox = project("alembic_default");
    sandbox.write("migrations/versions/half.py", "def upgrade(:\n");
    sandbox.write("migrations/versions/latin.py", b"# caf\xe9\nx = 1\n");
    let run = sandbox.done("new migration --kind empty -m x --dry-run");
    run.says([
        "`migrations/versions/half.py` has no `revision`",
        "`migrations/versions/latin.py` has no `revision`",
    ]);
}

#[test]
fn hints_are_in_the_document() {
    let sandbox = project("alembic_default");
    let run = sandbox.done(
        "new migration --table orders --kind add-index --columns number --fact db.dialect=postgresql --dry-run --json",
    );
    let notes = run.json()["notes"].to_string();
    assert!(notes.contains("--concurrently"), "{notes}");
    let concurrent =
        "new migration --table orders --kind add-index --columns number --concurrently --dry-run";
    let run = sandbox.done(&format!("{concurrent} --fact db.dialect=postgresql"));
    assert!(
        run.text()
            .contains("with op.get_context().autocommit_block():"),
        "{}",
        run.text()
    );
    assert!(!run.err.contains("--concurrently"), "{}", run.err);
}

#[test]
fn what_is_wanted_of_a_table() {
    let sandbox = project("alembic_default");
    sandbox
        .refused("new migration --kind add-index --columns number")
        .says(["`--entity`", "--table"]);
    sandbox
        .refused("new migration --table orders --kind add-column age:int")
        .says(["no value for `age`", "`:null`", "`:default=VALUE`"]);
}
