//! A pattern with the parts it is made of, and with the patterns that may come along.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::Shelf;
use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::pattern::{Part, Pattern, Question, unrendered};
use crate::render::{Context, manifest_origin};

/// A pattern with its parts: what is stamped as one.
#[derive(Debug)]
pub struct Whole {
    /// The pattern itself.
    pub pattern: Pattern,
    /// The parts, in order, each with what the composing pattern says of it.
    pub parts: Vec<(Part, Pattern)>,
}

impl Whole {
    /// The pattern itself after its parts.
    pub fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        self.parts
            .iter()
            .map(|(_, pattern)| pattern)
            .chain([&self.pattern])
    }

    /// What the whole asks: its own questions first, then those of its parts, the outer ones before the inner. A question that the composing
    /// pattern answers itself is hidden, with that answer as its default.
    #[must_use]
    pub fn questions(&self) -> IndexMap<String, Question> {
        let mut questions = self.pattern.manifest.questions.clone();
        let mut parts: Vec<&(Part, Pattern)> = self.parts.iter().collect();
        parts.sort_by_key(|(part, _)| part.depth);
        for (part, pattern) in parts {
            for (name, question) in &pattern.manifest.questions {
                let question = match part.answers.get(name) {
                    Some(answer) => Some(question.answered(answer)),
                    None if part.unasked.contains(name) => question
                        .default
                        .as_ref()
                        .map(|default| question.answered(default)),
                    None => Some(question.clone()),
                };
                if let Some(question) = question {
                    questions.entry(name.clone()).or_insert(question);
                }
            }
        }
        questions
    }
}

/// Reads the pattern called `name` and its parts; parts of parts stand in their place.
///
/// # Errors
/// A pattern error where a part is missing or a pattern is a part of itself.
pub fn whole(shelf: &Shelf, name: &str) -> Result<Whole> {
    let pattern = read(shelf, name)?;
    let mut parts = Vec::new();
    gather(shelf, &pattern, &mut vec![name.to_owned()], &mut parts)?;
    Ok(Whole { pattern, parts })
}

/// A pattern with the questions that its stack defines for it.
fn read(shelf: &Shelf, name: &str) -> Result<Pattern> {
    let mut pattern = (shelf.pattern)(name)?;
    let origin = manifest_origin(&pattern);
    pattern.manifest.ask_with(shelf.stack, &origin)?;
    Ok(pattern)
}

fn gather(
    shelf: &Shelf,
    pattern: &Pattern,
    open: &mut Vec<String>,
    parts: &mut Vec<(Part, Pattern)>,
) -> Result<()> {
    for part in &pattern.manifest.compose {
        ensure_open(open, &part.pattern, &manifest_origin(pattern))?;
        let read = read(shelf, &part.pattern)?;
        open.push(part.pattern.clone());
        gather(shelf, &read, open, parts)?;
        open.pop();
        let depth = open.len();
        let part = Part {
            depth,
            ..without_the_unasked(shelf, part, &read)
        };
        parts.push((part, read));
    }
    Ok(())
}

/// The part, with the questions that its fixed answers leave unasked.
fn without_the_unasked(shelf: &Shelf, part: &Part, pattern: &Pattern) -> Part {
    let origin = manifest_origin(pattern);
    let mut context = Context::from_facts(&Facts::default());
    for (name, expression) in &part.answers {
        if let Ok(value) = shelf.engine.value(expression, &origin, &context) {
            context.set(name, value);
        }
    }
    let is_unasked = |question: &Question| {
        let when = question.when.as_ref();
        when.is_some_and(|when| matches!(shelf.engine.holds(when, &origin, &context), Ok(false)))
    };
    let questions = pattern.manifest.questions.iter();
    let unasked = questions
        .filter(|(_, question)| is_unasked(question))
        .map(|(name, _)| name.clone())
        .collect();
    Part {
        unasked,
        ..part.clone()
    }
}

fn ensure_open(open: &[String], name: &str, origin: &str) -> Result<()> {
    if !open.iter().any(|known| known == name) {
        return Ok(());
    }
    Err(Error::pattern(format!(
        "{origin}: `{name}` is made of itself: {} → {name}",
        open.join(" → ")
    )))
}

/// The pattern and every pattern that may be stamped along with it, each once, the named one first.
///
/// # Errors
/// A pattern error where one cannot be read.
pub fn closure(shelf: &Shelf, name: &str) -> Result<Vec<Whole>> {
    let mut found: Vec<Whole> = Vec::new();
    let mut seen = BTreeSet::from([name.to_owned()]);
    let mut waiting = vec![name.to_owned()];
    while let Some(name) = waiting.pop() {
        let whole = whole(shelf, &name)?;
        let parts: BTreeSet<&str> = whole
            .patterns()
            .map(|pattern| pattern.name.as_str())
            .collect();
        for provider in providers(shelf, &whole).into_iter().rev() {
            if !parts.contains(provider.as_str()) && seen.insert(provider.clone()) {
                waiting.push(provider);
            }
        }
        found.push(whole);
    }
    Ok(found)
}

/// The patterns that supply what `whole` requires, in order.
fn providers(shelf: &Shelf, whole: &Whole) -> Vec<String> {
    let required = whole
        .patterns()
        .flat_map(|pattern| &pattern.manifest.requires);
    let provider = |capability: &String| {
        shelf
            .stack
            .provider(&unrendered(capability))
            .map(str::to_owned)
    };
    required.filter_map(provider).collect()
}
