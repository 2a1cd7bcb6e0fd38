//! The answers of a stamp that is rendered again: those on record, those that `--set` changes, those that the pattern asks for
//! since, and those that it asks for no more.

use indexmap::IndexMap;
use serde_json::Value as Json;

use crate::answers::Given;
use crate::error::{Error, Result, did_you_mean};
use crate::naming::shown;
use crate::pattern::{Question, QuestionType};
use crate::record::Record;
use crate::stamp::Drawn;

/// An answer on record that nothing asks for now.
pub(super) type Forgotten = (String, Json);

/// Takes out of `given` what none of `questions` asks for, and gives it.
pub(super) fn forget(given: &mut Given, questions: &IndexMap<String, Question>) -> Vec<Forgotten> {
    let is_asked = |name: &String| questions.contains_key(name);
    let gone = given.iter().filter(|(name, _)| !is_asked(name));
    let forgotten = gone.map(|(name, value)| (name.clone(), value.clone()));
    let forgotten = forgotten.collect();
    given.retain(|name, _| is_asked(name));
    forgotten
}

/// What there is to say about answers that are asked for no more: a question of another name may want them.
pub(super) fn notes<'a>(
    record: &'a Record,
    forgotten: &'a [Forgotten],
) -> impl Iterator<Item = String> + 'a {
    forgotten.iter().map(|(name, value)| {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        format!(
            "`{}`: the pattern no longer asks for `{name}`, which was `{}`",
            record.stamp,
            shown(&text)
        )
    })
}

/// The error that the pattern asks what nobody answered, with the flag for each.
pub(super) fn missing(record: &Record, drawn: &Drawn, forgotten: &[Forgotten]) -> Error {
    let names: Vec<String> = drawn
        .missing
        .iter()
        .map(|missing| format!("`{}`", missing.name))
        .collect();
    let error = Error::usage(format!(
        "`{}`: the pattern asks what it did not ask before: {}",
        record.stamp,
        names.join(", ")
    ));
    let error = notes(record, forgotten).fold(error, Error::hint);
    drawn.missing.iter().fold(error, |error, missing| {
        let example = missing.question.example.as_deref().unwrap_or("VALUE");
        error.hint(format!(
            "`patgen update {} --set {}={example}`: {}",
            record.stamp, missing.name, missing.question.help
        ))
    })
}

/// The answer that `--set` gives, by the question's name or flag.
pub(super) fn of(
    text: &str,
    questions: &IndexMap<String, Question>,
    given: &Given,
) -> Result<(String, Json)> {
    let Some((name, value)) = text.split_once('=') else {
        return Err(
            Error::usage(format!("`--set`: `{}` has no `=`", shown(text)))
                .hint("write `--set NAME=VALUE`"),
        );
    };
    let asked = || questions.iter().filter(|(_, question)| !question.hidden);
    let is_it = |(known, question): &(&String, &Question)| {
        *known == name || question.flag(known) == name || known.replace('_', "-") == name
    };
    let Some((name, question)) = asked().find(is_it) else {
        let error = Error::usage(format!("`--set`: nothing asks for `{}`", shown(name)));
        let hint = did_you_mean(name, asked().map(|(name, _)| name.as_str()));
        return Err(hint.into_iter().fold(error, Error::hint));
    };
    let json = match question.kind {
        QuestionType::Fields => fields(value, given.get(name))?,
        _ => Json::from(value),
    };
    Ok((name.clone(), json))
}

/// All fields, or those on record with one more (`+`) or less (`-`).
fn fields(value: &str, recorded: Option<&Json>) -> Result<Json> {
    let known = recorded
        .and_then(Json::as_array)
        .cloned()
        .unwrap_or_default();
    let words: Vec<&str> = value.split_whitespace().collect();
    if !words.iter().any(|word| word.starts_with(['+', '-'])) {
        return Ok(words.into_iter().map(Json::from).collect());
    }
    let name = |field: &str| field.split(':').next().unwrap_or_default().to_owned();
    let mut fields: Vec<String> = known
        .iter()
        .filter_map(Json::as_str)
        .map(str::to_owned)
        .collect();
    for word in words {
        let bare = word.trim_start_matches(['+', '-']);
        let at = fields.iter().position(|field| name(field) == name(bare));
        match (word.starts_with('-'), at) {
            (true, Some(at)) => drop(fields.remove(at)),
            (true, None) => {
                let text = format!(
                    "`--set`: there is no field `{}` to take out",
                    shown(&name(bare))
                );
                let known: Vec<String> = fields.iter().map(|field| name(field)).collect();
                let hint = did_you_mean(&name(bare), known.iter().map(String::as_str));
                return Err(hint.into_iter().fold(Error::usage(text), Error::hint));
            }
            (false, Some(at)) => bare.clone_into(&mut fields[at]),
            (false, None) => fields.push(bare.to_owned()),
        }
    }
    Ok(fields.into_iter().map(Json::from).collect())
}
