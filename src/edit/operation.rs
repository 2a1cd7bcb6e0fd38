//! The operations as data: read from the entries of a manifest, named in a plan.
//!
//! Holds no editing.

use std::collections::BTreeMap;

use crate::error::{Error, Result, did_you_mean};

/// One change to an existing file, as a pattern asks for it.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// `python-import`: an import in sorted place.
    PythonImport {
        /// The import line.
        line: String,
    },
    /// `python-include-router`: `receiver.include_router(router)` next to its siblings.
    PythonIncludeRouter {
        /// What includes: `api_router`.
        receiver: String,
        /// What is included: `users_router`.
        router: String,
        /// Further arguments as source: `prefix="/users"`.
        args: Option<String>,
    },
    /// `python-export`: an import and its entry in `__all__`.
    PythonExport {
        /// The module that has the name.
        module: String,
        /// The name.
        name: String,
    },
    /// `python-list-item`: an element at the end of an assigned list.
    PythonListItem {
        /// The list: `INSTALLED_APPS`, `Settings.APPS`.
        target: String,
        /// The element as source.
        item: String,
    },
    /// `python-member`: a member of a class.
    PythonMember {
        /// The class.
        class: String,
        /// The member as source.
        source: String,
    },
    /// `python-statement`: a statement at the end of a function.
    PythonStatement {
        /// The function, or `Class.method`.
        function: String,
        /// The statement as source.
        source: String,
        /// The statement that stays behind it: `return` (as if not given) or `yield`.
        before: Option<String>,
    },
    /// `toml-dependency`: a package that the project depends on.
    TomlDependency {
        /// The requirement: `fastapi>=0.165`.
        requirement: String,
        /// The group for development that it belongs to.
        group: Option<String>,
        /// The extra that it belongs to.
        extra: Option<String>,
    },
    /// `toml-set`: a key where it is absent.
    TomlSet {
        /// The key with dots.
        key: String,
        /// The value as a TOML literal.
        value: String,
    },
    /// `env-set`: a key of a `.env` file where it is absent.
    EnvSet {
        /// The key.
        key: String,
        /// The value; it may be a secret.
        value: String,
        /// A comment above it.
        comment: Option<String>,
    },
    /// `line`: a line of a plain text file where it is absent.
    Line {
        /// The line.
        line: String,
    },
    /// `anchor`: lines before the comment `# patgen: NAME`.
    Anchor {
        /// The name.
        name: String,
        /// The lines.
        source: String,
    },
}

