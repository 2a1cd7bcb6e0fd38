//! Docstrings as the formatter leaves them.

use super::lines::line_end;

const QUOTES: &str = "\"\"\"";

/// Where the docstring at `start` ends; nothing where the formatter might change it.
pub(super) fn end(code: &str, start: usize, indent: usize, width: usize) -> Option<usize> {
    let from = start + QUOTES.len();
    let length = code[from..].find(QUOTES)?;
    let text = &code[from..from + length];
    let end = from + length + QUOTES.len();
    let is_plain = !text.contains('\\')
        && !text.starts_with('"')
        && !text.ends_with('"')
        && text.trim_start() == text;
    let last_line = code[..end].rfind('\n').map_or(0, |at| at + 1);
    let fits = line_end(code, end) == end && end - last_line <= width;
    (is_plain && !text.is_empty() && fits && is_aligned(text, indent)).then_some(end)
}

/// Whether the lines begin where the quotes do, and none ends in blanks.
fn is_aligned(text: &str, indent: usize) -> bool {
    let Some((first, rest)) = text.split_once('\n') else {
        return is_trimmed(text);
    };
    let mut lines: Vec<&str> = rest.split('\n').collect();
    let last = lines.pop().unwrap_or_default();
    let blanks = |line: &str| line.bytes().take_while(|byte| *byte == b' ').count();
    let is_sound = |line: &&str| line.is_empty() || is_trimmed(line) && blanks(line) >= indent;
    let closes_alone = blanks(last) == last.len();
    let last_is_sound = if closes_alone {
        last.len() == indent && lines.last().unwrap_or(&first).trim() != ""
    } else {
        is_sound(&last)
    };
    let least = lines
        .iter()
        .chain((!closes_alone).then_some(&last))
        .filter(|line| !line.is_empty());
    let least = least.map(|line| blanks(line)).min();
    is_trimmed(first)
        && lines.iter().all(is_sound)
        && last_is_sound
        && least.is_none_or(|least| least == indent)
}

fn is_trimmed(line: &str) -> bool {
    line.trim_end() == line
}
