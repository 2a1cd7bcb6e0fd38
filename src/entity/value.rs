//! A field as templates see it: its own members, and the row of its type, rendered when it is read.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use minijinja::value::{Enumerator, Object, Value};
use minijinja::{Error, ErrorKind, context};

use super::field::{Field, FieldType, OnDelete};
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

/// What the project says of the entity that a reference points to.
#[derive(Clone, Debug)]
pub struct Target {
    /// The type of its ids: `uuid` or `int`.
    pub id: String,
    /// Its table.
    pub table: String,
    /// Its model, as templates see a symbol.
    pub model: Value,
    /// Whether it is the entity that the field belongs to.
    pub is_self: bool,
}

/// `field` as templates see it; `target` is for a reference.
#[must_use]
pub fn field_value(
    field: &Field,
    target: Option<&Target>,
    row: Arc<Row>,
    render: RenderRow,
) -> Value {
    let reference = field.target().map(|names| {
        let target = target.cloned();
        Value::from_object(Reference {
            names: names.clone(),
            target,
        })
    });
    let rendered = Mutex::default();
    Value::from_object(FieldValue {
        field: field.clone(),
        reference,
        row,
        render,
        rendered,
    })
}

struct FieldValue {
    field: Field,
    reference: Option<Value>,
    row: Arc<Row>,
    render: RenderRow,
    /// Templates of the row that were read before, by their place.
    rendered: Mutex<BTreeMap<String, Value>>,
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

    /// Renders a template the first time that it is read.
    fn rendered_once(self: &Arc<Self>, template: &str, place: &str) -> Value {
        if let Some(value) = self.remembered().get(place) {
            return value.clone();
        }
        let circle = Error::new(ErrorKind::InvalidOperation, format!("{place} reads itself"));
        self.remembered()
            .insert(place.to_owned(), Value::from(circle));
        let field = Value::from_dyn_object(Arc::clone(self));
        let value = match (self.render)(template, place, &field) {
            Ok(text) => Value::from(text),
            Err(error) => Value::from(self.failure(place, &error)),
        };
        self.remembered().insert(place.to_owned(), value.clone());
        value
    }

    fn remembered(&self) -> MutexGuard<'_, BTreeMap<String, Value>> {
        self.rendered.lock().unwrap_or_else(PoisonError::into_inner)
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

/// What a reference points to: the names of the entity, and what the project says of it.
#[derive(Debug)]
struct Reference {
    names: crate::naming::Names,
    target: Option<Target>,
}

impl Object for Reference {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        let target = self.target.as_ref();
        match key {
            "id" => target.map(|target| Value::from(target.id.as_str())),
            "table" => target.map(|target| Value::from(target.table.as_str())),
            "model" => target.map(|target| target.model.clone()),
            "self" => Some(Value::from(target.is_some_and(|target| target.is_self))),
            form => self.names.member(form),
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&[
            "pascal", "snake", "camel", "kebab", "title", "constant", "plural", "id", "table",
            "model", "self",
        ])
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.names.pascal)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use minijinja::{Environment, UndefinedBehavior, Value, context};

    use super::{RenderRow, Target, field_value};
    use crate::entity::{FieldType, TypeTable, parse_field};

    /// What `template` makes of `field`, with a type table whose rows all have `keys`.
    fn rendered(keys: &str, field: &str, template: &str) -> Result<String, String> {
        let rows: Vec<String> = FieldType::NAMES
            .iter()
            .map(|name| format!("[{name}]\n{keys}\n"))
            .collect();
        let types =
            TypeTable::parse(&rows.concat(), "types.toml").map_err(|error| error.to_string())?;
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let inner = environment.clone();
        let render: RenderRow = Arc::new(move |template, place, field| {
            inner.render_named_str(place, template, context! { field, entity => "User" })
        });
        let field = parse_field(field).map_err(|error| error.to_string())?;
        let target = Target {
            id: "uuid".into(),
            table: "users".into(),
            model: Value::from("app.models.user:User"),
            is_self: false,
        };
        let value = field_value(
            &field,
            field.target().map(|_| &target),
            types.row(&field.field_type),
            render,
        );
        environment
            .render_str(template, context! { field => value })
            .map_err(|error| error.to_string())
    }

