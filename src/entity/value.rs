//! A field as templates see it: its own members, and the row of its type, rendered when it is read.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use minijinja::value::{Enumerator, Object, Value};
use minijinja::{Error, ErrorKind, context};

use super::field::{Field, FieldType, OnDelete};
use super::reference::{self, Target};
use super::types::{Entry, Row};

/// The members of every field, whatever its type; a row has no keys of these names.
pub(super) const OWN_KEYS: [&str; 25] = [
    "name",
    "snake",
    "pascal",
    "camel",
    "kebab",
    "title",
    "constant",
    "attribute",
    "type",
    "size",
    "precision",
    "scale",
    "values",
    "ref",
    "null",
    "unique",
    "index",
    "search",
    "private",
    "has_default",
    "default",
    "min",
    "max",
    "on_delete",
    "text",
];

/// Renders a template of the type table: its text, where it stands, and the field that it sees as `field`.
pub type RenderRow = Arc<dyn Fn(&str, &str, &Value) -> Result<String, Error> + Send + Sync>;

/// `field` as templates see it; `target` is for a reference.
#[must_use]
pub fn field_value(
    field: &Field,
    target: Option<&Target>,
    row: Arc<Row>,
    render: RenderRow,
) -> Value {
    let reference = field.target().map(|names| reference::value(names, target));
    Value::from_object(FieldValue {
        field: field.clone(),
        reference,
        row,
        render,
        rendered: Mutex::default(),
        open: Mutex::default(),
    })
}

struct FieldValue {
    field: Field,
    reference: Option<Value>,
    row: Arc<Row>,
    render: RenderRow,
    /// Templates of the row that were read before, by their place.
    rendered: Mutex<BTreeMap<String, Value>>,
    /// The places that are being rendered, each by a thread: one that comes to its own place again goes in a circle.
    open: Mutex<Vec<(ThreadId, String)>>,
}

impl FieldValue {
    fn own(&self, key: &str) -> Option<Value> {
        let field = &self.field;
        Some(match key {
            "name" => Value::from(field.names.snake.as_str()),
            "attribute" => Value::from(field.attribute()),
            "type" => Value::from(field.field_type.name()),
            "size" | "precision" | "scale" | "values" => argument(&field.field_type, key),
            "ref" => self.reference.clone().unwrap_or(Value::from(())),
            "null" => Value::from(field.null),
            "unique" => Value::from(field.unique),
            "index" => Value::from(field.index),
            "search" => Value::from(field.search),
            "private" => Value::from(field.private),
            "has_default" => Value::from(field.default.is_some()),
            "default" => Value::from(field.default.as_deref()),
            "min" => Value::from(field.min.as_deref()),
            "max" => Value::from(field.max.as_deref()),
            "on_delete" => Value::from(field.on_delete.map(OnDelete::name)),
            "text" => Value::from(field.to_string()),
            form => Value::from(field.names.get(form)?),
        })
    }

    /// The value of an entry; a failure is a value that fails where it is used.
    fn value_of(self: &Arc<Self>, entry: &Entry, place: &str) -> Value {
        match entry {
            Entry::Flag(flag) => Value::from(*flag),
            Entry::Number(number) => Value::from(*number),
            Entry::Template(text) if !text.contains('{') => Value::from(text.as_str()),
            Entry::Template(template) => self.rendered_once(template, place),
            Entry::List(items) => {
                let places = items
                    .iter()
                    .enumerate()
                    .map(|(at, item)| (item, format!("{place}[{at}]")));
                places
                    .map(|(item, place)| self.value_of(item, &place))
                    .collect()
            }
            Entry::Table(entries) => Value::from_object(RowTable {
                field: Arc::clone(self),
                entries: entries.clone(),
                place: place.to_owned(),
            }),
        }
    }

    /// Renders a template the first time that it is read. Threads that read it at once each render it.
    fn rendered_once(self: &Arc<Self>, template: &str, place: &str) -> Value {
        if let Some(value) = locked(&self.rendered).get(place) {
            return value.clone();
        }
        let own = (thread::current().id(), place.to_owned());
        if locked(&self.open).contains(&own) {
            let circle = format!("{place} reads itself");
            return Value::from(Error::new(ErrorKind::InvalidOperation, circle));
        }
        locked(&self.open).push(own.clone());
        let field = Value::from_dyn_object(Arc::clone(self));
        let rendered = (self.render)(template, place, &field);
        locked(&self.open).retain(|open| *open != own);
        // What failed is not remembered: where in a circle it was begun with tells how it fails.
        match rendered {
            Ok(text) => locked(&self.rendered)
                .entry(own.1)
                .or_insert(Value::from(text))
                .clone(),
            Err(error) => Value::from(self.failure(place, &error)),
        }
    }

    fn failure(&self, place: &str, error: &Error) -> Error {
        let kind = error.kind();
        let what = error
            .detail()
            .map_or_else(|| kind.to_string(), |detail| format!("{kind}: {detail}"));
        Error::new(
            kind,
            format!(
                "{place}, for the field `{}`: {what}",
                self.field.names.snake
            ),
        )
    }
}

fn locked<T>(what: &Mutex<T>) -> MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An argument of the type; none where the type has no such argument.
fn argument(field_type: &FieldType, key: &str) -> Value {
    match (field_type, key) {
        (FieldType::Str { size }, "size") => Value::from(*size),
        (FieldType::Decimal { precision, .. }, "precision") => Value::from(*precision),
        (FieldType::Decimal { scale, .. }, "scale") => Value::from(*scale),
        (FieldType::Enum { values }, "values") => values
            .iter()
            .map(|each| context! { value => each.value.as_str(), name => each.name.as_str() })
            .collect(),
        _ => Value::from(()),
    }
}

impl Object for FieldValue {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        self.own(key).or_else(|| {
            let entry = self.row.entries.get(key)?;
            Some(self.value_of(entry, &format!("{} {key}", self.row.place)))
        })
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let row = self.row.entries.keys().map(String::as_str);
        Enumerator::Values(OWN_KEYS.into_iter().chain(row).map(Value::from).collect())
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.field.names.snake)
    }
}

impl fmt::Debug for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FieldValue({})", self.field)
    }
}

/// A table of a row, each of whose keys is rendered when it is read.
#[derive(Debug)]
struct RowTable {
    field: Arc<FieldValue>,
    entries: BTreeMap<String, Entry>,
    place: String,
}

impl Object for RowTable {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        let entry = self.entries.get(key)?;
        Some(self.field.value_of(entry, &format!("{}.{key}", self.place)))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(
            self.entries
                .keys()
                .map(|key| Value::from(key.as_str()))
                .collect(),
        )
    }
}
