//! The arguments that most siblings share, carried over to a new call.
//!
//! A keyword with one value for most of them is copied, tags only where all have them; one that differs stays as the pattern gives it, in
//! the siblings' way to write it. Guards that differ are a person's choice.

use std::collections::BTreeSet;

use super::call::Call;
use super::include::{Include, Keyword};

/// Gives `call` the form of its `siblings`; or the reason why a person has to.
pub(super) fn share(call: &mut Call<'_>, siblings: &[&Include<'_>]) -> Result<(), String> {
    let by_keyword = siblings.iter().filter(|sibling| sibling.by_keyword).count();
    call.by_keyword = by_keyword * 2 > siblings.len();
    for keyword in &mut call.keywords {
        let known = of_name(siblings, &keyword.name);
        keyword.value = in_their_way(&keyword.name, &keyword.value, &known);
    }
    for name in names(siblings) {
        if call.keywords.iter().any(|keyword| keyword.name == name) {
            continue;
        }
        match common(siblings, name) {
            Some(keyword) => call.keywords.push(Keyword {
                value: on_one_line(&keyword.value),
                ..keyword.clone()
            }),
            None if name == "dependencies" && is_usual(siblings, name) => {
                return Err("its siblings have different `dependencies`".to_owned());
            }
            None => {}
        }
    }
    in_their_order(&mut call.keywords, siblings);
    Ok(())
}

/// The names of all keywords of the siblings.
fn names<'a>(siblings: &[&'a Include<'_>]) -> BTreeSet<&'a str> {
    let keywords = siblings.iter().flat_map(|sibling| &sibling.keywords);
    keywords.map(|keyword| keyword.name.as_str()).collect()
}

/// The keyword `name` of each sibling that has it.
fn of_name<'a>(siblings: &[&'a Include<'_>], name: &str) -> Vec<&'a Keyword> {
    let keywords = siblings.iter().flat_map(|sibling| &sibling.keywords);
    keywords.filter(|keyword| keyword.name == name).collect()
}

/// Whether most siblings have the keyword.
fn is_usual(siblings: &[&Include<'_>], name: &str) -> bool {
    of_name(siblings, name).len() * 2 > siblings.len()
}

/// The keyword with the value that most siblings give it.
fn common<'a>(siblings: &[&'a Include<'_>], name: &str) -> Option<&'a Keyword> {
    let known = of_name(siblings, name);
    let same = |keyword: &&Keyword| {
        let like = known
            .iter()
            .filter(|other| other.meaning == keyword.meaning)
            .count();
        like * 2 > siblings.len()
    };
    let common = known.iter().copied().find(same)?;
    let alone = siblings.len() == 1;
    // Tags say what one router is about: those of most are not those of a new one.
    let is_of_all = name != "tags"
        || known.len() == siblings.len() && known.iter().all(|it| it.meaning == common.meaning);
    (is_of_all && (!alone || is_no_name(common))).then_some(common)
}

/// A value that stands on several lines, on one; as it is where a comment or a text is in the way.
fn on_one_line(value: &str) -> String {
    if !value.contains('\n') || value.contains(['#', '\\']) || value.contains("\"\"\"") {
        return value.to_owned();
    }
    let mut line = String::new();
    for part in value.lines().map(str::trim) {
        if part.starts_with([')', ']', '}']) {
            line.truncate(line.trim_end_matches(',').len());
        } else if !line.is_empty() && !line.ends_with(['(', '[', '{']) {
            line.push(' ');
        }
        line.push_str(part);
    }
    line
}

/// Whether the value of an only sibling says something of the place rather than of that sibling.
fn is_no_name(keyword: &Keyword) -> bool {
    match keyword.name.as_str() {
        "prefix" => is_of_place(&keyword.value),
        "dependencies" | "responses" | "default_response_class" => true,
        _ => false,
    }
}

/// Whether a prefix as it is written says where an API is, not what one router is about: `"/api/v1"`, `API`,
/// `f"{API}/v1"`.
#[must_use]
pub fn is_of_place(prefix: &str) -> bool {
    !prefix.contains(['"', '\'']) || is_of_all(prefix)
}

/// Whether a path is only of what whole APIs are below: `/api`, `/v1`, and what a name stands for.
fn is_of_all(path: &str) -> bool {
    let path = path.strip_prefix('f').unwrap_or(path);
    let path = path.trim_matches(['"', '\'']);
    let is_version = |part: &str| {
        part.strip_prefix('v')
            .is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()))
    };
    let is_named = |part: &str| part.starts_with('{') && part.find('}') == Some(part.len() - 1);
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    path.starts_with(['/', '{'])
        && parts.all(|part| part == "api" || is_version(part) || is_named(part))
}

