//! The command to run again, with `--yes` and without secrets.

use indexmap::IndexMap;

use crate::answers::Answer;
use crate::naming::shell_word;
use crate::pattern::{Question, QuestionType};
use crate::stamp::Drawn;

/// What must not be repeated: the flags that take a secret, and the secrets themselves.
#[derive(Default)]
struct Secrets {
    flags: Vec<String>,
    texts: Vec<String>,
}

/// The commands that take `--yes`.
const COMMANDS: [&str; 3] = ["new", "update", "undo"];

/// The words of this run as a shell takes them, with `--yes`; the value of a secret is left open.
pub(in crate::commands) fn retry_command(
    words: impl Iterator<Item = String>,
    drawn: &Drawn,
    questions: &IndexMap<String, Question>,
) -> String {
    let secrets = Secrets::of(drawn, questions);
    let words: Vec<String> = words.skip(1).collect();
    let mut out = vec!["patgen".to_owned()];
    for (at, word) in words.iter().enumerate() {
        let is_value = at > 0 && secrets.flags.contains(&words[at - 1]);
        out.push(if is_value {
            "…".to_owned()
        } else {
            shell_word(&secrets.hidden(word))
        });
        if COMMANDS.contains(&word.as_str()) && !out.contains(&"--yes".to_owned()) {
            out.push("--yes".to_owned());
        }
    }
    out.join(" ")
}

impl Secrets {
    fn of(drawn: &Drawn, questions: &IndexMap<String, Question>) -> Self {
        let mut secrets = Self::default();
        for (name, answer) in drawn.stamps.iter().flat_map(|stamp| &stamp.answers) {
            let question = questions.get(name);
            if answer.is_secret() {
                secrets.flags.extend(
                    question
                        .into_iter()
                        .flat_map(|question| question.flags(name)),
                );
            }
            if let Answer::Secret(text) = answer {
                secrets.texts.push(text.clone());
            }
        }
        for (name, question) in questions {
            if question.kind == QuestionType::Secret {
                secrets.flags.extend(question.flags(name));
            }
        }
        secrets
    }

    /// A word that holds a secret loses all of its value: the password may be written in another way than it is read.
    fn hidden(&self, word: &str) -> String {
        let long = word
            .split_once('=')
            .filter(|(flag, _)| flag.starts_with("--"));
        let value = long.map_or(word, |(_, value)| value);
        let is_secret = self.texts.iter().any(|text| text == value)
            || long.is_some_and(|(flag, _)| self.flags.iter().any(|secret| secret == flag));
        match long {
            Some((flag, _)) if is_secret || is_secret_url(word) => format!("{flag}=…"),
            None if is_secret || is_secret_url(word) => "…".to_owned(),
            None => self.short_hidden(word),
            _ => word.to_owned(),
        }
    }

    /// `-tTEXT`, also after other letters: `-vtTEXT`.
    fn short_hidden(&self, word: &str) -> String {
        let is_cluster = word.starts_with('-') && !word.starts_with("--");
        let flags = self.flags.iter().filter(|flag| !flag.starts_with("--"));
        let begins = flags
            .clone()
            .any(|flag| word.len() > flag.len() && word.starts_with(flag));
        let ends = self
            .texts
            .iter()
            .any(|text| !text.is_empty() && word.ends_with(text));
        if is_cluster && (begins || ends) {
            return "-…".to_owned();
        }
        word.to_owned()
    }
}

fn is_secret_url(word: &str) -> bool {
    let query = word.to_lowercase();
    let rest = word.split_once("://").map(|(_, rest)| rest);
    rest.is_some_and(|rest| {
        rest.contains('@')
            || ["password", "passwd", "secret", "token"]
                .iter()
                .any(|name| query.contains(name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_repeated() {
        let secrets = Secrets {
            flags: ["--token", "-t"].map(str::to_owned).to_vec(),
            texts: vec!["pass-phrase".to_owned()],
        };
        for (word, expected) in [
            ("postgresql://me:pw@db/x", "…"),
            ("postgresql://db/x?user=me&password=pw", "…"),
            ("--db-url=postgresql://me:p%77@db/x", "--db-url=…"),
            ("--token=hush", "--token=…"),
            ("postgresql://db/x?sslpasswd=pw", "…"),
            ("sqlite:///x.db", "sqlite:///x.db"),
            ("pass-phrase", "…"),
            ("--other=pass-phrase", "--other=…"),
            ("-tpass", "-…"),
            ("-vtpass-phrase", "-…"),
            ("-t", "-t"),
            ("a-pass-phrase", "a-pass-phrase"),
        ] {
            assert_eq!(secrets.hidden(word), expected);
        }
    }
}
