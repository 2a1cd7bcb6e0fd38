//! `env-set`: a key of a `.env` file, where it is not there yet.
//!
//! Comments do not count as keys, nor do the further lines of a quoted value. The value never gets into a
//! message: it may be a secret.

use super::text;
use super::verdict::Verdict;

/// The verdict on having `key`; a new one gets `value`, with `comment` above.
pub(super) fn edit(key: &str, value: &str, comment: Option<&str>, plain: &str) -> Verdict {
    if let Some(at) = find(plain, key) {
        return Verdict::Present(at);
    }
    let mut lines = String::new();
    if let Some(comment) = comment.filter(|comment| !comment.trim().is_empty()) {
        if !plain.trim().is_empty() && !plain.ends_with("\n\n") {
            lines.push('\n');
        }
        lines.push_str(&comment_lines(comment));
    }
    let value = literal(value);
    lines.extend([key, "=", &value]);
    Verdict::Edit(vec![text::append(plain, &lines)])
}

/// The line of a key, and its value as it stands there.
pub(super) struct Found<'a> {
    /// Without its line feed.
    pub(super) range: std::ops::Range<usize>,
    pub(super) value: &'a str,
}

/// Where `key` is set, if its value is on one line.
pub(super) fn found<'a>(plain: &'a str, key: &str) -> Option<Found<'a>> {
    let start = find(plain, key)?;
    let range = start..text::line_end(plain, start);
    let (_, value) = assignment(&plain[range.clone()])?;
    Some(Found { range, value })
}

/// The lines of a comment above a key.
pub(super) fn comment_lines(comment: &str) -> String {
    let words = comment
        .trim()
        .lines()
        .map(|line| line.trim().trim_start_matches('#').trim());
    let lines = words.map(|words| format!("{}\n", format!("# {words}").trim_end()));
    lines.collect()
}

/// Where the line of `key` begins.
fn find(plain: &str, key: &str) -> Option<usize> {
    let mut at = 0;
    let mut open: Option<char> = None;
    for line in plain.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if let Some(quote) = open {
            open = open_quote(line, Some(quote));
            continue;
        }
        let Some((known, value)) = assignment(line) else {
            continue;
        };
        if known == key {
            return Some(start);
        }
        open = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => open_quote(&value[1..], Some(quote)),
            _ => None,
        };
        // A quote that never ends is a mistake in this line alone.
        open = open.filter(|quote| plain[at..].contains(*quote));
    }
    None
}

/// The key and the value that `line` sets.
fn assignment(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    if line.starts_with('#') {
        return None;
    }
    let line = line
        .strip_prefix("export")
        .filter(|rest| rest.starts_with([' ', '\t']))
        .unwrap_or(line);
    let (key, value) = line.split_once('=')?;
    Some((key.trim(), value.trim()))
}

/// The quote that is still open after `rest`.
fn open_quote(rest: &str, quote: Option<char>) -> Option<char> {
    let wanted = quote?;
    let mut escaped = false;
    for letter in rest.chars() {
        if letter == wanted && !escaped {
            return None;
        }
        escaped = letter == '\\' && !escaped;
    }
    quote
}

/// `value` as it stands in the file: as it is where that is plain, else in quotes.
pub(super) fn literal(value: &str) -> String {
    let quoted = |quote| value.len() > 1 && value.starts_with(quote) && value.ends_with(quote);
    let plain =
        |letter: char| !letter.is_whitespace() && !matches!(letter, '#' | '"' | '\'' | '\\' | '`');
    if quoted('"') || quoted('\'') || value.chars().all(plain) {
        return value.to_owned();
    }
    if !value.contains(['\'', '\\', '\n', '\r']) {
        return format!("'{value}'");
    }
    let escaped = value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
        .replace('\r', "\\r");
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use super::literal;
    use crate::edit::Operation;
    use crate::edit::check::{self, changes, is_present};

    fn set(value: &str) -> Operation {
        check::operation("env-set", &[("key", "APP_KEY"), ("value", value)])
    }

    #[test]
    fn a_new_key_stands_at_the_end() {
        changes(&set("x"), ".env", "A=1\n", "A=1\nAPP_KEY=x\n");
        changes(&set(""), ".env", "A=1\n", "A=1\nAPP_KEY=\n");
        let entries = [
            ("key", "APP_KEY"),
            ("value", "x"),
            ("comment", "The key\n# of all"),
        ];
        changes(
            &check::operation("env-set", &entries),
            ".env",
            "A=1\n",
            "A=1\n\n# The key\n# of all\nAPP_KEY=x\n",
        );
    }

    #[test]
    fn is_there_in_any_spelling() {
        for line in [
            "APP_KEY=",
            "export APP_KEY=1",
            "  APP_KEY = 'y'",
            "export\tAPP_KEY = 2",
        ] {
            is_present(&set("x"), ".env", &format!("A=1\n{line}\n"));
        }
        is_present(&set("x"), ".env", "A=\"not closed\nAPP_KEY=1\n");
    }

    #[test]
    fn no_false_match() {
        for line in [
            "#APP_KEY=1",
            "# APP_KEY=1",
            "MY_APP_KEY=1",
            "APP_KEYS=1",
            "app_key=1",
            "exportAPP_KEY=1",
            "A=\"\nAPP_KEY=1\n\"",
            "A=APP_KEY=1",
        ] {
            let before = format!("{line}\n");
            changes(&set("x"), ".env", &before, &format!("{before}APP_KEY=x\n"));
        }
    }

    #[test]
    fn values_are_quoted_where_they_must() {
        for (value, written) in [
            ("", ""),
            ("abc-_.~+/=:@%&?,", "abc-_.~+/=:@%&?,"),
            ("a b", "'a b'"),
            ("a#b", "'a#b'"),
            ("it's", "\"it's\""),
            ("a\\b\"c\nd", "\"a\\\\b\\\"c\\nd\""),
            ("\"a b\"", "\"a b\""),
        ] {
            assert_eq!(literal(value), written);
        }
    }
}
