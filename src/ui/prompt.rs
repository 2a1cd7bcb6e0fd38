//! Questions to a person. Called only where `can_ask` says that there is one.

use dialoguer::{Confirm, Input, Select};

use super::Ui;
use crate::error::{Error, Result};
use crate::pattern::{Question, QuestionType};

impl Ui {
    /// Asks for a yes.
    ///
    /// # Errors
    /// An I/O error where the terminal is gone.
    pub fn confirm(&self, question: &str) -> Result<bool> {
        Confirm::new()
            .with_prompt(question)
            .default(false)
            .interact()
            .map_err(|error| gone(&error))
    }

    /// Asks for the answer to `question`; empty takes the default, where there is one.
    ///
    /// # Errors
    /// An I/O error where the terminal is gone.
    pub fn ask(&self, name: &str, question: &Question) -> Result<Option<String>> {
        if question.kind == QuestionType::Choice {
            return choose(name, question).map(Some);
        }
        let example = question
            .example
            .as_ref()
            .map_or(String::new(), |example| format!(", such as {example}"));
        let prompt = format!("{name} ({}{example})", question.help);
        let text: String = Input::new()
            .with_prompt(prompt)
            .allow_empty(!question.is_required())
            .interact_text()
            .map_err(|error| gone(&error))?;
        Ok((!text.is_empty()).then_some(text))
    }
}

fn choose(name: &str, question: &Question) -> Result<String> {
    let index = Select::new()
        .with_prompt(format!("{name} ({})", question.help))
        .items(&question.choices)
        .default(0)
        .interact()
        .map_err(|error| gone(&error))?;
    Ok(question.choices[index].clone())
}

fn gone(error: &dialoguer::Error) -> Error {
    Error::usage(format!("the question was not answered: {error}"))
        .hint("give the answer as a flag, and `--yes` for a confirmation")
}
