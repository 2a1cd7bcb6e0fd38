//! Answers for the questions of a pattern: given, recorded, or by default.

use indexmap::IndexMap;
use minijinja::Value;
use serde_json::Value as Json;

use super::Shelf;
use super::fields::{ensure_names, fields_value};
use crate::answers::{Answer, Answers, Given};
use crate::error::{Error, Kind, Result};
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

impl Missing {
    fn new(name: &str, question: &Question, pattern: &str) -> Self {
        Self {
            name: name.to_owned(),
            question: question.clone(),
            pattern: pattern.to_owned(),
        }
    }
}

/// Where the answers of one pattern come from.
pub(super) struct Sources<'a> {
    /// Given by flag or file.
    pub given: &'a Given,
    /// Recorded when the same stamp was made before.
    pub recorded: &'a Given,
    /// Where the recorded answers stand, for messages.
    pub record: &'a str,
    /// The facts for defaults.
    pub facts: &'a Facts,
    /// Where the questions stand, for messages.
    pub origin: &'a str,
    /// The pattern that asks.
    pub pattern: &'a str,
    /// Whether fields that were given join those on record; else they are all.
    pub extend: bool,
    /// Whether the pattern comes along with the one that was asked for.
    pub along: bool,
}

impl Sources<'_> {
    /// What was given for the question. What a pattern answers itself is not for the one that it comes along with: its
    /// entity is another.
    fn given(&self, name: &str, question: &Question) -> Option<&Json> {
        let own = self.along && question.hidden && question.generate.is_none();
        self.given.get(name).filter(|_| !own)
    }
}

/// Reads the answers that were given or recorded; defaults are not looked at.
pub(super) fn given_answers(
    shelf: &Shelf,
    questions: &IndexMap<String, Question>,
    sources: &Sources,
) -> Result<Answers> {
    let mut answers = Answers::new();
    for (name, question) in questions {
        if let Some(value) = sources.given(name, question) {
            let answer = Answer::read(name, question, value)?;
            answers.insert(name.clone(), joined(answer, (name, question), sources)?);
        } else if let Some(value) = sources.recorded.get(name) {
            let wrong = |error: Error| error.of_kind(Kind::Project).at(sources.record);
            answers.insert(
                name.clone(),
                Answer::read(name, question, value).map_err(wrong)?,
            );
        }
    }
    pluralize(questions, &mut answers)?;
    ensure_names(shelf, &mut answers, sources.facts)?;
    ensure_targets(shelf, &answers, sources.facts)?;
    Ok(answers)
}

/// Fields that were given, behind those on record; one of the same name takes its place.
fn joined(
    answer: Answer,
    (name, question): (&str, &Question),
    sources: &Sources,
) -> Result<Answer> {
    let recorded = sources.recorded.get(name).filter(|_| sources.extend);
    let (Answer::Fields(given), Some(recorded)) = (&answer, recorded) else {
        return Ok(answer);
    };
    let Answer::Fields(mut fields) = Answer::read(name, question, recorded)? else {
        return Ok(answer);
    };
    for field in given {
        match fields
            .iter_mut()
            .find(|known| known.names.snake == field.names.snake)
        {
            Some(known) => known.clone_from(field),
            None => fields.push(field.clone()),
        }
    }
    Ok(Answer::Fields(fields))
}

/// Refuses targets that the project does not have.
fn ensure_targets(shelf: &Shelf, answers: &Answers, facts: &Facts) -> Result<()> {
    answers.values().try_for_each(|answer| match answer {
        Answer::Target(text) => (shelf.target)(text, facts).map(drop),
        _ => Ok(()),
    })
}

/// Answers, and the questions that need one and have none.
#[derive(Default)]
pub(super) struct Answered {
    /// In the order of the questions.
    pub answers: Answers,
    /// Where there are any, the answers are not complete and nothing was checked.
    pub missing: Vec<Missing>,
    /// What there is to say about defaults that were taken.
    pub notes: Vec<String>,
}

