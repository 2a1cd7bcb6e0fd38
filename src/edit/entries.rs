//! Operations as manifests write them: a name and entries.

use std::collections::BTreeMap;

use super::operation::Operation;
use crate::error::{Error, Result, did_you_mean};

/// The operations with the keys that they need and those that they may have.
const KEYS: &[(&str, &[&str], &[&str])] = &[
    ("python-import", &["line"], &["within"]),
    ("python-define", &["source"], &[]),
    (
        "python-include-router",
        &["receiver", "router"],
        &["args", "import"],
    ),
    ("python-export", &["module", "name"], &[]),
    ("python-list-item", &["target", "item"], &[]),
    ("python-member", &["class", "source"], &[]),
    ("python-statement", &["function", "source"], &["before"]),
    ("toml-dependency", &["requirement"], &["group", "extra"]),
    ("toml-set", &["key", "value"], &[]),
    ("env-set", &["key", "value"], &["comment"]),
    ("line", &["line"], &[]),
    ("anchor", &["name", "source"], &[]),
];

/// The keys of every edit, which are the manifest's business.
const COMMON: &[&str] = &["op", "file", "when"];

impl Operation {
    /// The operation `op` with its `entries`; `op`, `file` and `when` among them are passed over.
    ///
    /// # Errors
    ///
    /// A pattern error where the operation is not known, or a key is missing, unknown or empty.
    pub fn from_entries(op: &str, entries: &BTreeMap<String, String>) -> Result<Self> {
        let Some((_, required, optional)) = KEYS.iter().find(|(name, ..)| *name == op) else {
            let known = KEYS.iter().map(|row| row.0);
            return Err(unknown(format!("unknown edit `{op}`"), op, known));
        };
        let known = || required.iter().chain(*optional).copied();
        for key in entries.keys().filter(|key| !COMMON.contains(&key.as_str())) {
            if !known().any(|name| name == key) {
                let message = format!("the edit `{op}` has no key `{key}`");
                return Err(unknown(message, key, known()));
            }
        }
        let entries = Entries(entries);
        for key in *required {
            // A value may be empty, a name may not.
            if entries
                .get(key)
                .is_none_or(|value| value.trim().is_empty() && *key != "value")
            {
                return Err(missing(op, key, required));
            }
        }
        let operation = entries.python(op).unwrap_or_else(|| entries.other(op));
        ensure_consistent(&operation)?;
        Ok(operation)
    }
}

/// The entries of an edit whose keys are right.
struct Entries<'a>(&'a BTreeMap<String, String>);

impl Entries<'_> {
    fn get(&self, key: &str) -> Option<String> {
        self.0.get(key).cloned()
    }

    fn need(&self, key: &str) -> String {
        self.get(key).unwrap_or_default()
    }

    fn python(&self, op: &str) -> Option<Operation> {
        Some(match op {
            "python-import" => Operation::PythonImport {
                line: self.need("line"),
                within: self.get("within"),
            },
            "python-define" => Operation::PythonDefine {
                source: self.need("source"),
            },
            "python-include-router" => Operation::PythonIncludeRouter {
                receiver: self.need("receiver"),
                router: self.need("router"),
                args: self.get("args"),
                import: self.get("import"),
            },
            "python-export" => Operation::PythonExport {
                module: self.need("module"),
                name: self.need("name"),
            },
            "python-list-item" => Operation::PythonListItem {
                target: self.need("target"),
                item: self.need("item"),
            },
            "python-member" => Operation::PythonMember {
                class: self.need("class"),
                source: self.need("source"),
            },
            "python-statement" => Operation::PythonStatement {
                function: self.need("function"),
                source: self.need("source"),
                before: self.get("before"),
            },
            _ => return None,
        })
    }

    fn other(&self, op: &str) -> Operation {
        match op {
            "toml-dependency" => Operation::TomlDependency {
                requirement: self.need("requirement"),
                group: self.get("group"),
                extra: self.get("extra"),
            },
            "toml-set" => Operation::TomlSet {
                key: self.need("key"),
                value: self.need("value"),
            },
            "env-set" => Operation::EnvSet {
                key: self.need("key"),
                value: self.need("value"),
                comment: self.get("comment"),
            },
            "line" => Operation::Line {
                line: self.need("line"),
            },
            _ => Operation::Anchor {
                name: self.need("name"),
                source: self.need("source"),
            },
        }
    }
}

/// Ensures what the keys alone cannot say.
fn ensure_consistent(operation: &Operation) -> Result<()> {
    match operation {
        Operation::TomlDependency {
            group: Some(_),
            extra: Some(_),
            ..
        } => {
            let message = "the edit `toml-dependency` has both `group` and `extra`";
            Err(Error::pattern(message).hint("a requirement belongs to one of them"))
        }
        Operation::PythonStatement {
            before: Some(before),
            ..
        } if !matches!(before.as_str(), "return" | "yield") => {
            let message = format!("`before` of `python-statement` is `{before}`");
            Err(Error::pattern(message).hint("it can be `return` or `yield`"))
        }
        _ => Ok(()),
    }
}

fn unknown<'a>(message: String, word: &str, known: impl Iterator<Item = &'a str> + Clone) -> Error {
    let hint = did_you_mean(word, known.clone()).unwrap_or_else(|| {
        let names: Vec<String> = known.map(|name| format!("`{name}`")).collect();
        format!("known are {}", names.join(", "))
    });
    Error::pattern(message).hint(hint)
}

fn missing(op: &str, key: &str, required: &[&str]) -> Error {
    let names: Vec<String> = required.iter().map(|name| format!("`{name}`")).collect();
    Error::pattern(format!("the edit `{op}` lacks `{key}`"))
        .hint(format!("it needs {}", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(op: &str, keys: &[(&str, &str)]) -> Result<Operation> {
        let entries = keys
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect();
        Operation::from_entries(op, &entries)
    }

    #[test]
    fn each_operation_is_read_from_its_keys() {
        for (op, required, optional) in KEYS {
            let all: Vec<(&str, &str)> = required.iter().map(|key| (*key, "x")).collect();
            assert!(read(op, &all).is_ok(), "{op}");
            for key in *optional {
                let value = if *key == "before" { "yield" } else { "x" };
                let mut more = all.clone();
                more.extend([(*key, value), ("file", "a.py"), ("when", "true")]);
                assert!(read(op, &more).is_ok(), "{op} {key}");
            }
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_what_is_near() {
        for (op, keys, message, hint) in [
            (
                "python-imports",
                &[][..],
                "unknown edit `python-imports`",
                "did you mean `python-import`",
            ),
            (
                "line",
                &[("lin", "x")],
                "the edit `line` has no key `lin`",
                "did you mean `line`?",
            ),
            (
                "line",
                &[("zzz", "x")],
                "the edit `line` has no key `zzz`",
                "known are `line`",
            ),
            (
                "toml-set",
                &[("key", "x")],
                "the edit `toml-set` lacks `value`",
                "it needs `key`, `value`",
            ),
            (
                "line",
                &[("line", " ")],
                "the edit `line` lacks `line`",
                "it needs `line`",
            ),
        ] {
            let error = read(op, keys).expect_err("it is wrong");
            assert_eq!(error.message(), message);
            let hints = error.hints().join("\n");
            assert!(hints.starts_with(hint), "{hints}");
        }
        let both = [("requirement", "a"), ("group", "b"), ("extra", "c")];
        assert!(read("toml-dependency", &both).is_err());
        let before = [("function", "f"), ("source", "x()"), ("before", "raise")];
        assert!(read("python-statement", &before).is_err());
    }
}
