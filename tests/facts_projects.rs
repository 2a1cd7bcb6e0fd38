//! `patgen facts` in every fixture of `tests/projects`: what is found, where, and what is not certain.

mod common;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use common::Sandbox;
use serde_json::Value as Json;

const PROJECTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/projects");

/// The directories of the fixtures, by name.
fn projects() -> Vec<PathBuf> {
    let entries = Path::new(PROJECTS).read_dir().expect("the fixtures");
    let paths = entries.map(|entry| entry.expect("a fixture").path());
    let mut found: Vec<PathBuf> = paths.filter(|path| path.is_dir()).collect();
    found.sort();
    found
}

/// A copy of a fixture, since a run may write and the fixtures belong to all tests.
fn copy(project: &Path) -> Sandbox {
    let sandbox = Sandbox::new();
    let (from, to) = (project.join("."), sandbox.path(""));
    let words = [OsStr::new("-a"), from.as_os_str(), to.as_os_str()];
    sandbox.program("cp", words).run().code(0);
    sandbox
}

/// One line for a fact: name, value, evidence; the candidates where it is not certain.
fn line(fact: &Json) -> String {
    let text = |key: &str| match &fact[key] {
        Json::String(text) => text.escape_debug().to_string().replace("\\\"", "\""),
        other => other.to_string(),
    };
    let doubt = match (&fact["certain"], &fact["candidates"]) {
        (Json::Bool(true), _) => String::new(),
        (_, candidates) => format!("  ? {candidates}"),
    };
    format!(
        "{} = {}  @ {}{doubt}\n",
        text("name"),
        text("value"),
        text("evidence")
    )
}

#[test]
fn facts_of_the_fixtures() {
    let projects = projects();
    assert!(projects.len() >= 10, "{projects:?}");
    for project in projects {
        let name = project.file_name().and_then(OsStr::to_str).expect("a name");
        let sandbox = copy(&project);
        let run = sandbox.untouched(|| sandbox.done("facts --json")).silent();
        let document = run.json();
        let facts = document["facts"].as_array().expect("facts");
        let lines: String = facts.iter().map(line).collect();
        assert_stored!(name, lines);
    }
}

/// What `patgen init` writes down is what was found: afterwards every fact is as it was.
#[test]
fn settling_changes_nothing() {
    let values = |sandbox: &Sandbox| {
        let document = sandbox.done("facts --json").json();
        let facts = document["facts"].as_array().expect("facts").clone();
        let value =
            |fact: &Json| format!("{} = {} {}", fact["name"], fact["value"], fact["certain"]);
        facts.iter().map(value).collect::<Vec<_>>()
    };
    for project in projects() {
        let sandbox = copy(&project);
        let before = values(&sandbox);
        sandbox.done("init");
        assert_eq!(values(&sandbox), before, "{}", project.display());
    }
}
