//! The forms that templates count on, of facts that people may settle.

use super::{FLAG, Fact, FactValue, Facts, TEAM_FILE};
use crate::error::{Error, Result};
use crate::naming::{PYTHON_KEYWORDS, parse_identifier, shown};
use crate::rel_path::RelPath;

/// The settings of isort that patgen follows, as ruff spells them.
pub(crate) const IMPORT_SETTINGS: [&str; 10] = [
    "force-single-line",
    "force-sort-within-sections",
    "length-sort",
    "combine-as-imports",
    "split-on-trailing-comma",
    "lines-between-types",
    "lines-after-imports",
    "known-first-party",
    "known-third-party",
    "required-imports",
];

impl Facts {
    /// Refuses facts whose value has not the form that templates count on.
    ///
    /// # Errors
    /// An error of `Usage` where a flag said so, of `Project` where a file did; it names the place.
    pub fn ensure_forms(&self) -> Result<()> {
        let is_foreign = self.has("project.foreign");
        self.iter()
            .try_for_each(|(name, fact)| match wanted(name, fact, is_foreign) {
                None => Ok(()),
                Some(wanted) => Err(malformed(name, fact, wanted)),
            })
    }
}

/// What is wanted of the fact called `name`, where its value is not that.
fn wanted(name: &str, fact: &Fact, is_foreign: bool) -> Option<&'static str> {
    let value = &fact.value;
    let text = value.to_string();
    let is_flag = matches!(value, FactValue::Flag(_));
    let (fits, wanted) = match name {
        "project.package" => (is_module(&text), "the name of a Python package"),
        // Patgen's own tests import each other; those of others are where they are.
        "project.tests" if is_foreign => (is_dir(&text), "a directory of tests"),
        "project.tests" => (text.split('/').all(is_module), "a directory of tests"),
        "project.name" => (
            is_distribution(&text),
            "the name of a distribution: letters, digits, `-`, `_`, `.`",
        ),
        "style.line_length" => (
            text.parse()
                .is_ok_and(|length: u16| (1..=320).contains(&length)),
            "a number from 1 to 320",
        ),
        "style.quotes" => (
            ["single", "double", "preserve"].contains(&text.as_str()),
            "`single` or `double`",
        ),
        "style.indent" => (
            ["tab", "space"].contains(&text.as_str()),
            "`tab` or `space`",
        ),
        "style.last_comma" => (
            ["ignored", "kept"].contains(&text.as_str()),
            "`ignored` or `kept`",
        ),
        "db.key" => (
            is_module(&text.replace("{singular}", "singular")),
            "a name, or one with `{singular}` in it, such as `{singular}_id`,",
        ),
        "tests.form" => (
            ["functions", "classes", "unittest"].contains(&text.as_str()),
            "`functions`, `classes` or `unittest`",
        ),
        "style.header" => (
            text.lines()
                .all(|line| line.is_empty() || line.starts_with('#')),
            "a comment of whole lines",
        ),
        // What a file sets is its business: patgen follows what it knows of that.
        "style.imports" => (
            ![FLAG, TEAM_FILE].contains(&fact.evidence.place.as_str()) || import_settings(value),
            "a list of isort's settings as ruff spells them, such as `force-single-line=true` or `lines-after-imports=2`,",
        ),
        "db.async" | "http.async" | "tests.async" => (is_flag, "`true` or `false`"),
        _ => return None,
    };
    (!fits).then_some(wanted)
}

/// A path below the root, of parts that any file system takes.
fn is_dir(text: &str) -> bool {
    RelPath::new(text).is_ok()
}

/// Whether each item is a setting of isort that patgen follows, with a value that it may have.
fn import_settings(value: &FactValue) -> bool {
    let FactValue::List(items) = value else {
        return false;
    };
    items.iter().all(|item| {
        let (name, value) = item.split_once('=').unwrap_or((item, "true"));
        IMPORT_SETTINGS.contains(&name)
            && match name {
                "known-first-party" | "known-third-party" => !value.is_empty(),
                "required-imports" => value.starts_with("import ") || value.starts_with("from "),
                "lines-between-types" | "lines-after-imports" => value.parse::<u8>().is_ok(),
                _ => ["true", "false"].contains(&value),
            }
    })
}

/// Whether Python could import it by this name.
pub(crate) fn is_module(text: &str) -> bool {
    parse_identifier(text).is_ok() && !PYTHON_KEYWORDS.contains(&text)
}

/// Whether a distribution may be called so.
pub(crate) fn is_distribution(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let edge = |c: char| c.is_ascii_alphanumeric();
    text.chars().all(inner) && text.starts_with(edge) && text.ends_with(edge)
}

fn malformed(name: &str, fact: &Fact, wanted: &str) -> Error {
    let found = shown(&fact.value.to_string());
    if fact.evidence.place == FLAG {
        return Error::usage(format!("`--fact {name}={found}`: {wanted} is wanted"));
    }
    Error::project(format!(
        "{}: `{name}` is `{found}`, and {wanted} is wanted",
        fact.evidence
    ))
    .hint(format!("settle it with `--fact {name}=VALUE`"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Evidence, parse_flag};

    #[test]
    fn settings_of_imports() {
        for (flag, fits) in [
            ("force-single-line=true", true),
            ("force-single-line", true),
            ("lines-after-imports=2, known-first-party=shop", true),
            ("", true),
            ("force-single-lines=true", false),
            ("force-single-line=yes", false),
            ("lines-after-imports=two", false),
            ("known-first-party=", false),
            ("required-imports=from __future__ import annotations", true),
            ("required-imports=true", false),
        ] {
            let (_, value) = parse_flag(&format!("style.imports={flag}")).expect("a fact");
            assert_eq!(import_settings(&value), fits, "{flag}");
        }
    }

    #[test]
    fn where_tests_may_be() {
        for (dir, foreign, fits) in [
            ("tests", false, true),
            ("part-1/tests", false, false),
            ("part-1/tests", true, true),
            ("../tests", true, false),
        ] {
            let mut facts = Facts::default();
            let fact = |text| Fact::certain(FactValue::parse(text), Evidence::place("test"));
            facts.add("project.tests", fact(dir));
            if foreign {
                facts.add("project.foreign", fact("true"));
            }
            assert_eq!(facts.ensure_forms().is_ok(), fits, "{dir} {foreign}");
        }
    }
}
