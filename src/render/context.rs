//! What templates see: answers by name, facts as trees, a few values of the run.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr};

use super::python::CodeStyle;
use crate::facts::{FactValue, Facts};

/// Roots that are always there, so that `db.async is defined` can be asked in an empty project.
const ROOTS: [&str; 7] = [
    "project", "http", "db", "tests", "settings", "style", "entities",
];

/// The variable by which the `imports` filter finds the style.
pub(super) const STYLE: &str = "__style";

/// The variables of a template, and the style of the code that it becomes.
#[derive(Clone, Debug)]
pub struct Context {
    variables: BTreeMap<String, Value>,
    style: CodeStyle,
}

impl Context {
    /// The variables that facts give.
    #[must_use]
    pub fn from_facts(facts: &Facts) -> Self {
        let style = CodeStyle::from_facts(facts);
        let mut variables = fact_roots(facts);
        variables.insert(STYLE.to_owned(), Value::from_object(style.clone()));
        Self { variables, style }
    }

    /// Sets a variable; an answer goes before a fact root of the same name.
    pub fn set(&mut self, name: &str, value: Value) {
        self.variables.insert(name.to_owned(), value);
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

    /// All variables as one value.
    #[must_use]
    pub fn value(&self) -> Value {
        Value::from_pairs(
            self.variables
                .iter()
                .map(|(name, value)| (name.as_str(), value.clone())),
        )
    }
}

/// Facts as trees, one for each first part of their names.
#[must_use]
pub fn fact_roots(facts: &Facts) -> BTreeMap<String, Value> {
    let mut tree = FactNode::default();
    for root in ROOTS {
        tree.at(root);
    }
    for (name, fact) in facts.iter() {
        tree.at(name).value = Some(fact.value.clone());
    }
    tree.parts
        .into_iter()
        .map(|(name, node)| (name, Value::from_object(node)))
        .collect()
}

/// A fact and the facts below it: `db.session` has a value and `db.session.alias` below.
#[derive(Debug, Default)]
struct FactNode {
    value: Option<FactValue>,
    parts: BTreeMap<String, FactNode>,
}

impl FactNode {
    fn at(&mut self, name: &str) -> &mut Self {
        name.split('.').fold(self, |node, part| {
            node.parts.entry(part.to_owned()).or_default()
        })
    }

    /// A fact that is neither a symbol nor has others below it is its plain value.
    fn to_value(&self) -> Value {
        match &self.value {
            Some(FactValue::Flag(flag)) if self.parts.is_empty() => Value::from(*flag),
            Some(FactValue::List(list)) if self.parts.is_empty() => Value::from(list.clone()),
            Some(FactValue::Text(text)) if self.parts.is_empty() && symbol(text).is_none() => {
                Value::from(text.as_str())
            }
            _ => Value::from_object(FactNode {
                value: self.value.clone(),
                parts: self.copied_parts(),
            }),
        }
    }

    fn copied_parts(&self) -> BTreeMap<String, Self> {
        self.parts
            .iter()
            .map(|(name, node)| {
                (
                    name.clone(),
                    Self {
                        value: node.value.clone(),
                        parts: node.copied_parts(),
                    },
                )
            })
            .collect()
    }
}

/// Splits `module:name`.
fn symbol(text: &str) -> Option<(&str, &str)> {
    let (module, name) = text.split_once(':')?;
    let word = |text: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_alphanumeric() || c == '_' || c == '.')
    };
    (word(module) && word(name)).then_some((module, name))
}

impl Object for FactNode {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        if let Some(node) = self.parts.get(key) {
            return Some(node.to_value());
        }
        let (module, name) = symbol(self.value.as_ref()?.as_text()?)?;
        match key {
            "module" => Some(Value::from(module)),
            "name" => Some(Value::from(name)),
            "import_line" => Some(Value::from(format!("from {module} import {name}"))),
            _ => None,
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.parts.keys().map(Value::from).collect())
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => write!(f, "{value}"),
            None => Ok(()),
        }
    }
}
