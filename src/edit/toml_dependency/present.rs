//! Where a package stands already, and with which extras.

use std::ops::Range;

use toml_edit::{Item, Value};

use super::{Place, requirement_of};
use crate::edit::requirement::{Requirement, normalised};
use crate::edit::toml::Toml;

/// What extras are called that hold what developers need. Nobody who works on the project has the others unless asked for.
const FOR_DEVELOPERS: [&str; 12] = [
    "ci",
    "dev",
    "develop",
    "development",
    "docs",
    "lint",
    "quality",
    "test",
    "testing",
    "tests",
    "types",
    "typing",
];

/// A package that is declared.
pub(super) struct Found {
    /// Where.
    pub(super) at: usize,
    /// The extras it is declared with.
    pub(super) extras: Vec<String>,
    pub(super) form: Form,
}

/// How a package is declared.
pub(super) enum Form {
    /// A requirement in an array, with its place.
    Text(Requirement, Range<usize>),
    /// A version in a Poetry table, with its place.
    Version(String, Range<usize>),
    /// An inline table of Poetry, with its place.
    Inline(Range<usize>),
    /// Another form.
    Other,
}

/// Where the package stands already, as far as it counts for `place`.
///
/// What the project needs to run counts for every place; for a group all groups count, and the extras for developers.
pub(super) fn present(toml: &Toml<'_>, wanted: &Requirement, place: &Place<'_>) -> Option<Found> {
    let items = items(toml, place);
    items.into_iter().find_map(|item| find(item, &wanted.name))
}

/// Whether another package brings what the extra `extra` of `wanted` does.
pub(super) fn is_brought(
    toml: &Toml<'_>,
    wanted: &Requirement,
    extra: &str,
    place: &Place<'_>,
) -> bool {
    let items = items(toml, place);
    wanted.bringers(extra).iter().any(|(name, with)| {
        let found = items.iter().find_map(|item| find(item, name));
        found.is_some_and(|found| with.is_none_or(|with| found.extras.contains(&with.to_owned())))
    })
}

/// Where a package stands that brings the wanted one by an extra.
pub(super) fn carried(toml: &Toml<'_>, wanted: &Requirement, place: &Place<'_>) -> Option<usize> {
    let items = items(toml, place);
    wanted.carriers().iter().find_map(|(name, extra)| {
        let found = items.iter().find_map(|item| find(item, name))?;
        let has = found.extras.iter().any(|known| known == extra);
        has.then_some(found.at)
    })
}

/// The arrays and tables that count for `place`.
fn items<'a>(toml: &'a Toml<'_>, place: &Place<'_>) -> Vec<&'a Item> {
    let fixed: &[&[&str]] = &[
        &["project", "dependencies"],
        &["tool", "poetry", "dependencies"],
    ];
    let mut items: Vec<&Item> = fixed.iter().filter_map(|keys| toml.get(keys)).collect();
    match place {
        Place::Main => {}
        Place::Extra(extra) => {
            items.extend(toml.get(&["project", "optional-dependencies", extra]));
        }
        Place::Group(group) => items.extend(development(toml, group)),
    }
    items
}

/// The list or table that has the package; of the place itself before others.
pub(super) fn holder<'a>(
    toml: &'a Toml<'_>,
    wanted: &Requirement,
    place: &Place<'_>,
) -> Option<&'a Item> {
    let mut items: Vec<&Item> = Vec::new();
    match place {
        Place::Main => {
            let fixed: &[&[&str]] = &[
                &["project", "dependencies"],
                &["tool", "poetry", "dependencies"],
            ];
            items.extend(fixed.iter().filter_map(|keys| toml.get(keys)));
        }
        Place::Extra(extra) => {
            items.extend(toml.get(&["project", "optional-dependencies", extra]));
        }
        Place::Group(group) => {
            items.extend(toml.get(&["dependency-groups", group]));
            items.extend(development(toml, group));
        }
    }
    items
        .into_iter()
        .find(|item| find(item, &wanted.name).is_some())
}

/// All places that hold dependencies for development, where `group` is one of them.
fn development<'a>(toml: &'a Toml<'_>, group: &str) -> Vec<&'a Item> {
    let members = |keys: &[&str]| {
        let table = toml.get(keys).and_then(Item::as_table_like);
        table.into_iter().flat_map(|table| table.iter())
    };
    let all = |keys: &[&str]| members(keys).map(|(_, item)| item).collect::<Vec<_>>();
    let mut items = all(&["dependency-groups"]);
    let extras = members(&["project", "optional-dependencies"]);
    let for_developers = extras.filter(|(name, _)| *name == group || FOR_DEVELOPERS.contains(name));
    items.extend(for_developers.map(|(_, item)| item));
    items.extend(all(&["tool", "pdm", "dev-dependencies"]));
    for group in all(&["tool", "poetry", "group"]) {
        items.extend(group.get("dependencies"));
    }
    for environment in all(&["tool", "hatch", "envs"]) {
        items.extend(environment.get("dependencies"));
        items.extend(environment.get("extra-dependencies"));
    }
    items.extend(toml.get(&["tool", "poetry", "dev-dependencies"]));
    items.extend(toml.get(&["tool", "uv", "dev-dependencies"]));
    items
}

/// Where `item`, an array of requirements or a Poetry table, has the package `name`.
fn find(item: &Item, name: &str) -> Option<Found> {
    let name = normalised(name);
    match item.as_array() {
        Some(array) => array.iter().find_map(|value| in_array(value, &name)),
        None => in_table(item, &name),
    }
}

fn in_array(value: &Value, name: &str) -> Option<Found> {
    let requirement = requirement_of(value)?;
    let span = value.span()?;
    (normalised(&requirement.name) == name).then(|| Found {
        at: span.start,
        extras: requirement.extras.clone(),
        form: Form::Text(requirement, span),
    })
}

fn in_table(item: &Item, name: &str) -> Option<Found> {
    let table = item.as_table_like()?;
    let (key, value) = table.iter().find(|(key, _)| normalised(key) == name)?;
    let extras = value
        .as_table_like()
        .and_then(|table| table.get("extras")?.as_array())
        .into_iter()
        .flat_map(|extras| extras.iter().filter_map(Value::as_str));
    let form = match (value.as_value(), value.span()) {
        (Some(Value::String(version)), Some(span)) => Form::Version(version.value().clone(), span),
        (Some(Value::InlineTable(_)), Some(span)) => Form::Inline(span),
        _ => Form::Other,
    };
    let at = table.get_key_value(key)?.0.span();
    Some(Found {
        at: at.map_or(0, |span| span.start),
        extras: extras.map(normalised).collect(),
        form,
    })
}
