//! Names of entities and fields that cannot be: exit 2, nothing touched, a name that would do.

mod common;

use common::transcript::Transcript;
use common::{SLICE, Sandbox};

fn refused(transcript: &mut Transcript, case: &str, words: &[&str]) {
    let sandbox = Sandbox::new();
    let words = [&["new", SLICE], words].concat();
    let run = sandbox.untouched(|| sandbox.patgen(words).run().code(2));
    let raw = |c: char| c.is_control() && c != '\n';
    assert!(!run.err.contains(raw), "{:?}", run.err);
    transcript.add_as(&sandbox, case, run);
}

#[test]
fn entity_names() {
    let mut transcript = Transcript::default();
    for name in [
        "",
        " ",
        "../x",
        "/etc/x",
        "a/b",
        "a\\b",
        "..",
        "User\n",
        "Us\u{1b}[31mer",
        "Us\ter",
        "Café",
        "Пользователь",
        "\u{202e}resU",
        "２User",
        "2Fast",
        "User!",
        "{{ 7 * 7 }}",
        "{% raw %}",
        "$(id)",
        "_user",
        "a__b",
        "-x=1",
        "User.Role",
    ] {
        let flag = format!("--entity={name}");
        refused(&mut transcript, "", &[&flag]);
    }
    refused(
        &mut transcript,
        "61 characters",
        &[&format!("--entity={}", "a".repeat(61))],
    );
    refused(
        &mut transcript,
        "100,000 characters",
        &[&format!("--entity={}", "Ab".repeat(50_000))],
    );
    refused(
        &mut transcript,
        "33 characters",
        &[&format!("--entity={}", "a".repeat(33))],
    );
    assert_stored!("entity_names", transcript.text());
}

/// Words of Python and of the framework: refused where they would break the code, with the reason.
#[test]
fn reserved_entity_names() {
    let mut transcript = Transcript::default();
    for name in [
        "Class",
        "import",
        "None",
        "True",
        "Lambda",
        "Base",
        "Session",
        "Sequence",
        "Decimal",
        "UUID",
        "NotFoundError",
    ] {
        refused(&mut transcript, "", &["--entity", name]);
    }
    assert_stored!("reserved_entity_names", transcript.text());
}

#[test]
fn names_that_do() {
    for name in [
        "User",
        "user",
        "order_line",
        "order-line",
        "order line",
        "APIKey",
        "Type",
        "Id",
        "Date",
        "Match",
        "News",
        "Status",
        "Person",
        "Category",
        "Metadata",
        "List",
        "Object",
        "Str",
    ] {
        let sandbox = Sandbox::new();
        let run = sandbox.untouched(|| {
            sandbox
                .patgen(["new", SLICE, "--entity", name, "--dry-run"])
                .run()
        });
        // A word of the framework may be refused too, but then with its reason.
        if run.status != Some(0) {
            let reserved = run.code(2);
            reserved.says(["error: ", "tip: take another name"]);
        }
    }
}

#[test]
fn plurals() {
    let mut transcript = Transcript::default();
    for plural in ["", "../x", "a/b", "Us\u{1b}ers", "2s", "class", "Größen"] {
        let flag = format!("--plural={plural}");
        refused(&mut transcript, "", &["--entity", "User", &flag]);
    }
    assert_stored!("plurals", transcript.text());
}

#[test]
fn field_names() {
    let mut transcript = Transcript::default();
    for field in [
        ":str",
        "fullName:str",
        "full-name:str",
        "full name:str",
        "_x:str",
        "__init__:str",
        "größe:str",
        "1st:str",
        "../x:str",
        "a/b:str",
        "a\nb:str",
        "a\u{1b}b:str",
        "class:str",
        "import:int",
        "id:int",
        "metadata:json",
        "created_at:datetime",
        "updated_at:date",
        "registry:str",
        "model_config:str",
    ] {
        refused(&mut transcript, "", &["--entity", "User", field]);
    }
    refused(
        &mut transcript,
        "61 characters",
        &["--entity", "User", &format!("{}:str", "a".repeat(61))],
    );
    refused(
        &mut transcript,
        "33 characters",
        &["--entity", "User", &format!("{}:str", "a".repeat(33))],
    );
    for fields in [
        ["email:str", "email:email"],
        ["user:ref=Person", "user_id:int"],
        ["line_1:str", "line1:str"],
    ] {
        refused(
            &mut transcript,
            "",
            &[&["--entity", "User"], &fields[..]].concat(),
        );
    }
    assert_stored!("field_names", transcript.text());
}
