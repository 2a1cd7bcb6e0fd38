//! `toml-dependency`: a package that the project depends on, in the table that it uses for that.
//!
//! `[project] dependencies`, `[dependency-groups]`, `[project.optional-dependencies]`, and Poetry's tables
//! where the project declares its dependencies there. A package counts as there whatever its version,
//! extras or spelling.

use toml_edit::{Item, Value};

use super::requirement::{Requirement, normalised};
use super::text::{self, Splice};
use super::toml::{self, Toml};
use super::verdict::Verdict;
use super::{Style, requirements, toml_set};
use crate::error::Result;

/// Which dependencies of the project are meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// What it needs to run.
    Main,
    /// A group for development.
    Group(&'a str),
    /// An extra that users may choose.
    Extra(&'a str),
}

/// The place that the entries of an edit name.
pub(super) fn place<'a>(group: Option<&'a str>, extra: Option<&'a str>) -> Place<'a> {
    match (group, extra) {
        (Some(group), _) => Place::Group(group),
        (None, Some(extra)) => Place::Extra(extra),
        (None, None) => Place::Main,
    }
}

/// The verdict on depending on `requirement`.
pub(super) fn edit(
    requirement: &str,
    place: &Place<'_>,
    (path, plain): (&str, &str),
    style: &Style,
) -> Result<Verdict> {
    let wanted = Requirement::parse(requirement)?;
    if requirements::is_list(path) {
        return Ok(requirements::edit(&wanted, plain));
    }
    let toml = Toml::parse(path, plain)?;
    if let Some(at) = present(&toml, &wanted, place) {
        return Ok(Verdict::Present(at));
    }
    let verdict = match destination(&toml, place) {
        Destination::Array(array) => into_array(&toml, array, &wanted, style),
        Destination::Poetry(keys, Some(table)) => into_table(&toml, table, &wanted, &keys),
        Destination::Poetry(keys, None) => {
            let mut keys = keys;
            keys.push(&wanted.name);
            toml_set::insert(&toml, &keys, &wanted.poetry())
        }
        Destination::New(keys) => {
            let item = toml::string(&wanted.source, "\"");
            toml_set::insert(&toml, &keys, &format!("[\n    {item},\n]"))
        }
        Destination::Unknown(why) => Verdict::manual(0, why, toml::string(&wanted.source, "\"")),
    };
    Ok(verdict)
}

/// Where a new dependency goes.
enum Destination<'a> {
    /// Into this array of requirements.
    Array(&'a Item),
    /// Into the Poetry table at these keys, if it is there.
    Poetry(Vec<&'a str>, Option<&'a Item>),
    /// Into a new array at these keys.
    New(Vec<&'a str>),
    /// There is no plain place, for this reason.
    Unknown(&'static str),
}

fn destination<'a>(toml: &'a Toml<'_>, place: &Place<'a>) -> Destination<'a> {
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
    if toml.get(&["dependency-groups"]).is_none() {
        let others = [
            vec!["project", "optional-dependencies", group],
            vec!["tool", "uv", "dev-dependencies"],
        ];
        let wanted = if group == "dev" { 2 } else { 1 };
        if let Some(array) = others.iter().take(wanted).find_map(|keys| toml.get(keys)) {
            return Destination::Array(array);
        }
        if uses_poetry(toml) {
            return Destination::Poetry(poetry.swap_remove(0), None);
        }
    }
    Destination::New(vec!["dependency-groups", group])
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

/// Where the package stands already, as far as it counts for `place`.
///
/// What the project needs to run counts for every place; for a group all groups and extras count.
fn present(toml: &Toml<'_>, wanted: &Requirement, place: &Place<'_>) -> Option<usize> {
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

/// The package of a requirement in an array; empty where it is none.
fn name_of(value: &Value) -> String {
    let requirement = value
        .as_str()
        .and_then(|source| Requirement::parse(source).ok());
    requirement.map_or_else(String::new, |requirement| normalised(&requirement.name))
}

fn into_array(toml: &Toml<'_>, item: &Item, wanted: &Requirement, style: &Style) -> Verdict {
    let Some(value) = item.as_value().filter(|value| value.is_array()) else {
        let line = text::line_number(toml.text, item.span().map_or(0, |span| span.start));
        return Verdict::manual(line, "the dependencies are not a list", &*wanted.source);
    };
    let names: Vec<String> = value
        .as_array()
        .map_or_else(Vec::new, |array| array.iter().map(name_of).collect());
    let at = position(&names, &normalised(&wanted.name));
    toml::insert_string(toml.text, value, (at, &wanted.source), style.line_length)
}

/// Where `name` goes: in the order of the names where they have one, else at the end.
fn position(names: &[String], name: &str) -> usize {
    let known: Vec<&String> = names.iter().filter(|name| !name.is_empty()).collect();
    let later = |known: &String| !known.is_empty() && known.as_str() > name;
    if !known.is_sorted() {
        return names.len();
    }
    names.iter().position(later).unwrap_or(names.len())
}

/// A line in a Poetry table.
fn into_table(toml: &Toml<'_>, item: &Item, wanted: &Requirement, keys: &[&str]) -> Verdict {
    let line = format!(
        "{} = {}",
        toml::bare_or_quoted(&wanted.name),
        wanted.poetry()
    );
    let Some(table) = item.as_table().filter(|table| !table.is_dotted()) else {
        let at = text::line_number(toml.text, item.span().map_or(0, |span| span.start));
        let why = format!("`{}` is not a table of its own", toml::dotted(keys));
        return Verdict::manual(at, why, line);
    };
    let entries = toml::entries(table);
    let packages: Vec<_> = entries
        .iter()
        .filter(|(name, _)| *name != "python")
        .collect();
    let names: Vec<String> = packages.iter().map(|(name, _)| normalised(name)).collect();
    let at = position(&names, &normalised(&wanted.name));
    match packages.get(at) {
        Some((_, next)) => {
            let start = text::line_start(toml.text, next.start);
            Verdict::Edit(vec![Splice::insert(start, format!("{line}\n"))])
        }
        None => match toml::body_end(table) {
            Some(end) => Verdict::insert(text::line_end(toml.text, end), format!("\n{line}")),
            None => Verdict::manual(0, "the table has no header", line),
        },
    }
}

#[cfg(test)]
mod tests;
