//! What templates see: answers by name, facts as trees, a few values of the run.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr};

use super::python::CodeStyle;
use crate::error::{Doubt, Error};
use crate::facts::{Fact, FactValue, Facts, symbol};

/// Roots that are always there, so that `db.async is defined` can be asked in an empty project.
const ROOTS: [&str; 9] = [
    "project", "http", "db", "tests", "settings", "style", "entities", "layout", "words",
];

/// The variable by which the `imports` filter finds the style.
pub(super) const STYLE: &str = "__style";

/// The variables of a template, and the style of the code that it becomes.
#[derive(Clone, Debug)]
pub struct Context {
    variables: Arc<BTreeMap<String, Value>>,
    style: Arc<CodeStyle>,
}

impl Context {
    /// The variables that facts give.
    #[must_use]
    pub fn from_facts(facts: &Facts) -> Self {
        let style = Arc::new(CodeStyle::from_facts(facts));
        let mut variables = fact_roots(facts);
        variables.insert(STYLE.to_owned(), Value::from_dyn_object(Arc::clone(&style)));
        Self {
            variables: Arc::new(variables),
            style,
        }
    }

    /// Sets a variable; an answer goes before a fact root of the same name.
    pub fn set(&mut self, name: &str, value: Value) {
        Arc::make_mut(&mut self.variables).insert(name.to_owned(), value);
    }

    /// The variable called `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.variables.get(name)
    }

    /// How the rendered code is written.
    #[must_use]
    pub fn style(&self) -> &CodeStyle {
        &self.style
    }

    /// All variables as one value, which shares them.
    #[must_use]
    pub fn value(&self) -> Value {
        Value::from_dyn_object(Arc::clone(&self.variables))
    }
}

/// Facts as trees, one for each first part of their names.
#[must_use]
pub fn fact_roots(facts: &Facts) -> BTreeMap<String, Value> {
    let first = |name| str::split(name, '.').next().unwrap_or(name);
    let roots = ROOTS
        .into_iter()
        .chain(facts.iter().map(|(name, _)| first(name)));
    let roots: BTreeSet<&str> = roots.collect();
    let node = |name: &str| {
        let (facts, name) = (facts.clone(), name.to_owned());
        FactNode { facts, name }
    };
    roots
        .into_iter()
        .map(|name| (name.to_owned(), Value::from_object(node(name))))
        .collect()
}

/// A fact and the facts below it: `db.session` has a value and `db.session.alias` below.
#[derive(Clone, Debug)]
struct FactNode {
    facts: Facts,
    name: String,
}

impl FactNode {
    fn fact(&self) -> Option<&Fact> {
        self.facts.get(&self.name)
    }

    /// The node called `part` below this one.
    fn part(&self, part: &str) -> Option<Self> {
        let node = Self {
            facts: self.facts.clone(),
            name: format!("{}.{part}", self.name),
        };
        (node.fact().is_some() || node.has_parts()).then_some(node)
    }

    fn has_parts(&self) -> bool {
        self.facts.below(&self.name).next().is_some()
    }

    /// A fact that is neither a symbol nor has others below it is its plain value. One that is not certain
    /// cannot be used: the error names the candidates.
    fn into_value(self) -> Value {
        match self.fact() {
            Some(fact) if !fact.certain => Value::from(uncertain(&self.name, fact)),
            Some(fact) if !self.has_parts() => match &fact.value {
                FactValue::Flag(flag) => Value::from(*flag),
                FactValue::List(list) => Value::from(list.clone()),
                FactValue::Text(text) if symbol(text).is_none() => Value::from(text.as_str()),
                FactValue::Text(_) => Value::from_object(self),
            },
            _ => Value::from_object(self),
        }
    }
}

/// A fact that was used although the evidence for it is split.
#[derive(Debug)]
pub(super) struct Uncertain(Doubt);

impl Uncertain {
    /// What the person is told.
    pub(super) fn to_error(&self) -> Error {
        self.0.to_error()
    }
}

impl fmt::Display for Uncertain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the fact `{}` is not certain", self.0.fact)
    }
}

impl std::error::Error for Uncertain {}

fn uncertain(name: &str, fact: &Fact) -> minijinja::Error {
    let uncertain = Uncertain(fact.doubt(name));
    minijinja::Error::new(
        minijinja::ErrorKind::InvalidOperation,
        uncertain.to_string(),
    )
    .with_source(uncertain)
}

impl Object for FactNode {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        if let Some(part) = self.part(key) {
            return Some(part.into_value());
        }
        let (module, name) = symbol(self.fact()?.value.as_text()?)?;
        match key {
            "module" => Some(Value::from(module)),
            "name" => Some(Value::from(name)),
            "path" => self.facts.file(module).map(Value::from),
            // The method of an object comes with the object.
            "import_line" => {
                let bound = name.split('.').next().unwrap_or(name);
                Some(Value::from(format!("from {module} import {bound}")))
            }
            _ => None,
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let below = self.facts.below(&self.name);
        let part = |name: &str| {
            name[self.name.len() + 1..]
                .split('.')
                .next()
                .map(str::to_owned)
        };
        let parts: BTreeSet<String> = below.filter_map(part).collect();
        Enumerator::Values(parts.into_iter().map(Value::from).collect())
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fact() {
            Some(fact) => write!(f, "{}", fact.value),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Evidence;

    #[test]
    fn the_parts_of_a_symbol() {
        let mut facts = Facts::default();
        facts.add(
            "db.session",
            Fact::certain(FactValue::parse("app.deps:get_db"), Evidence::place("test")),
        );
        facts.locate("app.deps", "backend/app/deps/__init__.py");
        let roots = fact_roots(&facts);
        for (part, expected) in [
            ("module", "app.deps"),
            ("name", "get_db"),
            ("import_line", "from app.deps import get_db"),
            ("path", "backend/app/deps/__init__.py"),
        ] {
            let session = roots["db"].get_attr("session").expect("a fact");
            let value = session.get_attr(part).expect("a part");
            assert_eq!(value.as_str(), Some(expected), "{part}");
        }
    }
}
