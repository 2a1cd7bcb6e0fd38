//! What formatters are told beyond the length of a line and quotes: `style.imports`, `style.indent`, `style.last_comma`.

use toml::Value;

use super::config::Config;
use super::tally::text;
use crate::facts::{Evidence, Fact, FactValue, Facts, IMPORT_SETTINGS};

/// Where TOML has them: ruff, older and in its own file, and isort.
const IMPORT_TABLES: [&[&str]; 5] = [
    &["tool", "ruff", "lint", "isort"],
    &["tool", "ruff", "isort"],
    &["lint", "isort"],
    &["isort"],
    &["tool", "isort"],
];

/// Sections of isort in ini files.
const IMPORT_SECTIONS: [(&str, &str); 4] = [
    (".isort.cfg", "settings"),
    ("setup.cfg", "isort"),
    ("setup.cfg", "tool:isort"),
    ("tox.ini", "isort"),
];

/// Adds what `config` says.
pub(super) fn add(config: &Config, facts: &mut Facts) {
    let imports = import_settings(config);
    if let Some((_, evidence)) = imports.first() {
        let evidence = evidence.clone();
        let items = imports.into_iter().flat_map(|(items, _)| items).collect();
        facts.add(
            "style.imports",
            Fact::certain(FactValue::List(items), evidence),
        );
    }
    let indent = ["tool.ruff.format", "format"]
        .iter()
        .find_map(|table| config.text_at(&keys(table, "indent-style")));
    if indent == Some("tab") {
        facts.add("style.indent", text("tab", config.line_of("indent-style")));
    }
    let skips = ["tool.ruff.format", "format", "tool.black"]
        .iter()
        .find_map(|table| {
            config
                .get(&keys(table, "skip-magic-trailing-comma"))?
                .as_bool()
        });
    if skips == Some(true) {
        let evidence = config.line_of("skip-magic-trailing-comma");
        facts.add("style.last_comma", text("ignored", evidence));
    }
}

fn keys<'a>(table: &'a str, key: &'a str) -> Vec<&'a str> {
    table.split('.').chain([key]).collect()
}

/// Each setting that is there, as items of the fact, and where it stands.
fn import_settings(config: &Config) -> Vec<(Vec<String>, Evidence)> {
    let table = IMPORT_TABLES
        .iter()
        .find_map(|keys| config.get(keys)?.as_table());
    let from_table = |name: &str| {
        let written = spellings(name);
        let mut found = written
            .iter()
            .filter_map(|key| Some((key, table?.get(key)?)));
        let (key, value) = found.next()?;
        Some((items(name, value), config.line_of(key)))
    };
    let from_ini = |name: &str| {
        let [_, of_isort] = spellings(name);
        let sections = IMPORT_SECTIONS.iter();
        let mut here = sections.filter(|(file, _)| config.path.ends_with(file));
        let (value, evidence) = here.find_map(|(_, section)| config.ini(section, &of_isort))?;
        let values = value.split(',').map(str::trim);
        Some((
            values.map(|one| item(name, &written(one))).collect(),
            evidence,
        ))
    };
    let settings = IMPORT_SETTINGS.into_iter();
    let found = settings.filter_map(|name| from_table(name).or_else(|| from_ini(name)));
    found.filter(|(items, _)| !items.is_empty()).collect()
}

/// A setting as ruff spells it, and as isort does.
fn spellings(name: &str) -> [String; 2] {
    let of_isort = match name {
        "required-imports" => "add_imports".to_owned(),
        name => name.replace('-', "_"),
    };
    [name.to_owned(), of_isort]
}

/// A value of an ini file: whether something is so stands there as Python writes it.
fn written(value: &str) -> String {
    let small = value.to_lowercase();
    if ["true", "false"].contains(&small.as_str()) {
        return small;
    }
    value.to_owned()
}

/// A setting as items of the fact: one for each package that it names. A number below zero stands for the default.
fn items(name: &str, value: &Value) -> Vec<String> {
    match value {
        Value::Boolean(_) | Value::Integer(0..) | Value::String(_) => {
            vec![item(name, value.to_string().trim_matches('"'))]
        }
        Value::Array(values) => {
            let values = values.iter().filter_map(Value::as_str);
            values.map(|one| item(name, one)).collect()
        }
        _ => Vec::new(),
    }
}

fn item(name: &str, value: &str) -> String {
    format!("{name}={value}")
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    #[test]
    fn settings_of_formatters() {
        let app = (
            "app/main.py",
            "from fastapi import FastAPI\n\napp = FastAPI()\n",
        );
        for (path, config, expected) in [
            ("pyproject.toml", "", ["", "", ""]),
            (
                "pyproject.toml",
                "[tool.ruff.lint.isort]\nforce-single-line = true\nlines-after-imports = -1\nlines-between-types = 1\n",
                ["force-single-line=true, lines-between-types=1", "", ""],
            ),
            (
                "pyproject.toml",
                "[tool.ruff.lint.isort]\nrequired-imports = [\"from __future__ import annotations\"]\n",
                [
                    "required-imports=from __future__ import annotations",
                    "",
                    "",
                ],
            ),
            (
                "pyproject.toml",
                "[tool.isort]\nprofile = \"black\"\ncombine_as_imports = true\nknown_first_party = [\"ee\", \"lib\"]\n",
                [
                    "combine-as-imports=true, known-first-party=ee, known-first-party=lib",
                    "",
                    "",
                ],
            ),
            (
                "ruff.toml",
                "[lint.isort]\nforce-sort-within-sections = true\n[format]\nindent-style = \"tab\"\nskip-magic-trailing-comma = true\n",
                ["force-sort-within-sections=true", "tab", "ignored"],
            ),
            (
                ".isort.cfg",
                "[settings]\nforce_single_line = True\nlines_after_imports = 2\n",
                ["force-single-line=true, lines-after-imports=2", "", ""],
            ),
            (
                "setup.cfg",
                "[flake8]\nlines_after_imports = 3\n[isort]\nknown_third_party = app, lib\n",
                ["known-third-party=app, known-third-party=lib", "", ""],
            ),
            (
                "pyproject.toml",
                "[tool.isort]\nlength_sort = true\nadd_imports = [\"from __future__ import annotations\"]\n",
                [
                    "length-sort=true, required-imports=from __future__ import annotations",
                    "",
                    "",
                ],
            ),
            (
                ".isort.cfg",
                "[settings]\nadd_imports = from typing import Any\n",
                ["required-imports=from typing import Any", "", ""],
            ),
            (
                "pyproject.toml",
                "[tool.black]\nskip-magic-trailing-comma = true\n",
                ["", "", "ignored"],
            ),
        ] {
            let facts = ["style.imports", "style.indent", "style.last_comma"];
            let expected: Vec<(&str, &str)> = facts.into_iter().zip(expected).collect();
            check(&[app, (path, config)], &expected);
        }
    }
}
