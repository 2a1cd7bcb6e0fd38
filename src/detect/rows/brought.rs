//! The columns that the bases of models bring, as a migration makes them.

use super::field::{is_aware, kind, size};
use crate::detect::code::Code;
use crate::detect::columns::{Column, of_attribute, of_class, of_table};
use crate::detect::ids;
use crate::facts::{Evidence, Fact, FactValue, Facts, symbol};
use crate::python::{Attribute, Class, Expression};

/// Adds `db.base.made`: what a migration makes for the columns, but for the id, that the bases of the models bring; and
/// which of these columns, the id too, have an index (`db.base.indexed`) or are unique (`db.base.unique`).
pub(in crate::detect) fn add_made(code: &Code, facts: &mut Facts) {
    let brought = brought(code, facts);
    let mut add = |name: &str, told: &dyn Fn(&Column) -> Option<String>| {
        let mut list: Vec<String> = Vec::new();
        for (column, _) in &brought {
            list.extend(told(column).filter(|one| !list.contains(one)));
        }
        let seen = brought.iter().find(|(column, _)| told(column).is_some());
        if let Some((_, evidence)) = seen {
            let list = Fact::certain(FactValue::List(list), evidence.clone());
            facts.add(name, list);
        }
    };
    add("db.base.made", &|column| {
        migrated(column).filter(|_| !column.primary)
    });
    add("db.base.indexed", &|column| {
        column.index.then(|| column.name.clone())
    });
    add("db.base.unique", &|column| {
        column.unique.then(|| column.name.clone())
    });
}

/// The columns that the bases of the models bring, and where each is.
fn brought(code: &Code, facts: &Facts) -> Vec<(Column, Evidence)> {
    let mut brought = Vec::new();
    let classes = facts.get("db.base.classes").filter(|fact| fact.certain);
    for class in classes.map_or(&[][..], |_| facts.list("db.base.classes")) {
        let Some((path, class)) = own(code, class) else {
            continue;
        };
        let columns = of_table(code, &path, &class).into_iter();
        let columns = columns.chain(of_class(&class));
        brought.extend(columns.map(|column| {
            let evidence = Evidence::line(&path, column.line);
            (column, evidence)
        }));
    }
    brought.extend(by_alias(code, facts));
    brought
}

/// The key, where it is the alias of its type that brings it.
fn by_alias(code: &Code, facts: &Facts) -> Option<(Column, Evidence)> {
    let fact = facts.get("db.id_alias")?;
    let (module, name) = symbol(fact.value.as_text()?)?;
    let alias = ids::Alias::of(code, module, name)?;
    let attribute = Attribute {
        name: facts.text("db.key").unwrap_or("id").to_owned(),
        annotation: None,
        value: Some(alias.column),
        line: 0,
        end_line: 0,
    };
    Some((of_attribute(&attribute)?, fact.evidence.clone()))
}

/// A class of the project that a fact names, and its file.
fn own(code: &Code, class: &str) -> Option<(String, Class)> {
    let (module, name) = symbol(class)?;
    let path = code.index.path(module)?.to_owned();
    let class = code.module(&path)?.class(name)?.clone();
    Some((path, class))
}

/// `sa.Column(…)` for a migration; nothing where the type cannot be told.
fn migrated(column: &Column) -> Option<String> {
    let kind = match kind(column)?.as_str() {
        "str" | "email" => size(column).map_or("sa.String()".to_owned(), |size| {
            format!("sa.String(length={size})")
        }),
        "text" => "sa.Text()".to_owned(),
        "int" => "sa.Integer()".to_owned(),
        "bigint" => "sa.BigInteger()".to_owned(),
        "float" => "sa.Float()".to_owned(),
        "bool" => "sa.Boolean()".to_owned(),
        "date" => "sa.Date()".to_owned(),
        "datetime" if is_aware(column) => "sa.DateTime(timezone=True)".to_owned(),
        "datetime" => "sa.DateTime()".to_owned(),
        "time" => "sa.Time()".to_owned(),
        "uuid" => "sa.Uuid()".to_owned(),
        "json" => "sa.JSON()".to_owned(),
        _ => return None,
    };
    let default = column.server_default.as_ref().and_then(on_server);
    let default = default.map_or(String::new(), |default| {
        format!(", server_default={default}")
    });
    let null = if column.null { "True" } else { "False" };
    let name = column.stored.as_ref().unwrap_or(&column.name);
    let key = foreign_key(column);
    Some(format!(
        "sa.Column(\"{name}\", {kind}{key}{default}, nullable={null})"
    ))
}

/// What a column refers to, as a further argument of it.
fn foreign_key(column: &Column) -> String {
    let Some(target) = &column.target else {
        return String::new();
    };
    let action = column.on_delete.as_ref();
    let action = action.map_or(String::new(), |action| format!(", ondelete=\"{action}\""));
    format!(", sa.ForeignKey(\"{target}\"{action})")
}

/// A default of the database as a migration writes it.
pub(in crate::detect) fn on_server(value: &Expression) -> Option<String> {
    if value.as_text().is_some() {
        return Some(value.source.clone());
    }
    let call = value.as_call()?;
    match (call.name(), call.callee()?.contains("func.")) {
        (function, true) if call.arguments.is_empty() => Some(format!("sa.func.{function}()")),
        ("text", _) => Some(format!("sa.text({})", call.positional(0)?.source)),
        ("true", _) => Some("sa.true()".to_owned()),
        ("false", _) => Some("sa.false()".to_owned()),
        _ => None,
    }
}
