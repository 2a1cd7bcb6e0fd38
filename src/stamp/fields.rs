//! Fields and names of entities: what the project says of them, and how templates see them.

use std::collections::BTreeSet;
use std::sync::Arc;

use minijinja::Value;

use super::Shelf;
use crate::answers::{Answer, Answers};
use crate::entity::{Field, Target, ensure_references, field_value, is_of_ids, parse_field};
use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::naming::Names;
use crate::render::Context;

/// Refuses names that would break stamped code and references to what is not there.
///
/// # Errors
/// A usage error that names the entity or the field, and the way out.
pub(super) fn ensure_names(shelf: &Shelf, answers: &mut Answers, facts: &Facts) -> Result<()> {
    let own = own_entity(answers);
    if let Some(own) = &own {
        shelf.stack.reserved.ensure_entity(own)?;
    }
    for answer in answers.values_mut() {
        if let Answer::Fields(fields) = answer {
            for field in &*fields {
                shelf.stack.reserved.ensure_room(&field.names.snake)?;
                shelf.stack.reserved.ensure_field(&field.names.snake)?;
                shelf.stack.reserved.ensure_field(&field.attribute())?;
            }
            if let Some(own) = &own {
                ensure_references(fields, own, &known_entities(facts))?;
                fields
                    .iter()
                    .try_for_each(|field| ensure_no_circle(field, own, facts))?;
            }
        }
    }
    Ok(())
}

/// The entity that the fields belong to: the first name among the answers.
fn own_entity(answers: &Answers) -> Option<Names> {
    answers.values().find_map(|answer| match answer {
        Answer::Name(names) => Some(names.clone()),
        _ => None,
    })
}

/// Refuses a reference to an entity that refers to this one, straight or through others: neither table could be made first.
fn ensure_no_circle(field: &Field, own: &Names, facts: &Facts) -> Result<()> {
    let mut ways: Vec<Vec<Names>> = field
        .target()
        .map(|it| vec![it.clone()])
        .into_iter()
        .collect();
    let mut seen = BTreeSet::from([own.snake.clone()]);
    while let Some(way) = ways.pop() {
        let Some(last) = way.last().filter(|last| seen.insert(last.snake.clone())) else {
            continue;
        };
        for target in targets(&last.snake, facts) {
            if target.snake == own.snake {
                return Err(circle(field, own, &way));
            }
            ways.push([&way[..], &[target]].concat());
        }
    }
    Ok(())
}

/// The entities that a stamped one refers to.
fn targets(entity: &str, facts: &Facts) -> Vec<Names> {
    let fields = facts.get(&format!("entities.{entity}.fields"));
    let text = fields.and_then(|fact| fact.value.as_text().map(str::to_owned));
    let parsed = text.as_deref().unwrap_or_default().split_whitespace();
    let fields = parsed.filter_map(|field| parse_field(field).ok());
    fields.filter_map(|field| field.target().cloned()).collect()
}

fn circle(field: &Field, own: &Names, way: &[Names]) -> Error {
    let names = [std::slice::from_ref(own), way, std::slice::from_ref(own)].concat();
    let names: Vec<&str> = names.iter().map(|names| names.pascal.as_str()).collect();
    Error::usage(format!(
        "`{field}`: the references would make a circle, {}, and no table could be made first",
        names.join(" → ")
    ))
    .hint("leave one direction out: what refers to a row is found by a query")
}

/// The entities of the project: those whose model is a fact. One is spelled as its class, which may end otherwise.
fn known_entities(facts: &Facts) -> Vec<Names> {
    let models = facts.iter().filter_map(|(name, fact)| {
        let key = name.strip_prefix("entities.")?.strip_suffix(".model")?;
        Some((key, fact.value.as_text()?.rsplit_once(':')?.1))
    });
    let names = models.filter_map(|(key, class)| {
        let names = Names::new(class).ok()?;
        if names.singular.snake == key {
            return Some(names);
        }
        Names::new(key).ok()
    });
    names.collect()
}

/// The fields as templates see them, each with the row of its type.
pub(super) fn fields_value(shelf: &Shelf, fields: &[Field], context: &Context) -> Value {
    let render = shelf.engine.row_renderer(context);
    let value = |field: &Field| {
        let target = field.target().map(|names| target(names, context));
        let row = shelf
            .types
            .map_or_else(Arc::default, |types| types.row(&field.field_type));
        field_value(field, target.as_ref(), row, Arc::clone(&render))
    };
    fields.iter().map(value).collect()
}

/// The schema that the siblings' tables are in.
fn own_schema(context: &Context) -> Option<Value> {
    let schema = context.get("db")?.get_attr("schema").ok()?;
    (!schema.is_undefined()).then_some(schema)
}

/// What the column of the siblings' ids is, where the entity has such ids: it is told of integers and texts.
fn own_id_column(context: &Context) -> Option<Value> {
    let column = context.get("db")?.get_attr("id_column").ok()?;
    let id = context.get("id")?;
    let is_alike = id
        .as_str()
        .is_some_and(|id| is_of_ids(&column.to_string(), id));
    (is_alike && !column.is_undefined()).then_some(column)
}

/// What the key of a new entity is called: as those of the siblings are.
fn own_key(names: &Names, context: &Context) -> Option<Value> {
    let told = |group: &str, key: &str| {
        let value = context.get(group)?.get_attr(key).ok()?;
        (!value.is_undefined()).then_some(value)
    };
    told("project", "foreign")?;
    let form = told("db", "key")?.to_string();
    Some(Value::from(form.replace("{singular}", &names.snake)))
}

/// The type alone of what a column is: no identity, no default, no variant.
fn type_of(column: &str) -> String {
    let end = column.find(')').map_or(column.len(), |end| end + 1);
    column[..end].to_owned()
}

/// What the project, or this very stamp, says of the entity that a reference points to.
fn target(names: &Names, context: &Context) -> Target {
    let known = context
        .get("entities")
        .and_then(|entities| entities.get_attr(&names.snake).ok())
        .unwrap_or_default();
    let said = |key: &str| {
        known
            .get_attr(key)
            .ok()
            .filter(|value| !value.is_undefined())
    };
    let own = context.get("entity").map(ToString::to_string);
    let is_self = own.as_deref() == Some(names.pascal.as_str());
    let own_id = context
        .get("id")
        .filter(|_| is_self)
        .map(ToString::to_string);
    let own_table = context
        .get("table")
        .filter(|_| is_self)
        .map(ToString::to_string);
    let id = own_id.or_else(|| said("id").map(|id| id.to_string()));
    Target {
        id: id.unwrap_or_else(|| "uuid".to_owned()),
        id_column: said("id_column")
            .or_else(|| own_id_column(context).filter(|_| is_self))
            .map(|column| type_of(&column.to_string())),
        table: own_table
            .or_else(|| said("table").map(|table| table.to_string()))
            .unwrap_or_else(|| names.plural.snake.clone()),
        model: said("model").unwrap_or_default(),
        schema: said("table_schema")
            .or_else(|| own_schema(context).filter(|_| is_self))
            .map(|schema| schema.to_string()),
        key: said("key")
            .or_else(|| own_key(names, context).filter(|_| is_self && said("model").is_none()))
            .map_or_else(|| "id".to_owned(), |key| key.to_string()),
        is_split: said("keys").is_some(),
        unreferable: said("unreferable").map(|why| why.to_string()),
        is_self,
    }
}
