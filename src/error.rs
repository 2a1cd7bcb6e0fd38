//! The one error type of the crate: whose move it is, what happened, and the way out.
//!
//! Holds no terminal code: how an error looks on screen or in JSON is `ui`'s work.

use std::error::Error as StdError;
use std::fmt;

/// Whose move it is. Code branches on this alone; the wording is in the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The command line, an answer or a fact is wrong: the caller mends it.
    Usage,
    /// A pattern (manifest, template, type table) is wrong: its author mends it.
    Pattern,
    /// The project does not have the form that is needed: its owner decides.
    Project,
    /// The operating system refused.
    Io,
}

impl Kind {
    /// The name used in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Pattern => "pattern",
            Self::Project => "project",
            Self::Io => "io",
        }
    }
}

/// A failure with its message (a lower-case fragment), hints on the way out, and the failure behind it.
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    message: String,
    snippet: Option<String>,
    hints: Vec<String>,
    doubt: Option<Doubt>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// A fact whose evidence is split, and what it may be: a person who can be asked settles it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The name of the fact.
    pub fact: String,
    /// What was found.
    pub candidates: Vec<String>,
}

/// The crate's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error of `kind`; the message is a lower-case fragment that names the place.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            snippet: None,
            hints: Vec::new(),
            doubt: None,
            source: None,
        }))
    }

    /// The command line, an answer or a fact is wrong.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// A pattern is wrong.
    pub fn pattern(message: impl Into<String>) -> Self {
        Self::new(Kind::Pattern, message)
    }

    /// The project does not have the form that is needed.
    pub fn project(message: impl Into<String>) -> Self {
        Self::new(Kind::Project, message)
    }

    /// The operating system refused; `message` carries the path.
    pub fn io(message: impl Into<String>, source: std::io::Error) -> Self {
        Self::new(Kind::Io, message).because(source)
    }

    /// Adds a line that says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hints.push(hint.into());
        self
    }

    /// Adds the source line with its caret.
    #[must_use]
    pub fn snippet(mut self, snippet: impl Into<String>) -> Self {
        self.0.snippet = Some(snippet.into());
        self
    }

    /// Names the place in front of the message.
    #[must_use]
    pub fn at(mut self, place: impl fmt::Display) -> Self {
        self.0.message = format!("{place}: {}", self.0.message);
        self
    }

    /// The same failure as another's move.
    #[must_use]
    pub fn of_kind(mut self, kind: Kind) -> Self {
        self.0.kind = kind;
        self
    }

    /// Leaves the source line out, where it may hold a secret.
    #[must_use]
    pub fn without_snippet(mut self) -> Self {
        self.0.snippet = None;
        self
    }

    /// Says which fact would have to be settled for the run to go on.
    #[must_use]
    pub fn in_doubt(mut self, doubt: Doubt) -> Self {
        self.0.doubt = Some(doubt);
        self
    }

    /// Adds the failure behind this one.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Whose move it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The message without its causes.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What to do, one line each.
    #[must_use]
    pub fn hints(&self) -> &[String] {
        &self.0.hints
    }

    /// The fact that would have to be settled, where that is all that is in the way.
    #[must_use]
    pub fn doubt(&self) -> Option<&Doubt> {
        self.0.doubt.as_ref()
    }

    /// The source line with its caret, where there is one.
    #[must_use]
    pub fn source_snippet(&self) -> Option<&str> {
        self.0.snippet.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &self.0.message)
            .field("hints", &self.0.hints)
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

/// The names of `known` that resemble `word`, nearest first, three at most.
///
/// Resemblance is Jaro-Winkler similarity of at least 0.8, or one being the beginning of the other.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut scored: Vec<(f64, &str)> = known
        .into_iter()
        .map(|name| (resemblance(word, name), name))
        .filter(|(score, _)| *score >= 0.8)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.dedup_by(|a, b| a.1 == b.1);
    scored.into_iter().take(3).map(|(_, name)| name).collect()
}

fn resemblance(word: &str, name: &str) -> f64 {
    if !word.is_empty() && (name.starts_with(word) || word.starts_with(name)) {
        return 1.0;
    }
    strsim::jaro_winkler(word, name)
}

/// `did you mean …?` for the nearest of `known`, if any comes near.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let near = nearest(word, known);
    if near.is_empty() {
        return None;
    }
    let quoted: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
    Some(format!("did you mean {}?", quoted.join(" or ")))
}
