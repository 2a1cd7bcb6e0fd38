//! `line`: a line in a plain text file such as `.gitignore`, at its end where it is not there yet.

use super::text;
use super::verdict::Verdict;

/// The verdict on having `line` in the text.
pub(super) fn edit(line: &str, plain: &str) -> Verdict {
    let wanted = line.trim_end();
    let mut at = 0;
    for known in plain.split_inclusive('\n') {
        if known.trim_end() == wanted {
            return Verdict::Present(at);
        }
        at += known.len();
    }
    Verdict::Edit(vec![text::append(plain, wanted)])
}