/// All answers: those given, and the defaults of the rest; then every check.
pub(super) fn all_answers(
    shelf: &Shelf,
    questions: &IndexMap<String, Question>,
    sources: &Sources,
) -> Result<Answered> {
    let mut answers = given_answers(shelf, questions, sources)?;
    let (mut missing, mut notes) = (Vec::new(), Vec::new());
    let mut context = context(shelf, sources.facts, &answers);
    for (name, question) in questions {
        if answers.contains_key(name) {
            continue;
        }
        match default(shelf, (name.as_str(), question), &context, sources.origin) {
            Ok(Default::Answer(answer)) => {
                answers.insert(name.clone(), *answer);
                pluralize(questions, &mut answers)?;
                set(shelf, &mut context, name, (&answers, sources.facts));
                notes.extend(note(shelf, question, &context, sources.origin)?);
            }
            Ok(Default::Required) => missing.push(Missing::new(name, question, sources.pattern)),
            Ok(Default::None) => {}
            // What follows from an answer that is missing cannot be told yet.
            Err(_) if !missing.is_empty() => {}
            Err(error) => return Err(error),
        }
    }
    ensure_names(shelf, &mut answers, sources.facts)?;
    answers.sort_by_key(|name, _| questions.get_index_of(name));
    if missing.is_empty() {
        for (name, question) in questions {
            ensure_check(shelf, (name.as_str(), question), &context, sources.origin)?;
        }
    }
    Ok(Answered {
        answers,
        missing,
        notes,
    })
}

/// The variables that facts and answers give; fields last, for their rows see all the others.
pub(super) fn context(shelf: &Shelf, facts: &Facts, answers: &Answers) -> Context {
    let mut context = Context::from_facts(facts);
    context.set("patgen", shelf.run.clone());
    let (fields, others): (Vec<_>, Vec<_>) = answers
        .iter()
        .partition(|(_, answer)| matches!(answer, Answer::Fields(_)));
    for (name, _) in others.into_iter().chain(fields) {
        set(shelf, &mut context, name, (answers, facts));
    }
    context
}

fn set(shelf: &Shelf, context: &mut Context, name: &str, (answers, facts): (&Answers, &Facts)) {
    let value = match answers.get(name) {
        Some(Answer::Fields(fields)) => fields_value(shelf, fields, context),
        // That it is there was made sure of when it was read.
        Some(Answer::Target(text)) => (shelf.target)(text, facts).unwrap_or_default(),
        Some(answer) => answer.to_value().unwrap_or_default(),
        None => return,
    };
    context.set(name, value);
}

/// What a question has where nothing was given for it.
enum Default {
    Answer(Box<Answer>),
    /// It must be given.
    Required,
    /// It is not asked, or its default is nothing.
    None,
}

fn default(
    shelf: &Shelf,
    (name, question): (&str, &Question),
    context: &Context,
    origin: &str,
) -> Result<Default> {
    let origin = format!("{origin}: question `{name}`");
    let asked = match &question.when {
        Some(when) => shelf.engine.holds(when, &origin, context)?,
        None => true,
    };
    let Some(expression) = &question.default else {
        let required = asked && question.is_required();
        return Ok(if required {
            Default::Required
        } else {
            Default::None
        });
    };
    let value = shelf.engine.value(expression, &origin, context)?;
    if value.is_none() || value.is_undefined() {
        return Ok(Default::None);
    }
    let read = Answer::read(name, question, &json(&value, question));
    let wrong = |error: Error| {
        error
            .of_kind(Kind::Pattern)
            .at(format!("{origin}: its default"))
    };
    read.map(|answer| Default::Answer(Box::new(answer)))
        .map_err(wrong)
}

fn note(
    shelf: &Shelf,
    question: &Question,
    context: &Context,
    origin: &str,
) -> Result<Option<String>> {
    let Some(template) = &question.note else {
        return Ok(None);
    };
    let note = shelf.engine.text(template, origin, context)?;
    Ok((!note.trim().is_empty()).then_some(note))
}

/// The value of an expression as an answer could be given: an object of the engine is its text.
fn json(value: &Value, question: &Question) -> Json {
    match serde_json::to_value(value) {
        Ok(json) if !json.is_object() || question.kind == QuestionType::Fields => json,
        _ => Json::from(value.to_string()),
    }
}

/// A name whose plural another question gives.
fn pluralize(questions: &IndexMap<String, Question>, answers: &mut Answers) -> Result<()> {
    for (name, question) in questions {
        let Some(asked) = &question.plural else {
            continue;
        };
        if let (Some(Answer::Text(plural)), Some(Answer::Name(names))) =
            (answers.get(asked), answers.get(name))
        {
            let flag = questions.get(asked).map(|question| question.flag(asked));
            let flag = flag.as_deref().unwrap_or(asked);
            let names = names
                .with_plural(plural)
                .map_err(|error| error.at(format!("`--{flag}`")))?;
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
    if question.hidden && question.help.is_empty() {
        // Nobody answers it: what is wrong is in the project.
        return Err(Error::project(message));
    }
    let said_no = question.kind == QuestionType::Bool
        && context.get(name).is_some_and(|value| !value.is_true());
    let flag = if said_no {
        question.no_flag(name)
    } else {
        question.flag(name)
    };
    Err(Error::usage(format!("`--{flag}`: {message}")))
}
