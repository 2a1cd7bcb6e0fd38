//! The edits of one file, one after the other; those of different files side by side.

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, scope};

use crate::change::Content;
use crate::edit::{self, Operation, Outcome, Rung};
use crate::error::{Error, Result};
use crate::rel_path::RelPath;
use crate::render::{CodeStyle, EditDraft, ended, formatted, formatted_as_before, headed};

/// What became of an edit. Lines are those of the text that it left, 0 where there is none.
pub(super) enum Made {
    /// It is in the text, which said so already or did not.
    In {
        rung: Rung,
        line: usize,
        present: bool,
    },
    /// A person makes it.
    Manual {
        line: usize,
        why: String,
        snippet: String,
    },
    /// There is no file to make it in.
    NoFile,
    /// A person took it out again, as this note says.
    TakenOut(String),
}

/// Where an edit stands among all: by its stamp, those that waited for their file behind the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) stamp: usize,
    /// Whether the file was not there yet: an edit that stands behind may make it.
    pub(super) waited: bool,
    pub(super) at: usize,
}

type Edits<'a> = Vec<(Place, &'a EditDraft)>;

/// A file with its edits, in their order.
pub(super) struct Chain<'a> {
    pub(super) path: RelPath,
    /// What the file holds by now.
    pub(super) content: Option<Content>,
    /// Whether the project lacks the file: then it was drafted in this run, and has come from the formatter.
    is_new: bool,
    edits: Edits<'a>,
    pub(super) made: Vec<(Place, Result<Made>)>,
}

impl<'a> Chain<'a> {
    pub(super) fn new(path: RelPath, content: Option<Content>, is_new: bool) -> Self {
        Self {
            path,
            content,
            is_new,
            edits: Vec::new(),
            made: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, place: Place, edit: &'a EditDraft) {
        self.edits.push((place, edit));
    }

    /// Makes the edits, up to the first that cannot be; of each stamp first those that find the file.
    pub(super) fn make(&mut self, style: &CodeStyle) {
        let before = self.content.clone();
        let edits = std::mem::take(&mut self.edits);
        for of_stamp in edits.chunk_by(|(one, _), (other, _)| one.stamp == other.stamp) {
            let waiting = self.each(of_stamp, style);
            self.each(&waiting, style);
        }
        self.format(before.as_ref(), style);
    }

    /// Makes the edits that are there by now; those that do not find the file wait for [`Chain::make_waiting`].
    pub(super) fn make_now(&mut self, style: &CodeStyle) {
        let edits = std::mem::take(&mut self.edits);
        let (waiting, new): (Edits, Edits) = edits.into_iter().partition(|(at, _)| at.waited);
        self.edits = waiting;
        let waiting = self.each(&new, style);
        self.edits.extend(waiting);
    }

    /// Makes the edits that waited for their file, at the end of their stamp.
    pub(super) fn make_waiting(&mut self, style: &CodeStyle) {
        let waiting = std::mem::take(&mut self.edits);
        self.each(&waiting, style);
    }

    /// Makes one edit after the other; gives those that wait for their file.
    fn each(&mut self, edits: &[(Place, &'a EditDraft)], style: &CodeStyle) -> Edits<'a> {
        let mut waiting = Vec::new();
        for &(place, draft) in edits {
            if self.made.last().is_some_and(|(_, made)| made.is_err()) {
                break;
            }
            match self.one(draft, style) {
                Ok(Made::NoFile) if !place.waited => {
                    let waited = true;
                    waiting.push((Place { waited, ..place }, draft));
                }
                made => self.made.push((place, made)),
            }
        }
        waiting
    }

    fn one(&mut self, draft: &EditDraft, style: &CodeStyle) -> Result<Made> {
        let made_here = || {
            makes_its_file(&draft.operation).then(|| Content {
                private: draft.secret,
                ..Content::default()
            })
        };
        let Some(now) = self.content.clone().or_else(made_here) else {
            return Ok(Made::NoFile);
        };
        let Some(before) = now.text() else {
            let what = format!("`{}` is not UTF-8, so it cannot be edited", self.path);
            let hint = "convert the file to UTF-8 and run the command again";
            return Err(Error::project(what).hint(hint));
        };
        let path = self.path.as_str();
        let (rung, outcome) = edit::edit(&draft.operation, path, before, &style.edit_style())?;
        let made = |line, present| Made::In {
            rung,
            line,
            present,
        };
        Ok(match outcome {
            Outcome::Changed { text, line } => {
                self.content = Some(Content {
                    bytes: text.into(),
                    ..now
                });
                made(line, false)
            }
            Outcome::Present { line } => made(line, true),
            Outcome::Manual { line, why, snippet } => Made::Manual { line, why, snippet },
        })
    }

    /// Python that was in the formatter's form before the edits is so after them.
    fn format(&mut self, before: Option<&Content>, style: &CodeStyle) {
        let text = |content: Option<&Content>| Some(content?.text()?.to_owned());
        let is_python = self.path.as_str().ends_with(".py");
        let Some(content) = self.content.as_mut().filter(|_| is_python) else {
            return;
        };
        if let Some(after) = text(Some(content)).filter(|_| Some(&*content) != before) {
            let after = match text(before).filter(|_| !self.is_new) {
                None => ended(headed(formatted(after, style), style), style),
                Some(before) => formatted_as_before(&before, after, style),
            };
            content.bytes = after.into();
        }
    }
}

/// As much as the main thread has: code may be nested deeply.
const STACK: usize = 8 << 20;

/// From this many edits on, a second thread is worth its start.
const MANY: usize = 8;

/// Makes every chain of `chains`, which come back in any order. Each is made by one thread alone.
pub(super) fn make_all<'a>(mut chains: Vec<Chain<'a>>, style: &CodeStyle) -> Vec<Chain<'a>> {
    let count: usize = chains.iter().map(|chain| chain.edits.len()).sum();
    // The longest first, so that both threads end at about the same time.
    chains.sort_by_key(|chain| std::cmp::Reverse(chain.edits.len()));
    let left = Mutex::new(chains.into_iter());
    let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
    let run = || {
        let made = |mut chain: Chain<'a>| {
            chain.make(style);
            chain
        };
        std::iter::from_fn(next).map(made).collect::<Vec<_>>()
    };
    scope(|scope| {
        let builder = Builder::new().stack_size(STACK);
        let other = (count >= MANY).then(|| builder.spawn_scoped(scope, run).ok());
        let mut made = run();
        if let Some(other) = other.flatten() {
            made.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        made
    })
}

/// Operations for which a file that is not there is as good as an empty one.
fn makes_its_file(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::EnvSet { .. } | Operation::Line { .. } | Operation::PythonDefine { .. }
    )
}
