//! Hunks: the changed lines of a text with three lines around them.

use std::ops::Range;

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices, group_diff_ops};

/// Lines of context around a change.
const CONTEXT: usize = 3;

/// What a line of a hunk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// In both texts.
    Same,
    /// Only in the old text.
    Removed,
    /// Only in the new text.
    Added,
}

/// A line of a hunk, with its line end where it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// What it is.
    pub sign: Sign,
    /// Its bytes.
    pub text: &'a [u8],
}

/// Changed lines that stand together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk<'a> {
    /// The lines of the old text, from 0.
    pub old: Range<usize>,
    /// The lines of the new text, from 0.
    pub new: Range<usize>,
    /// Its lines in order.
    pub lines: Vec<Line<'a>>,
}

/// The hunks that turn `before` into `after`.
#[must_use]
pub fn hunks<'a>(before: &'a [u8], after: &'a [u8]) -> Vec<Hunk<'a>> {
    let (old, new) = (lines(before), lines(after));
    let ops = operations(&old, &new);
    group_diff_ops(ops, CONTEXT)
        .iter()
        .map(|group| hunk(group, &old, &new))
        .collect()
}

fn operations(old: &[&[u8]], new: &[&[u8]]) -> Vec<DiffOp> {
    capture_diff_slices(Algorithm::Histogram, old, new)
}

fn lines(text: &[u8]) -> Vec<&[u8]> {
    text.split_inclusive(|byte| *byte == b'\n').collect()
}

fn hunk<'a>(group: &[DiffOp], old: &[&'a [u8]], new: &[&'a [u8]]) -> Hunk<'a> {
    let lines = group
        .iter()
        .flat_map(|op| signed_lines(op, old, new))
        .collect();
    let span = |range: fn(&DiffOp) -> Range<usize>| {
        let first = group.first().map_or(0, |op| range(op).start);
        first..group.last().map_or(0, |op| range(op).end)
    };
    Hunk {
        old: span(DiffOp::old_range),
        new: span(DiffOp::new_range),
        lines,
    }
}

fn signed_lines<'a>(op: &DiffOp, old: &[&'a [u8]], new: &[&'a [u8]]) -> Vec<Line<'a>> {
    let take = |sign, lines: &[&'a [u8]]| {
        lines
            .iter()
            .map(|text| Line { sign, text })
            .collect::<Vec<_>>()
    };
    let (removed, added) = (&old[op.old_range()], &new[op.new_range()]);
    match op.tag() {
        DiffTag::Equal => take(Sign::Same, removed),
        _ => [take(Sign::Removed, removed), take(Sign::Added, added)].concat(),
    }
}

impl Hunk<'_> {
    /// `@@ -1,3 +1,4 @@`.
    #[must_use]
    pub fn header(&self) -> String {
        format!("@@ -{} +{} @@", position(&self.old), position(&self.new))
    }

    /// The hunk as it stands in a patch.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = format!("{}\n", self.header()).into_bytes();
        for line in &self.lines {
            out.push(line.sign.mark());
            out.extend(line.text);
            if !line.text.ends_with(b"\n") {
                out.extend(b"\n\\ No newline at end of file\n");
            }
        }
        out
    }
}

impl Sign {
    /// The character in the first column.
    #[must_use]
    pub fn mark(self) -> u8 {
        match self {
            Self::Same => b' ',
            Self::Removed => b'-',
            Self::Added => b'+',
        }
    }
}

/// First line (from 1; the line before, where the range is empty) and, unless it is one, the number of lines.
fn position(range: &Range<usize>) -> String {
    match range.len() {
        0 => format!("{},0", range.start),
        1 => format!("{}", range.start + 1),
        length => format!("{},{length}", range.start + 1),
    }
}