/// The operations with the keys that they need and those that they may have.
const KEYS: &[(&str, &[&str], &[&str])] = &[
    ("python-import", &["line"], &[]),
    ("python-include-router", &["receiver", "router"], &["args"]),
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
            return Err(unknown(
                format!("unknown edit `{op}`"),
                op,
                KEYS.iter().map(|row| row.0),
            ));
        };
        let keys: Vec<&str> = required.iter().chain(*optional).copied().collect();
        for key in entries.keys().filter(|key| !COMMON.contains(&key.as_str())) {
            if !keys.contains(&key.as_str()) {
                let message = format!("the edit `{op}` has no key `{key}`");
                return Err(unknown(message, key, keys.iter().copied()));
            }
        }
        let get = |key: &str| entries.get(key).cloned();
        for key in *required {
            if get(key).is_none_or(|value| value.trim().is_empty() && *key != "value") {
                return Err(missing(op, key, required));
            }
        }
        let need = |key: &str| get(key).unwrap_or_default();
        let operation = Self::build(op, &need, &get);
        operation.ensure_consistent()?;
        Ok(operation)
    }

    fn build(
        op: &str,
        need: &dyn Fn(&str) -> String,
        get: &dyn Fn(&str) -> Option<String>,
    ) -> Self {
        match op {
            "python-import" => Self::PythonImport { line: need("line") },
            "python-include-router" => Self::PythonIncludeRouter {
                receiver: need("receiver"),
                router: need("router"),
                args: get("args"),
            },
            "python-export" => Self::PythonExport {
                module: need("module"),
                name: need("name"),
            },
            "python-list-item" => Self::PythonListItem {
                target: need("target"),
                item: need("item"),
            },
            "python-member" => Self::PythonMember {
                class: need("class"),
                source: need("source"),
            },
            "python-statement" => Self::PythonStatement {
                function: need("function"),
                source: need("source"),
                before: get("before"),
            },
            "toml-dependency" => Self::TomlDependency {
                requirement: need("requirement"),
                group: get("group"),
                extra: get("extra"),
            },
            "toml-set" => Self::TomlSet {
                key: need("key"),
                value: need("value"),
            },
            "env-set" => Self::EnvSet {
                key: need("key"),
                value: need("value"),
                comment: get("comment"),
            },
            "line" => Self::Line { line: need("line") },
            _ => Self::Anchor {
                name: need("name"),
                source: need("source"),
            },
        }
    }

    fn ensure_consistent(&self) -> Result<()> {
        match self {
            Self::TomlDependency {
                group: Some(_),
                extra: Some(_),
                ..
            } => Err(
                Error::pattern("the edit `toml-dependency` has both `group` and `extra`")
                    .hint("a requirement belongs to one of them"),
            ),
            Self::PythonStatement {
                before: Some(before),
                ..
            } if !matches!(before.as_str(), "return" | "yield") => {
                let message = format!("`before` of `python-statement` is `{before}`");
                Err(Error::pattern(message).hint("it can be `return` or `yield`"))
            }
            _ => Ok(()),
        }
    }

    /// The anchor comment that can show the place, where the code does not.
    pub(super) fn anchor(&self) -> Option<&str> {
        match self {
            Self::PythonIncludeRouter { .. } => Some("routers"),
            Self::PythonListItem { target: name, .. }
            | Self::PythonMember { class: name, .. }
            | Self::PythonStatement { function: name, .. }
            | Self::Anchor { name, .. } => Some(name),
            _ => None,
        }
    }

    /// The operation in a few words, for a plan. Never holds the value of a `.env` key.
    #[must_use]
    pub fn what(&self) -> String {
        match self {
            Self::PythonImport { line } => format!("add `{}`", line.trim()),
            Self::PythonIncludeRouter {
                receiver, router, ..
            } => format!("include `{router}` in `{receiver}`"),
            Self::PythonExport { module, name } => format!("export `{name}` of `{module}`"),
            Self::PythonListItem { target, item } => {
                format!("add `{}` to `{target}`", first_line(item))
            }
            Self::PythonMember { class, source } => {
                format!("add `{}` to class `{class}`", first_line(source))
            }
            Self::PythonStatement {
                function, source, ..
            } => format!("add `{}` to `{function}`", first_line(source)),
            Self::TomlDependency {
                requirement,
                group,
                extra,
            } => match (group, extra) {
                (Some(group), _) => format!("depend on `{requirement}` in group `{group}`"),
                (None, Some(extra)) => format!("depend on `{requirement}` in extra `{extra}`"),
                (None, None) => format!("depend on `{requirement}`"),
            },
            Self::TomlSet { key, .. } | Self::EnvSet { key, .. } => format!("set `{key}`"),
            Self::Line { line } => format!("add line `{}`", line.trim()),
            Self::Anchor { name, .. } => format!("add lines at `# patgen: {name}`"),
        }
    }
}

/// The first line of `source` that is not a decorator, with a mark where there is more.
fn first_line(source: &str) -> String {
    let lines: Vec<&str> = source.trim().lines().map(str::trim).collect();
    let telling = lines.iter().find(|line| !line.starts_with('@'));
    let line = telling.copied().unwrap_or_default();
    if lines.len() > 1 {
        format!("{line} …")
    } else {
        line.to_owned()
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

    #[test]
    fn a_plan_shows_no_value_of_a_key() {
        let set = read("env-set", &[("key", "APP_KEY"), ("value", "secret")]).expect("right");
        assert_eq!(set.what(), "set `APP_KEY`");
    }

    #[test]
    fn a_plan_shows_the_first_line_that_tells() {
        let source = "@property\ndef url(self) -> str:\n    return \"\"";
        let member = read("python-member", &[("class", "A"), ("source", source)]).expect("right");
        assert_eq!(member.what(), "add `def url(self) -> str: …` to class `A`");
    }
}
