//! Spots that go: whole lines with the gap that they leave, an element of a sequence, a statement of a block.

use std::ops::Range;

use tree_sitter::Node;

use super::super::python::{Module, statements};
use super::super::sequence::{self, Sequence};
use super::super::text::{self, Splice};

/// The splice that takes out the lines of `range`. Of the blank lines above and below, the greater number stays; at the
/// end of the text none.
pub(super) fn lines(plain: &str, range: &Range<usize>) -> Splice {
    let mut start = text::line_start(plain, range.start);
    let end = (text::line_end(plain, range.end) + 1).min(plain.len());
    let below = blank_below(plain, end);
    let mut above = start;
    while above > 0 {
        let line = text::line_start(plain, above - 1);
        if !plain[line..above].trim().is_empty() {
            break;
        }
        above = line;
    }
    if end == plain.len() {
        // What was the last line keeps its way to end.
        if !plain.ends_with('\n') && above > 0 {
            above -= 1;
        }
        return Splice::replace(above..end, "");
    }
    let gap = plain[above..start].matches('\n').count();
    if gap > 0 && below > 0 {
        let drop = gap.min(below);
        for _ in 0..drop {
            start = text::line_start(plain, start - 1);
        }
    }
    Splice::replace(start..end, "")
}

fn blank_below(plain: &str, from: usize) -> usize {
    let lines = plain[from..].split_inclusive('\n');
    lines.take_while(|line| line.trim().is_empty()).count()
}

/// The splice that takes out the element number `at`, with its comma and a line that it has for itself.
pub(super) fn item(plain: &str, sequence: &Sequence, at: usize) -> Splice {
    let item = &sequence.items[at];
    if sequence.items.len() == 1 && !plain[sequence.inner.clone()].contains('#') {
        return Splice::replace(sequence.inner.clone(), "");
    }
    let comma = sequence::comma(plain, sequence, item.end);
    let end = comma.map_or(item.end, |comma| comma + 1);
    let line = text::line_start(plain, item.start);
    let begins = line >= sequence.inner.start && plain[line..item.start].trim().is_empty();
    let rest = &plain[end..text::line_end(plain, end).min(sequence.inner.end)];
    if begins && rest.trim().is_empty() && text::line_end(plain, end) < sequence.inner.end {
        return Splice::replace(line..text::line_end(plain, end) + 1, "");
    }
    match (comma, at.checked_sub(1)) {
        (Some(comma), _) if at + 1 < sequence.items.len() => {
            let next = plain[comma + 1..]
                .find(|c| c != ' ')
                .map_or(end, |gap| comma + 1 + gap);
            Splice::replace(item.start..next, "")
        }
        // The last one of a row takes the comma before it along; a comma behind it stays.
        (_, Some(previous)) => Splice::replace(sequence.items[previous].end..item.end, ""),
        _ => Splice::replace(item.start..end, ""),
    }
}

/// The splice that takes `nodes`, neighbours in one block, out; none where they share a line with others. An emptied
/// block gets a `pass`.
pub(super) fn statement(module: &Module<'_>, nodes: &[Node<'_>]) -> Option<Splice> {
    let (first, last) = (nodes.first()?, nodes.last()?);
    let line_end = module.line_end(*last);
    let rest = module.text[last.end_byte()..line_end].trim();
    if !module.begins_line(*first) || !(rest.is_empty() || rest.starts_with('#')) {
        return None;
    }
    let range = first.start_byte()..last.end_byte();
    let parent = first.parent()?;
    if parent.kind() == "block" && statements(parent).len() == nodes.len() {
        return Some(Splice::replace(range, "pass"));
    }
    Some(lines(module.text, &range))
}
