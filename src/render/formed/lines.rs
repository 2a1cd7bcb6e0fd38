//! The lines of code: what stands between two statements, and where a statement ends.

/// What stands before a statement.
pub(super) struct Gap {
    /// Where it begins.
    pub(super) start: usize,
    /// Empty lines.
    pub(super) blanks: usize,
    /// Whether comments stand directly above the statement.
    pub(super) comments: bool,
    /// The indentation of the statement.
    pub(super) indent: usize,
    /// Where its line begins.
    pub(super) end: usize,
}

/// The gap at `at`; nothing where no statement follows, or where comments stand apart.
pub(super) fn gap(code: &str, mut at: usize) -> Option<Gap> {
    let bytes = code.as_bytes();
    let start = at;
    while bytes.get(at) == Some(&b'\n') {
        at += 1;
    }
    let blanks = at - start;
    let indent = indentation(&code[at..]);
    let mut comments = false;
    while bytes.get(at + indent) == Some(&b'#') {
        comments = true;
        let end = line_end(code, at);
        is_comment(&code[at + indent..end]).then_some(())?;
        at = end + 1;
        (indentation(code.get(at..)?) == indent).then_some(())?;
    }
    let begins = bytes.get(at + indent).is_some_and(|byte| *byte != b'\n');
    begins.then_some(Gap {
        start,
        blanks,
        comments,
        indent,
        end: at,
    })
}

fn indentation(line: &str) -> usize {
    line.bytes().take_while(|byte| *byte == b' ').count()
}

/// Where the line of `at` ends.
pub(super) fn line_end(code: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &code.as_bytes()[at..]).map_or(code.len(), |length| at + length)
}

/// Whether a comment is as the formatter writes it.
pub(super) fn is_comment(text: &str) -> bool {
    let begins = text == "#" || text.starts_with("# ") && !text.starts_with("#  ");
    begins && text.trim_end() == text && !text.contains('\u{a0}')
}

/// The first word of a statement, and the one behind it.
pub(super) fn words_of(line: &str) -> (&str, &str) {
    let word = |text: &str| {
        text.bytes()
            .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
            .count()
    };
    if line.starts_with('@') {
        return ("@", "");
    }
    let (first, rest) = line.split_at(word(line));
    let rest = rest.strip_prefix(' ').unwrap_or_default();
    (first, &rest[..word(rest)])
}

/// Where the statement at `start` ends, brackets and all; nothing where it holds what cannot be told from here: a comment, a
/// text of several lines, another statement.
pub(super) fn logical_end(code: &str, start: usize) -> Option<usize> {
    let bytes = code.as_bytes();
    let (mut depth, mut at) = (0_usize, start);
    loop {
        match bytes.get(at)? {
            b'\n' if depth == 0 => return Some(at),
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.checked_sub(1)?,
            b'"' | b'\'' => at = string_end(bytes, at)?,
            b'#' | b';' | b'\\' => return None,
            _ => {}
        }
        at += 1;
    }
}

/// The closing quote of the text of one line at `at`.
pub(super) fn string_end(bytes: &[u8], at: usize) -> Option<usize> {
    let quote = bytes[at];
    if bytes[at..].starts_with(&[quote; 3]) {
        return None;
    }
    let mut end = at + 1;
    loop {
        match *bytes.get(end)? {
            b'\n' => return None,
            b'\\' => end += 1,
            byte if byte == quote => return Some(end),
            _ => {}
        }
        end += 1;
    }
}

/// Whether `code` begins with a text, which alone may be a docstring, or with three dots, which are drawn up to a head.
pub(super) fn begins_text(code: &str) -> bool {
    let rest = code.trim_start_matches(['r', 'f', 'b', 'u', 'R', 'F', 'B', 'U']);
    rest.starts_with(['"', '\'']) || rest.starts_with("...")
}
