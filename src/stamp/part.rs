//! One part of a stamp: what it gives, its drafts, its next steps.

use indexmap::IndexMap;

use super::{Shelf, Stamp, answering, foreign};
use crate::answers::Answers;
use crate::error::{Error, Result};
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::naming::shown;
use crate::pattern::{Part, Pattern, Question};
use crate::render::{self, Context, Drafts, Finishing, manifest_origin};

/// What a part is added to.
pub(super) struct Target<'a> {
    /// The stamp.
    pub stamp: &'a mut Stamp,
    /// The facts so far.
    pub facts: &'a mut Facts,
    /// The files that were rendered.
    pub finishing: &'a mut Finishing,
    /// Whether the stamp was made before.
    pub again: bool,
}

/// Renders a part into the stamp, unless it is left out or the project has what it gives.
///
/// # Errors
/// A pattern error where the part is wrong, a usage error where an answer would add parts to a path.
pub(super) fn add(
    shelf: &Shelf,
    (part, pattern): (&Part, &Pattern),
    questions: &IndexMap<String, Question>,
    target: Target,
) -> Result<()> {
    let Target {
        stamp,
        facts,
        finishing,
        again,
    } = target;
    let context = answering::context(shelf, facts, &stamp.answers);
    let place = Place {
        shelf,
        context: &context,
        origin: manifest_origin(pattern),
    };
    let provides = place.facts(&pattern.manifest.provides)?;
    if place.is_left_out(part)? || is_there(&provides, facts) {
        return Ok(());
    }
    let mut drafts = render::render(shelf.engine, pattern, &context, finishing)?;
    for directory in foreign::packages(shelf, (&drafts, &place.origin), facts, &context)? {
        let package = render::package(&directory, &place.origin, finishing);
        drafts.files.push(package);
    }
    ensure_no_parts(&drafts, questions, &stamp.answers)?;
    stamp.drafts.extend(drafts);
    stamp.notes.extend(place.steps(&pattern.manifest.notes)?);
    let next = &pattern.manifest.next;
    stamp.next.extend(place.steps(&next.steps)?);
    stamp.run.extend(place.steps(&next.run)?);
    for (name, value) in provides {
        facts.set(name.clone(), given_by(&stamp.id, value.clone()));
        stamp.provides.push((name, value));
    }
    // Of a stamp that is there, detection has found them, as they are by now.
    if !again {
        for (name, value) in place.facts(&pattern.manifest.meanwhile)? {
            facts.set(name, given_by(&stamp.id, value));
        }
    }
    Ok(())
}

/// Where the values of a manifest are rendered.
struct Place<'a> {
    shelf: &'a Shelf<'a>,
    context: &'a Context,
    origin: String,
}

impl Place<'_> {
    fn text(&self, template: &str) -> Result<String> {
        let engine = self.shelf.engine;
        engine.text(template, &self.origin, self.context)
    }

    fn steps(&self, steps: &[String]) -> Result<Vec<String>> {
        let rendered = steps.iter().map(|step| self.text(step));
        let mut steps = rendered.collect::<Result<Vec<_>>>()?;
        steps.retain(|step| !step.trim().is_empty());
        Ok(steps)
    }

    fn is_left_out(&self, part: &Part) -> Result<bool> {
        is_left_out(self.shelf, part, &self.origin, self.context)
    }

    /// Names and values as they are rendered here; a fact without a name is left out.
    fn facts(&self, templates: &IndexMap<String, String>) -> Result<Vec<(String, FactValue)>> {
        let mut facts = Vec::new();
        for (name, value) in templates {
            let name = self.text(name)?;
            if !name.is_empty() {
                facts.push((name, FactValue::parse(&self.text(value)?)));
            }
        }
        Ok(facts)
    }
}

/// Whether the composing pattern leaves the part out.
pub(super) fn is_left_out(
    shelf: &Shelf,
    part: &Part,
    origin: &str,
    context: &Context,
) -> Result<bool> {
    let unless = part.unless.as_ref();
    unless.map_or(Ok(false), |unless| {
        shelf.engine.holds(unless, origin, context)
    })
}

/// An answer that is no path adds no parts to a path.
fn ensure_no_parts(
    drafts: &Drafts,
    questions: &IndexMap<String, Question>,
    answers: &Answers,
) -> Result<()> {
    let paths = drafts.files.iter().map(|draft| &draft.path);
    for path in paths.chain(drafts.edits.iter().map(|edit| &edit.path)) {
        for (name, answer) in answers {
            if let Some(text) = answer.separators().find(|text| path.contains(text)) {
                let flag = questions.get(name).map(|question| question.flag(name));
                return Err(Error::usage(format!(
                    "`--{}`: `{}` would add parts to the path `{}`",
                    flag.as_ref().unwrap_or(name),
                    shown(text),
                    shown(path)
                ))
                .hint("give it without `/` and `\\`"));
            }
        }
    }
    Ok(())
}

fn given_by(id: &str, value: FactValue) -> Fact {
    Fact::certain(value, Evidence::place(format!("stamp {id}")))
}

/// Whether the project has all that a part would give; a part that gives nothing is always wanted.
fn is_there(provides: &[(String, FactValue)], facts: &Facts) -> bool {
    !provides.is_empty() && provides.iter().all(|(name, _)| facts.get(name).is_some())
}