    #[test]
    fn own_members() {
        for (field, template, expected) in [
            (
                "full_name:str=120",
                "{{ field }} {{ field.name }} {{ field.pascal }} {{ field.attribute }}",
                "full_name full_name FullName full_name",
            ),
            (
                "x:str=120:null",
                "{{ field.type }} {{ field.size }} {{ field.null }} {{ field.unique }}",
                "str 120 True False",
            ),
            (
                "x:str",
                "{{ field.size }} {{ field.size or 255 }} {{ field.values }} {{ field.ref }}",
                "None 255 None None",
            ),
            (
                "x:decimal=10,2:min=0",
                "{{ field.precision }} {{ field.scale }} {{ field.min }} {{ field.max is none }}",
                "10 2 0 True",
            ),
            (
                "x:enum=open,in-progress:default=open",
                "{% for v in field['values'] %}{{ v.value }}={{ v.name }} {% endfor %}{{ field.default }}",
                "open=OPEN in-progress=IN_PROGRESS open",
            ),
            (
                "x:enum=a,b",
                "{{ (field.values | last).name }} {{ field.has_default }} {{ field.default is none }}",
                "B False True",
            ),
            (
                "owner:ref=User:null:on-delete=null",
                "{{ field.attribute }} {{ field.index }} {{ field.on_delete }}",
                "owner_id True null",
            ),
            (
                "owner:ref=APIKey",
                "{{ field.ref }} {{ field.ref.plural.snake }} {{ field.ref.id }} {{ field.ref.table }} {{ field.ref.model }} {{ field.ref.self }}",
                "APIKey api_keys uuid users app.models.user:User False",
            ),
            ("x:int", "{{ field.missing is defined }}", "False"),
        ] {
            assert_eq!(
                rendered("", field, template).as_deref(),
                Ok(expected),
                "{field}"
            );
        }
    }

    #[test]
    fn keys_of_the_row_are_templates() {
        let keys = "plain = \"str\"\nflag = false\ncolumn = \"String({{ field.size }})\"\nboth = \"{{ field.column }}, {{ entity }}\"\n\
                    list = [\"a\", \"{{ field.name }}\"]\ntree = { model = [\"{{ field.title }}\"], never = \"{{ nothing }}\" }";
        for (template, expected) in [
            ("{{ field.plain }} {{ field.flag }}", "str False"),
            (
                "{{ field.column }} {{ field.column }}",
                "String(120) String(120)",
            ),
            ("{{ field.both }}", "String(120), User"),
            ("{{ field.list | join('-') }}", "a-full_name"),
            ("{{ field.tree.model[0] }}", "full name"),
            (
                "{{ [field] | map(attribute='column') | join }}",
                "String(120)",
            ),
            ("{{ field.tree.other is defined }}", "False"),
        ] {
            assert_eq!(
                rendered(keys, "full_name:str=120", template).as_deref(),
                Ok(expected),
                "{template}"
            );
        }
    }

    #[test]
    fn mistakes_in_a_row_name_it() {
        for (key, template, expected) in [
            (
                "bad = \"{{ nothing }}\"",
                "{{ field.bad }}",
                "types.toml: [int] bad, for the field `age`: undefined value",
            ),
            (
                "bad = \"{{ nothing }}\"",
                "{% if field.bad %}x{% endif %}",
                "types.toml: [int] bad, for the field `age`: undefined value",
            ),
            (
                "bad = \"{{ nothing }}\"",
                "{{ field.bad ~ 'x' }}",
                "types.toml: [int] bad, for the field `age`: undefined value",
            ),
            (
                "bad = [\"{{ nothing }}\"]",
                "{{ field.bad | join }}",
                "types.toml: [int] bad[0], for the field `age`: undefined value",
            ),
            (
                "bad = \"{{ 1 + }}\"",
                "{{ field.bad }}",
                "types.toml: [int] bad, for the field `age`: syntax error",
            ),
            (
                "bad = \"{{ field.bad }}\"",
                "{{ field.bad }}",
                "types.toml: [int] bad reads itself",
            ),
        ] {
            let error = rendered(key, "age:int", template).expect_err(template);
            assert!(error.contains(expected), "{template}: {error}");
        }
    }
}
