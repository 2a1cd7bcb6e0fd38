//! Answers: what a pattern asked and got, by type.
//!
//! One reading for every source: flags, an answers file, a record, a default. A secret can be seen by
//! templates alone; `Debug`, JSON and the record show its place only.

use indexmap::IndexMap;
use minijinja::Value;
use serde_json::Value as Json;

use crate::db_url::DbUrl;
use crate::entity::{self, Field};
use crate::error::{Error, Result};
use crate::naming::{Names, shown};
use crate::pattern::{Question, QuestionType};
use crate::rel_path::RelPath;

/// What stands where a secret would.
pub const HIDDEN: &str = "(secret)";

/// The answer to a question.
#[derive(Clone)]
pub enum Answer {
    /// The name of a thing.
    Name(Names),
    /// A text or a choice.
    Text(String),
    /// A path inside the project.
    Path(RelPath),
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A database URL.
    Url(DbUrl),
    /// A text that is never shown.
    Secret(String),
    /// Fields.
    Fields(Vec<Field>),
    /// Texts.
    List(Vec<String>),
    /// Code of the project, as it was named.
    Target(String),
}

/// Answers by the name of their question, in the order of the questions.
pub type Answers = IndexMap<String, Answer>;

/// What was given for questions, not yet read: texts, booleans, lists, tables.
pub type Given = IndexMap<String, Json>;

impl Answer {
    /// Reads what was given for the question called `name`.
    ///
    /// # Errors
    /// A usage error that names the flag, what was wanted and what was found.
    pub fn read(name: &str, question: &Question, given: &Json) -> Result<Self> {
        let flag = question.flag(name);
        let wrong = |wanted: &str| mismatch(&flag, wanted, question, given);
        match question.kind {
            QuestionType::Name => Ok(Self::Name(at(
                &flag,
                Names::new(text(&flag, question, given)?),
            )?)),
            QuestionType::Text => Ok(Self::Text(one_line(&flag, question, given)?.to_owned())),
            QuestionType::Bool => given
                .as_bool()
                .or_else(|| flag_text(given))
                .map(Self::Bool)
                .ok_or_else(|| wrong("true or false")),
            QuestionType::Int => whole_number(given)
                .map(Self::Int)
                .ok_or_else(|| wrong("a whole number")),
            QuestionType::Choice => choice(&flag, question, given),
            QuestionType::Url => Ok(Self::Url(at(
                &flag,
                DbUrl::parse(given.as_str().unwrap_or_default()),
            )?)),
            QuestionType::Secret => Ok(Self::Secret(one_line(&flag, question, given)?.to_owned())),
            QuestionType::Fields => entity_fields(&flag, given).map(Self::Fields),
            QuestionType::List => list(&flag, question, given).map(Self::List),
            QuestionType::Target => Ok(Self::Target(one_line(&flag, question, given)?.to_owned())),
            QuestionType::Path => {
                at(&flag, RelPath::new(one_line(&flag, question, given)?)).map(Self::Path)
            }
        }
    }

    /// The answer as JSON, as the record and `--json` show it.
    #[must_use]
    pub fn to_json(&self) -> Json {
        match self {
            Self::Name(names) => Json::from(names.pascal.clone()),
            Self::Text(text) | Self::Target(text) => Json::from(text.clone()),
            Self::Path(path) => Json::from(path.as_str()),
            Self::Bool(flag) => Json::from(*flag),
            Self::Int(number) => Json::from(*number),
            Self::Url(url) => Json::from(url.safe()),
            Self::Secret(_) => Json::from(HIDDEN),
            Self::Fields(fields) => fields
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .into(),
            Self::List(items) => items.clone().into(),
        }
    }

    /// The answer as templates see it; `None` for fields, whose form needs the type table, and for
    /// a target, whose form needs the project.
    #[must_use]
    pub fn to_value(&self) -> Option<Value> {
        Some(match self {
            Self::Name(names) => names.to_value(),
            Self::Text(text) | Self::Secret(text) => Value::from(text.as_str()),
            Self::Path(path) => Value::from(path.as_str()),
            Self::Bool(flag) => Value::from(*flag),
            Self::Int(number) => Value::from(*number),
            Self::Url(url) => url.to_value(),
            Self::List(items) => Value::from(items.clone()),
            Self::Fields(_) | Self::Target(_) => return None,
        })
    }

