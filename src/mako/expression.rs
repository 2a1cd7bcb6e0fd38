//! `${…}` in a line: where each ends, its filters, its text.

use super::{Value, Variables, eval};

/// The line with the text of each expression in its place.
pub(super) fn fill(line: &str, variables: &Variables) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("${") {
        out += before;
        let end = end_of(after)
            .ok_or_else(|| format!("`${{{}`, which has no end in its line", after.trim()))?;
        out += &text(&after[..end], variables)?;
        rest = &after[end + 1..];
    }
    Ok(out + rest)
}

/// The offset of the brace that ends an expression.
fn end_of(text: &str) -> Option<usize> {
    top_level(text, '}')
}

/// The offset of the first `wanted` that stands in no quotes and no brackets.
fn top_level(text: &str, wanted: char) -> Option<usize> {
    let (mut depth, mut quote) = (0_i32, None);
    for (offset, c) in text.char_indices() {
        if quote.is_some() {
            quote = quote.filter(|open| *open != c);
            continue;
        }
        match c {
            '\'' | '"' => quote = Some(c),
            c if depth == 0 && c == wanted => return Some(offset),
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The text of an expression with its filters.
fn text(source: &str, variables: &Variables) -> Result<String, String> {
    let (expression, filters) = match top_level(source, '|') {
        Some(bar) => (&source[..bar], &source[bar + 1..]),
        None => (source, ""),
    };
    let value = eval::value(expression.trim(), variables)?;
    let names = filters.split(',').map(str::trim);
    let mut text = value.clone();
    for name in names.filter(|name| !name.is_empty()) {
        text = Value::Text(filtered(&text, name).ok_or_else(|| format!("the filter `{name}`"))?);
    }
    Ok(text.shown())
}

fn filtered(value: &Value, filter: &str) -> Option<String> {
    match filter {
        "n" | "str" => Some(value.shown()),
        "comma" => Some(value.comma()),
        "trim" => Some(value.shown().trim().to_owned()),
        "repr" => Some(value.repr()),
        _ => None,
    }
}
