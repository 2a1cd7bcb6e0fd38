//! Where a new dependency goes: the table that the project uses for its kind.

use toml_edit::Item;

use super::Place;
use crate::edit::toml::Toml;

/// What groups of packages for tests are called.
const TESTS: [&str; 3] = ["test", "tests", "testing"];

/// Where a new dependency goes.
pub(super) enum Destination<'a> {
    /// Into this array of requirements.
    Array(&'a Item),
    /// Into the Poetry table at these keys, if it is there.
    Poetry(Vec<&'a str>, Option<&'a Item>),
    /// Into a new array at these keys.
    New(Vec<&'a str>),
    /// There is no plain place, for this reason.
    Unknown(&'static str),
}

/// The destination of a new dependency.
pub(super) fn destination<'a>(toml: &'a Toml<'_>, place: &Place<'a>) -> Destination<'a> {
    match place {
        Place::Main => main(toml),
        Place::Group(group) => in_group(toml, group),
        Place::Extra(extra) => in_extra(toml, extra),
    }
}

fn main<'a>(toml: &'a Toml<'_>) -> Destination<'a> {
    if let Some(array) = toml.get(&["project", "dependencies"]) {
        return Destination::Array(array);
    }
    if uses_poetry(toml) {
        let keys = vec!["tool", "poetry", "dependencies"];
        let table = toml.get(&keys);
        return Destination::Poetry(keys, table);
    }
    if toml.get(&["project"]).is_none() {
        return Destination::Unknown("there is no `[project]` table");
    }
    if is_dynamic(toml, "dependencies") {
        return Destination::Unknown(
            "`project.dependencies` is dynamic: it comes from another file",
        );
    }
    Destination::New(vec!["project", "dependencies"])
}

fn in_group<'a>(toml: &'a Toml<'_>, group: &'a str) -> Destination<'a> {
    if let Some(array) = toml.get(&["dependency-groups", group]) {
        return Destination::Array(array);
    }
    let mut poetry = vec![vec!["tool", "poetry", "group", group, "dependencies"]];
    if group == "dev" {
        poetry.push(vec!["tool", "poetry", "dev-dependencies"]);
    }
    for keys in &poetry {
        if let Some(table) = toml.get(keys) {
            return Destination::Poetry(keys.clone(), Some(table));
        }
    }
    if let Some(near) = near(toml, group) {
        return near;
    }
    let has_groups = toml.get(&["tool", "poetry", "group"]).is_some();
    if toml.get(&["dependency-groups"]).is_none() && (has_groups || uses_poetry(toml)) {
        return Destination::Poetry(poetry.swap_remove(0), None);
    }
    Destination::New(vec!["dependency-groups", group])
}

/// Where the project has dependencies for development under another name.
fn near<'a>(toml: &'a Toml<'_>, group: &'a str) -> Option<Destination<'a>> {
    let mut arrays = vec![
        vec!["project", "optional-dependencies", group],
        vec!["tool", "hatch", "envs", group, "dependencies"],
    ];
    let mut tables = Vec::new();
    if group == "dev" {
        arrays.push(vec!["tool", "uv", "dev-dependencies"]);
        for other in TESTS {
            arrays.push(vec!["dependency-groups", other]);
            arrays.push(vec!["project", "optional-dependencies", other]);
            tables.push(vec!["tool", "poetry", "group", other, "dependencies"]);
        }
        for environment in ["default", "test", "hatch-test"] {
            arrays.push(vec!["tool", "hatch", "envs", environment, "dependencies"]);
            let more = "extra-dependencies";
            arrays.push(vec!["tool", "hatch", "envs", environment, more]);
        }
    }
    let array = arrays.iter().find_map(|keys| toml.get(keys));
    if let Some(array) = array.filter(|item| item.is_array()) {
        return Some(Destination::Array(array));
    }
    let table = tables.into_iter().find(|keys| toml.get(keys).is_some())?;
    let item = toml.get(&table);
    Some(Destination::Poetry(table, item))
}

fn in_extra<'a>(toml: &'a Toml<'_>, extra: &'a str) -> Destination<'a> {
    let keys = vec!["project", "optional-dependencies", extra];
    if let Some(array) = toml.get(&keys) {
        return Destination::Array(array);
    }
    if toml.get(&["project"]).is_none() {
        return Destination::Unknown("there is no `[project]` table");
    }
    if is_dynamic(toml, "optional-dependencies") {
        let why = "`project.optional-dependencies` is dynamic: it comes from another file";
        return Destination::Unknown(why);
    }
    Destination::New(keys)
}

/// Whether Poetry's own tables hold the dependencies.
fn uses_poetry(toml: &Toml<'_>) -> bool {
    toml.get(&["tool", "poetry", "dependencies"]).is_some()
        && toml.get(&["project", "dependencies"]).is_none()
}

fn is_dynamic(toml: &Toml<'_>, name: &str) -> bool {
    let dynamic = toml.get(&["project", "dynamic"]).and_then(Item::as_array);
    dynamic.is_some_and(|names| names.iter().any(|known| known.as_str() == Some(name)))
}
