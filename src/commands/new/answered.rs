//! Draws up what was asked for, asking for what is missing where a person can be asked.

use indexmap::IndexMap;

use super::{Mode, Project, Setting};
use crate::answers::{Answer, Given};
use crate::catalogue::Entry;
use crate::error::{Error, Result};
use crate::pattern::Question;
use crate::record::Record;
use crate::stamp::{Drawn, Missing, Request, Shelf, Whole, draw};

/// What was asked for.
pub(super) struct Asked<'a> {
    /// The pattern.
    pub entry: &'a Entry,
    /// The pattern as read, first, and those that may come along.
    pub wholes: &'a [Whole],
    /// The answers that were given.
    pub given: &'a Given,
    /// The project.
    pub project: &'a Project,
    /// How.
    pub mode: &'a Mode,
    /// All that may be asked.
    pub questions: &'a IndexMap<String, Question>,
}

/// Draws up the request with every answer.
///
/// # Errors
/// A usage error that lists all missing answers where nobody can be asked, or names answers that nothing asked for.
pub(super) fn draw_answered(setting: &Setting, shelf: &Shelf, asked: &Asked) -> Result<Drawn> {
    let mut given = asked.given.clone();
    ask_optional(setting, asked, &mut given)?;
    let generated = generated(asked.wholes, &given)?;
    loop {
        let all: Given = given
            .iter()
            .chain(&generated)
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let recorded = |id: &str| record(asked.project, id).map(Record::given);
        let request = Request {
            pattern: &asked.entry.name,
            wholes: asked.wholes,
            given: &all,
            facts: &asked.project.facts,
            recorded: &recorded,
            extend: true,
        };
        let drawn = draw(shelf, &request)?;
        if drawn.missing.is_empty() {
            ensure_used(&given, &drawn, asked)?;
            return Ok(drawn);
        }
        if !setting.ui.can_ask {
            return Err(unanswered(&drawn.missing));
        }
        for missing in &drawn.missing {
            ask(setting, (&missing.name, &missing.question), &mut given)?;
        }
    }
}

fn record<'a>(project: &'a Project, id: &str) -> Option<&'a Record> {
    project.records.iter().find(|record| record.stamp == id)
}

/// At a terminal: questions with a default that are worth asking, where nothing was answered for them.
fn ask_optional(setting: &Setting, asked: &Asked, given: &mut Given) -> Result<()> {
    let Some(whole) = asked
        .wholes
        .first()
        .filter(|_| setting.ui.can_ask && !asked.mode.finish.yes)
    else {
        return Ok(());
    };
    let questions: IndexMap<String, Question> = whole.questions();
    let required_is_missing = questions
        .iter()
        .any(|(name, question)| question.is_required() && !given.contains_key(name));
    for (name, question) in questions.iter().filter(|_| required_is_missing) {
        if (question.ask || question.is_required()) && !question.hidden && !given.contains_key(name)
        {
            ask(setting, (name, question), given)?;
        }
    }
    Ok(())
}

/// How often a question is asked before the run gives up.
pub(super) const ATTEMPTS: usize = 3;

/// Asks until the answer is a good one. A question with a default may be left empty.
pub(in crate::commands) fn ask(
    setting: &Setting,
    (name, question): (&str, &Question),
    given: &mut Given,
) -> Result<()> {
    for _ in 0..ATTEMPTS {
        let Some(text) = setting.ui.ask(name, question)? else {
            if question.is_required() {
                continue;
            }
            return Ok(());
        };
        let value = serde_json::Value::from(text);
        match Answer::read(name, question, &value) {
            Ok(_) => {
                given.insert(name.to_owned(), value);
                return Ok(());
            }
            Err(error) => setting
                .ui
                .insist(&crate::ui::failure_text(&error, &setting.ui)),
        }
    }
    let flag = question.flag(name);
    Err(Error::usage(format!("`--{flag}` was not answered")).hint("give it as a flag"))
}

/// Secrets made at random for the questions that want one and were given none.
pub(in crate::commands) fn generated(wholes: &[Whole], given: &Given) -> Result<Given> {
    let mut generated = Given::new();
    for (name, question) in wholes.iter().flat_map(Whole::questions) {
        if let Some(length) = question.generate
            && !given.contains_key(&name)
        {
            generated.insert(name, random_text(length)?.into());
        }
    }
    Ok(generated)
}

/// Random hexadecimal digits.
fn random_text(length: usize) -> Result<String> {
    let mut bytes = vec![0; length.div_ceil(2)];
    getrandom::fill(&mut bytes).map_err(|error| {
        Error::new(
            crate::error::Kind::Io,
            format!("the system gave no random bytes: {error}"),
        )
    })?;
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(digits[..length].to_owned())
}

fn unanswered(missing: &[Missing]) -> Error {
    let flags: Vec<String> = missing
        .iter()
        .map(|missing| format!("`--{}`", missing.question.flag(&missing.name)))
        .collect();
    let verb = if flags.len() == 1 { "is" } else { "are" };
    let error = Error::usage(format!("{} {verb} missing", flags.join(", ")));
    missing.iter().fold(error, |error, missing| {
        let flag = missing.question.flag(&missing.name);
        let example = missing.question.example.as_deref().unwrap_or("VALUE");
        error.hint(format!(
            "`--{flag} {example}`: {} (asked by `{}`)",
            missing.question.help, missing.pattern
        ))
    })
}

/// An answer that no stamp of this run asked for would be lost in silence.
fn ensure_used(given: &Given, drawn: &Drawn, request: &Asked) -> Result<()> {
    let asked = |name: &String| {
        drawn
            .stamps
            .iter()
            .any(|stamp| stamp.answers.contains_key(name))
    };
    for (name, value) in given.iter().filter(|(name, _)| !asked(name)) {
        let question = request.questions.get(name);
        let flag = question.map_or_else(|| name.replace('_', "-"), |question| question.flag(name));
        // As the record has it, which keeps no password.
        let value = match question {
            Some(question) => &Answer::read(name, question, value)?.to_json(),
            None => value,
        };
        let settled = request
            .project
            .records
            .iter()
            .find(|record| record.answers.contains_key(name));
        let Some(record) = settled else {
            return Err(Error::usage(format!("`--{flag}` answers no question here"))
                .hint("nothing that is stamped asks for it; leave it out"));
        };
        if record.given().get(name) != Some(value) {
            return Err(Error::usage(format!(
                "`--{flag}` was settled by the stamp `{}`",
                record.stamp
            ))
            .hint("leave it out; this project has its answer"));
        }
    }
    Ok(())
}

/// Whether a stamp that was made before gets other answers: then it is an update.
pub(super) fn is_update(drawn: &Drawn, project: &Project) -> bool {
    drawn.stamps.iter().any(|stamp| {
        let recorded = record(project, &stamp.id)
            .map(Record::given)
            .unwrap_or_default();
        let mut answers = stamp.answers.iter();
        answers.any(|(name, answer)| {
            recorded
                .get(name)
                .is_some_and(|known| *known != answer.to_json())
        })
    })
}
