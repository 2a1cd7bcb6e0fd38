//! What to type instead of a text that is no name.

use heck::ToSnakeCase;
use unicode_normalization::UnicodeNormalization;

use super::check::{LONGEST, pascal_of, snake_length};
use super::is_hidden;

pub(super) fn pascal_proposal(text: &str) -> Option<String> {
    let words = plain_words(text)?;
    Some(pascal_of(&words)).filter(|pascal| snake_length(pascal) <= LONGEST)
}

pub(super) fn snake_proposal(text: &str) -> Option<String> {
    let snake = plain_words(text)?.to_snake_case();
    Some(snake).filter(|snake| snake.len() <= LONGEST)
}

/// The ASCII words of the last part of `text`, separated by blanks; nothing where a letter has
/// no plain ASCII form.
fn plain_words(text: &str) -> Option<String> {
    let last = text
        .trim()
        .rsplit(['/', '\\'])
        .find(|part| !part.trim().is_empty())?;
    if last.chars().any(is_hidden) {
        return None;
    }
    let plain = ascii_form(last)?;
    let words: Vec<&str> = plain
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let words = words.join(" ");
    let words = words.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    (!words.is_empty()).then(|| words.to_owned())
}

fn ascii_form(text: &str) -> Option<String> {
    let mut plain = String::new();
    for c in text.nfkd() {
        match c {
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'Æ' => plain.push_str("Ae"),
            'œ' => plain.push_str("oe"),
            'Œ' => plain.push_str("Oe"),
            'ø' => plain.push('o'),
            'Ø' => plain.push('O'),
            'ł' => plain.push('l'),
            'Ł' => plain.push('L'),
            'đ' => plain.push('d'),
            'Đ' => plain.push('D'),
            'ı' => plain.push('i'),
            c if c.is_ascii() => plain.push(c),
            '\u{300}'..='\u{36f}' => {}
            c if c.is_alphanumeric() => return None,
            _ => plain.push(' '),
        }
    }
    Some(plain)
}
