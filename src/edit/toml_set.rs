//! `toml-set`: a key of a TOML file, where it is absent.
//!
//! The key goes under the header of its table; a table that is missing is made behind its nearest relatives.

use toml_edit::{InlineTable, Item, Key, Table, Value};

use super::text::{self, Splice};
use super::toml::{self, Toml};
use super::verdict::Verdict;
use crate::error::{Error, Result};

/// The verdict on having `key`; a new one gets the TOML literal `value`.
pub(super) fn edit(key: &str, value: &str, (path, plain): (&str, &str)) -> Result<Verdict> {
    let keys = Key::parse(key).map_err(|_| {
        Error::pattern(format!("`{key}` is not a TOML key"))
            .hint("write it with dots: `tool.ruff.line-length`")
    })?;
    value.parse::<Value>().map_err(|_| {
        Error::pattern(format!("`{value}` is not a TOML value"))
            .hint("write it as it stands in the file: `100`, `\"text\"`, `[\"a\", \"b\"]`")
    })?;
    let keys: Vec<&str> = keys.iter().map(Key::get).collect();
    let toml = Toml::parse(path, plain)?;
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
            let start = heading(toml.text, first);
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

/// Where the comments begin that stand directly above `offset`.
fn heading(plain: &str, offset: usize) -> usize {
    let mut start = text::line_start(plain, offset);
    while start > 0 {
        let above = text::line_start(plain, start - 1);
        if !plain[above..start].trim_start().starts_with('#') {
            break;
        }
        start = above;
    }
    start
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
mod tests {
    use crate::edit::Operation;
    use crate::edit::check::{self, changes, fails, is_manual, is_present};

    const FILE: &str = "pyproject.toml";

    fn set(key: &str, value: &str) -> Operation {
        check::operation("toml-set", &[("key", key), ("value", value)])
    }

    #[track_caller]
    fn adds(key: &str, before: &str, after: &str) {
        changes(&set(key, "1"), FILE, before, after);
    }

    #[test]
    fn under_the_header_of_its_table() {
        adds(
            "tool.ruff.width",
            "[tool.ruff]\na = 1 # one\n\n# about lint\n[tool.ruff.lint]\nb = 2\n",
            "[tool.ruff]\na = 1 # one\nwidth = 1\n\n# about lint\n[tool.ruff.lint]\nb = 2\n",
        );
        adds(
            "tool.ruff.width",
            "[tool.ruff]\n\n[z]\n",
            "[tool.ruff]\nwidth = 1\n\n[z]\n",
        );
        adds(
            "a.\"b c\"",
            "[a]\nx = \"\"\"\n[b]\n\"\"\"\n",
            "[a]\nx = \"\"\"\n[b]\n\"\"\"\n\"b c\" = 1\n",
        );
        adds(
            "tool.ruff.width",
            "tool.ruff.a = 1\n",
            "tool.ruff.a = 1\ntool.ruff.width = 1\n",
        );
        adds(
            "tool.ruff.width",
            "[tool]\nruff.a = 1\n",
            "[tool]\nruff.a = 1\nruff.width = 1\n",
        );
        adds(
            "tool.ruff.width",
            "[tool]\nruff = { a = 1 }\n",
            "[tool]\nruff = { a = 1, width = 1 }\n",
        );
        adds(
            "tool.ruff.width",
            "[tool]\nruff = {}\n",
            "[tool]\nruff = { width = 1 }\n",
        );
    }

    #[test]
    fn a_new_table_behind_its_relatives() {
        adds(
            "tool.ruff.width",
            "[tool.mypy]\na = 1\n# b = 2\n\n[z]\nx = 1\n",
            "[tool.mypy]\na = 1\n# b = 2\n\n[tool.ruff]\nwidth = 1\n\n[z]\nx = 1\n",
        );
        adds(
            "tool.ruff.width",
            "[project]\na = 1\n\n# About lint.\n[tool.ruff.lint]\nb = 1\n",
            "[project]\na = 1\n\n[tool.ruff]\nwidth = 1\n\n# About lint.\n[tool.ruff.lint]\nb = 1\n",
        );
        adds(
            "tool.ruff.lint.isort.width",
            "[tool.ruff]\na = 1\n\n[tool.ruff.format]\nb = 1\n\n[z]\n",
            "[tool.ruff]\na = 1\n\n[tool.ruff.format]\nb = 1\n\n[tool.ruff.lint.isort]\nwidth = 1\n\n[z]\n",
        );
        adds(
            "tool.ruff.width",
            "[project]\na = 1\n",
            "[project]\na = 1\n\n[tool.ruff]\nwidth = 1\n",
        );
        adds(
            "tool.ruff.width",
            "[[tool.x]]\na = 1\n\n[[tool.x]]\na = 2\n\n[z]\n",
            "[[tool.x]]\na = 1\n\n[[tool.x]]\na = 2\n\n[tool.ruff]\nwidth = 1\n\n[z]\n",
        );
    }

    #[test]
    fn a_key_of_the_file_itself() {
        adds("width", "a = 1\n\n[b]\n", "a = 1\nwidth = 1\n\n[b]\n");
        adds("width", "[b]\nc = 1\n", "width = 1\n\n[b]\nc = 1\n");
        adds("width", "# only words\n", "# only words\n\nwidth = 1\n");
    }

    #[test]
    fn is_there_in_any_form() {
        for text in [
            "[tool.ruff]\nwidth = 2\n",
            "[tool.ruff]\n\"width\" = 2\n",
            "[tool]\nruff.width = 2\n",
            "tool = { ruff = { width = 2 } }\n",
            "[tool.ruff.width]\na = 1\n",
            "[[tool.ruff.width]]\n",
        ] {
            is_present(&set("tool.ruff.width", "1"), FILE, text);
        }
        adds(
            "a.width",
            "[a]\n# width = 2\nwidths = 1\n",
            "[a]\n# width = 2\nwidths = 1\nwidth = 1\n",
        );
    }

    #[test]
    fn what_is_no_table_is_left_to_a_person() {
        for text in ["[[tool.ruff]]\na = 1\n", "[tool]\nruff = 1\n"] {
            let snippet = is_manual(
                &set("tool.ruff.width", "1"),
                FILE,
                text,
                "`tool.ruff` is not a table",
            );
            assert_eq!(snippet, "[tool.ruff]\nwidth = 1");
        }
    }

    #[test]
    fn keys_and_values_are_toml() {
        fails(&set("a b", "1"), FILE, "", "is not a TOML key");
        fails(&set("a", "x y"), FILE, "", "is not a TOML value");
        fails(
            &set("a", "1"),
            FILE,
            "a = 1\nb = \n",
            "pyproject.toml:2:5: ",
        );
    }
}
