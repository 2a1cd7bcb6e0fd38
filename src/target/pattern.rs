//! Texts that match a regular expression, as far as those go that limit values: literals, classes, groups, repetitions.

use std::iter::Peekable;
use std::str::Chars;

/// A part of an expression, with a character that matches it for each place.
enum Part {
    Char(char),
    Group(Vec<Vec<Part>>),
    Repeated(Box<Part>, usize, Option<usize>),
}

type Rest<'a> = Peekable<Chars<'a>>;

/// A text that matches the whole of a pattern and is of a length within bounds; nothing where one cannot be made up.
pub(super) fn matching(
    pattern: &str,
    (least, most): (Option<usize>, Option<usize>),
) -> Option<String> {
    let parts = read(pattern)?;
    let texts = (0..=64).map(|more| written(&parts, more));
    let is_long = |text: &String| text.chars().count() >= least.unwrap_or(0);
    let text = texts.into_iter().find(is_long)?;
    (text.chars().count() <= most.unwrap_or(usize::MAX)).then_some(text)
}

/// Whether a pattern is sure to refuse the empty text.
pub(super) fn refuses_nothing(pattern: &str) -> bool {
    read(pattern).is_some_and(|parts| shortest(&parts) > 0)
}

fn read(pattern: &str) -> Option<Vec<Vec<Part>>> {
    let mut rest = pattern.chars().peekable();
    let parts = alternatives(&mut rest)?;
    rest.next().is_none().then_some(parts)
}

fn written(alternatives: &[Vec<Part>], more: usize) -> String {
    let first = alternatives.first().map_or(&[][..], Vec::as_slice);
    first.iter().map(|part| text(part, more)).collect()
}

fn text(part: &Part, more: usize) -> String {
    match part {
        Part::Char(c) => c.to_string(),
        Part::Group(inner) => written(inner, more),
        Part::Repeated(part, least, most) => {
            text(part, more).repeat((least + more).min(most.unwrap_or(usize::MAX)))
        }
    }
}

/// The length of the shortest text that matches.
fn shortest(alternatives: &[Vec<Part>]) -> usize {
    let length = |part: &Part| match part {
        Part::Char(_) => 1,
        Part::Group(inner) => shortest(inner),
        Part::Repeated(part, least, _) => match &**part {
            Part::Group(inner) => least * shortest(inner),
            _ => *least,
        },
    };
    let lengths = alternatives
        .iter()
        .map(|parts| parts.iter().map(length).sum());
    lengths.min().unwrap_or(0)
}

/// What stands between two brackets, or the whole of it.
fn alternatives(rest: &mut Rest) -> Option<Vec<Vec<Part>>> {
    let mut found = vec![Vec::new()];
    loop {
        let parts = found.last_mut()?;
        match rest.peek() {
            None | Some(')') => return Some(found),
            Some('|') => {
                rest.next();
                found.push(Vec::new());
            }
            Some('^') if parts.is_empty() => drop(rest.next()),
            Some('$') => {
                rest.next();
                let ends = matches!(rest.peek(), None | Some(')' | '|'));
                ends.then_some(())?;
            }
            Some(_) => {
                let part = part(rest)?;
                parts.push(repeated(part, rest)?);
            }
        }
    }
}

fn part(rest: &mut Rest) -> Option<Part> {
    match rest.next()? {
        '(' => {
            if rest.peek() == Some(&'?') {
                rest.next();
                name(rest)?;
            }
            let inner = alternatives(rest)?;
            (rest.next() == Some(')')).then_some(Part::Group(inner))
        }
        '[' => class(rest).map(Part::Char),
        '\\' => escaped(rest.next()?).map(Part::Char),
        '.' => Some(Part::Char('a')),
        '*' | '+' | '?' | '{' | '^' => None,
        c => Some(Part::Char(c)),
    }
}

/// What stands behind `(?` of a group that only has a name, or none.
fn name(rest: &mut Rest) -> Option<()> {
    match rest.next()? {
        ':' => Some(()),
        'P' => {
            (rest.next() == Some('<')).then_some(())?;
            rest.find(|c| *c == '>').map(drop)
        }
        _ => None,
    }
}

fn escaped(c: char) -> Option<char> {
    match c {
        'd' => Some('1'),
        'w' | 'S' | 'D' => Some('a'),
        's' => Some(' '),
        c if c.is_alphanumeric() => None,
        c => Some(c),
    }
}

