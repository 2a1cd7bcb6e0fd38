//! Python code as the formatter leaves it: ruff's own, with the line length and quotes of the project.

use minijinja::value::Object;
use ruff_formatter::{IndentStyle, LineWidth};
use ruff_python_formatter::{
    FormatModuleError, MagicTrailingComma, PyFormatOptions, QuoteStyle, format_module_source,
};

use crate::edit::{self, ImportRules};
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
    /// Blanks or tabs.
    pub indent: IndentStyle,
    /// Whether a last comma asks for one item a line.
    pub last_comma: MagicTrailingComma,
    /// Lines of new files end in CR LF.
    pub crlf: bool,
    /// What new files begin with: lines of comment, none where it is empty.
    pub header: String,
    /// Packages whose imports are first party.
    pub first_party: Vec<String>,
    /// How blocks of imports are written.
    pub imports: ImportRules,
    /// Names of SQLAlchemy are imported one by one.
    pub sqlalchemy_names: bool,
    /// Where the project's own modules import each other by dots: the directory that imports start from.
    pub relative_from: Option<String>,
}

impl Default for CodeStyle {
    fn default() -> Self {
        Self {
            line_length: 88,
            single_quotes: false,
            indent: IndentStyle::Space,
            last_comma: MagicTrailingComma::Respect,
            crlf: false,
            header: String::new(),
            first_party: vec!["tests".to_owned()],
            imports: ImportRules::default(),
            sqlalchemy_names: false,
            relative_from: None,
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
        let own = [package(facts.text("project.package")), package(tests)];
        let settings = facts.list("style.imports");
        let first_party = own
            .into_iter()
            .flatten()
            .chain(facts.list("project.modules").iter().cloned())
            .chain(packages(settings, "known-first-party="));
        let third_party: Vec<String> = packages(settings, "known-third-party=").collect();
        Self {
            line_length: length.unwrap_or(88),
            single_quotes: facts.text("style.quotes") == Some("single"),
            indent: match facts.text("style.indent") {
                Some("tab") => IndentStyle::Tab,
                _ => IndentStyle::Space,
            },
            last_comma: match facts.text("style.last_comma") {
                Some("ignored") => MagicTrailingComma::Ignore,
                _ => MagicTrailingComma::Respect,
            },
            crlf: facts.text("style.line_ends") == Some("crlf"),
            header: facts.text("style.header").unwrap_or_default().to_owned(),
            first_party: first_party
                .filter(|package| !third_party.contains(package))
                .collect(),
            imports: ImportRules::read(settings.iter().map(String::as_str)),
            sqlalchemy_names: facts.text("db.imports") == Some("names"),
            relative_from: facts
                .get("style.relative")
                .map(|_| root.trim_matches(['.', '/']).to_owned()),
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

    /// Import lines for the file at `path`: by dots, where the project's modules import each other so.
    #[must_use]
    pub fn imports_in(&self, path: &str, lines: &str) -> String {
        let below = |root: &String| {
            let below = path.strip_prefix(root.as_str())?.trim_start_matches('/');
            Some(below.rsplit_once('/')?.0.replace('/', "."))
        };
        match self.relative_from.as_ref().and_then(below) {
            Some(package) => {
                let lines = lines.lines().map(|line| by_dots(line, &package));
                lines.map(|line| line + "\n").collect()
            }
            None => lines.to_owned(),
        }
    }

    /// The style as `edit` wants it.
    #[must_use]
    pub fn edit_style(&self) -> edit::Style {
        edit::Style {
            first_party: self.first_party.clone(),
            line_length: usize::from(self.line_length),
            quote: if self.single_quotes { '\'' } else { '"' },
            imports: self.imports.clone(),
        }
    }
}

impl Object for CodeStyle {}

/// The packages that settings of `style.imports` name, where `setting` is their beginning.
fn packages<'a>(settings: &'a [String], setting: &'a str) -> impl Iterator<Item = String> {
    settings
        .iter()
        .filter_map(move |one| one.strip_prefix(setting).map(str::to_owned))
}

/// `from shop.db.base import Base` as a module of `package` writes it: `from ..db.base import Base` in `shop.api`. What
/// is of another package stays.
fn by_dots(line: &str, package: &str) -> String {
    let parts = line
        .strip_prefix("from ")
        .and_then(|rest| rest.split_once(" import "));
    let Some((module, names)) = parts.filter(|(module, _)| !module.starts_with('.')) else {
        return line.to_owned();
    };
    let (of, own): (Vec<&str>, Vec<&str>) =
        (module.split('.').collect(), package.split('.').collect());
    let shared = of.iter().zip(&own).take_while(|(a, b)| a == b).count();
    if shared == 0 {
        return line.to_owned();
    }
    let dots = ".".repeat(own.len() - shared + 1);
    format!("from {dots}{} import {names}", of[shared..].join("."))
}

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
        .with_indent_style(style.indent)
        .with_magic_trailing_comma(style.last_comma)
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

/// `code` of a new file behind the comment that the project's files begin with; a file that is empty stays so.
#[must_use]
pub fn headed(code: String, style: &CodeStyle) -> String {
    if code.is_empty() || code.starts_with(style.header.trim_end()) {
        code
    } else {
        format!("{}{code}", style.header)
    }
}

/// `code` of a new file with the project's line ends.
#[must_use]
pub fn ended(code: String, style: &CodeStyle) -> String {
    if style.crlf && !code.contains('\r') {
        code.replace('\n', "\r\n")
    } else {
        code
    }
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

fn not_python(code: &str, origin: &str, error: &FormatModuleError) -> Error {
    let FormatModuleError::ParseError(mistake) = error else {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_by_dots() {
        let style = CodeStyle {
            relative_from: Some(String::new()),
            ..CodeStyle::default()
        };
        for (line, expected) in [
            (
                "from src.app.db.base import Base",
                "from ..db.base import Base",
            ),
            (
                "from src.app.models.user import User",
                "from .user import User",
            ),
            ("from src.app.models import User", "from . import User"),
            ("from src import app", "from ... import app"),
            ("from sqlalchemy import orm", "from sqlalchemy import orm"),
            ("from .user import User", "from .user import User"),
            ("import sqlalchemy as sa", "import sqlalchemy as sa"),
        ] {
            let found = style.imports_in("src/app/models/order.py", line);
            assert_eq!(found, format!("{expected}\n"));
            assert_eq!(
                CodeStyle::default().imports_in("src/app/models/order.py", line),
                line
            );
        }
        let below = CodeStyle {
            relative_from: Some("backend".to_owned()),
            ..CodeStyle::default()
        };
        let found = below.imports_in("backend/app/api/a.py", "from app.db import Base");
        assert_eq!(found, "from ..db import Base\n");
    }
}
