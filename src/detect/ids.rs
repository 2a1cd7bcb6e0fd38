//! The column that names a table's rows: of what type its values are, and where it is declared.

mod alias;
mod column;
mod made;
#[cfg(test)]
mod tests;

pub(super) use alias::{Alias, alias};
pub(super) use column::column;
pub(super) use made::{Made, free_names, import_line, made};

use super::code::Code;
use super::columns::attribute_of;
use super::tables::Table;
use crate::facts::Evidence;
use crate::python::{Attribute, Call, Class, Expression, Form, Resolved};

/// How many names are followed to a type.
const STEPS: usize = 4;

/// Where a key is declared.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    /// `uuid`, `int` or `str`.
    pub kind: &'static str,
    /// Whether the table's own `class` has it or a `base`.
    pub place: &'static str,
    /// The file whose names the column uses.
    pub path: String,
    /// The column, with the value that an alias of its type gives where it has none.
    pub attribute: Attribute,
    /// The alias of its type, where it is one that brings a column.
    pub alias: Option<Alias>,
    /// Where it is declared.
    pub evidence: Evidence,
}

impl Declared {
    /// The call that makes the column.
    fn call(&self) -> Option<&Call> {
        self.attribute.value.as_ref()?.as_call()
    }
}

/// The key of a table, as its class or the nearest of what it inherits declares it.
pub(super) fn declared(code: &Code, table: &Table, key: &str) -> Option<Declared> {
    let own = in_class(code, &table.symbol.path, &table.class, (key, "class"));
    let mut above = table.ancestors.iter();
    own.or_else(|| {
        above.find_map(|ancestor| {
            let Resolved::Own(symbol) = ancestor else {
                return None;
            };
            in_class(code, &symbol.path, &code.class(symbol)?, (key, "base"))
        })
    })
}

fn in_class(
    code: &Code,
    path: &str,
    class: &Class,
    (key, place): (&str, &'static str),
) -> Option<Declared> {
    let attribute = attribute_of(class, key)?;
    let annotation = attribute.annotation.as_ref();
    let annotated = annotation.and_then(|annotation| kind(code, path, annotation, STEPS));
    let kind = annotated.or_else(|| {
        let call = attribute.value.as_ref()?.as_call()?;
        let mut bare = call.arguments.iter().filter(|it| it.name.is_none());
        bare.find_map(|argument| kind(code, path, &argument.value, STEPS))
    })?;
    let evidence = Evidence::line(path, attribute.line);
    let alias = annotation.and_then(|annotation| alias(code, path, annotation));
    let (attribute, path) = match (&attribute.value, &alias) {
        (None, Some(alias)) => {
            let value = Some(alias.column.clone());
            (Attribute { value, ..attribute }, alias.symbol.path.clone())
        }
        _ => (attribute, path.to_owned()),
    };
    Some(Declared {
        kind,
        place,
        path,
        attribute,
        alias,
        evidence,
    })
}

/// `uuid`, `int` or `str`, as an annotation or a type of columns says it.
fn kind(code: &Code, path: &str, of: &Expression, steps: usize) -> Option<&'static str> {
    let steps = steps.checked_sub(1)?;
    let within = |items: &[Expression]| items.iter().find_map(|item| kind(code, path, item, steps));
    match &of.form {
        Form::Index(_, items) => within(items),
        Form::Either(left, right) => {
            kind(code, path, left, steps).or_else(|| kind(code, path, right, steps))
        }
        Form::Call(call) if is_false(call.keyword("as_uuid")) => Some("str"),
        Form::Call(call) => kind(code, path, &call.function, steps),
        Form::Attribute(of, _) => kind(code, path, of, steps),
        Form::Text(text) if text.contains("UUID") => Some("uuid"),
        Form::Text(text) if text.contains("int") => Some("int"),
        Form::Name(name) => by_name(name.rsplit('.').next().unwrap_or(name)).or_else(|| {
            let symbol = code.resolve(path, name)?.own()?;
            let module = code.module(&symbol.path)?;
            kind(code, &symbol.path, module.value(&symbol.name, "")?, steps)
        }),
        _ => None,
    }
}

fn is_false(value: Option<&Expression>) -> bool {
    value.is_some_and(|value| value.form == Form::Bool(false))
}

fn by_name(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    match lower.as_str() {
        "int" | "integer" | "biginteger" | "bigint" | "smallinteger" => Some("int"),
        "str" | "string" | "text" | "char" | "varchar" | "autostring" | "unicode" => Some("str"),
        _ if lower.contains("uuid") || lower == "guid" => Some("uuid"),
        _ => None,
    }
}
