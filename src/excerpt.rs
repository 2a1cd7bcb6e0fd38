//! Source lines with a caret, for mistakes in templates, manifests and TOML files.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::de::DeserializeOwned;

use crate::error::{Error, Kind, Result};

/// The lines around `range` (bytes of `source`) with a caret and `label`, without colour.
#[must_use]
pub fn excerpt(source: &str, origin: &str, range: Range<usize>, label: &str) -> String {
    let end = range.end.min(source.len());
    let start = range.start.min(end);
    let snippet = Snippet::source(source)
        .path(origin)
        .fold(true)
        .annotation(AnnotationKind::Primary.span(start..end).label(label));
    let report = [Group::with_level(Level::ERROR).element(snippet)];
    Renderer::plain().render(&report)
}

/// Reads TOML into `T`; a mistake is a pattern error with its line.
///
/// What is embedded was made JSON by the build, which no TOML looks like: it is several times as quick to read.
///
/// # Errors
/// A pattern error that names `origin`, the line, and shows it.
pub fn parse_toml<T: DeserializeOwned>(text: &str, origin: &str) -> Result<T> {
    if text.starts_with('{')
        && let Ok(value) = serde_json::from_str(text)
    {
        return Ok(value);
    }
    toml::from_str(text).map_err(|error| toml_error(Kind::Pattern, text, origin, &error))
}

/// A TOML mistake as an error of `kind` that names `origin:line:column` and shows the line.
#[must_use]
pub fn toml_error(kind: Kind, text: &str, origin: &str, error: &toml::de::Error) -> Error {
    let what = error.message().replace('\n', " ");
    let Some(span) = error.span() else {
        return Error::new(kind, format!("{origin}: {what}"));
    };
    let (line, column) = position(text, span.start);
    Error::new(kind, format!("{origin}:{line}:{column}: {what}"))
        .snippet(excerpt(text, origin, span, ""))
}

/// Line and column (both from 1, column in characters) of a byte offset.
#[must_use]
pub fn position(text: &str, offset: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let before = String::from_utf8_lossy(before);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}
