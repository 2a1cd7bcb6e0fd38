//! The hunks of one change: shown, split, taken or left, and the content that they make.

use std::ops::Range;

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};

use crate::change::{Change, Kind};
use crate::diff::{Hunk, Line, Sign, is_binary};

/// Lines of context around a hunk.
const CONTEXT: usize = 3;

/// Changed lines without an unchanged one among them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Block {
    old: Range<usize>,
    new: Range<usize>,
    taken: bool,
}

/// The hunks of a change, in order; at first, none is taken.
#[derive(Clone, Debug)]
pub struct Hunks<'a> {
    old: Vec<&'a [u8]>,
    new: Vec<&'a [u8]>,
    blocks: Vec<Block>,
    /// The blocks of each hunk.
    groups: Vec<Range<usize>>,
}

impl<'a> Hunks<'a> {
    /// The hunks of `change`; none where it is taken whole or not at all: a file that goes, that holds a secret, that
    /// is not text, or of which only the mode changes.
    #[must_use]
    pub fn of(change: &'a Change) -> Option<Self> {
        let after = &change.after.as_ref()?.bytes;
        let before: &[u8] = change.before.as_ref().map_or(&[], |before| &before.bytes);
        let is_text = |bytes: &[u8]| !is_binary(bytes) && std::str::from_utf8(bytes).is_ok();
        let whole = change.secret || change.kind() == Kind::Unchanged || *before == **after;
        if whole || !is_text(before) || !is_text(after) {
            return None;
        }
        let (old, new) = (lines(before), lines(after));
        let blocks = blocks(&capture_diff_slices(Algorithm::Histogram, &old, &new));
        let groups = groups(&blocks);
        Some(Self {
            old,
            new,
            blocks,
            groups,
        })
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.groups.len()
    }

    /// The hunk at `at` with its context.
    #[must_use]
    pub fn hunk(&self, at: usize) -> Hunk<'a> {
        let group = self.groups[at].clone();
        let blocks = &self.blocks[group.clone()];
        let (first, last) = (&blocks[0], &blocks[blocks.len() - 1]);
        let above = match group.start {
            0 => 0,
            start => self.blocks[start - 1].old.end,
        };
        let below = self
            .blocks
            .get(group.end)
            .map_or(self.old.len(), |block| block.old.start);
        let before = CONTEXT.min(first.old.start - above);
        let after = CONTEXT.min(below - last.old.end);
        let mut lines = Vec::new();
        let mut at = first.old.start - before;
        for block in blocks {
            lines.extend(signed(Sign::Same, &self.old[at..block.old.start]));
            lines.extend(signed(Sign::Removed, &self.old[block.old.clone()]));
            lines.extend(signed(Sign::Added, &self.new[block.new.clone()]));
            at = block.old.end;
        }
        lines.extend(signed(Sign::Same, &self.old[at..at + after]));
        Hunk {
            old: first.old.start - before..last.old.end + after,
            new: first.new.start - before..last.new.end + after,
            lines,
        }
    }

    /// Whether the hunk at `at` is made of several.
    #[must_use]
    pub fn can_split(&self, at: usize) -> bool {
        self.groups[at].len() > 1
    }

    /// Splits the hunk at `at` at its unchanged lines.
    pub fn split(&mut self, at: usize) {
        let single = self.groups[at].clone().map(|block| block..block + 1);
        let single: Vec<_> = single.collect();
        self.groups.splice(at..=at, single);
    }

    /// Takes the hunk at `at`.
    pub fn take(&mut self, at: usize) {
        for block in &mut self.blocks[self.groups[at].clone()] {
            block.taken = true;
        }
    }

    /// Whether all of it is taken.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.blocks.iter().all(|block| block.taken)
    }

    /// Whether any of it is taken.
    #[must_use]
    pub fn is_any(&self) -> bool {
        self.blocks.iter().any(|block| block.taken)
    }

    /// The content that the hunks make that are taken.
    #[must_use]
    pub fn content(&self) -> Vec<u8> {
        let (mut content, mut at): (Vec<&[u8]>, _) = (Vec::new(), 0);
        for block in &self.blocks {
            content.extend(&self.old[at..block.old.start]);
            content.extend(if block.taken {
                &self.new[block.new.clone()]
            } else {
                &self.old[block.old.clone()]
            });
            at = block.old.end;
        }
        content.extend(&self.old[at..]);
        content.concat()
    }
}

fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|byte| *byte == b'\n').collect()
}

fn signed<'a>(sign: Sign, lines: &[&'a [u8]]) -> Vec<Line<'a>> {
    let line = |text: &&'a [u8]| Line { sign, text };
    lines.iter().map(line).collect()
}

/// The changed places; two that touch are one.
fn blocks(operations: &[DiffOp]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for operation in operations {
        if operation.tag() == DiffTag::Equal {
            continue;
        }
        let (old, new) = (operation.old_range(), operation.new_range());
        match blocks.last_mut() {
            Some(last) if last.old.end == old.start && last.new.end == new.start => {
                last.old.end = old.end;
                last.new.end = new.end;
            }
            _ => blocks.push(Block {
                old,
                new,
                taken: false,
            }),
        }
    }
    blocks
}

/// Blocks whose contexts meet are shown together.
fn groups(blocks: &[Block]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let near = at > 0 && block.old.start - blocks[at - 1].old.end <= 2 * CONTEXT;
        match groups.last_mut() {
            Some(group) if near => group.end = at + 1,
            _ => groups.push(at..at + 1),
        }
    }
    groups
}
