//! The command to run again, with `--yes` and without secrets.

use crate::stamp::Drawn;

/// The words of this run as a shell takes them, with `--yes`; the value of a secret is left open.
pub(super) fn retry_command(words: impl Iterator<Item = String>, drawn: &Drawn) -> String {
    let answers = drawn.stamps.iter().flat_map(|stamp| &stamp.answers);
    let secret = answers.filter(|(_, answer)| answer.is_secret());
    let flags: Vec<String> = secret
        .map(|(name, _)| format!("--{}", name.replace('_', "-")))
        .collect();
    let words: Vec<String> = words.skip(1).collect();
    let mut out = vec!["patgen".to_owned()];
    for (at, word) in words.iter().enumerate() {
        let is_value = at > 0 && flags.contains(&words[at - 1]);
        out.push(if is_value {
            "…".to_owned()
        } else {
            shell_word(&hidden(word, &flags))
        });
        if word == "new" && !out.contains(&"--yes".to_owned()) {
            out.push("--yes".to_owned());
        }
    }
    out.join(" ")
}

/// A word that holds a secret loses all of its value: the password may be written in another way than it is read.
fn hidden(word: &str, flags: &[String]) -> String {
    let flag = word
        .split_once('=')
        .map(|(flag, _)| flag)
        .filter(|flag| flag.starts_with("--"));
    let is_secret = flag.is_some_and(|flag| flags.iter().any(|secret| secret == flag));
    let query = word.to_lowercase();
    let is_url = word
        .split_once("://")
        .is_some_and(|(_, rest)| rest.contains('@') || query.contains("password"));
    match flag {
        Some(flag) if is_secret || is_url => format!("{flag}=…"),
        None if is_url => "…".to_owned(),
        _ => word.to_owned(),
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
        let flags = ["--token".to_owned()];
        for (word, expected) in [
            ("postgresql://me:pw@db/x", "…"),
            ("postgresql://db/x?user=me&password=pw", "…"),
            ("--db-url=postgresql://me:p%77@db/x", "--db-url=…"),
            ("--token=hush", "--token=…"),
            ("sqlite:///x.db", "sqlite:///x.db"),
        ] {
            assert_eq!(hidden(word, &flags), expected);
        }
    }
}
