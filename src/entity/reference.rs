//! What templates see of the entity that a reference points to.

use std::fmt;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, Value};

use crate::naming::Names;

/// What the project says of the entity that a reference points to.
#[derive(Clone, Debug)]
pub struct Target {
    /// The type of its ids: `uuid`, `int` or `str`.
    pub id: String,
    /// The type of their column, where that is another than such ids have by themselves: `sa.String(36)`.
    pub id_column: Option<String>,
    /// Its table.
    pub table: String,
    /// Its model, as templates see a symbol.
    pub model: Value,
    /// The schema that its table is in, where that is told.
    pub schema: Option<String>,
    /// The column that names its rows.
    pub key: String,
    /// Whether its primary key has other columns beside that.
    pub is_split: bool,
    /// Why no reference can lead there, where none can.
    pub unreferable: Option<String>,
    /// Whether it is the entity that the field belongs to.
    pub is_self: bool,
}

impl Target {
    /// The most characters of its ids, where they are texts of a column that has a bound.
    fn id_size(&self) -> Option<usize> {
        let column = self.id_column.as_ref()?;
        let size = ["sa.String(", "sa.CHAR("]
            .iter()
            .find_map(|kind| column.strip_prefix(kind));
        size?.strip_suffix(')')?.parse().ok()
    }

    /// Its table as a foreign key names it: with the schema, where it has one.
    fn path(&self) -> String {
        match &self.schema {
            Some(schema) => format!("{schema}.{}", self.table),
            None => self.table.clone(),
        }
    }
}

/// Whether a column, such as `sa.BigInteger()`, keeps ids of this kind: it is told of integers and texts.
#[must_use]
pub fn is_of_ids(column: &str, kind: &str) -> bool {
    let is_integer = column.contains("Integer");
    kind == if is_integer { "int" } else { "str" }
}

/// `field.ref`: the names of the entity, and what the project says of it.
pub(super) fn value(names: &Names, target: Option<&Target>) -> Value {
    Value::from_object(Reference {
        names: names.clone(),
        target: target.cloned(),
    })
}

/// What a reference points to: the names of the entity, and what the project says of it.
#[derive(Debug)]
struct Reference {
    names: Names,
    target: Option<Target>,
}

impl Object for Reference {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        let target = self.target.as_ref();
        match key {
            "id" => target.map(|target| Value::from(target.id.as_str())),
            "id_size" => Some(Value::from(target.and_then(Target::id_size))),
            "id_column" => Some(Value::from(target.and_then(|it| it.id_column.clone()))),
            "table" => target.map(|target| Value::from(target.table.as_str())),
            "schema" => target.map(|target| Value::from(target.schema.clone())),
            "path" => target.map(|target| Value::from(target.path())),
            "key" => target.map(|target| Value::from(target.key.as_str())),
            "split" => Some(Value::from(target.is_some_and(|target| target.is_split))),
            "unreferable" => target.map(|target| Value::from(target.unreferable.clone())),
            "model" => target.map(|target| target.model.clone()),
            "self" => Some(Value::from(target.is_some_and(|target| target.is_self))),
            form => self.names.member(form),
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&[
            "pascal",
            "snake",
            "camel",
            "kebab",
            "title",
            "constant",
            "plural",
            "id",
            "id_column",
            "id_size",
            "table",
            "schema",
            "path",
            "key",
            "split",
            "unreferable",
            "model",
            "self",
        ])
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.names.pascal)
    }
}
