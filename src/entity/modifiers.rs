//! The modifiers of the grammar: which there are, which suit a type, which contradict each other.

use std::borrow::Cow;

use super::bounds;
use super::field::{Field, FieldType, OnDelete};
use super::fits;
use super::place::{Part, Place};
use crate::error::{Error, Result};
use crate::naming::{Forms, shown};

/// The modifiers, by name.
pub(super) const MODIFIERS: [&str; 9] = [
    "null",
    "unique",
    "index",
    "search",
    "private",
    "default",
    "min",
    "max",
    "on-delete",
];

/// Those that are there or not; the others have a value.
const FLAGS: [&str; 5] = ["null", "unique", "index", "search", "private"];

/// What people from elsewhere write, and what it is here.
const ELSEWHERE: &[(&str, &str)] = &[
    ("nullable", "null"),
    ("none", "null"),
    ("optional", "null"),
    ("indexed", "index"),
    ("searchable", "search"),
    ("hidden", "private"),
    ("secret", "private"),
    ("minimum", "min"),
    ("maximum", "max"),
    ("ge", "min"),
    ("le", "max"),
    ("on_delete", "on-delete"),
    ("ondelete", "on-delete"),
];

/// A modifier as it was written.
#[derive(Clone, Debug)]
pub(super) struct Modifier<'a> {
    /// Its name.
    pub name: Part<'a>,
    /// What stands behind the `=`, if there is one.
    pub value: Option<Value<'a>>,
}

/// The value of a modifier.
#[derive(Clone, Debug)]
pub(super) struct Value<'a> {
    /// What it says, without escapes.
    pub text: Cow<'a, str>,
    /// As it was written.
    pub part: Part<'a>,
}

impl<'a> Value<'a> {
    /// A value without escapes.
    pub fn plain(part: Part<'a>) -> Self {
        Self {
            text: part.text.into(),
            part,
        }
    }
}

/// The field that the parts make, if they keep every rule.
pub(super) fn assemble(
    place: &Place,
    names: Forms,
    field_type: FieldType,
    modifiers: &[Modifier],
) -> Result<Field> {
    for (at, modifier) in modifiers.iter().enumerate() {
        ensure_form(place, modifier)?;
        ensure_once(place, modifier, &modifiers[..at])?;
        ensure_suits(place, modifier, &field_type)?;
    }
    ensure_no_contradiction(place, modifiers)?;
    let has = |name: &str| find(modifiers, name).is_some();
    let bounds = bounds::read(place, &field_type, modifiers)?;
    let is_ref = matches!(field_type, FieldType::Ref { .. });
    Ok(Field {
        null: has("null"),
        unique: has("unique"),
        index: is_ref || (has("index") && !has("unique")),
        search: has("search"),
        private: has("private"),
        default: default(place, &field_type, modifiers, &bounds)?,
        min: bounds.min,
        max: bounds.max,
        on_delete: on_delete(place, modifiers)?,
        names,
        field_type,
    })
}

/// The modifier called `name`.
pub(super) fn find<'m, 'a>(modifiers: &'m [Modifier<'a>], name: &str) -> Option<&'m Modifier<'a>> {
    modifiers.iter().find(|modifier| modifier.name.text == name)
}

fn ensure_form(place: &Place, modifier: &Modifier) -> Result<()> {
    let name = modifier.name;
    if !MODIFIERS.contains(&name.text) {
        return Err(unknown(place, name));
    }
    match (&modifier.value, FLAGS.contains(&name.text)) {
        (Some(value), true) => Err(place
            .error(
                value.part,
                format!("the modifier `{}` takes no value", name.text),
            )
            .hint(format!("write `{}` alone, or leave it out", name.text))),
        (None, false) => Err(place
            .error(name, format!("the modifier `{}` needs a value", name.text))
            .hint(format!("such as `{}`", example(name.text)))),
        _ => Ok(()),
    }
}

fn unknown(place: &Place, name: Part) -> Error {
    let lower = name.text.to_lowercase();
    let here = ELSEWHERE.iter().find(|(elsewhere, _)| *elsewhere == lower);
    let error = place.unknown(name, "modifier", &MODIFIERS, here.map(|(_, here)| *here));
    match lower.as_str() {
        "required" => error.hint("a field is required unless it is `null` or has a `default`"),
        _ => error.hint("a `:` inside the default of a text is written `%3A`"),
    }
}

fn example(name: &str) -> &'static str {
    match name {
        "min" => "min=0",
        "max" => "max=100",
        "on-delete" => "on-delete=cascade",
        _ => "default=open",
    }
}

