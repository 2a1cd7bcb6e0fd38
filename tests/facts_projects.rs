//! `patgen facts` in every fixture of `tests/projects`: what is found, where, and what is not certain.

mod common;

use common::Sandbox;
use common::projects::{project, projects};
use serde_json::Value as Json;

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
    for name in projects {
        let sandbox = project(&name);
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
    for name in projects() {
        let sandbox = project(&name);
        let before = values(&sandbox);
        sandbox.done("init");
        assert_eq!(values(&sandbox), before, "{name}");
    }
}
