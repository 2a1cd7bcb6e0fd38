//! TOML files: read with the places of everything, so that edits can be splices.
//!
//! The text is never written anew from the parsed document; what an edit does not touch stays byte for byte.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use toml_edit::{Document, Item, Key, Table, TableLike, TomlError, Value};

use super::sequence::{self, Sequence};
use super::text::{self, Splice};
use super::verdict::Verdict;
use crate::error::{Error, Result};

/// A parsed file with its plain text.
pub(super) struct Toml<'a> {
    pub(super) text: &'a str,
    document: Rc<Document<String>>,
}

thread_local! {
    /// The file that was parsed last: an edit begins with the text that the one before left.
    static LAST: RefCell<Option<Rc<Document<String>>>> = RefCell::default();
}

impl<'a> Toml<'a> {
    /// Parses `text`, the plain view of the file at `path`.
    pub(super) fn parse(path: &str, text: &'a str) -> Result<Self> {
        let last = LAST.with_borrow(Option::clone);
        if let Some(document) = last.filter(|last| last.raw() == text) {
            return Ok(Self { text, document });
        }
        let document = Document::parse(text.to_owned());
        let document = Rc::new(document.map_err(|error| unparsable(path, text, &error))?);
        LAST.set(Some(Rc::clone(&document)));
        Ok(Self { text, document })
    }

    /// The table of the whole file.
    pub(super) fn root(&self) -> &Table {
        self.document.as_table()
    }

    /// The item at `keys`, if there is one.
    pub(super) fn get(&self, keys: &[&str]) -> Option<&Item> {
        let mut item = self.document.as_item();
        for key in keys {
            item = item.as_table_like()?.get(key)?;
        }
        Some(item)
    }
}

/// The error that shows where the file cannot be read.
fn unparsable(path: &str, text: &str, error: &TomlError) -> Error {
    let at = error.span().map_or(0, |span| span.start.min(text.len()));
    let (start, end) = (text::line_start(text, at), text::line_end(text, at));
    let line = text::line_number(text, at);
    let column = text[start..at].chars().count();
    let margin = " ".repeat(line.to_string().len());
    let snippet = format!(
        "{margin} |\n{line} | {}\n{margin} | {}^",
        &text[start..end],
        " ".repeat(column)
    );
    let reason = error.message().lines().next().unwrap_or("not TOML");
    Error::project(format!("{path}:{line}:{}: {reason}", column + 1))
        .snippet(snippet)
        .hint(format!("mend {path}, then run the command again"))
}

/// `key` as it is written, in quotes where it needs them.
pub(super) fn bare_or_quoted(key: &str) -> String {
    Key::new(key).display_repr().into_owned()
}

/// The keys with dots between them.
pub(super) fn dotted(keys: &[&str]) -> String {
    let parts: Vec<String> = keys.iter().map(|key| bare_or_quoted(key)).collect();
    parts.join(".")
}

/// Where `item` ends, everything below it included.
pub(super) fn end(item: &Item) -> usize {
    let own = item.span().map_or(0, |span| span.end);
    let below = match item {
        Item::Table(table) => below(table),
        Item::ArrayOfTables(tables) => {
            let ends = tables.iter().map(|table| {
                let header = table.span().map_or(0, |span| span.end);
                header.max(below(table))
            });
            ends.max().unwrap_or(0)
        }
        _ => 0,
    };
    own.max(below)
}

fn below(table: &Table) -> usize {
    table.iter().map(|(_, item)| end(item)).max().unwrap_or(0)
}

/// Where the part of `table` ends that stands under its own header; nothing where it has none.
pub(super) fn body_end(table: &Table) -> Option<usize> {
    let header = if table.is_implicit() || table.is_dotted() {
        None
    } else {
        // The table of the whole file has an empty span.
        table
            .span()
            .filter(|span| !span.is_empty())
            .map(|span| span.end)
    };
    let values = table.iter().filter_map(|(_, item)| match item {
        Item::Value(value) => value.span().map(|span| span.end),
        Item::Table(inner) if inner.is_dotted() => body_end(inner),
        _ => None,
    });
    values.chain(header).max()
}

/// Where the first header of a table below `table` begins.
pub(super) fn first_header(table: &Table) -> Option<usize> {
    let headers = table.iter().filter_map(|(_, item)| match item {
        Item::Table(inner) if inner.is_implicit() || inner.is_dotted() => first_header(inner),
        Item::Table(inner) => inner.span().map(|span| span.start),
        Item::ArrayOfTables(tables) => {
            let starts = tables
                .iter()
                .filter_map(|table| table.span().map(|span| span.start));
            starts.min()
        }
        _ => None,
    });
    headers.min()
}

/// The places of the key and the values of `table`, in the order of the file.
pub(super) fn entries(table: &dyn TableLike) -> Vec<(&str, Range<usize>)> {
    let mut entries: Vec<(&str, Range<usize>)> = table
        .iter()
        .filter(|(_, item)| item.is_value())
        .filter_map(|(name, item)| {
            let (key, _) = table.get_key_value(name)?;
            Some((name, key.span()?.start..item.span()?.end))
        })
        .collect();
    entries.sort_by_key(|(_, range)| range.start);
    entries
}

/// The splices that put the string `content` into the array `value` as element number `at`.
pub(super) fn insert_string(
    text: &str,
    value: &Value,
    (at, content): (usize, &str),
    width: usize,
) -> Verdict {
    let (Some(array), Some(span)) = (value.as_array(), value.span()) else {
        return Verdict::manual(0, "it is not a list", content);
    };
    let items: Vec<Range<usize>> = array.iter().filter_map(Value::span).collect();
    let quote = items
        .first()
        .map_or("\"", |first| &text[first.start..=first.start]);
    let item = string(content, quote);
    let sequence = Sequence {
        inner: span.start + 1..span.end - 1,
        items,
    };
    if sequence.items.is_empty() && text[sequence.inner.clone()].trim().is_empty() {
        let column = sequence::column(&[&item], text::indentation(text, span.start));
        return Verdict::Edit(vec![Splice::replace(sequence.inner, column)]);
    }
    Verdict::Edit(sequence::insert(text, &sequence, (at, &item), width))
}

/// `content` as a TOML string, in these quotes if it can be.
pub(super) fn string(content: &str, quote: &str) -> String {
    let simple = !content.contains(['"', '\'', '\\']) && !content.chars().any(char::is_control);
    if simple && matches!(quote, "'" | "\"") {
        return format!("{quote}{content}{quote}");
    }
    Value::from(content).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unreadable_file_is_shown_with_a_caret() {
        let error = Toml::parse("pyproject.toml", "a = 1\nné = = 2\n").err();
        let error = error.expect("two equals signs are one too many");
        assert!(
            error.message().starts_with("pyproject.toml:2:"),
            "{error:?}"
        );
        let snippet = error.source_snippet().expect("a snippet");
        let caret = snippet
            .lines()
            .last()
            .map(str::trim_end)
            .unwrap_or_default();
        assert!(snippet.contains("2 | né = = 2"), "{snippet}");
        assert!(caret.ends_with('^'), "{snippet}");
    }

    #[test]
    fn strings_keep_the_quotes_they_can() {
        assert_eq!(string("a>=1", "'"), "'a>=1'");
        assert_eq!(string("a>=1", "x"), "\"a>=1\"");
        assert_eq!(string("a; b == 'c'", "'"), "\"a; b == 'c'\"");
        assert_eq!(string("a; b == \"c\"", "\""), "'a; b == \"c\"'");
    }
}
