//! What a person wrote beside an edit: comments in the lines that would go with it.

use super::super::file::File;
use super::super::operation::Operation;
use super::super::python::{self, Module};
use super::super::text::Splice;

/// Where the first comment stands that `splices` would take out and `operation` did not put in.
pub(super) fn of_a_person(
    operation: &Operation,
    file: &File<'_>,
    splices: &[Splice],
) -> Option<usize> {
    let own = operation.snippet();
    let goes = |at: usize| splices.iter().any(|splice| splice.range.contains(&at));
    let stays = |words: &str| splices.iter().any(|splice| splice.with.contains(words));
    let comments = match file.module() {
        Some(module) => in_python(module),
        None if file.path.ends_with(".toml") => in_toml(file.text),
        None => Vec::new(),
    };
    let mut gone = comments.into_iter().filter(|(at, _)| goes(*at));
    gone.find(|(_, words)| !own.contains(words) && !stays(words))
        .map(|(at, _)| at)
}

fn in_python<'a>(module: &Module<'a>) -> Vec<(usize, &'a str)> {
    let all = python::find(module.root(), "comment");
    all.into_iter()
        .map(|node| (node.start_byte(), module.source(node).trim_end()))
        .collect()
}

/// Comments of whole lines and behind values; a `#` between quotes is none.
fn in_toml(text: &str) -> Vec<(usize, &str)> {
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let mut quote = None;
        for (column, c) in line.char_indices() {
            match (quote, c) {
                (None, '"' | '\'') => quote = Some(c),
                (Some(open), c) if open == c => quote = None,
                (None, '#') => {
                    found.push((at + column, line[column..].trim_end()));
                    break;
                }
                _ => {}
            }
        }
        at += line.len();
    }
    found
}
