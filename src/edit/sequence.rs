//! One more element in a bracketed sequence: a list, a tuple, the names of an import, a TOML array.
//!
//! Keeps the sequence's own layout: one line or one element a line, with or without a last comma,
//! comments where they are. Does not decide where in the sequence the element belongs.

use std::ops::Range;

use super::text::{self, Splice};

/// The places of a sequence in a text.
#[derive(Clone, Debug)]
pub(super) struct Sequence {
    /// What stands between the brackets.
    pub(super) inner: Range<usize>,
    /// The elements, in order.
    pub(super) items: Vec<Range<usize>>,
}

/// The splices that make `item` the element number `at`; a line longer than `width` is taken apart.
pub(super) fn insert(
    text: &str,
    sequence: &Sequence,
    (at, item): (usize, &str),
    width: usize,
) -> Vec<Splice> {
    if sequence.items.is_empty() {
        return vec![into_empty(text, sequence, item)];
    }
    if is_column(text, sequence) {
        return into_column(text, sequence, at, item);
    }
    let splice = into_row(text, sequence, at, item);
    if too_long(text, &splice, width) && !text[sequence.inner.clone()].contains('#') {
        return vec![apart(text, sequence, at, item)];
    }
    vec![splice]
}

/// Whether each element has a line of its own.
pub(super) fn is_column(text: &str, sequence: &Sequence) -> bool {
    sequence.items.iter().all(|item| {
        let start = text::line_start(text, item.start);
        start >= sequence.inner.start && text[start..item.start].trim().is_empty()
    })
}

/// The splice that puts each element, `item` among them, on a line of its own.
pub(super) fn apart(text: &str, sequence: &Sequence, at: usize, item: &str) -> Splice {
    let mut items: Vec<&str> = sequence
        .items
        .iter()
        .map(|range| &text[range.clone()])
        .collect();
    items.insert(at, item);
    Splice::replace(
        sequence.inner.clone(),
        column(&items, text::indentation(text, sequence.inner.start)),
    )
}

/// `items` one a line, as they stand between brackets on a line with this indentation.
pub(super) fn column(items: &[&str], indent: &str) -> String {
    let deeper = deeper(indent);
    let lines: Vec<String> = items
        .iter()
        .map(|item| format!("{deeper}{item},\n"))
        .collect();
    format!("\n{}{indent}", lines.concat())
}

/// One step deeper than `indent`: a tab where it has tabs, else four blanks.
pub(super) fn deeper(indent: &str) -> String {
    let step = if indent.contains('\t') { "\t" } else { "    " };
    format!("{indent}{step}")
}

fn into_empty(text: &str, sequence: &Sequence, item: &str) -> Splice {
    let inner = &text[sequence.inner.clone()];
    if inner.contains('\n') {
        let close = text::line_start(text, sequence.inner.end);
        let indent = deeper(text::indentation(text, sequence.inner.end));
        Splice::insert(close, format!("{indent}{item},\n"))
    } else if inner.trim_matches(' ').is_empty() {
        Splice::replace(sequence.inner.clone(), item)
    } else {
        Splice::insert(sequence.inner.start, item)
    }
}

fn into_row(text: &str, sequence: &Sequence, at: usize, item: &str) -> Splice {
    match sequence.items.get(at) {
        Some(next) => Splice::insert(next.start, format!("{item}, ")),
        None => after_last(text, sequence, item),
    }
}

fn after_last(text: &str, sequence: &Sequence, item: &str) -> Splice {
    let last = &sequence.items[sequence.items.len() - 1];
    match comma(text, sequence, last.end) {
        // The comma of a tuple of one is no longer needed when there are two.
        Some(comma) if sequence.items.len() == 1 => {
            Splice::replace(last.end..comma + 1, format!(", {item}"))
        }
        _ => Splice::insert(last.end, format!(", {item}")),
    }
}

fn into_column(text: &str, sequence: &Sequence, at: usize, item: &str) -> Vec<Splice> {
    if at == 0 {
        let first = &sequence.items[0];
        let start = text::line_start(text, first.start);
        let indent = text::indentation(text, first.start);
        return vec![Splice::insert(start, format!("{indent}{item},\n"))];
    }
    let previous = &sequence.items[at - 1];
    let indent = text::indentation(text, previous.start);
    let line = format!("\n{indent}{item}");
    match comma(text, sequence, previous.end) {
        Some(comma) => {
            let place = rest_of_line(text, sequence, comma + 1);
            vec![Splice::insert(place, format!("{line},"))]
        }
        None => vec![
            Splice::insert(previous.end, ","),
            Splice::insert(rest_of_line(text, sequence, previous.end), line),
        ],
    }
}

/// Where the line of `from` ends, if nothing but blanks and a comment follow; else `from` itself.
fn rest_of_line(text: &str, sequence: &Sequence, from: usize) -> usize {
    let end = text::line_end(text, from);
    let rest = text[from..end].trim_start();
    if end <= sequence.inner.end && (rest.is_empty() || rest.starts_with('#')) {
        end
    } else {
        from
    }
}

/// The comma that follows the element which ends at `from`.
pub(super) fn comma(text: &str, sequence: &Sequence, from: usize) -> Option<usize> {
    let mut comment = false;
    for (at, letter) in text[from..sequence.inner.end].char_indices() {
        match letter {
            '#' => comment = true,
            '\n' => comment = false,
            ',' if !comment => return Some(from + at),
            _ if comment || letter.is_whitespace() => {}
            _ => return None,
        }
    }
    None
}

/// Whether a line that `splice` touches has more than `width` characters afterwards.
fn too_long(text: &str, splice: &Splice, width: usize) -> bool {
    let before = &text[text::line_start(text, splice.range.start)..splice.range.start];
    let after = &text[splice.range.end..text::line_end(text, splice.range.end)];
    text::width(&format!("{before}{}{after}", splice.with)) > width
}
