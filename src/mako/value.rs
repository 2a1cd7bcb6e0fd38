//! The values of template expressions, and how Python writes them.

/// A value that an expression has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
    /// A tuple of texts.
    Tuple(Vec<String>),
}

impl Value {
    /// A text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// `None`, a text or a tuple: as Alembic has the revisions below a new one.
    #[must_use]
    pub fn revisions(ids: &[String]) -> Self {
        match ids {
            [] => Self::None,
            [id] => Self::text(id),
            several => Self::Tuple(several.to_vec()),
        }
    }

    /// Whether Python takes it for true.
    pub(super) fn is_true(&self) -> bool {
        match self {
            Self::None => false,
            Self::Bool(flag) => *flag,
            Self::Number(number) => *number != 0,
            Self::Text(text) => !text.is_empty(),
            Self::Tuple(items) => !items.is_empty(),
        }
    }

    /// As `str` gives it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            other => other.repr(),
        }
    }

    /// As `repr` gives it.
    pub(super) fn repr(&self) -> String {
        match self {
            Self::None => "None".to_owned(),
            Self::Bool(true) => "True".to_owned(),
            Self::Bool(false) => "False".to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => quoted(text),
            Self::Tuple(items) => {
                let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
                let comma = if items.len() == 1 { "," } else { "" };
                format!("({}{comma})", items.join(", "))
            }
        }
    }

    /// As Alembic's filter `comma` gives it.
    pub(super) fn comma(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Tuple(items) => items.join(", "),
            other => other.shown(),
        }
    }
}

/// A text in single quotes, or in double ones where it holds a single one.
fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    let mut out = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => out += "\\\\",
            '\n' => out += "\\n",
            '\r' => out += "\\r",
            '\t' => out += "\\t",
            c if c == quote => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}
