//! `toml-set`: a key of a TOML file, where it is absent.
//!
//! The key goes under the header of its table; a table that is missing is made behind its nearest relatives.

use toml_edit::{InlineTable, Item, Key, Table, Value};

use super::file::File;
use super::text::{self, Splice};
use super::toml::{self, Toml};
use super::verdict::Verdict;
use crate::error::{Error, Result};

/// The verdict on having `key`; a new one gets the TOML literal `value`.
pub(super) fn edit(key: &str, value: &str, file: &File<'_>) -> Result<Verdict> {
    let keys = Key::parse(key).map_err(|_| {
        Error::pattern(format!("`{key}` is not a TOML key"))
            .hint("write it with dots: `tool.ruff.line-length`")
    })?;
    value.parse::<Value>().map_err(|_| {
        Error::pattern(format!("`{value}` is not a TOML value"))
            .hint("write it as it stands in the file: `100`, `\"text\"`, `[\"a\", \"b\"]`")
    })?;
    let keys: Vec<&str> = keys.iter().map(Key::get).collect();
    let toml = Toml::parse(file.path, file.text)?;
    Ok(insert(&toml, &keys, value.trim()))
}

/// The verdict on having `value` at `keys` of a parsed file.
pub(super) fn insert(toml: &Toml<'_>, keys: &[&str], value: &str) -> Verdict {
    let mut table = toml.root();
    let mut header = 0;
    for (depth, key) in keys.iter().enumerate() {
        let Some(item) = table.get(key) else {
            return Verdict::Edit(vec![add(toml, table, (keys, header, depth), value)]);
        };
        if depth + 1 == keys.len() {
            return Verdict::Present(item.span().map_or(0, |span| span.start));
        }
        match item {
            Item::Table(inner) => table = inner,
            Item::Value(Value::InlineTable(inner)) => {
                return into_inline(toml, inner, (keys, depth + 1), value);
            }
            _ => {
                let line = text::line_number(toml.text, item.span().map_or(0, |span| span.start));
                let why = format!("`{}` is not a table", toml::dotted(&keys[..=depth]));
                return Verdict::manual(line, why, snippet(keys, value));
            }
        }
        if !table.is_dotted() {
            header = depth + 1;
        }
    }
    Verdict::Present(0)
}

/// The lines that a person would write.
fn snippet(keys: &[&str], value: &str) -> String {
    match keys {
        [key] => format!("{} = {value}", toml::bare_or_quoted(key)),
        [tables @ .., key] => {
            let (tables, key) = (toml::dotted(tables), toml::bare_or_quoted(key));
            format!("[{tables}]\n{key} = {value}")
        }
        [] => String::new(),
    }
}

/// The splice that adds what is missing of `keys` from `depth` on to `table`, whose header has the first `header`.
fn add(
    toml: &Toml<'_>,
    table: &Table,
    (keys, header, depth): (&[&str], usize, usize),
    value: &str,
) -> Splice {
    let under_header = depth + 1 == keys.len() || table.is_dotted();
    if under_header && let Some(end) = toml::body_end(table) {
        let key = toml::dotted(&keys[header..]);
        return Splice::insert(text::line_end(toml.text, end), format!("\n{key} = {value}"));
    }
    let lines = snippet(keys, value);
    match toml::first_header(table) {
        Some(first) if under_header => {
            let start = text::comments_above(toml.text, first);
            Splice::insert(start, format!("{lines}\n\n"))
        }
        Some(_) if depth > 0 => behind(toml.text, subtree_end(table), &lines),
        _ => match toml::body_end(table).filter(|_| depth > 0) {
            Some(end) => behind(toml.text, end, &lines),
            None => at_end(toml.text, &lines),
        },
    }
}

fn subtree_end(table: &Table) -> usize {
    let ends = table.iter().map(|(_, item)| toml::end(item));
    ends.chain(toml::body_end(table)).max().unwrap_or(0)
}

/// A new table behind the one that ends at `end` and the comments that belong to it.
fn behind(plain: &str, end: usize, lines: &str) -> Splice {
    let mut place = text::line_end(plain, end);
    let mut next = place;
    while let Some(rest) = plain.get(next + 1..) {
        if !rest.trim_start_matches([' ', '\t']).starts_with('#') {
            if rest.is_empty() || rest.starts_with('\n') {
                place = next;
            }
            break;
        }
        next = text::line_end(plain, next + 1);
    }
    Splice::insert(place, format!("\n\n{lines}"))
}

fn at_end(plain: &str, lines: &str) -> Splice {
    if plain.is_empty() || plain.ends_with("\n\n") {
        return text::append(plain, lines);
    }
    text::append(plain, &format!("\n{lines}"))
}

/// What is missing of `keys` from `depth` on, in a table on one line.
fn into_inline(
    toml: &Toml<'_>,
    table: &InlineTable,
    (keys, depth): (&[&str], usize),
    value: &str,
) -> Verdict {
    let span = table.span().unwrap_or_default();
    match table.get(keys[depth]) {
        Some(known) if depth + 1 == keys.len() => {
            return Verdict::Present(known.span().map_or(span.start, |span| span.start));
        }
        Some(Value::InlineTable(inner)) => {
            return into_inline(toml, inner, (keys, depth + 1), value);
        }
        Some(_) => {
            let why = format!("`{}` is not a table", toml::dotted(&keys[..=depth]));
            let line = text::line_number(toml.text, span.start);
            return Verdict::manual(line, why, snippet(keys, value));
        }
        None => {}
    }
    let entry = format!("{} = {value}", toml::dotted(&keys[depth..]));
    match toml::entries(table).last() {
        Some((_, last)) => Verdict::insert(last.end, format!(", {entry}")),
        None => Verdict::Edit(vec![Splice::replace(span, format!("{{ {entry} }}"))]),
    }
}

#[cfg(test)]
mod tests;
