//! Questions to a person, on the terminal. Called only where `can_ask` says that there is one.

use std::io;

use console::Term;

use super::{Ui, visible};
use crate::error::{Error, Result};
use crate::pattern::{Question, QuestionType};

impl Ui {
    /// Asks for the answer to `question`; nothing where it is left empty. A secret is typed unseen.
    ///
    /// # Errors
    /// A usage error where the terminal is gone.
    pub fn ask(&self, name: &str, question: &Question) -> Result<Option<String>> {
        let mut about = vec![question.help.clone()];
        if !question.choices.is_empty() {
            about.push(question.choices.join(" | "));
        }
        about.extend(
            question
                .example
                .as_ref()
                .map(|example| format!("such as {example}")),
        );
        about.retain(|part| !part.is_empty());
        let prompt = visible(&format!("{name} ({}): ", about.join("; ")));
        let is_secret = question.kind == QuestionType::Secret;
        let answer = read(&self.style().bold().apply_to(prompt).to_string(), is_secret)?;
        let answer = answer.trim();
        Ok((!answer.is_empty()).then(|| answer.to_owned()))
    }
}

impl Ui {
    /// Asks which of `candidates` the fact is; nothing where it is left empty.
    ///
    /// # Errors
    /// A usage error where the terminal is gone.
    pub fn choose(&self, fact: &str, candidates: &[String]) -> Result<Option<String>> {
        let mut lines = vec![format!("`{fact}` is not certain; it may be")];
        let numbered = candidates.iter().enumerate();
        lines.extend(numbered.map(|(index, it)| format!("  {}  {it}", index + 1)));
        self.insist(&visible(&lines.join("\n")));
        let prompt = visible(&format!("{fact} (a number, or another value): "));
        let answer = read(&self.style().bold().apply_to(prompt).to_string(), false)?;
        let answer = answer.trim();
        Ok((!answer.is_empty()).then(|| answer.to_owned()))
    }
}

/// Reads a line; the end of the input is no answer.
pub(super) fn read(prompt: &str, unseen: bool) -> Result<String> {
    let term = Term::stderr();
    let read = || -> io::Result<String> {
        term.write_str(prompt)?;
        if unseen {
            return term.read_secure_line();
        }
        // Line by line, as the terminal itself edits it: then Ctrl-D is the end of the input.
        let mut line = String::new();
        match io::stdin().read_line(&mut line)? {
            0 => Err(io::Error::from(io::ErrorKind::UnexpectedEof)),
            _ => Ok(line),
        }
    };
    read().map_err(|error| {
        Error::usage(format!("the question was not answered: {error}"))
            .hint("give the answer as a flag, and `--yes` for a confirmation")
    })
}
