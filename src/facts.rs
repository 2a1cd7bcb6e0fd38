//! Facts: what is known about the project, each with its evidence.
//!
//! Holds values only; `detect` finds them, patterns give them, flags settle them.

mod doubt;
mod forms;

pub use doubt::{SETTLED, TEAM_FILE, settling};
pub(crate) use forms::{IMPORT_SETTINGS, is_distribution, is_module};

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use serde::Serialize;

use crate::error::{Error, Result};
use crate::naming::shown;

/// The place of evidence that is a flag.
pub const FLAG: &str = "--fact";

/// Facts that are lists, also where only one text is given for them.
const LISTS: [&str; 11] = [
    "db.base.classes",
    "db.base.columns",
    "db.base.indexed",
    "db.base.kwargs",
    "db.base.unique",
    "db.dialects",
    "db.id_imports",
    "http.guard.imports",
    "project.dependencies",
    "project.modules",
    "style.imports",
];

/// Where a fact was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// A path below the root, or what else told it: `--fact`, `stamp app`.
    pub place: String,
    /// The line, from 1, where the place is a file.
    pub line: Option<usize>,
}

impl Evidence {
    /// A line of a file.
    #[must_use]
    pub fn line(path: &str, line: usize) -> Self {
        Self {
            place: path.to_owned(),
            line: Some(line),
        }
    }

    /// Something that is not a line of a file.
    #[must_use]
    pub fn place(place: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            line: None,
        }
    }
}

impl std::fmt::Display for Evidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.place),
            None => f.write_str(&self.place),
        }
    }
}

/// The value of a fact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum FactValue {
    /// Yes or no.
    Flag(bool),
    /// A text; `module:name` is a symbol.
    Text(String),
    /// Several texts.
    List(Vec<String>),
}

impl FactValue {
    /// Reads a value as it is written in a flag, a manifest or a record: `true` and `false`
    /// are flags, also as templates print them, with a capital.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text {
            "true" | "True" => Self::Flag(true),
            "false" | "False" => Self::Flag(false),
            _ => Self::Text(text.to_owned()),
        }
    }

    /// Reads the value of the fact called `name`: as [`Self::parse`], with commas between the texts of a list.
    #[must_use]
    pub fn parse_of(name: &str, text: &str) -> Self {
        if !LISTS.contains(&name) {
            return Self::parse(text);
        }
        let items = text.split(',').map(str::trim);
        Self::List(
            items
                .filter(|item| !item.is_empty())
                .map(str::to_owned)
                .collect(),
        )
    }

    /// The text, where it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl std::fmt::Display for FactValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Text(text) => f.write_str(text),
            Self::List(list) => f.write_str(&list.join(", ")),
        }
    }
}

/// Something known about the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its value.
    pub value: FactValue,
    /// Where it was seen.
    pub evidence: Evidence,
    /// Whether the evidence leaves no doubt.
    pub certain: bool,
    /// The values that were found where it is not certain.
    pub candidates: Vec<String>,
}

impl Fact {
    /// A fact that the evidence leaves no doubt of.
    #[must_use]
    pub fn certain(value: FactValue, evidence: Evidence) -> Self {
        Self {
            value,
            evidence,
            certain: true,
            candidates: Vec::new(),
        }
    }
}

/// All facts, by name. The first source to name a fact wins: flag, `patgen.toml`, stamp, detection, default.
///
/// A clone shares them until one of the two changes.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    facts: Arc<BTreeMap<String, Fact>>,
    files: Arc<BTreeMap<String, String>>,
}

