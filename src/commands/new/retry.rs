//! The command to run again, with `--yes` and without secrets.

use crate::answers::Answer;
use crate::stamp::Drawn;

/// The words of this run as a shell takes them, with `--yes`; the value of a secret is left open.
pub(super) fn retry_command(words: impl Iterator<Item = String>, drawn: &Drawn) -> String {
    let answers = drawn.stamps.iter().flat_map(|stamp| stamp.answers.values());
    let secrets: Vec<&str> = answers.filter_map(secret).collect();
    let mut out = vec!["patgen".to_owned()];
    out.extend(
        words
            .skip(1)
            .map(|word| shell_word(&hidden(&word, &secrets))),
    );
    out.push("--yes".to_owned());
    out.join(" ")
}

fn secret(answer: &Answer) -> Option<&str> {
    match answer {
        Answer::Secret(text) => Some(text),
        Answer::Url(url) => url.password(),
        _ => None,
    }
}

/// A word that holds a secret loses all of its value: the password may be written in another way than it is read.
fn hidden(word: &str, secrets: &[&str]) -> String {
    let is_url_with_password = word
        .split_once("://")
        .is_some_and(|(_, rest)| rest.contains('@'));
    if is_url_with_password
        || secrets
            .iter()
            .any(|secret| !secret.is_empty() && word.contains(secret))
    {
        match word.split_once('=') {
            Some((flag, _)) if flag.starts_with("--") => format!("{flag}=…"),
            _ => "…".to_owned(),
        }
    } else {
        word.to_owned()
    }
}

fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+…".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_shell() {
        for (word, expected) in [
            ("a-b", "a-b"),
            ("it's", r"'it'\''s'"),
            ("", "''"),
            ("a b", "'a b'"),
        ] {
            assert_eq!(shell_word(word), expected);
        }
    }

    #[test]
    fn no_password_is_repeated() {
        for (word, expected) in [
            ("postgresql://me:pw@db/x", "…"),
            ("--db-url=postgresql://me:p%77@db/x", "--db-url=…"),
            ("--token=hush", "--token=…"),
            ("sqlite:///x.db", "sqlite:///x.db"),
        ] {
            assert_eq!(hidden(word, &["hush"]), expected);
        }
    }
}
