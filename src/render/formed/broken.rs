//! Lines that are in form but for their length, broken as the formatter breaks them: at the parentheses of a function's
//! parameters, or of the call that a statement ends in.

use std::borrow::Cow;

use super::lines::string_end;

/// The statement `line` without the break between the parentheses of its last call, if it has no other; nothing where a comma
/// behind the last argument asks for the break.
pub(super) fn joined(line: &str) -> Option<Cow<'_, str>> {
    let mut lines = line.split('\n');
    let first = lines.next()?;
    let Some(items) = lines.next() else {
        return Some(Cow::Borrowed(line));
    };
    let (last, rest) = (lines.next()?.trim_start(), lines.next());
    let is_row = first.ends_with('(') && last.starts_with(')') && rest.is_none();
    (is_row && !items.ends_with(','))
        .then(|| Cow::Owned(format!("{first}{}{last}", items.trim_start())))
}

/// `line`, which stands behind `indent` blanks and is longer than `width`: what is between the parentheses on a line of
/// its own, or else each on one.
pub(super) fn broken(line: &str, indent: usize, width: usize) -> Option<String> {
    let open = opening(line)?;
    let (ends, close) = items(line, open)?;
    let is_function = line.ends_with(':');
    let (head, tail) = (&line[..=open], &line[close..]);
    let fits = |text: &str, more: usize| indent + more + text.len() <= width;
    if close == open + 1 || !(is_function || tail == ")") || !fits(head, 0) || !fits(tail, 0) {
        return None;
    }
    let (blanks, inner) = (" ".repeat(indent), &line[open + 1..close]);
    // A parameter that stands alone gets its comma.
    let is_row = !is_function || ends.len() > 1;
    if is_row && fits(inner, 4) {
        return Some(format!("{head}\n{blanks}    {inner}\n{blanks}{tail}"));
    }
    // Commas may stand between other things there than arguments.
    if ends.len() < 2 && is_row || inner.contains(" for ") || inner.contains("lambda") {
        return None;
    }
    let mut broken = head.to_owned();
    let mut start = open + 1;
    for end in ends {
        let item = line[start..end].trim_start();
        fits(item, 5).then_some(())?;
        broken.push_str(&format!("\n{blanks}    {item},"));
        start = end + 1;
    }
    Some(broken + "\n" + &blanks + tail)
}

/// Where the parenthesis stands at which the formatter breaks the line first.
fn opening(line: &str) -> Option<usize> {
    let begins = |start: &&str| line.starts_with(*start);
    if ["def ", "async def "].iter().any(begins) {
        return line.find('(');
    }
    let start = match line.find(" = ") {
        Some(equals) if is_target(&line[..equals]) => equals + 3,
        _ => ["@", "return ", "raise "]
            .iter()
            .find(|start| begins(start))
            .map_or(0, |start| start.len()),
    };
    let called = line[start..]
        .strip_prefix("await ")
        .unwrap_or(&line[start..]);
    let name = called.find(|letter: char| !is_of_name(letter))?;
    (name > 0 && called[name..].starts_with('(')).then(|| line.len() - called.len() + name)
}

/// Whether a value is assigned to a name or an attribute, with its type or without.
fn is_target(text: &str) -> bool {
    let (name, annotation) = text.split_once(": ").unwrap_or((text, ""));
    name.chars().all(is_of_name) && !annotation.contains(['"', '\'', '('])
}

fn is_of_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.')
}

/// Where each item behind the parenthesis at `open` ends, and the parenthesis that closes.
fn items(line: &str, open: usize) -> Option<(Vec<usize>, usize)> {
    let bytes = line.as_bytes();
    let (mut ends, mut depth, mut at) = (Vec::new(), 0_usize, open + 1);
    loop {
        match *bytes.get(at)? {
            b'(' | b'[' | b'{' => depth += 1,
            b')' if depth == 0 => {
                ends.push(at);
                return Some((ends, at));
            }
            b')' | b']' | b'}' => depth = depth.checked_sub(1)?,
            b',' if depth == 0 => ends.push(at),
            b'"' | b'\'' => at = string_end(bytes, at)?,
            _ => {}
        }
        at += 1;
    }
}