impl Facts {
    /// The fact called `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Fact> {
        self.facts.get(name)
    }

    /// The text of the fact called `name`.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(|fact| fact.value.as_text())
    }

    /// The texts of the fact called `name`, where it is a list.
    #[must_use]
    pub fn list(&self, name: &str) -> &[String] {
        match self.get(name).map(|fact| &fact.value) {
            Some(FactValue::List(items)) => items,
            _ => &[],
        }
    }

    /// Adds a fact unless a better source has already named it.
    pub fn add(&mut self, name: impl Into<String>, fact: Fact) {
        Arc::make_mut(&mut self.facts)
            .entry(name.into())
            .or_insert(fact);
    }

    /// Sets a fact whatever was known before.
    pub fn set(&mut self, name: impl Into<String>, fact: Fact) {
        Arc::make_mut(&mut self.facts).insert(name.into(), fact);
    }

    /// Keeps only the facts that `is_kept` says; where modules are stays known.
    pub fn retain(&mut self, is_kept: impl Fn(&Fact) -> bool) {
        Arc::make_mut(&mut self.facts).retain(|_, fact| is_kept(fact));
    }

    /// Whether the project has the capability: the fact that its group is named for.
    #[must_use]
    pub fn has(&self, capability: &str) -> bool {
        self.facts.contains_key(capability)
    }

    /// Notes that the module `module` is the file at `path`.
    pub fn locate(&mut self, module: impl Into<String>, path: impl Into<String>) {
        Arc::make_mut(&mut self.files).insert(module.into(), path.into());
    }

    /// The file of a module of the project: as it was found, else where it would be made.
    ///
    /// Nothing for a module of another package than the project's.
    #[must_use]
    pub fn file(&self, module: &str) -> Option<String> {
        if let Some(path) = self.files.get(module) {
            return Some(path.clone());
        }
        let top = module.split('.').next();
        if self.get("project.package").is_some() && self.text("project.package") != top {
            return None;
        }
        let below = format!("{}.py", module.replace('.', "/"));
        Some(match self.text("project.import_root") {
            None | Some("" | ".") => below,
            Some(root) => format!("{root}/{below}"),
        })
    }

    /// Every fact, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Fact)> {
        self.facts.iter().map(|(name, fact)| (name.as_str(), fact))
    }

    /// The names of the facts below `name`, in order: `db.session.alias` is below `db.session`.
    pub fn below(&self, name: &str) -> impl Iterator<Item = &str> {
        let start = format!("{name}.");
        let from = self
            .facts
            .range::<str, _>((Bound::Included(start.as_str()), Bound::Unbounded));
        from.map(|(name, _)| name.as_str())
            .take_while(move |name| name.starts_with(&start))
    }
}

/// Splits `module:name`, the form of a symbol.
#[must_use]
pub fn symbol(text: &str) -> Option<(&str, &str)> {
    let (module, name) = text.split_once(':')?;
    let word = |text: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_alphanumeric() || c == '_' || c == '.')
    };
    (word(module) && word(name)).then_some((module, name))
}

/// Splits `NAME=VALUE` of `--fact`.
///
/// # Errors
/// A usage error where there is no `=` or no name.
pub fn parse_flag(text: &str) -> Result<(String, FactValue)> {
    let fault = match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => {
            let (name, value) = (name.trim(), value.trim());
            return Ok((name.to_owned(), FactValue::parse_of(name, value)));
        }
        Some(_) => "has no name before its `=`",
        None => "has no `=`",
    };
    Err(Error::usage(format!("`--fact {}` {fault}", shown(text)))
        .hint("write it as `--fact NAME=VALUE`, such as `--fact db.session=app.deps:get_db`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capability_is_the_fact_of_its_name() {
        let mut facts = Facts::default();
        let value = FactValue::parse("app.db.base:Base");
        facts.add(
            "db.session.alias",
            Fact::certain(value, Evidence::place("test")),
        );
        for (capability, there) in [
            ("db.session.alias", true),
            ("db.session", false),
            ("db", false),
        ] {
            assert_eq!(facts.has(capability), there, "{capability}");
        }
    }

    #[test]
    fn values_in_flags() {
        for (flag, expected) in [
            ("db.async=true", FactValue::Flag(true)),
            ("db.id = uuid", FactValue::Text("uuid".to_owned())),
            (
                "db.base.classes=app.db:Stamped, app.db:Base",
                FactValue::List(vec!["app.db:Stamped".to_owned(), "app.db:Base".to_owned()]),
            ),
            ("db.base.kwargs=", FactValue::List(Vec::new())),
        ] {
            let found = parse_flag(flag).map(|(_, value)| value).ok();
            assert_eq!(found, Some(expected), "{flag}");
        }
    }

    #[test]
    fn the_file_of_a_module() {
        let mut facts = Facts::default();
        assert_eq!(facts.file("app.main").as_deref(), Some("app/main.py"));
        for (name, value) in [("project.import_root", "src"), ("project.package", "shop")] {
            let fact = Fact::certain(FactValue::parse(value), Evidence::place("test"));
            facts.add(name, fact);
        }
        facts.locate("shop.models", "src/shop/models/__init__.py");
        for (module, path) in [
            ("shop.main", Some("src/shop/main.py")),
            ("shop.models", Some("src/shop/models/__init__.py")),
            ("sqlmodel", None),
        ] {
            assert_eq!(facts.file(module).as_deref(), path, "{module}");
        }
    }

    #[test]
    fn the_first_source_wins() {
        let mut facts = Facts::default();
        for text in ["first", "second"] {
            facts.add(
                "db.id",
                Fact::certain(FactValue::parse(text), Evidence::place(text)),
            );
        }
        assert_eq!(facts.text("db.id"), Some("first"));
    }
}
