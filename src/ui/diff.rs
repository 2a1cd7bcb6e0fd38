//! A change for the eye: the patch in colour, with the words that differ marked.

use console::Style;
use similar::{ChangeTag, TextDiff};

use super::visible::visible;
use crate::change::Change;
use crate::diff::{Hunk, Line, Sign, hunks, is_binary, patch};

/// The change as a person reads it; without colour where `colour` is false.
#[must_use]
pub fn coloured(change: &Change, colour: bool) -> String {
    let whole = patch(change);
    let (before, after) = (bytes(change.before.as_ref()), bytes(change.after.as_ref()));
    if is_binary(before) || is_binary(after) {
        return format!(
            "{}: a binary file of {} bytes\n",
            visible(change.path.as_str()),
            after.len()
        );
    }
    let header: String = String::from_utf8_lossy(&whole)
        .lines()
        .take_while(|line| !line.starts_with("@@"))
        .map(|line| {
            format!(
                "{}\n",
                painted(&Style::new().bold(), colour, &visible(line))
            )
        })
        .collect();
    hunks(before, after)
        .iter()
        .fold(header, |text, hunk| text + &hunk_text(hunk, colour))
}

fn bytes(content: Option<&crate::change::Content>) -> &[u8] {
    content.map_or(&[], |content| &content.bytes)
}

fn painted(style: &Style, colour: bool, text: &str) -> String {
    style
        .clone()
        .force_styling(colour)
        .apply_to(text)
        .to_string()
}

/// One hunk.
pub(super) fn hunk_text(hunk: &Hunk, colour: bool) -> String {
    let mut out = format!(
        "{}\n",
        painted(&Style::new().cyan(), colour, &hunk.header())
    );
    let mut rest = &hunk.lines[..];
    while let Some(first) = rest.first() {
        let run = rest
            .iter()
            .take_while(|line| line.sign == first.sign)
            .count();
        let (lines, after) = rest.split_at(run);
        let replacing = after
            .iter()
            .take_while(|line| line.sign == Sign::Added)
            .count();
        if first.sign == Sign::Removed && replacing == run {
            out += &replaced(lines, &after[..run], colour);
            rest = &after[run..];
        } else {
            out.extend(lines.iter().map(|line| plain(line, colour)));
            rest = after;
        }
    }
    out
}

fn plain(line: &Line, colour: bool) -> String {
    let text = format!("{}{}", char::from(line.sign.mark()), shown(line));
    format!("{}\n", painted(&style(line.sign), colour, &text))
}

fn style(sign: Sign) -> Style {
    match sign {
        Sign::Same => Style::new(),
        Sign::Removed => Style::new().red(),
        Sign::Added => Style::new().green(),
    }
}

fn shown(line: &Line) -> String {
    visible(String::from_utf8_lossy(line.text).trim_end_matches('\n'))
}

/// As many added lines as removed ones: pair by pair, the words that differ stand out.
fn replaced(removed: &[Line], added: &[Line], colour: bool) -> String {
    let side = |tag: ChangeTag| -> String {
        removed
            .iter()
            .zip(added)
            .map(|(old, new)| words(&shown(old), &shown(new), tag, colour))
            .collect()
    };
    side(ChangeTag::Delete) + &side(ChangeTag::Insert)
}

fn words(old: &str, new: &str, tag: ChangeTag, colour: bool) -> String {
    let sign = if tag == ChangeTag::Delete {
        Sign::Removed
    } else {
        Sign::Added
    };
    let mut out = painted(&style(sign), colour, &char::from(sign.mark()).to_string());
    let diff = TextDiff::from_words(old, new);
    for change in diff
        .iter_all_changes()
        .filter(|change| change.tag() == ChangeTag::Equal || change.tag() == tag)
    {
        let strong = if change.tag() == tag {
            style(sign).reverse()
        } else {
            style(sign)
        };
        out += &painted(&strong, colour, change.value());
    }
    out + "\n"
}
