//! Projects of a few lines, and the tests that their targets get.

mod calls;
mod classes;
mod clients;
mod code;
mod errors;
mod routes;
mod sent;
mod tables;
mod values;

use std::collections::BTreeMap;

use minijinja::Value;

use crate::change::Content;
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::rel_path::RelPath;

type Files = [(&'static str, &'static str)];

fn tree(files: &Files) -> BTreeMap<RelPath, Content> {
    let file = |(path, text): &(&str, &str)| {
        (
            RelPath::new(path).expect("a good path"),
            Content::new(*text),
        )
    };
    files.iter().map(file).collect()
}

fn facts(known: &[(&str, &str)]) -> Facts {
    let mut facts = Facts::default();
    for (name, value) in known {
        facts.add(
            *name,
            Fact::certain(FactValue::parse(value), Evidence::place("test")),
        );
    }
    facts
}

fn target(files: &Files, text: &str) -> crate::error::Result<Value> {
    known(files, &[], text)
}

/// A target of a project of which something is known beside where its tests are.
fn known(files: &Files, more: &[(&str, &str)], text: &str) -> crate::error::Result<Value> {
    let known = [&[("project.tests", "tests")], more].concat();
    super::target(&tree(files), &facts(&known), text)
}

fn at(value: &Value, path: &str) -> Value {
    path.split('.').fold(value.clone(), |value, part| {
        value.get_attr(part).expect("an attribute")
    })
}

/// What the tests of a kind are, a line each: the name, and what holds or why it waits.
fn told(files: &Files, text: &str, kind: &str) -> Vec<String> {
    let value = target(files, text).expect("a target");
    let cases = at(&value, &format!("tests.{kind}.cases"));
    let cases = cases.try_iter().expect("a list");
    cases.map(|case| line(&case)).collect()
}

fn line(case: &Value) -> String {
    let text = |name: &str| at(case, name).to_string();
    if !at(case, "skip").is_none() {
        return format!("{}: waits", text("name"));
    }
    let what = match text("shape").as_str() {
        "returns" => format!("{} -> {}", text("call"), text("assertion")),
        "enters" => format!("{} {} -> {}", text("with"), text("call"), text("assertion")),
        "raises" => format!("{} -> {}", text("call"), text("exception")),
        "request" => {
            let before = at(case, "arrange").get_item_by_index(0).unwrap_or_default();
            let before = before
                .as_str()
                .map_or(String::new(), |made| format!("{made}; "));
            let says = ["location", "media"].map(|name| at(case, name));
            let says = says.iter().filter_map(Value::as_str);
            let says: String = says.map(|value| format!("; {value}")).collect();
            format!(
                "{before}{} -> {} {}{says}",
                text("code"),
                text("status"),
                text("keys")
            )
        }
        "closes" => format!("{} -> {}", text("call"), text("code")),
        "signature" => text("parameters"),
        "contract" => {
            let all = at(case, "is_all").is_true().then_some(" alone");
            let (path, status, parameters) = (text("path"), text("status"), text("parameters"));
            let takes = Some(text("takes")).filter(|takes| takes != "None");
            let takes = takes.map_or(String::new(), |takes| format!(" takes {takes}"));
            let gives = Some(text("gives")).filter(|gives| gives != "[]");
            let gives = gives.map_or(String::new(), |gives| format!(" gives {gives}"));
            format!(
                "{path} {status} {parameters}{}{takes}{gives}",
                all.unwrap_or_default()
            )
        }
        "journey" => {
            let steps = at(case, "steps");
            let steps = steps.try_iter().expect("a list");
            let steps: Vec<String> = steps.map(|step| at(&step, "code").to_string()).collect();
            steps.join(" | ")
        }
        other => other.to_owned(),
    };
    format!("{}: {}{what}", text("name"), over(case))
}

/// The values that a test is run with, in brackets; nothing where it runs once.
fn over(case: &Value) -> String {
    let over = at(case, "over");
    if over.is_none() {
        return String::new();
    }
    let values = at(&over, "values");
    let values = values.try_iter().expect("a list");
    let values: Vec<String> = values.map(|value| value.to_string()).collect();
    format!("[{}] ", values.join(", "))
}