fn ensure_once(place: &Place, modifier: &Modifier, before: &[Modifier]) -> Result<()> {
    let name = modifier.name;
    if find(before, name.text).is_none() {
        return Ok(());
    }
    let error = place.error(name, format!("the modifier `{}` is repeated", name.text));
    Err(error.hint("leave one of them out"))
}

fn ensure_suits(place: &Place, modifier: &Modifier, field_type: &FieldType) -> Result<()> {
    let Some((fault, hint)) = objection(modifier.name.text, field_type) else {
        return Ok(());
    };
    Err(place
        .error(
            modifier.name,
            format!(
                "`{}` does not suit the type `{}`: {fault}",
                modifier.name.text,
                field_type.name()
            ),
        )
        .hint(hint))
}

/// Why the modifier called `name` does not suit the type, and what to do instead.
fn objection(name: &str, field_type: &FieldType) -> Option<(&'static str, &'static str)> {
    use FieldType as T;
    let long = "its values are too long for an index";
    let shorter = "take `str` with a size, such as `str=120`";
    let leave_out = "leave it out";
    match (name, field_type) {
        ("unique" | "index", T::Text | T::Bytes) => Some((long, shorter)),
        ("unique" | "index", T::Json) => Some(("a document has no order", leave_out)),
        ("unique", T::Bool | T::Enum { .. }) => {
            Some(("there would be no more rows than values", leave_out))
        }
        ("search", T::Str { .. } | T::Text | T::Email | T::Url)
        | (
            "min" | "max",
            T::Str { .. } | T::Text | T::Int | T::BigInt | T::Float | T::Decimal { .. },
        )
        | ("on-delete", T::Ref { .. }) => None,
        ("search", _) => Some((
            "only text is searched",
            "search is for `str`, `text`, `email` and `url`",
        )),
        ("default", T::Json | T::Bytes) => Some((
            "its values have no form of one line",
            "`null` makes it optional",
        )),
        ("default", T::Ref { .. }) => Some(("no row is always there", "`null` makes it optional")),
        ("min" | "max", _) => Some((
            "only numbers and the lengths of texts have bounds",
            leave_out,
        )),
        ("on-delete", _) => Some((
            "it is for references",
            "refer to an entity, such as `ref=User`",
        )),
        _ => None,
    }
}

fn ensure_no_contradiction(place: &Place, modifiers: &[Modifier]) -> Result<()> {
    let has = |name: &str| find(modifiers, name).is_some();
    let on_delete = find(modifiers, "on-delete").and_then(|modifier| modifier.value.as_ref());
    let (name, fault, hint) = if has("unique") && has("default") {
        (
            "default",
            "a `unique` field has no default: the second row would have it too",
            "leave one of them out",
        )
    } else if has("search") && has("private") {
        (
            "search",
            "a `private` field is not searched: what is found would tell what it holds",
            "leave one of them out",
        )
    } else if on_delete.is_some_and(|value| value.text == "null") && !has("null") {
        (
            "on-delete",
            "`on-delete=null` needs a field that may be `null`",
            "add `null`, or take `cascade` or `restrict`",
        )
    } else {
        return Ok(());
    };
    let part = find(modifiers, name).map_or(Part::loose(""), |modifier| modifier.name);
    Err(place.error(part, fault).hint(hint))
}

fn default(
    place: &Place,
    field_type: &FieldType,
    modifiers: &[Modifier],
    bounds: &bounds::Bounds,
) -> Result<Option<String>> {
    let Some(value) = find(modifiers, "default").and_then(|modifier| modifier.value.as_ref())
    else {
        return Ok(None);
    };
    let fault = match fits::canonical(field_type, &value.text) {
        Ok(default) => match bounds::outside(bounds, field_type, &default) {
            None => return Ok(Some(default)),
            Some(fault) => fault,
        },
        Err(fault) => format!("does not fit the type `{field_type}`: {fault}"),
    };
    Err(default_error(place, field_type, value, &fault))
}

fn default_error(place: &Place, field_type: &FieldType, value: &Value, fault: &str) -> Error {
    let error = place.error(
        value.part,
        format!("the default `{}` {fault}", shown(&value.text)),
    );
    match fits::advice(field_type, &value.text) {
        Some(advice) => error.hint(advice),
        None => error,
    }
}

fn on_delete(place: &Place, modifiers: &[Modifier]) -> Result<Option<OnDelete>> {
    let Some(value) = find(modifiers, "on-delete").and_then(|modifier| modifier.value.as_ref())
    else {
        return Ok(None);
    };
    let action = OnDelete::from_name(&value.text);
    action.map(Some).ok_or_else(|| {
        let here = matches!(&*value.text, "set-null" | "set_null" | "none").then_some("null");
        place.unknown(value.part, "on-delete action", &OnDelete::NAMES, here)
    })
}