    /// The texts in it that, printed in a path, would add parts to the path.
    pub fn separators(&self) -> impl Iterator<Item = &str> {
        let texts: &[String] = match self {
            Self::Text(text) | Self::Secret(text) => std::slice::from_ref(text),
            Self::List(items) => items,
            _ => &[],
        };
        texts
            .iter()
            .map(String::as_str)
            .filter(|text| text.contains(['/', '\\']))
    }

    /// Whether it holds something that must not be shown.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        match self {
            Self::Secret(_) => true,
            Self::Url(url) => url.has_secret(),
            _ => false,
        }
    }
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.to_json())
    }
}

/// Names the flag in front of what is wrong with its value.
fn at<T>(flag: &str, result: Result<T>) -> Result<T> {
    result.map_err(|error| error.at(format!("`--{flag}`")))
}

fn mismatch(flag: &str, wanted: &str, question: &Question, given: &Json) -> Error {
    let found = match given {
        _ if question.kind == QuestionType::Secret => HIDDEN.to_owned(),
        Json::String(text) => format!("`{}`", shown(text)),
        other => format!("`{}`", shown(&other.to_string())),
    };
    Error::usage(format!("`--{flag}`: {wanted} is wanted, found {found}"))
}

fn text<'a>(flag: &str, question: &Question, given: &'a Json) -> Result<&'a str> {
    given
        .as_str()
        .ok_or_else(|| mismatch(flag, "a text", question, given))
}

fn one_line<'a>(flag: &str, question: &Question, given: &'a Json) -> Result<&'a str> {
    let text = text(flag, question, given)?;
    if text.chars().any(char::is_control) {
        let wanted = "a text of one line, without control characters,";
        return Err(mismatch(flag, wanted, question, given).hint("leave the control character out"));
    }
    Ok(text)
}

/// `true` and `false` as a record or an expression may write them.
fn flag_text(given: &Json) -> Option<bool> {
    given
        .as_str()
        .and_then(|text| text.to_lowercase().parse().ok())
}

fn whole_number(given: &Json) -> Option<i64> {
    given
        .as_i64()
        .or_else(|| given.as_str().and_then(|text| text.parse().ok()))
}

fn choice(flag: &str, question: &Question, given: &Json) -> Result<Answer> {
    let text = one_line(flag, question, given)?;
    ensure_choice(flag, question, text)?;
    Ok(Answer::Text(text.to_owned()))
}

fn ensure_choice(flag: &str, question: &Question, text: &str) -> Result<()> {
    if question.choices.is_empty() || question.choices.iter().any(|choice| choice == text) {
        return Ok(());
    }
    let choices: Vec<String> = question
        .choices
        .iter()
        .map(|choice| format!("`{choice}`"))
        .collect();
    Err(Error::usage(format!(
        "`--{flag}`: `{}` is none of the choices",
        text.escape_debug()
    ))
    .hint(format!("choose {}", choices.join(", "))))
}

fn entity_fields(flag: &str, given: &Json) -> Result<Vec<Field>> {
    let items = match given {
        Json::Array(items) => items.clone(),
        Json::String(text) => text.split_whitespace().map(Json::from).collect(),
        other => vec![other.clone()],
    };
    at(flag, entity::read_fields(&items))
}

fn list(flag: &str, question: &Question, given: &Json) -> Result<Vec<String>> {
    let texts = match given {
        Json::String(text) => vec![text.clone()],
        Json::Array(items) => items
            .iter()
            .filter_map(Json::as_str)
            .map(str::to_owned)
            .collect(),
        _ => return Err(mismatch(flag, "a list of texts", question, given)),
    };
    let items: Vec<String> = texts
        .iter()
        .flat_map(|text| text.split(','))
        .map(|item| item.trim().to_owned())
        .filter(|item| !item.is_empty())
        .collect();
    for item in &items {
        ensure_choice(flag, question, item)?;
    }
    Ok(items)
}
