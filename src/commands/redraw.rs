//! A stamp on record, drawn again as this program makes it now.

use super::{Setting, new};
use crate::answers::Given;
use crate::catalogue::Entry;
use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::pattern::QuestionType;
use crate::record::Record;
use crate::stamp::{Request, Stamp, Whole, closure, draw};
use crate::target;
use crate::tree::Tree;

/// Stands for secrets, which are on no record; it can only show in files that are not recorded either.
const PLACEHOLDER: &str = "patgen-placeholder-0123456789abcdef-0123456789abcdef-0123456789abcdef";

/// The pattern of a record, if the catalogue still has it.
pub(super) fn entry(setting: &Setting, record: &Record) -> Option<Entry> {
    let entries = setting.catalogue.entries();
    let mut known = entries.into_iter();
    known.find(|entry| entry.full_name() == record.pattern)
}

/// A stamp as it would be made now, and the patterns that would come along, for what it rests on is gone.
pub(super) struct Redrawn {
    pub(super) stamp: Stamp,
    pub(super) along: Vec<String>,
}

/// The stamp on `record` with its recorded answers, on the project's `facts`.
///
/// # Errors
/// A pattern or usage error where the pattern is wrong, or does not take those answers any more.
pub(super) fn redraw(
    setting: &Setting,
    entry: &Entry,
    record: &Record,
    (tree, facts): (&dyn Tree, &Facts),
) -> Result<Redrawn> {
    let target = |text: &str, facts: &Facts| target::target(tree, facts, text);
    let types = setting.catalogue.types(&entry.stack)?;
    let around = (types.as_ref(), &target as &new::FindTarget);
    new::with_shelf(setting, &entry.stack, around, |shelf| {
        let wholes = closure(shelf, &entry.name)?;
        let mut given = record.given();
        given.extend(placeholders(&wholes, &given));
        let request = Request {
            pattern: &entry.name,
            wholes: &wholes,
            given: &given,
            facts,
            recorded: &|id| (id == record.stamp).then(|| record.given()),
            extend: false,
        };
        let drawn = draw(shelf, &request)?;
        if let Some(missing) = drawn.missing.first() {
            let flag = missing.question.flag(&missing.name);
            return Err(Error::usage(format!("it asks for `--{flag}` now")));
        }
        let (own, others): (Vec<_>, Vec<_>) = drawn
            .stamps
            .into_iter()
            .partition(|stamp| stamp.id == record.stamp);
        let stamp = own.into_iter().next();
        Ok(Redrawn {
            stamp: stamp.ok_or_else(|| Error::pattern("it makes a stamp of another name now"))?,
            along: others.into_iter().map(|stamp| stamp.pattern).collect(),
        })
    })
}

fn placeholders(wholes: &[Whole], given: &Given) -> Given {
    let questions = wholes.iter().flat_map(Whole::questions);
    let secrets = questions.filter(|(name, question)| {
        question.kind == QuestionType::Secret && !given.contains_key(name)
    });
    secrets
        .map(|(name, question)| {
            let length = question.generate.unwrap_or(PLACEHOLDER.len());
            let text: String = PLACEHOLDER.chars().cycle().take(length).collect();
            (name, text.into())
        })
        .collect()
}
