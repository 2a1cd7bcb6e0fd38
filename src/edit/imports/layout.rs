//! An import as source text.

use super::statement::{From, Import, Name};
use crate::edit::sequence;

/// `import` as a statement on a line with this indentation, taken apart where it is longer than `width`.
pub(in crate::edit) fn statement(import: &Import, indent: &str, width: usize) -> String {
    let line = import.to_string();
    match import {
        Import::From(from) if must_split(from, indent, &line, width) => {
            format!(
                "from {} import ({})",
                from.dotted(),
                column(&from.names, indent)
            )
        }
        _ => line,
    }
}

/// The names one a line, as they stand between the brackets.
pub(in crate::edit) fn column(names: &[Name], indent: &str) -> String {
    let names: Vec<String> = names.iter().map(Name::to_string).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    sequence::column(&names, indent)
}

fn must_split(from: &From, indent: &str, line: &str, width: usize) -> bool {
    let length = indent.chars().count() + line.chars().count();
    !from.is_star() && (from.split || length > width)
}
