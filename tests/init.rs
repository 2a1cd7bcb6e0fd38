//! `patgen init`: the facts of a project, written down for a team.

mod common;

use common::Sandbox;
use common::transcript::Transcript;

/// A project with a certain application and two sessions that are used alike.
fn split() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox
        .write("pyproject.toml", "[project]\nname = \"shop\"\ndependencies = [\"fastapi\", \"sqlalchemy\"]\n")
        .write("shop/__init__.py", "")
        .write("shop/main.py", "from fastapi import Depends, FastAPI\nfrom shop.db import read, write\n\napp = FastAPI()\n\n\n@app.get(\"/\")\ndef home(a=Depends(read), b=Depends(write)): ...\n")
        .write("shop/db.py", "from sqlalchemy import create_engine\nfrom sqlalchemy.orm import Session\n\nengine = create_engine(\"sqlite://\")\n\n\ndef read() -> Session: ...\n\n\ndef write() -> Session: ...\n");
    sandbox
}

fn fact(sandbox: &Sandbox, name: &str) -> serde_json::Value {
    let document = sandbox.done("facts --json").json();
    let facts = document["facts"].as_array().expect("facts").clone();
    let mut facts = facts.into_iter();
    facts
        .find(|fact| fact["name"] == name)
        .unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn what_is_written() {
    let sandbox = split();
    let shown = sandbox.untouched(|| sandbox.done("init --dry-run"));
    assert!(shown.text().contains("+version = 1"), "{}", shown.text());
    sandbox.untouched(|| sandbox.run("init --check").code(1));
    sandbox.done("init --yes");
    assert_stored!("what_is_written", sandbox.read("patgen.toml"));
    assert!(!sandbox.path(".patgen").exists());
    let app = fact(&sandbox, "http.app");
    assert_eq!(app["value"], "shop.main:app");
    let evidence = app["evidence"].as_str().unwrap_or_default();
    assert!(evidence.starts_with("patgen.toml:"), "{evidence}");
    assert_eq!(fact(&sandbox, "db.session")["certain"], false);
}

/// One of the comments, uncommented, settles the fact.
#[test]
fn a_candidate_is_chosen() {
    let sandbox = split();
    sandbox.done("init");
    let line = "\"db.session\" = \"shop.db:write\"";
    let text = sandbox.read("patgen.toml");
    assert!(text.contains(&format!("# {line}")), "{text}");
    sandbox.write("patgen.toml", text.replace(&format!("# {line}"), line));
    let session = fact(&sandbox, "db.session");
    assert_eq!(
        (&session["value"], &session["certain"]),
        (&"shop.db:write".into(), &true.into())
    );
}

#[test]
fn a_flag_is_written_down() {
    let sandbox = split();
    let run =
        sandbox.done("init --fact db.session=shop.db:read --fact db.base.classes=a:B,c:D --json");
    assert_eq!(run.json()["outcome"], "applied");
    let text = sandbox.read("patgen.toml");
    for line in [
        "\"db.session\" = \"shop.db:read\"\n",
        "\"db.base.classes\" = [\"a:B\", \"c:D\"]\n",
    ] {
        assert!(text.contains(line), "no {line} in {text}");
    }
    assert!(!text.contains("not certain"), "{text}");
}

/// What a stamp gave is in its record: written down, it would hide that.
#[test]
fn a_project_of_stamps() {
    let sandbox = Sandbox::new();
    sandbox.done("new app");
    sandbox.done("init");
    let text = sandbox.read("patgen.toml");
    assert!(!text.contains("http.app"), "{text}");
    sandbox.done("new crud --entity Order number:str --yes");
}

#[test]
fn a_file_that_is_there_stays() {
    let sandbox = split();
    sandbox.write("patgen.toml", "version = 1\n");
    let mut transcript = Transcript::default();
    for line in ["init", "init --yes", "init --check", "init --dry-run"] {
        transcript.add(&sandbox, sandbox.untouched(|| sandbox.run(line).code(2)));
    }
    assert_stored!("a_file_that_is_there_stays", transcript.text());
}
