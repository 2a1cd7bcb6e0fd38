//! The words of a name in Pascal case, and their casing.

use heck::ToSnakeCase;

/// Names whose capitals do not mark words.
const WRITTEN_AS_ONE: [&str; 6] = ["OAuth", "IPv", "SQLite", "PostgreSQL", "MySQL", "GraphQL"];

/// The words of a name in Pascal case, as they were typed.
pub(super) fn words_of(pascal: &str) -> Vec<String> {
    let plain = without_plural_acronyms(&without_odd_capitals(pascal));
    let mut rest = pascal;
    plain
        .to_snake_case()
        .split('_')
        .map(|word| {
            let (typed, after) = rest.split_at(word.len().min(rest.len()));
            rest = after;
            capitalised(typed)
        })
        .collect()
}

/// `OAuth2Client` as `Oauth2Client`: of the same length, with capitals only where words begin.
fn without_odd_capitals(pascal: &str) -> String {
    let mut plain = pascal.to_owned();
    for name in WRITTEN_AS_ONE {
        let found: Vec<usize> = plain.match_indices(name).map(|(at, _)| at).collect();
        for at in found {
            let inside_acronym = plain[..at].ends_with(|c: char| c.is_ascii_uppercase());
            if !inside_acronym {
                plain.replace_range(at..at + name.len(), &capitalised(&name.to_lowercase()));
            }
        }
    }
    plain
}

/// `UserIDs` as `UserIds`: an `s` after capitals belongs to them when a word ends with it.
fn without_plural_acronyms(pascal: &str) -> String {
    let typed = pascal.as_bytes();
    let capital = |at: usize| typed.get(at).is_some_and(u8::is_ascii_uppercase);
    let mut plain = typed.to_vec();
    for end in 2..typed.len() {
        let ends_word = !typed.get(end + 1).is_some_and(u8::is_ascii_lowercase);
        if typed[end] == b's' && ends_word && capital(end - 1) && capital(end - 2) {
            let mut at = end - 1;
            while at > 0 && capital(at - 1) {
                plain[at].make_ascii_lowercase();
                at -= 1;
            }
        }
    }
    String::from_utf8(plain).unwrap_or_else(|_| pascal.to_owned())
}

/// `word` with the casing that `typed` has where both begin the same.
pub(super) fn recased(word: &str, typed: &str) -> String {
    let shared = word
        .chars()
        .zip(typed.chars())
        .take_while(|(a, b)| *a == b.to_ascii_lowercase())
        .count();
    if shared == 0 {
        return capitalised(word);
    }
    let kept: String = typed.chars().take(shared).collect();
    let rest: String = word.chars().skip(shared).collect();
    kept + &rest
}

/// `word` with a capital first letter; the rest stays as it is.
pub(super) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
