//! From stamps and the tree to a plan: what each file is now, and what it shall be.
//!
//! Pure: the tree is read through `Tree`. The records of the stamps are changes of the same plan.

mod chain;
mod edits;
mod evolve;
mod files;
mod kept;
mod known;
pub mod moved;
mod proposal;
pub mod put_in;
mod records;
mod redefine;
mod requirements;
#[cfg(test)]
mod tests;
mod twins;
mod undo;
mod working;

pub use kept::keep_copies;
use known::Known;
use moved::Everything;
pub use proposal::{About, Proposal, Supplied, ToldFact, told};
pub use undo::{Leaving, Past, last_action, undo};
use working::Working;

use crate::change::{Change, Plan};
use crate::edit::Rung;
use crate::error::Result;
use crate::history::Action;
use crate::record::Record;
use crate::rel_path::RelPath;
use crate::render::CodeStyle;
use crate::stamp::Stamp;
use crate::tree::Tree;

/// What to do with a file in the way that cannot be merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnConflict {
    /// Write nothing at all.
    Stop,
    /// Leave the file as it is.
    Keep,
    /// Take what the pattern stamps.
    Replace,
    /// Leave both sides between conflict markers.
    Markers,
}

impl OnConflict {
    /// The word for it, as the flag and JSON have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Stop => "stop",
            Self::Keep => "keep",
            Self::Replace => "replace",
            Self::Markers => "markers",
        }
    }
}

/// A file in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Which file.
    pub path: RelPath,
    /// What was done about it.
    pub settled: OnConflict,
    /// The change that would settle it for what is stamped: where the sides do not meet, both are in it.
    pub offered: Option<Change>,
}

/// An edit as it was planned.
#[derive(Clone, Debug)]
pub struct PlannedEdit {
    /// The file.
    pub path: RelPath,
    /// What it does, in words.
    pub what: String,
    /// How it is done.
    pub rung: Rung,
    /// Where: a line of the file as it will be.
    pub line: usize,
    /// Whether it was there already.
    pub present: bool,
}

/// Something that a person has to do by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManualStep {
    /// The file.
    pub path: RelPath,
    /// The line, from 1, where there is a place to look at.
    pub line: Option<usize>,
    /// Why it was not done.
    pub why: String,
    /// The exact lines.
    pub snippet: String,
}

/// A change that a person left out of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The file.
    pub path: RelPath,
    /// How much of it.
    pub extent: Extent,
}

/// How much of a change was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// Some hunks.
    Part,
}

/// A plan with what is to be said about it.
#[derive(Clone, Debug, Default)]
pub struct Planned {
    /// Every change, those of the record included.
    pub plan: Plan,
    /// Every edit, in order.
    pub edits: Vec<PlannedEdit>,
    /// What is left for a person.
    pub manual: Vec<ManualStep>,
    /// Files in the way.
    pub conflicts: Vec<Conflict>,
    /// What a person left out.
    pub left: Vec<LeftOut>,
    /// What else there is to say.
    pub notes: Vec<String>,
}

impl Planned {
    /// Whether a file gets conflict markers: then a person has to choose.
    #[must_use]
    pub fn has_markers(&self) -> bool {
        self.conflicts
            .iter()
            .any(|conflict| conflict.settled == OnConflict::Markers)
    }

    /// Whether a conflict was left open: then nothing may be written.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.conflicts
            .iter()
            .any(|conflict| conflict.settled == OnConflict::Stop)
    }
}

/// What comes back of what a person took away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restore {
    /// Nothing.
    Nothing,
    /// Secrets: they may never have been on this machine, for git carries none.
    Secrets,
    /// All of it.
    All,
}

/// What the planning of stamps rests on.
pub struct Ground<'a> {
    /// The project.
    pub tree: &'a dyn Tree,
    /// The stamps made before.
    pub records: &'a [Record],
    /// How the project writes its code.
    pub style: &'a CodeStyle,
    /// What to do with files in the way.
    pub on_conflict: OnConflict,
    /// What comes back of what a person took away.
    pub restore: Restore,
    /// What was done in the project, as far as that is kept and of use.
    pub actions: &'a [Action],
    /// Lists the files that stamped ones may have become.
    pub everything: &'a Everything<'a>,
}

/// Plans `stamps`, in order.
///
/// # Errors
/// A project error where something that is no file is in the way, a pattern error where a path of a pattern
/// breaks the path policy or two templates write one file.
pub fn plan(stamps: &[Stamp], ground: &Ground) -> Result<Planned> {
    let mut planned = Planned::default();
    let mut working = Working::new(ground.tree);
    let known = Known::of(ground);
    let mut earlier = Vec::new();
    for stamp in stamps {
        let elsewhere = |path: &str| is_drawn_elsewhere(path, stamp, stamps);
        let around = (ground, &known, &mut working);
        let before = evolve::earlier(stamp, &elsewhere, around)?;
        let around = (&mut working, &mut planned);
        files::plan(stamp, ground, (&known, &before), around)?;
        evolve::drop_files(&before, ground, (&mut working, &mut planned))?;
        let around = (&mut working, &mut planned);
        let done = redefine::plan(stamp, &before, ground, around)?;
        let around = (working, planned);
        (working, planned) = evolve::drop_edits(stamp, (&before, &done), ground, around)?;
        earlier.push(before);
    }
    for stamp in stamps {
        by_hand(stamp, &mut planned)?;
    }
    let around = (&mut working, &mut planned);
    let became = edits::plan(stamps, &earlier, ground, around)?;
    let stored = records::stored(ground.tree)?;
    let mut records = Vec::new();
    for ((stamp, became), before) in stamps.iter().zip(&became).zip(&earlier) {
        let around = (ground, &known, before);
        records.push(records::plan(
            (stamp, became),
            around,
            &stored,
            &mut working,
        )?);
    }
    if earlier.iter().any(|before| before.record.is_some()) {
        records::drop_replaced(&records, ground, &mut working)?;
    }
    planned.plan = working.into_plan()?;
    planned.plan.check()?;
    twins::ensure_none(&planned.plan, ground.tree)?;
    Ok(planned)
}

/// Whether another stamp of the same plan draws the file up: it takes it over.
fn is_drawn_elsewhere(path: &str, stamp: &Stamp, stamps: &[Stamp]) -> bool {
    let mut others = stamps.iter().filter(|other| other.id != stamp.id);
    others.any(|other| {
        let mut files = other.drafts.files.iter();
        files.any(|draft| draft.path == path)
    })
}

/// What a person has to do where answers changed.
fn by_hand(stamp: &Stamp, planned: &mut Planned) -> Result<()> {
    for (path, why) in &stamp.by_hand {
        planned.manual.push(ManualStep {
            path: RelPath::new(path)?,
            line: None,
            why: why.clone(),
            snippet: String::new(),
        });
    }
    Ok(())
}
