//! The spots of edits in data files and plain text.

use std::ops::Range;

use toml_edit::{Item, Key, Value};

use super::super::file::File;
use super::super::operation::Operation;
use super::super::requirement::{Requirement, normalised};
use super::super::sequence::Sequence;
use super::super::text::{self, Splice};
use super::super::toml::{self, Toml};
use super::super::{anchor, declared, env_set, requirements, toml_dependency};
use super::{Found, spot};
use crate::error::Result;

/// The spot of `operation` in `file`.
pub(super) fn find(operation: &Operation, file: &File<'_>) -> Result<Found> {
    let plain = file.text;
    Ok(match operation {
        Operation::TomlDependency {
            requirement,
            group,
            extra,
        } => {
            let place = toml_dependency::place(group.as_deref(), extra.as_deref());
            dependency(requirement, &place, file)?
        }
        Operation::TomlSet { key, value } => set(key, value, file)?,
        Operation::EnvSet {
            key,
            value,
            comment,
        } => env(plain, key, value, comment.as_deref()),
        Operation::Line { line } => of_lines(plain, |known| known.trim_end() == line.trim_end()),
        Operation::Anchor { name, source } => match anchor::found(name, source, plain) {
            Some(range) => Found::Splices(vec![spot::lines(plain, &range)]),
            None => Found::Nothing,
        },
        _ => Found::Nothing,
    })
}

/// The first line that is the one.
fn of_lines(plain: &str, is_it: impl Fn(&str) -> bool) -> Found {
    let mut at = 0;
    for line in plain.split_inclusive('\n') {
        if is_it(line.trim_end_matches('\n')) {
            let range = at..at + line.trim_end_matches('\n').len();
            return Found::Splices(vec![line_alone(plain, &range)]);
        }
        at += line.len();
    }
    Found::Nothing
}

/// A line of a list goes without a look at blank lines around it.
fn line_alone(plain: &str, range: &Range<usize>) -> Splice {
    let start = text::line_start(plain, range.start);
    let end = text::line_end(plain, range.end);
    if plain[end..].is_empty() {
        return Splice::replace(start.saturating_sub(1)..end, "");
    }
    Splice::replace(start..end + 1, "")
}

fn edited(at: usize) -> Found {
    Found::Unclear(at, "it was edited since".to_owned())
}

/// A key with its value, if that is still the one, and the comment that came with it.
fn env(plain: &str, key: &str, value: &str, comment: Option<&str>) -> Found {
    let Some(found) = env_set::found(plain, key) else {
        return Found::Nothing;
    };
    if found.value != env_set::literal(value) {
        return edited(found.range.start);
    }
    let wanted = comment.map(env_set::comment_lines).unwrap_or_default();
    let start = found.range.start;
    match plain[..start].strip_suffix(wanted.as_str()) {
        Some(above) if !wanted.is_empty() => {
            let mut from = above.len();
            if above.ends_with("\n\n") {
                from -= 1;
            }
            let end = (found.range.end + 1).min(plain.len());
            Found::Splices(vec![Splice::replace(from..end, "")])
        }
        _ => Found::Splices(vec![line_alone(plain, &found.range)]),
    }
}

fn dependency(
    requirement: &str,
    place: &toml_dependency::Place<'_>,
    file: &File<'_>,
) -> Result<Found> {
    if requirements::is_list(file.path) {
        return Ok(of_lines(file.text, |line| {
            line.trim() == requirement.trim()
        }));
    }
    if declared::is_one(file.path) {
        return Ok(Found::Nothing);
    }
    let toml = Toml::parse(file.path, file.text)?;
    let Some((item, wanted)) = toml_dependency::found(&toml, requirement, place)? else {
        return Ok(Found::Nothing);
    };
    Ok(match item.as_value().filter(|value| value.is_array()) {
        Some(array) => of_array(&toml, array, &wanted),
        None => of_table(&toml, item, &wanted),
    })
}

fn of_array(toml: &Toml<'_>, array: &Value, wanted: &Requirement) -> Found {
    let Some(span) = array.span() else {
        return Found::Nothing;
    };
    let values: Vec<&Value> = array.as_array().into_iter().flatten().collect();
    let items: Vec<Range<usize>> = values.iter().filter_map(|value| value.span()).collect();
    let is_it = |value: &&Value| {
        let known = toml_dependency::requirement_of(value);
        known.is_some_and(|known| normalised(&known.name) == normalised(&wanted.name))
    };
    let Some(at) = values.iter().position(is_it) else {
        return Found::Nothing;
    };
    if !wanted.is_written_as(values[at].as_str().unwrap_or_default().trim()) {
        return edited(items[at].start);
    }
    let sequence = Sequence {
        inner: span.start + 1..span.end - 1,
        items,
    };
    Found::Splices(vec![spot::item(toml.text, &sequence, at)])
}

fn of_table(toml: &Toml<'_>, item: &Item, wanted: &Requirement) -> Found {
    let Some(table) = item.as_table_like() else {
        return Found::Nothing;
    };
    let entries = toml::entries(table);
    let is_it = |(key, _): &&(&str, Range<usize>)| normalised(key) == normalised(&wanted.name);
    match entries.iter().find(is_it) {
        None => Found::Nothing,
        Some((_, range)) if wanted.is_written_as(&toml.text[range.clone()]) => {
            Found::Splices(vec![line_alone(toml.text, range)])
        }
        Some((_, range)) => edited(range.start),
    }
}

/// A key of a table, with the table if nothing else is in it.
fn set(key: &str, value: &str, file: &File<'_>) -> Result<Found> {
    let toml = Toml::parse(file.path, file.text)?;
    let Ok(keys) = Key::parse(key) else {
        return Ok(Found::Nothing);
    };
    let keys: Vec<&str> = keys.iter().map(Key::get).collect();
    let Some(span) = toml.get(&keys).and_then(Item::span) else {
        return Ok(Found::Nothing);
    };
    if toml.text[span.clone()].trim() != value.trim() {
        return Ok(edited(span.start));
    }
    let start = text::line_start(toml.text, span.start);
    let begins = Key::parse(
        toml.text[start..span.start]
            .trim_end()
            .trim_end_matches('='),
    )
    .is_ok();
    let rest = toml.text[span.end..text::line_end(toml.text, span.end)].trim();
    if !begins || !rest.is_empty() {
        return Ok(Found::Unclear(
            span.start,
            "it shares its line with other keys".to_owned(),
        ));
    }
    Ok(Found::Splices(vec![with_table(
        toml.text,
        &(start..span.end),
    )]))
}

/// The lines of `range`; with the header above, where only blank lines follow up to the next header.
fn with_table(plain: &str, range: &Range<usize>) -> Splice {
    let end = (text::line_end(plain, range.end) + 1).min(plain.len());
    let rest = plain[end..].trim_start();
    let above = plain[..range.start].trim_end();
    let header = text::line_start(plain, above.len());
    let is_header = above.ends_with(']')
        && plain[header..].starts_with('[')
        && !plain[header..].starts_with("[[");
    if is_header && (rest.is_empty() || rest.starts_with('[')) {
        return spot::lines(plain, &(header..range.end));
    }
    line_alone(plain, range)
}
