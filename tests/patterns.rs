//! Every pattern that patgen ships says what it is for, when not to take it, and what proves it; `patgen show` says it
//! again, from the manifest alone.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::Sandbox;

const TEMPLATES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
const CASES: &str = concat!(
    include_str!("stamped/cases.rs"),
    include_str!("stamped/stamps.rs")
);

/// The manifests by the full names of their patterns.
fn manifests() -> BTreeMap<String, toml::Table> {
    let mut found = BTreeMap::new();
    for stack in directories(Path::new(TEMPLATES)) {
        for pattern in directories(&stack) {
            let name = |path: &Path| {
                path.file_name()
                    .and_then(|name| name.to_str())
                    .map(str::to_owned)
            };
            let full = [&stack, &pattern]
                .map(|path| name(path).expect("a plain name"))
                .join("/");
            let text = fs::read_to_string(pattern.join("pattern.toml")).expect(&full);
            found.insert(full, text.parse().expect("TOML"));
        }
    }
    assert!(found.len() > 30, "{}", found.len());
    found
}

fn directories(of: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(of).expect("a directory");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.filter(|path| path.is_dir()).collect()
}

/// What a manifest leaves out, and a person would ask.
fn missing(manifest: &toml::Table) -> Vec<String> {
    let says = |table: &toml::Table, key: &str| match table.get(key) {
        Some(toml::Value::String(text)) => !text.trim().is_empty(),
        Some(toml::Value::Array(items)) => !items.is_empty(),
        _ => false,
    };
    let none = toml::Table::new();
    let evidence = manifest
        .get("evidence")
        .and_then(toml::Value::as_table)
        .unwrap_or(&none);
    let own = ["about", "when", "when_not", "tags", "related"];
    let proof = [
        "confidence",
        "examples",
        "reinforced",
        "saves",
        "why",
        "missing",
        "proves",
    ];
    let mut missing: Vec<String> = own
        .iter()
        .filter(|key| !says(manifest, key))
        .map(ToString::to_string)
        .collect();
    missing.extend(
        proof
            .iter()
            .filter(|key| !says(evidence, key))
            .map(|key| format!("evidence.{key}")),
    );
    // Empty where the code is the same in all of them, and then it says so.
    missing.extend((!manifest.contains_key("variants")).then(|| "variants".to_owned()));
    missing.extend((!manifest.contains_key("next")).then(|| "next".to_owned()));
    let questions = manifest
        .get("questions")
        .and_then(toml::Value::as_table)
        .unwrap_or(&none);
    let unclear = questions
        .iter()
        .filter(|(_, question)| is_unclear(question));
    missing.extend(unclear.map(|(name, _)| format!("questions.{name}.example")));
    missing
}

/// Whether nobody could tell what to answer.
fn is_unclear(question: &toml::Value) -> bool {
    let is_told = ["example", "choices", "hidden", "generate"]
        .iter()
        .any(|key| question.get(key).is_some());
    let kind = question.get("type").and_then(toml::Value::as_str);
    !is_told && !matches!(kind, Some("bool" | "secret"))
}

#[test]
fn every_manifest_says_what_people_ask() {
    for (name, manifest) in manifests() {
        assert_eq!(missing(&manifest), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn what_is_left_out_is_found() {
    let whole = manifests().remove("fastapi/retry").expect("it is there");
    for key in ["when", "when_not", "variants", "related", "next", "tags"] {
        let mut manifest = whole.clone();
        manifest.remove(key);
        assert_eq!(missing(&manifest), [key]);
    }
    let mut manifest = whole;
    manifest["evidence"]["proves"] = toml::Value::Array(Vec::new());
    assert_eq!(missing(&manifest), ["evidence.proves"]);
}

/// Patterns whose tests are those of what they are made of, or that are tests themselves.
const TESTED_BY_OTHERS: [&str; 4] = [
    "fastapi/async-tests",
    "fastapi/crud",
    "fastapi/test",
    "fastapi/test-support",
];

#[test]
fn every_pattern_stamps_tests_and_is_stamped_by_a_case() {
    for name in manifests().into_keys() {
        let folder = Path::new(TEMPLATES).join(&name);
        let tests = has_tests(&folder) || TESTED_BY_OTHERS.contains(&name.as_str());
        assert!(tests, "{name} stamps no tests");
        let short = name.split_once('/').map_or("", |(_, short)| short);
        let is_stamped =
            CASES.contains(&format!("\"{short}\"")) || short.contains("test") || short == "account";
        assert!(
            is_stamped,
            "no case of tests/stamped/cases.rs stamps {name}"
        );
    }
}

fn has_tests(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).expect("a directory");
    entries
        .map(|entry| entry.expect("an entry").path())
        .any(|path| {
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            if path.is_dir() {
                has_tests(&path)
            } else {
                name.starts_with("test_")
            }
        })
}

#[test]
fn each_is_shown_from_its_manifest() {
    let sandbox = Sandbox::new();
    for (name, manifest) in manifests() {
        let page = sandbox.untouched(|| sandbox.done(&format!("show {name}")));
        let page = page.text();
        // The words of a text; lines are broken.
        let shown = page.split_whitespace().collect::<Vec<_>>().join(" ");
        let evidence = &manifest["evidence"];
        let lists = ["tags", "related"].map(|key| &manifest[key]);
        let texts = ["about", "when", "when_not"].map(|key| &manifest[key]);
        let proofs = [
            "why",
            "missing",
            "saves",
            "confidence",
            "proves",
            "examples",
        ]
        .map(|key| &evidence[key]);
        for value in lists.into_iter().chain(texts).chain(proofs) {
            for text in strings(value) {
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(shown.contains(&text), "{name}: no {text:?} in\n{page}");
            }
        }
        for provided in manifest
            .get("provides")
            .and_then(toml::Value::as_table)
            .into_iter()
            .flatten()
        {
            assert!(
                provided.0.contains('{') || shown.contains(provided.0),
                "{name}: no {} in\n{page}",
                provided.0
            );
        }
        assert!(
            !page.contains("{%"),
            "{name} shows the inside of a template:\n{page}"
        );
    }
}

fn strings(value: &toml::Value) -> Vec<&str> {
    match value {
        toml::Value::Array(items) => items.iter().filter_map(toml::Value::as_str).collect(),
        other => other.as_str().into_iter().collect(),
    }
}
