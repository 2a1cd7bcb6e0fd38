//! `patgen facts`: what patgen sees in a project, and where.

mod common;

use common::Sandbox;

#[test]
fn an_empty_directory() {
    let sandbox = Sandbox::new();
    let run = sandbox.untouched(|| sandbox.done("facts")).silent();
    assert_stored!("nothing_yet", run.text());
}

#[test]
fn a_directory_that_is_not_there_yet() {
    let sandbox = Sandbox::new();
    let run = sandbox.untouched(|| sandbox.done("facts --into fresh"));
    assert!(
        run.text().contains("project.name") && run.text().contains("fresh"),
        "{}",
        run.text()
    );
}

#[test]
fn a_project_of_somebody_else() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "pyproject.toml",
        "[project]\nname = \"shop\"\n\n[tool.ruff]\nline-length = 100\n\n[tool.ruff.format]\nquote-style = \"single\"\n",
    );
    sandbox
        .write("shop/__init__.py", "")
        .write("tests/__init__.py", "");
    let run = sandbox.untouched(|| sandbox.done("facts")).silent();
    assert_stored!("a_project_of_somebody_else", run.text());
}

/// Split evidence is not settled by guessing: the candidates are named.
#[test]
fn split_evidence() {
    let sandbox = Sandbox::new();
    sandbox
        .write("shop/__init__.py", "")
        .write("store/__init__.py", "");
    let run = sandbox.done("facts");
    assert_stored!("candidates", run.text());
    let stopped = sandbox
        .untouched(|| sandbox.run("new app").code(2))
        .no_data();
    assert_stored!("split_evidence", stopped.err);
    sandbox.write("pyproject.toml", "[project]\nname = \"shop\"\n");
    sandbox.done("new app --fact project.package=store --yes");
    assert!(sandbox.path("store/main.py").exists() && !sandbox.path("shop/main.py").exists());
}

#[test]
fn what_a_stamp_gave() {
    let sandbox = Sandbox::new();
    sandbox.done("new app");
    let run = sandbox.untouched(|| sandbox.done("facts")).silent();
    for part in [
        "http.app ",
        "app.main:app ",
        "settings ",
        "app.settings:Settings ",
    ] {
        assert!(run.text().contains(part), "no {part} in:\n{}", run.text());
    }
    let of = |name: &str| run.text().lines().find(|line| line.starts_with(name));
    let evidence = of("http.app ").and_then(|line| line.split("  ").last());
    assert_eq!(evidence.map(str::trim), Some("stamp app"));
}

/// Names and contents of other people's files are shown escaped.
#[test]
fn no_raw_bytes() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "pyproject.toml",
        "[project]\nname = \"a\\u001b[31mb\\u202e\"\n",
    );
    for line in ["facts", "facts --color always", "facts --json"] {
        let run = sandbox.run(line);
        let said = format!("{}{}", run.text(), run.err);
        assert!(
            !said.contains("\u{1b}[31mb") && !said.contains('\u{202e}'),
            "{line}: {said:?}"
        );
    }
}

/// Links, FIFOs and names that are no text are passed over: they tell nothing, and nothing waits for them.
#[test]
fn odd_things_in_a_project() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let sandbox = Sandbox::new();
    let latin = OsStr::from_bytes(b"caf\xe9");
    common::write(&sandbox.path("").join(latin).join("__init__.py"), b"");
    common::write(&sandbox.path("shop").join(latin), b"");
    sandbox
        .write("pyproject.toml", "[project]\nname = \"shop\"\n")
        .write("shop/__init__.py", "")
        .write("../outside/__init__.py", "")
        .dir("fifo")
        .fifo("fifo/__init__.py")
        .dir("linked")
        .symlink("../../outside/__init__.py", "linked/__init__.py")
        .symlink("../outside", "outside")
        .symlink("/", "everything")
        .symlink("loop", "loop")
        .write("alembic.ini", "[alembic]\nscript_location = migrations\n")
        .write("migrations/versions/b.py", b"revision = \"caf\xe9\"\n")
        .symlink("../../shop/__init__.py", "migrations/versions/a.py")
        .fifo("migrations/versions/c.py");
    let document = sandbox
        .untouched(|| sandbox.done("facts --json"))
        .silent()
        .json();
    let facts = document["facts"].as_array().expect("facts");
    let package = facts.iter().find(|fact| fact["name"] == "project.package");
    assert_eq!(package.expect("the package")["value"], "shop");
    sandbox.done("new settings --yes --quiet");
    assert!(sandbox.path("shop/settings.py").exists());
}
