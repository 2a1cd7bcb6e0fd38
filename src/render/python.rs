//! Python code as the formatter leaves it: ruff's own, with the line length and quotes of the project.

use minijinja::value::Object;
use ruff_formatter::LineWidth;
use ruff_python_formatter::{PyFormatOptions, QuoteStyle, format_module_source};

use crate::edit;
use crate::error::{Error, Result};
use crate::excerpt::{excerpt, position};
use crate::facts::Facts;

/// How the project writes its code.
#[derive(Clone, Debug)]
pub struct CodeStyle {
    /// Columns of a line.
    pub line_length: u16,
    /// Single quotes rather than double.
    pub single_quotes: bool,
    /// Packages whose imports are first party.
    pub first_party: Vec<String>,
}

impl Default for CodeStyle {
    fn default() -> Self {
        Self {
            line_length: 88,
            single_quotes: false,
            first_party: vec!["tests".to_owned()],
        }
    }
}

impl CodeStyle {
    /// The style that the facts tell.
    #[must_use]
    pub fn from_facts(facts: &Facts) -> Self {
        let length = facts
            .text("style.line_length")
            .and_then(|text| text.parse().ok());
        // The directory of the tests as Python sees it: from where first-party imports resolve.
        let root = facts.text("project.import_root").unwrap_or(".");
        let tests = facts.text("project.tests").map(|tests| {
            let below = tests
                .strip_prefix(root)
                .map(|below| below.trim_start_matches('/'));
            below.unwrap_or(tests)
        });
        let package = |path: Option<&str>| {
            path.and_then(|path| path.split(['.', '/']).next())
                .map(str::to_owned)
        };
        let first_party = [package(facts.text("project.package")), package(tests)];
        Self {
            line_length: length.unwrap_or(88),
            single_quotes: facts.text("style.quotes") == Some("single"),
            first_party: first_party.into_iter().flatten().collect(),
        }
    }

    /// Whether `code` is as the formatter leaves it, but for blank lines: formatters of other years set others.
    #[must_use]
    pub fn is_kept_by(&self, code: &str) -> bool {
        let lines = |text: &str| {
            let lines = text.lines().filter(|line| !line.is_empty());
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        format(code, "", self).is_ok_and(|formatted| lines(&formatted) == lines(code))
    }

    /// The style as `edit` wants it.
    #[must_use]
    pub fn edit_style(&self) -> edit::Style {
        edit::Style {
            first_party: self.first_party.clone(),
            line_length: usize::from(self.line_length),
            quote: if self.single_quotes { '\'' } else { '"' },
        }
    }
}

impl Object for CodeStyle {}

/// Statements as they stand in a function, formatted; where the width is none, a line is as long as it likes.
pub(super) fn format_body(code: &str, origin: &str, style: &CodeStyle) -> Result<String> {
    let style = CodeStyle {
        line_length: style.line_length.saturating_sub(4).max(1),
        ..style.clone()
    };
    format(code, origin, &style).map(|code| code.trim_end().to_owned())
}

/// Formats `code`, which `origin` rendered.
///
/// # Errors
/// A pattern error that shows the line of the rendered code that is no Python.
pub(super) fn format(code: &str, origin: &str, style: &CodeStyle) -> Result<String> {
    let quotes = if style.single_quotes {
        QuoteStyle::Single
    } else {
        QuoteStyle::Double
    };
    let width = LineWidth::try_from(style.line_length).unwrap_or_default();
    let options = PyFormatOptions::default()
        .with_quote_style(quotes)
        .with_line_width(width);
    match format_module_source(code, options) {
        Ok(formatted) => Ok(formatted.into_code()),
        Err(error) => Err(not_python(code, origin, &error)),
    }
}

/// Whether the file at `path` is Python code.
pub(super) fn is_python(path: &str) -> bool {
    path.ends_with(".py")
}

/// `code` in the formatter's form; as it is where that cannot be.
#[must_use]
pub fn formatted(code: String, style: &CodeStyle) -> String {
    format(&code, "", style).unwrap_or(code)
}

/// `after` in the formatter's form, where `before` was in it already; as it is otherwise.
#[must_use]
pub fn formatted_as_before(before: &str, after: String, style: &CodeStyle) -> String {
    let format = |code: &str| format(code, "", style).ok();
    if format(before).as_deref() != Some(before) {
        return after;
    }
    format(&after).unwrap_or(after)
}

fn not_python(code: &str, origin: &str, error: &ruff_python_formatter::FormatModuleError) -> Error {
    let ruff_python_formatter::FormatModuleError::ParseError(mistake) = error else {
        return Error::pattern(format!(
            "{origin}: the rendered code cannot be formatted: {error}"
        ));
    };
    let start = usize::from(mistake.location.start());
    let end = usize::from(mistake.location.end()).max(start + 1);
    let (line, _) = position(code, start);
    Error::pattern(format!(
        "{origin}: line {line} of the rendered code is no valid Python: {}",
        mistake.error
    ))
    .snippet(excerpt(
        code,
        &format!("{origin} (rendered)"),
        start..end,
        "",
    ))
}
