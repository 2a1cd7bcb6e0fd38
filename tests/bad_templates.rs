//! Templates with a mistake, and what they share: exit 2, nothing touched, the line of the mistake with a caret.

mod common;

use common::Sandbox;
use common::patterns::new;
use common::transcript::Transcript;

/// Expects `new thing` to be refused in every one of these sandboxes, and to say where.
#[track_caller]
fn refused(name: &str, cases: &[(&str, &str, &str)]) {
    let mut transcript = Transcript::default();
    for (case, path, text) in cases {
        let sandbox = Sandbox::new();
        sandbox.thing(&[("a.txt", b"a\n")]).pattern_file(path, text);
        let run = sandbox.refused(&new("thing"));
        let file = path.rsplit('/').next().expect("a name");
        assert!(
            run.err.contains(file),
            "{case}: {file} is not named: {}",
            run.err
        );
        transcript.add_as(&sandbox, case, run);
    }
    assert_stored!(name, transcript.text());
}

#[test]
fn templates() {
    const PATH: &str = "demo/thing/files/docs/b.txt.j2";
    refused(
        "templates",
        &[
            ("an undefined variable", PATH, "one\ntwo {{ nmae }} three\n"),
            ("an undefined attribute", PATH, "{{ project.nmae }}\n"),
            ("an undefined fact", PATH, "{{ db.session.import_line }}\n"),
            ("an open block", PATH, "{% if true %}\nyes\n"),
            ("an open expression", PATH, "a\n{{ project.name \nb\n"),
            ("an unknown tag", PATH, "{% fi true %}\n"),
            ("an unknown filter", PATH, "{{ project.name | uper }}\n"),
            ("an unknown test", PATH, "{{ project.name is defind }}\n"),
            ("an unknown function", PATH, "{{ read_file('x') }}\n"),
            ("a missing include", PATH, "{% include \"_none.j2\" %}\n"),
            (
                "a missing macro file",
                PATH,
                "{% import \"_none.j2\" as m %}\n{{ m.x() }}\n",
            ),
            (
                "an endless loop",
                PATH,
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}\n",
            ),
            (
                "Python that is none",
                "demo/thing/files/app/b.py.j2",
                "def f(:\n    pass\n",
            ),
            (
                "imports that are none",
                "demo/thing/files/app/b.py.j2",
                "{% filter imports %}\nimport\n{% endfilter %}\n",
            ),
        ],
    );
}

#[test]
fn a_template_that_is_not_utf8() {
    let sandbox = Sandbox::new();
    sandbox.thing(&[
        ("a.txt", b"a\n"),
        ("b.txt.j2", b"caf\xe9 {{ project.name }}\n"),
    ]);
    sandbox
        .refused(&new("thing"))
        .no_data()
        .says(["error: ", "files/b.txt.j2", "UTF-8"]);
    let sandbox = Sandbox::new();
    sandbox.thing(&[("a.txt", b"a\n")]);
    sandbox.pattern_file(
        "demo/thing/pattern.toml",
        b"version = 1\nabout = \"caf\xe9\"\nwhen = \"x\"\n",
    );
    sandbox
        .refused(&new("thing"))
        .no_data()
        .says(["error: ", "pattern.toml", "UTF-8"]);
}

/// A type table in which `str` has this row.
fn types(row: &str) -> String {
    let others = [
        "text", "int", "bigint", "float", "decimal", "bool", "date", "datetime", "time", "uuid",
        "json", "bytes", "email", "url", "enum", "ref",
    ];
    let others = others
        .map(|name| format!("[{name}]\ncolumn = \"x\"\n"))
        .concat();
    format!("{others}[str]\n{row}\n")
}

/// What the patterns of a stack share: its macros, its type table, its own file.
#[test]
fn shared_files() {
    let mut transcript = Transcript::default();
    let cases = [
        (
            "stack.toml",
            "version = 1\nabout = \"x\"\nprovider = {}\n",
            "unused\n",
        ),
        (
            "stack.toml",
            "version = 1\nabout = \"x\"\n[providers\n",
            "unused\n",
        ),
        ("types.toml", "[str\ncolumn = \"String\"\n", "unused\n"),
        ("types.toml", "[strng]\ncolumn = \"String\"\n", "unused\n"),
        ("types.toml", "[str]\ncolumn = \"String\"\n", "unused\n"),
        (
            "types.toml",
            &types("column = \"String({{ field.sze }})\""),
            "{{ fields[0].column }}\n",
        ),
        (
            "types.toml",
            &types("column = \"String({{ \""),
            "{{ fields[0].column }}\n",
        ),
        (
            "_macros.j2",
            "{% macro m(x) %}\n{{ y }}\n{% endmacro %}\n",
            "a\n{% import \"_macros.j2\" as m %}\n{{ m.m(1) }}\n",
        ),
        (
            "_macros.j2",
            "{% macro m(x) %}\n{% endmcro %}\n",
            "a\n{% import \"_macros.j2\" as m %}\n{{ m.m(1) }}\n",
        ),
    ];
    for (file, text, template) in cases {
        let sandbox = Sandbox::new();
        sandbox
            .pattern(
                "thing",
                "[questions.fields]\ntype = \"fields\"\ndefault = \"['name:str=120']\"\n",
            )
            .pattern_file("demo/thing/files/a.txt.j2", template)
            .pattern_file(&format!("demo/{file}"), text);
        let run = sandbox.refused(&new("thing"));
        assert!(run.err.contains(file), "{file} is not named: {}", run.err);
        transcript.add_as(&sandbox, &format!("demo/{file}"), run);
    }
    assert_stored!("shared_files", transcript.text());
}
