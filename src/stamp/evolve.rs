//! What a stamp brings along when its answers change: a migration for a field that is new, or a step for a person.
//!
//! `[[evolve]]` of a manifest says what; its expressions see the answers as they are now, `before` as they were, and the fields that
//! are `added`, `removed` and `changed`. What is brought along is history: it belongs to the stamp, and is never rendered again.

use minijinja::Value;
use serde_json::Value as Json;

use super::answering::{self, Sources};
use super::closure::whole;
use super::{Shelf, Stamp, part};
use crate::answers::{Answer, Answers, Given};
use crate::entity::Field;
use crate::error::Result;
use crate::facts::Facts;
use crate::pattern::{Evolve, Part, Pattern};
use crate::render::{Context, Finishing, manifest_origin};

/// A change of answers.
pub(super) struct Change<'a> {
    /// The answers as they were.
    pub before: &'a Answers,
    /// The facts with those of the stamp.
    pub facts: &'a Facts,
}

/// Adds to `stamp` what the patterns say for the change.
///
/// # Errors
/// A usage error where the change cannot be brought along, a pattern error where a pattern is wrong.
pub(super) fn add(
    shelf: &Shelf,
    patterns: &[&Pattern],
    change: &Change,
    (stamp, formatting): (&mut Stamp, &mut Finishing),
) -> Result<()> {
    let mut earlier: Vec<Value> = Vec::new();
    for pattern in patterns {
        for entry in &pattern.manifest.evolve {
            let context = context(shelf, change, (&stamp.answers, &earlier));
            let origin = manifest_origin(pattern);
            if !shelf.engine.holds(&entry.when, &origin, &context)? {
                continue;
            }
            if let Some(name) = &entry.pattern {
                let given = answers(shelf, entry, (&origin, &context))?;
                let answers = along(shelf, (name, &given), change, (stamp, formatting))?;
                earlier.push(value(&answers));
                continue;
            }
            let text = |template: &Option<String>| {
                let template = template.as_deref().unwrap_or_default();
                shelf.engine.text(template, &origin, &context)
            };
            stamp
                .by_hand
                .push((text(&entry.file)?, text(&entry.manual)?));
        }
    }
    Ok(())
}

/// The variables of the expressions.
fn context(shelf: &Shelf, change: &Change, (now, earlier): (&Answers, &[Value])) -> Context {
    let mut context = answering::context(shelf, change.facts, now);
    context.set("before", value(change.before));
    context.set("earlier", Value::from(earlier.to_vec()));
    let [was, is] = [change.before, now].map(fields);
    let texts = |fields: Vec<&Field>| -> Value { fields.iter().map(ToString::to_string).collect() };
    let lacks = |fields: &[&Field], one: &Field| {
        !fields
            .iter()
            .any(|known| known.names.snake == one.names.snake)
    };
    let added = is.iter().copied().filter(|field| lacks(&was, field));
    let removed = was.iter().copied().filter(|field| lacks(&is, field));
    let changed = is.iter().copied().filter(|field| {
        let same = |known: &&&Field| known.names.snake == field.names.snake;
        was.iter()
            .find(same)
            .is_some_and(|known| known.to_string() != field.to_string())
    });
    context.set("added", texts(added.collect()));
    context.set("removed", texts(removed.collect()));
    context.set("changed", texts(changed.collect()));
    context
}

fn fields(answers: &Answers) -> Vec<&Field> {
    let lists = answers.values().filter_map(|answer| match answer {
        Answer::Fields(fields) => Some(fields),
        _ => None,
    });
    lists.flatten().collect()
}

/// Answers as plain values.
fn value(answers: &Answers) -> Value {
    let plain = |(name, answer): (&String, &Answer)| (name.clone(), of_json(&answer.to_json()));
    Value::from_pairs(answers.iter().map(plain))
}

fn of_json(json: &Json) -> Value {
    match json {
        Json::Bool(flag) => Value::from(*flag),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => items.iter().map(of_json).collect(),
        Json::Number(number) => Value::from(number.as_i64().unwrap_or_default()),
        Json::Null | Json::Object(_) => Value::from(()),
    }
}

/// The answers that the entry gives; one without a value is left to its default.
fn answers(shelf: &Shelf, entry: &Evolve, (origin, context): (&str, &Context)) -> Result<Given> {
    let mut given = Given::new();
    for (name, expression) in &entry.answers {
        let value = shelf.engine.value(expression, origin, context)?;
        if value.is_none() || value.is_undefined() {
            continue;
        }
        let json = match serde_json::to_value(&value) {
            Ok(json) if !json.is_object() => json,
            _ => Json::from(value.to_string()),
        };
        given.insert(name.clone(), json);
    }
    Ok(given)
}

/// Adds a pattern with these answers to the stamp; gives all of its answers.
fn along(
    shelf: &Shelf,
    (name, given): (&str, &Given),
    change: &Change,
    (stamp, formatting): (&mut Stamp, &mut Finishing),
) -> Result<Answers> {
    let whole = whole(shelf, name)?;
    let (questions, origin) = (whole.questions(), manifest_origin(&whole.pattern));
    let none = Given::new();
    let sources = Sources {
        given,
        recorded: &none,
        record: "",
        facts: change.facts,
        origin: &origin,
        pattern: name,
        extend: false,
        along: false,
    };
    let answered = answering::all_answers(shelf, &questions, &sources)?;
    let mut along = Stamp {
        answers: answered.answers,
        drafts: crate::render::Drafts::default(),
        provides: Vec::new(),
        notes: answered.notes,
        next: Vec::new(),
        run: Vec::new(),
        by_hand: Vec::new(),
        ..stamp.clone()
    };
    let mut facts = change.facts.clone();
    let own = Part {
        pattern: name.to_owned(),
        ..Part::default()
    };
    let parts = whole.parts.iter().map(|(part, pattern)| (part, pattern));
    for (part, pattern) in parts.chain([(&own, &whole.pattern)]) {
        let target = part::Target {
            stamp: &mut along,
            facts: &mut facts,
            finishing: formatting,
            again: false,
        };
        part::add(shelf, (part, pattern), &questions, target)?;
    }
    stamp.drafts.extend(along.drafts);
    stamp.notes.extend(along.notes);
    Ok(along.answers)
}
