//! An import as source text.

use super::statement::{From, Import, Name};
use crate::edit::{sequence, text};

/// A comment at the end of a line of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::edit) struct Comment {
    /// The name that it stands behind; nothing where it belongs to the whole statement.
    pub(in crate::edit) owner: Option<Name>,
    /// The comment from its `#` on.
    pub(in crate::edit) text: String,
}

/// `import` as a statement, taken apart where it is longer than `width`.
pub(in crate::edit) fn statement(import: &Import, width: usize) -> String {
    commented(import, &[], width)
}

/// `import` as a statement with its comments.
pub(in crate::edit) fn commented(import: &Import, comments: &[Comment], width: usize) -> String {
    let line = format!("{import}{}", joined(comments, |_| true));
    match import {
        Import::From(from) if must_split(from, comments, &line, width) => {
            let lines: Vec<String> = from
                .names
                .iter()
                .map(|name| {
                    let own = joined(comments, |owner| owner == Some(name));
                    format!("    {name},{own}\n")
                })
                .collect();
            let whole = joined(comments, |owner| owner.is_none());
            format!(
                "from {} import ({whole}\n{})",
                from.dotted(),
                lines.concat()
            )
        }
        _ => line,
    }
}

/// The names one a line, as they stand between the brackets on a line with this indentation.
pub(in crate::edit) fn column(names: &[Name], indent: &str) -> String {
    let names: Vec<String> = names.iter().map(Name::to_string).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    sequence::column(&names, indent)
}

fn joined(comments: &[Comment], wanted: impl Fn(Option<&Name>) -> bool) -> String {
    comments
        .iter()
        .filter(|comment| wanted(comment.owner.as_ref()))
        .flat_map(|comment| ["  ", comment.text.as_str()])
        .collect()
}

fn must_split(from: &From, comments: &[Comment], line: &str, width: usize) -> bool {
    let owned = from.names.len() > 1 && comments.iter().any(|comment| comment.owner.is_some());
    let long = text::width(line) > width;
    !from.is_star() && (from.split || owned || long)
}
