//! The answers that were given: by flag, as bare fields, in an answers file. Flags win.

use std::path::Path;

use clap::ArgMatches;
use clap::parser::ValueSource;
use indexmap::IndexMap;
use serde_json::Value as Json;

use crate::answers::Given;
use crate::disk;
use crate::error::{Error, Kind, Result, did_you_mean};
use crate::excerpt::toml_error;
use crate::pattern::{Question, QuestionType};

/// The most that an answers file may hold, in bytes.
const LIMIT: u64 = 16 * 1024 * 1024;

/// The answers in `matches`, and those of its answers file.
///
/// # Errors
/// A usage error where the file is broken or answers what nothing asks.
pub(super) fn given(matches: &ArgMatches, questions: &IndexMap<String, Question>) -> Result<Given> {
    let mut given = match matches.get_one::<String>("answers") {
        Some(path) => from_file(Path::new(path), questions)?,
        None => Given::new(),
    };
    for (name, question) in questions.iter().filter(|(_, question)| !question.hidden) {
        given.extend(from_flag(matches, name, question).map(|value| (name.clone(), value)));
    }
    Ok(given)
}

fn from_flag(matches: &ArgMatches, name: &str, question: &Question) -> Option<Json> {
    let from_line = |id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
    let texts = |id: &str| -> Vec<Json> {
        matches
            .get_many::<String>(id)
            .into_iter()
            .flatten()
            .map(|text| Json::from(text.clone()))
            .collect()
    };
    match question.kind {
        QuestionType::Bool if from_line(name) => Some(Json::from(true)),
        QuestionType::Bool if from_line(&format!("no {name}")) => Some(Json::from(false)),
        QuestionType::Bool => None,
        QuestionType::Fields => {
            let all = [texts(name), texts(&format!("bare {name}"))].concat();
            (!all.is_empty()).then_some(Json::Array(all))
        }
        QuestionType::List => from_line(name).then(|| Json::Array(texts(name))),
        _ => texts(name).pop(),
    }
}

fn from_file(path: &Path, questions: &IndexMap<String, Question>) -> Result<Given> {
    let shown = path.display().to_string();
    let text = text_of(path, &shown)?;
    let given: Given = if text.trim_start().starts_with('{') {
        serde_json::from_str(&text).map_err(|error| Error::usage(format!("{shown}: {error}")))?
    } else {
        toml::from_str(&text)
            .map_err(|error| toml_error(Kind::Usage, &text, &shown, &error).without_snippet())?
    };
    for name in given.keys() {
        ensure_asked(name, questions, &shown)?;
    }
    Ok(given)
}

fn text_of(path: &Path, shown: &str) -> Result<String> {
    let bytes = disk::read_given(Some(path), LIMIT).map_err(|error| error.at("`--answers`"))?;
    if bytes.len() as u64 > LIMIT {
        return Err(Error::usage(format!(
            "{shown}: it is no file of answers: too long"
        )));
    }
    String::from_utf8(bytes)
        .map_err(|_| Error::usage(format!("{shown}: it is no UTF-8, so it holds no answers")))
}

fn ensure_asked(name: &str, questions: &IndexMap<String, Question>, shown: &str) -> Result<()> {
    let asked = questions
        .iter()
        .filter(|(_, question)| !question.hidden)
        .map(|(name, _)| name.as_str());
    if asked.clone().any(|known| known == name) {
        return Ok(());
    }
    let error = Error::usage(format!(
        "{shown}: nothing asks for `{}`",
        name.escape_debug()
    ));
    Err(match did_you_mean(name, asked) {
        Some(hint) => error.hint(hint),
        None => error.hint("`patgen show PATTERN` lists the questions"),
    })
}
