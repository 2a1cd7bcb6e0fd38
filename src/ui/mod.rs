//! The terminal: the one place that prints and asks.
//!
//! stdout is data, stderr is talk. Text that comes from files, names or answers is shown without raw
//! control characters.

mod diff;
mod editor;
mod failure;
mod preview;
mod prompt;
mod review;
mod visible;

pub use diff::coloured;
pub use failure::{failure_json, failure_text};
pub use preview::{Preview, summary};
pub use visible::visible;

use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, OnceLock};

use console::Style;

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// At a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How to talk to the one who called.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of one stream"
)]
pub struct Ui {
    /// Colour on stdout.
    pub colour_out: bool,
    /// Colour on stderr.
    pub colour_err: bool,
    /// stdout is a terminal: data is shown to a person.
    pub terminal_out: bool,
    /// A person can be asked: stdin and stderr are terminals.
    pub can_ask: bool,
    /// Say less (-1), as usual (0), or more (1).
    pub verbosity: i8,
    /// Why data could not be written, if it could not; shared by every copy.
    lost: Arc<OnceLock<io::ErrorKind>>,
}

impl Ui {
    /// What the environment and the flags say.
    #[must_use]
    pub fn new(colour: Colour, verbosity: i8) -> Self {
        let wanted = |terminal: bool| match colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => terminal && is_unset("NO_COLOR") && !is_dumb(),
        };
        let (out, err) = (io::stdout().is_terminal(), io::stderr().is_terminal());
        Self {
            colour_out: wanted(out),
            colour_err: wanted(err),
            terminal_out: out,
            can_ask: err && io::stdin().is_terminal(),
            verbosity,
            lost: Arc::default(),
        }
    }

    /// Writes data to stdout as it is. A reader that has gone is no failure.
    pub fn data(&self, bytes: &[u8]) {
        let mut stdout = io::stdout().lock();
        let written = stdout.write_all(bytes).and_then(|()| stdout.flush());
        if let Err(error) = written
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            let _ = self.lost.set(error.kind());
        }
    }

    /// Why data that was to go to stdout was lost, such as a full disk behind it.
    #[must_use]
    pub fn lost_data(&self) -> Option<io::ErrorKind> {
        self.lost.get().copied()
    }

    /// Says something on stderr, unless told to be quiet.
    pub fn say(&self, text: &str) {
        if self.verbosity >= 0 {
            self.insist(text);
        }
    }

    /// Says something on stderr where more was wanted.
    pub fn detail(&self, text: &str) {
        if self.verbosity > 0 {
            self.insist(text);
        }
    }

    /// Says something on stderr in any case.
    pub fn insist(&self, text: &str) {
        write_quietly(&mut io::stderr().lock(), format!("{text}\n").as_bytes());
    }

    /// A style that is plain where stderr has no colour.
    #[must_use]
    pub fn style(&self) -> Style {
        Style::new().for_stderr().force_styling(self.colour_err)
    }
}

fn is_unset(variable: &str) -> bool {
    std::env::var_os(variable).is_none_or(|value| value.is_empty())
}

/// A terminal that says it understands no control characters.
fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

fn write_quietly(stream: &mut impl Write, bytes: &[u8]) {
    // Nothing can be said about a stream that takes no more.
    let _ = stream.write_all(bytes).and_then(|()| stream.flush());
}