/// A character of a class; letters and digits first.
fn class(rest: &mut Rest) -> Option<char> {
    let is_negated = rest.next_if_eq(&'^').is_some();
    let mut ranges: Vec<(char, char)> = Vec::new();
    loop {
        let first = match rest.next()? {
            ']' => break,
            '[' | '&' | '~' => return None,
            '\\' => match rest.next()? {
                'd' => {
                    ranges.push(('0', '9'));
                    continue;
                }
                'w' => {
                    ranges.extend([('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')]);
                    continue;
                }
                's' => {
                    ranges.push((' ', ' '));
                    continue;
                }
                c => escaped(c)?,
            },
            c => c,
        };
        let mut ahead = rest.clone();
        let is_range = ahead.next() == Some('-') && ahead.peek().is_some_and(|c| *c != ']');
        let last = if is_range {
            rest.next();
            match rest.next()? {
                '\\' => escaped(rest.next()?)?,
                c => c,
            }
        } else {
            first
        };
        ranges.push((first, last));
    }
    let has = |c: char| {
        ranges
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&c))
    };
    if is_negated {
        return ['a', 'x', '1', '-', ' '].into_iter().find(|c| !has(*c));
    }
    let mut firsts = ranges.iter().map(|(first, _)| *first);
    let plain = firsts.clone().find(char::is_ascii_alphanumeric);
    plain.or_else(|| firsts.next())
}

/// A part with the signs behind it that say how often it stands there.
fn repeated(part: Part, rest: &mut Rest) -> Option<Part> {
    let (least, most) = match rest.peek() {
        Some('*') => (0, None),
        Some('+') => (1, None),
        Some('?') => (0, Some(1)),
        Some('{') => {
            let inner: String = rest.by_ref().skip(1).take_while(|c| *c != '}').collect();
            let (least, most) = match inner.split_once(',') {
                Some((least, "")) => (least, None),
                Some((least, most)) => (least, Some(most)),
                None => (inner.as_str(), Some(inner.as_str())),
            };
            let most = most.map(str::parse).transpose().ok()?;
            return lazy(part, least.parse().ok()?, most, rest);
        }
        _ => return Some(part),
    };
    rest.next();
    lazy(part, least, most, rest)
}

/// The same, where `?` may stand behind it.
fn lazy(part: Part, least: usize, most: Option<usize>, rest: &mut Rest) -> Option<Part> {
    rest.next_if_eq(&'?');
    let is_over = !matches!(rest.peek(), Some('*' | '+' | '{'));
    is_over.then(|| Part::Repeated(Box::new(part), least, most))
}

#[cfg(test)]
mod tests {
    use super::{matching, refuses_nothing};

    #[test]
    fn texts_that_match() {
        for (pattern, length, expected) in [
            (r"^[a-z]+$", (None, None), Some("a")),
            (r"^[a-z]+$", (Some(3), Some(5)), Some("aaa")),
            (r"^\+?[1-9]\d{1,14}$", (None, None), Some("11")),
            (r"^(asc|desc)$", (None, None), Some("asc")),
            (
                r"^(?P<year>\d{4})-(?:0[1-9])$",
                (None, None),
                Some("1111-01"),
            ),
            (r"^[A-Z]{3}$", (None, None), Some("AAA")),
            (r"[^@]+@[^@]+\.[a-z]{2,}", (None, None), Some("a@a.aa")),
            (r"^[-_.\w]*$", (None, None), Some("")),
            (r"^[-]{2}$", (None, None), Some("--")),
            (r"^[A-Z]{3}$", (Some(4), None), None),
            (r"^[A-Z]{3}$", (None, Some(2)), None),
            // What looks around, goes back or means something else in another language.
            (r"^(?=.*\d).+$", (None, None), None),
            (r"(?i)^a$", (None, None), None),
            (r"\bword", (None, None), None),
            (r"(a)\1", (None, None), None),
            (r"a^b", (None, None), None),
            (r"[a&&b]", (None, None), None),
            (r"(a", (None, None), None),
        ] {
            assert_eq!(matching(pattern, length).as_deref(), expected, "{pattern}");
        }
    }

    #[test]
    fn those_that_the_empty_text_does_not_match() {
        for (pattern, expected) in [
            (r"^[a-z]+$", true),
            (r"^(a|)$", false),
            (r"^a?$", false),
            (r"^(a|b)c?$", true),
            (r"\bword", false),
        ] {
            assert_eq!(refuses_nothing(pattern), expected, "{pattern}");
        }
    }
}
