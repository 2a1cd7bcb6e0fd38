//! The operations as data, and what a plan says of them.
//!
//! Holds no editing.

/// One change to an existing file, as a pattern asks for it.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// `python-import`: an import in sorted place.
    PythonImport {
        /// The import line.
        line: String,
        /// Where it stands, if not at the top of the file: `TYPE_CHECKING`, or a function.
        within: Option<String>,
    },
    /// `python-define`: definitions with their imports.
    PythonDefine {
        /// A module as source: imports and definitions.
        source: String,
    },
    /// `python-include-router`: `receiver.include_router(router)` next to its siblings.
    PythonIncludeRouter {
        /// What includes: `api_router`.
        receiver: String,
        /// What is included: `users_router`.
        router: String,
        /// Further arguments as source: `prefix="/users"`.
        args: Option<String>,
        /// The line that imports it; line and router then take the form that the siblings have.
        import: Option<String>,
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

impl Operation {
    /// Whether it needs the syntax tree of a Python file.
    pub(super) fn is_python(&self) -> bool {
        matches!(
            self,
            Self::PythonImport { .. }
                | Self::PythonDefine { .. }
                | Self::PythonIncludeRouter { .. }
                | Self::PythonExport { .. }
                | Self::PythonListItem { .. }
                | Self::PythonMember { .. }
                | Self::PythonStatement { .. }
        )
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
            Self::PythonImport { line, .. } => format!("add `{}`", first_line(line)),
            Self::PythonDefine { source } => {
                let names = super::python_define::names(source);
                format!("define `{}`", names.join("`, `"))
            }
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

#[cfg(test)]
mod tests {
    use crate::edit::check::operation;

    #[test]
    fn a_plan_shows_no_value_of_a_key() {
        let set = operation("env-set", &[("key", "APP_KEY"), ("value", "secret")]);
        assert_eq!(set.what(), "set `APP_KEY`");
    }

    #[test]
    fn a_plan_shows_the_first_line_that_tells() {
        let source = "@property\ndef url(self) -> str:\n    return \"\"";
        let member = operation("python-member", &[("class", "A"), ("source", source)]);
        assert_eq!(member.what(), "add `def url(self) -> str: …` to class `A`");
    }
}
