//! Answers for the questions of a pattern: given, recorded, or by default.

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::Shelf;
use super::fields::{ensure_names, fields_value};
use crate::answers::{Answer, Answers, Given};
use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::pattern::{Question, QuestionType};
use crate::render::Context;

/// A required answer that nobody gave.
#[derive(Clone, Debug)]
pub struct Missing {
    /// The question's name.
    pub name: String,
    /// The question.
    pub question: Question,
    /// The pattern that asks, by name.
    pub pattern: String,
}

/// Where the answers of one pattern come from.
pub(super) struct Sources<'a> {
    /// Given by flag or file.
    pub given: &'a Given,
    /// Recorded when the same stamp was made before.
    pub recorded: &'a Given,
    /// The facts for defaults.
    pub facts: &'a Facts,
    /// Where the questions stand, for messages.
    pub origin: &'a str,
}

/// Reads the answers that were given or recorded; defaults are not looked at.
pub(super) fn given_answers(
    shelf: &Shelf,
    questions: &IndexMap<String, Question>,
    sources: &Sources,
) -> Result<Answers> {
    let mut answers = Answers::new();
    for (name, question) in questions {
        if let Some(value) = sources
            .given
            .get(name)
            .or_else(|| sources.recorded.get(name))
        {
            answers.insert(name.clone(), Answer::read(name, question, value)?);
        }
    }
    pluralize(questions, &mut answers)?;
    ensure_names(shelf, &mut answers, sources.facts)?;
    Ok(answers)
}

/// The questions that need an answer and have none.
pub(super) fn missing(
    questions: &IndexMap<String, Question>,
    answers: &Answers,
    pattern: &str,
) -> Vec<Missing> {
    let lacking = questions.iter().filter(|(name, question)| {
        question.is_required() && question.when.is_none() && !answers.contains_key(*name)
    });
    lacking
        .map(|(name, question)| Missing {
            name: name.clone(),
            question: question.clone(),
            pattern: pattern.to_owned(),
        })
        .collect()
}

/// All answers: those given, and the defaults of the rest; then every check.
pub(super) fn all_answers(
    shelf: &Shelf,
    questions: &IndexMap<String, Question>,
    sources: &Sources,
) -> Result<Answers> {
    let mut answers = given_answers(shelf, questions, sources)?;
    let mut context = context(shelf, sources.facts, &answers);
    for (name, question) in questions {
        if !answers.contains_key(name)
            && let Some(answer) =
                default(shelf, (name.as_str(), question), &context, sources.origin)?
        {
            answers.insert(name.clone(), answer);
            pluralize(questions, &mut answers)?;
            set(shelf, &mut context, name, &answers);
        }
    }
    ensure_names(shelf, &mut answers, sources.facts)?;
    answers.sort_by_key(|name, _| questions.get_index_of(name));
    for (name, question) in questions {
        ensure_check(shelf, (name.as_str(), question), &context, sources.origin)?;
    }
    Ok(answers)
}

/// The variables that facts and answers give; fields last, for their rows see all the others.
pub(super) fn context(shelf: &Shelf, facts: &Facts, answers: &Answers) -> Context {
    let mut context = Context::from_facts(facts);
    context.set("patgen", shelf.run.clone());
    let (fields, others): (Vec<_>, Vec<_>) = answers
        .iter()
        .partition(|(_, answer)| matches!(answer, Answer::Fields(_)));
    for (name, _) in others.into_iter().chain(fields) {
        set(shelf, &mut context, name, answers);
    }
    context
}

fn set(shelf: &Shelf, context: &mut Context, name: &str, answers: &Answers) {
    let value = match answers.get(name) {
        Some(Answer::Fields(fields)) => fields_value(shelf, fields, context),
        Some(answer) => answer.to_value().unwrap_or_default(),
        None => return,
    };
    context.set(name, value);
}

fn default(
    shelf: &Shelf,
    (name, question): (&str, &Question),
    context: &Context,
    origin: &str,
) -> Result<Option<Answer>> {
    let origin = format!("{origin}: question `{name}`");
    let asked = match &question.when {
        Some(when) => shelf.engine.holds(when, &origin, context)?,
        None => true,
    };
    let Some(expression) = &question.default else {
        return if asked {
            Err(unanswered(name, question))
        } else {
            Ok(None)
        };
    };
    let value = shelf.engine.value(expression, &origin, context)?;
    if value.is_none() || value.is_undefined() {
        return Ok(None);
    }
    let json = serde_json::to_value(&value).unwrap_or_else(|_| Json::from(value.to_string()));
    let json = if json.is_object() && question.kind != QuestionType::Fields {
        Json::from(value.to_string())
    } else {
        json
    };
    Answer::read(name, question, &json).map(Some)
}

fn unanswered(name: &str, question: &Question) -> Error {
    Error::usage(format!(
        "`--{}` is missing: {}",
        question.flag(name),
        question.help
    ))
}

/// A name whose plural another question gives.
fn pluralize(questions: &IndexMap<String, Question>, answers: &mut Answers) -> Result<()> {
    for (name, question) in questions {
        let plural = question
            .plural
            .as_ref()
            .and_then(|plural| answers.get(plural));
        if let (Some(Answer::Text(plural)), Some(Answer::Name(names))) = (plural, answers.get(name))
        {
            let names = names.with_plural(plural)?;
            answers.insert(name.clone(), Answer::Name(names));
        }
    }
    Ok(())
}

fn ensure_check(
    shelf: &Shelf,
    (name, question): (&str, &Question),
    context: &Context,
    origin: &str,
) -> Result<()> {
    let (Some(check), Some(message)) = (&question.check, &question.message) else {
        return Ok(());
    };
    let origin = format!("{origin}: question `{name}`");
    if context.get(name).is_none() || shelf.engine.holds(check, &origin, context)? {
        return Ok(());
    }
    let message = shelf.engine.text(message, &origin, context)?;
    Err(Error::usage(format!(
        "`--{}`: {message}",
        question.flag(name)
    )))
}