/// `value`, which the pattern gives, as the siblings write theirs.
fn in_their_way(name: &str, value: &str, known: &[&Keyword]) -> String {
    let values: Vec<&str> = known.iter().map(|keyword| keyword.value.as_str()).collect();
    let value = with_their_quotes(value, &values);
    match name {
        "prefix" => below_their_root(&value, &values),
        "tags" => in_their_case(&value, &values),
        _ => value,
    }
}

/// Plain strings with the quotes that all siblings use.
fn with_their_quotes(value: &str, values: &[&str]) -> String {
    let single = !values.is_empty()
        && values
            .iter()
            .all(|known| known.contains('\'') && !known.contains('"'));
    if single && !value.contains(['\'', '\\']) {
        value.replace('"', "'")
    } else {
        value.to_owned()
    }
}

/// What most of several paths as they are written begin with that says where an API is, not what one router is about:
/// `"/api/v1/`, `f"{settings.API}/`. What is nothing but such a place, `settings.API`, says nothing of what stands before
/// the others' own.
#[must_use]
pub fn root_of<'a>(values: &[&'a str]) -> Option<&'a str> {
    let own = values.iter().filter(|value| !is_of_place(value));
    let own: Vec<&str> = own.copied().collect();
    let values = if own.len() * 2 > values.len() {
        &own
    } else {
        values
    };
    let roots = values.iter().flat_map(|value| {
        let ends = value.match_indices('/');
        ends.map(|(end, _)| &value[..=end])
    });
    let is_most = |root: &&str| {
        let below = values.iter().filter(|value| value.starts_with(root));
        below.count() * 3 > values.len() * 2
    };
    let is_above = |root: &&str| {
        let whole = root.trim_start_matches(['f', '"', '\'']);
        let is_computed = !root.starts_with(['"', '\'']) && values.len() > 1;
        is_computed || whole.len() > 1 && is_of_all(whole)
    };
    let known = roots.filter(is_most).filter(is_above);
    known.max_by_key(|root| root.len())
}

/// A path below what the paths of its siblings begin with: `f"{settings.API}/users"`, `"/api/v1/users"`.
fn below_their_root(value: &str, values: &[&str]) -> String {
    let Some(root) = root_of(values) else {
        return value.to_owned();
    };
    let of_root = values.iter().find(|value| value.starts_with(root));
    let last = of_root.and_then(|value| value.chars().last());
    let Some(quote) = last.filter(|last| "\"'".contains(*last)) else {
        return value.to_owned();
    };
    let path = value.trim_matches(['"', '\'']).trim_start_matches('/');
    let plain = value.starts_with(['"', '\'']) && !value.starts_with(&root[..root.len() - 1]);
    if plain {
        format!("{root}{path}{quote}")
    } else {
        value.to_owned()
    }
}

/// Tags with a capital where those of most siblings have one.
fn in_their_case(value: &str, values: &[&str]) -> String {
    let first = |value: &str| {
        let inner = value.trim_start_matches(['[', ' ', '\n', '"', '\'']);
        inner.chars().next()
    };
    let capital = values
        .iter()
        .filter(|value| first(value).is_some_and(char::is_uppercase))
        .count();
    let Some(letter) = first(value).filter(|_| capital * 2 > values.len()) else {
        return value.to_owned();
    };
    value.replacen(letter, &letter.to_uppercase().to_string(), 1)
}

/// The keywords in the order of the sibling that has most of them; others stay behind.
fn in_their_order(keywords: &mut [Keyword], siblings: &[&Include<'_>]) {
    let Some(model) = siblings.iter().max_by_key(|sibling| sibling.keywords.len()) else {
        return;
    };
    keywords.sort_by_key(|keyword| {
        let place = model
            .keywords
            .iter()
            .position(|known| known.name == keyword.name);
        place.unwrap_or(usize::MAX)
    });
}
