//! Where a package stands already.

use toml_edit::Item;

use super::{Place, name_of};
use crate::edit::requirement::{Requirement, normalised};
use crate::edit::toml::Toml;

/// Where the package stands already, as far as it counts for `place`.
///
/// What the project needs to run counts for every place; for a group all groups and extras count.
pub(super) fn present(toml: &Toml<'_>, wanted: &Requirement, place: &Place<'_>) -> Option<usize> {
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
        Place::Group(_) => items.extend(development(toml)),
    }
    items.into_iter().find_map(|item| find(item, &wanted.name))
}

/// All places that hold dependencies for development.
fn development<'a>(toml: &'a Toml<'_>) -> Vec<&'a Item> {
    let members = |keys: &[&str]| -> Vec<&'a Item> {
        let table = toml.get(keys).and_then(Item::as_table_like);
        table.map_or_else(Vec::new, |table| {
            table.iter().map(|(_, item)| item).collect()
        })
    };
    let mut items = members(&["dependency-groups"]);
    items.extend(members(&["project", "optional-dependencies"]));
    items.extend(members(&["tool", "pdm", "dev-dependencies"]));
    for group in members(&["tool", "poetry", "group"]) {
        items.extend(group.get("dependencies"));
    }
    items.extend(toml.get(&["tool", "poetry", "dev-dependencies"]));
    items.extend(toml.get(&["tool", "uv", "dev-dependencies"]));
    items
}

/// Where `item`, an array of requirements or a Poetry table, has the package `name`.
fn find(item: &Item, name: &str) -> Option<usize> {
    let name = normalised(name);
    let span = if let Some(array) = item.as_array() {
        let mut strings = array.iter().filter(|value| value.is_str());
        let same = strings.find(|value| name_of(value) == name)?;
        same.span()
    } else {
        let table = item.as_table_like()?;
        let (key, _) = table.iter().find(|(key, _)| normalised(key) == name)?;
        table.get_key_value(key)?.0.span()
    };
    Some(span.map_or(0, |span| span.start))
}
