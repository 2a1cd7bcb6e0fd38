//! `toml-dependency`: a package that the project depends on, in the table that it uses for that.
//!
//! `[project] dependencies`, `[dependency-groups]`, `[project.optional-dependencies]`, and Poetry's tables
//! where the project declares its dependencies there. A package counts as there whatever its version
//! or spelling; extras that it lacks are added to it.

mod destination;
mod extras;
mod present;
#[cfg(test)]
mod tests;

use toml_edit::{Item, Value};

use destination::{Destination, destination};
use present::{is_brought, present};

use super::file::File;
use super::requirement::{Requirement, normalised};
use super::text::{self, Splice};
use super::toml::{self, Toml};
use super::verdict::Verdict;
use super::{Style, declared, requirements, toml_set};
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
    file: &File<'_>,
    style: &Style,
) -> Result<Verdict> {
    let wanted = Requirement::parse(requirement)?;
    if requirements::is_list(file.path) {
        return Ok(requirements::edit(&wanted, file.text));
    }
    if declared::is_one(file.path) {
        return Ok(declared::edit(&wanted, file.path, file.text));
    }
    let toml = Toml::parse(file.path, file.text)?;
    if let Some(found) = present(&toml, &wanted, place) {
        let mut missing = wanted.lacking(&found.extras);
        missing.retain(|extra| !is_brought(&toml, &wanted, extra, place));
        return Ok(match missing.as_slice() {
            [] => Verdict::Present(found.at),
            missing => extras::add(&toml, &found, &wanted.name, missing),
        });
    }
    if let Some(at) = present::carried(&toml, &wanted, place) {
        return Ok(Verdict::Present(at));
    }
    let verdict = match destination(&toml, place) {
        Destination::Array(array) => into_array(&toml, array, &wanted, style),
        Destination::Poetry(keys, Some(table)) => into_table(&toml, table, &wanted, &keys),
        Destination::Poetry(keys, None) => {
            let mut keys = keys;
            keys.push(&wanted.name);
            let main = toml.get(&["tool", "poetry", "dependencies"]);
            let siblings = main.map_or_else(Vec::new, versions);
            toml_set::insert(&toml, &keys, &wanted.poetry(&siblings))
        }
        Destination::New(keys) => {
            let item = toml::string(&wanted.source, "\"");
            toml_set::insert(&toml, &keys, &format!("[\n    {item},\n]"))
        }
        Destination::Unknown(why) => Verdict::manual(0, why, toml::string(&wanted.source, "\"")),
    };
    Ok(verdict)
}

/// The list or table that has the package of `requirement`, for `place`.
pub(super) fn found<'a>(
    toml: &'a Toml<'_>,
    requirement: &str,
    place: &Place<'_>,
) -> Result<Option<(&'a Item, Requirement)>> {
    let wanted = Requirement::parse(requirement)?;
    let item = present::holder(toml, &wanted, place);
    Ok(item.map(|item| (item, wanted)))
}

/// The requirement that an element of an array is, if it is one.
pub(super) fn requirement_of(value: &Value) -> Option<Requirement> {
    let source = value.as_str()?;
    Requirement::parse(source).ok()
}

fn into_array(toml: &Toml<'_>, item: &Item, wanted: &Requirement, style: &Style) -> Verdict {
    let Some(value) = item.as_value().filter(|value| value.is_array()) else {
        let line = text::line_number(toml.text, item.span().map_or(0, |span| span.start));
        return Verdict::manual(line, "the dependencies are not a list", &*wanted.source);
    };
    let known: Vec<Option<Requirement>> = value
        .as_array()
        .map_or_else(Vec::new, |array| array.iter().map(requirement_of).collect());
    let name_of = |known: &Option<Requirement>| {
        let name = known.as_ref().map(|known| normalised(&known.name));
        name.unwrap_or_default()
    };
    let names: Vec<String> = known.iter().map(name_of).collect();
    let at = position(&names, &normalised(&wanted.name));
    let siblings: Vec<Requirement> = known.into_iter().flatten().collect();
    let source = wanted.like(&siblings);
    toml::insert_string(toml.text, value, (at, &source), style.line_length)
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

/// The versions in a Poetry table, but for Python's own.
fn versions(item: &Item) -> Vec<&str> {
    let table = item.as_table_like();
    let packages = table.into_iter().flat_map(|table| table.iter());
    packages
        .filter(|(name, _)| *name != "python")
        .filter_map(|(_, item)| item.as_str().or_else(|| item.get("version")?.as_str()))
        .collect()
}

/// A line in a Poetry table.
fn into_table(toml: &Toml<'_>, item: &Item, wanted: &Requirement, keys: &[&str]) -> Verdict {
    let line = format!(
        "{} = {}",
        toml::bare_or_quoted(&wanted.name),
        wanted.poetry(&versions(item))
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
