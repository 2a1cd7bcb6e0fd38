//! Which names are accepted, and what to type instead of the others.

use super::propose::{pascal_proposal, snake_proposal};
use super::words::{capitalised, words_of};
use super::{Forms, is_hidden, shown};
use crate::error::{Error, Result};

/// The most characters of a name in snake case: what databases and file systems take, with room
/// for the prefixes and suffixes that patterns add.
pub const LONGEST: usize = 60;

/// Reads a name in any casing and gives its Pascal form.
pub(super) fn parse_name(text: &str) -> Result<String> {
    let wanted = Wanted {
        text,
        example: "User",
        proposal: pascal_proposal(text),
    };
    wanted.ensure_characters(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' '))?;
    if text.split(['_', '-', ' ']).any(str::is_empty) {
        return Err(wanted.error("begins or ends with a separator or doubles one"));
    }
    let pascal = pascal_of(text);
    wanted.ensure_length(snake_length(&pascal))?;
    Ok(pascal)
}

/// Reads the name of a field: `full_name`, in snake case and nothing else.
///
/// # Errors
/// A usage error that says what is wrong with `text` and what would do.
pub fn parse_identifier(text: &str) -> Result<Forms> {
    let wanted = Wanted {
        text,
        example: "full_name",
        proposal: snake_proposal(text),
    };
    wanted.ensure_characters(|c| c.is_ascii_alphanumeric() || c == '_')?;
    if text.chars().any(|c| c.is_ascii_uppercase()) {
        return Err(wanted.error("is not in snake case"));
    }
    if text.split('_').any(str::is_empty) {
        return Err(wanted.error("begins or ends with an underscore or doubles one"));
    }
    wanted.ensure_length(text.len())?;
    Ok(Forms::from_snake(text))
}

/// A text that should be a name, and what its errors say.
struct Wanted<'a> {
    text: &'a str,
    example: &'a str,
    proposal: Option<String>,
}

impl Wanted<'_> {
    fn ensure_characters(&self, allowed: impl Fn(char) -> bool) -> Result<()> {
        let text = self.text;
        let fault = if text.trim().is_empty() {
            return Err(Error::usage("the name is empty").hint(self.rule()));
        } else if text.chars().any(is_hidden) {
            "holds a control character"
        } else if text.contains(['/', '\\']) || matches!(text, "." | "..") {
            "is a path and not a name"
        } else if !text.is_ascii() {
            "holds a character outside ASCII"
        } else if text.starts_with(|c: char| c.is_ascii_digit()) {
            "begins with a digit"
        } else if let Some(c) = text.chars().find(|c| !allowed(*c)) {
            return Err(self.error(&format!("holds `{c}`, which no name has")));
        } else {
            return Ok(());
        };
        Err(self.error(fault))
    }

    fn ensure_length(&self, length: usize) -> Result<()> {
        if length <= LONGEST {
            return Ok(());
        }
        let text = shown(self.text);
        Err(Error::usage(format!(
            "the name `{text}` has {length} characters in snake case, {LONGEST} at most are allowed"
        ))
        .hint("take a shorter name"))
    }

    fn error(&self, fault: &str) -> Error {
        let hint = match &self.proposal {
            Some(proposal) => format!("try `{proposal}`"),
            None => self.rule(),
        };
        Error::usage(format!("the name `{}` {fault}", shown(self.text))).hint(hint)
    }

    fn rule(&self) -> String {
        format!(
            "a name begins with a letter and has only ASCII letters and digits, such as `{}`",
            self.example
        )
    }
}

pub(super) fn snake_length(pascal: &str) -> usize {
    let words = words_of(pascal);
    pascal.len() + words.len().saturating_sub(1)
}

/// `order_line` as `OrderLine`, `APIKey` as it is, `API_KEY` as `ApiKey`.
pub(super) fn pascal_of(text: &str) -> String {
    let separated = text.contains(['_', '-', ' ']);
    let shouted = separated && !text.chars().any(|c| c.is_ascii_lowercase());
    text.split(['_', '-', ' '])
        .map(|word| {
            if shouted {
                capitalised(&word.to_lowercase())
            } else {
                capitalised(word)
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{parse_identifier, parse_name};
    use crate::error::Error;

    fn told(error: &Error) -> (String, String) {
        (error.message().to_owned(), error.hints().join("; "))
    }

    #[test]
    fn names_in_any_casing() {
        for (text, pascal) in [
            ("User", "User"),
            ("user", "User"),
            ("order_line", "OrderLine"),
            ("order-line", "OrderLine"),
            ("order line", "OrderLine"),
            ("orderLine", "OrderLine"),
            ("Order_Line", "OrderLine"),
            ("ORDER_LINE", "OrderLine"),
            ("APIKey", "APIKey"),
            ("API_key", "APIKey"),
            ("HTTPServer2", "HTTPServer2"),
            ("line_2", "Line2"),
        ] {
            assert_eq!(parse_name(text).expect(text), pascal);
        }
    }

    #[test]
    fn refused_names() {
        let plain =
            "a name begins with a letter and has only ASCII letters and digits, such as `User`";
        for (text, message, hint) in [
            ("", "the name is empty", plain),
            ("  ", "the name is empty", plain),
            (
                "../x",
                "the name `../x` is a path and not a name",
                "try `X`",
            ),
            (
                "/etc/x",
                "the name `/etc/x` is a path and not a name",
                "try `X`",
            ),
            ("a/b", "the name `a/b` is a path and not a name", "try `B`"),
            (
                "a\\b",
                "the name `a\\b` is a path and not a name",
                "try `B`",
            ),
            ("..", "the name `..` is a path and not a name", plain),
            (
                "a\0b",
                "the name `a\\u{0}b` holds a control character",
                plain,
            ),
            (
                "User\n",
                "the name `User\\n` holds a control character",
                "try `User`",
            ),
            (
                "\u{1b}[31mX",
                "the name `\\u{1b}[31mX` holds a control character",
                plain,
            ),
            (
                "Café",
                "the name `Café` holds a character outside ASCII",
                "try `Cafe`",
            ),
            (
                "Größe",
                "the name `Größe` holds a character outside ASCII",
                "try `Grosse`",
            ),
            (
                "Пользователь",
                "the name `Пользователь` holds a character outside ASCII",
                plain,
            ),
            (
                "2Fast",
                "the name `2Fast` begins with a digit",
                "try `Fast`",
            ),
            ("42", "the name `42` begins with a digit", plain),
            (
                "User!",
                "the name `User!` holds `!`, which no name has",
                "try `User`",
            ),
            (
                "{{ x }}",
                "the name `{{ x }}` holds `{`, which no name has",
                "try `X`",
            ),
            (
                "_user",
                "the name `_user` begins or ends with a separator or doubles one",
                "try `User`",
            ),
            (
                "a__b",
                "the name `a__b` begins or ends with a separator or doubles one",
                "try `AB`",
            ),
            (
                "-x",
                "the name `-x` begins or ends with a separator or doubles one",
                "try `X`",
            ),
        ] {
            let error = parse_name(text).expect_err(text);
            assert_eq!(told(&error), (message.to_owned(), hint.to_owned()));
        }
    }

    #[test]
    fn the_length_counts_in_snake_case() {
        assert!(parse_name(&"a".repeat(60)).is_ok());
        let error = parse_name(&"a".repeat(61)).expect_err("too long");
        assert!(
            error
                .message()
                .ends_with("has 61 characters in snake case, 60 at most are allowed")
        );
        assert!(parse_name(&"Ab".repeat(30)).is_err());
        let error = parse_name(&"a".repeat(100_000)).expect_err("too long");
        assert!(error.message().len() < 250);
    }

    #[test]
    fn field_names_are_snake_case() {
        for name in ["email", "full_name", "line_2", "x", "type", "class"] {
            assert_eq!(parse_identifier(name).expect(name).snake, name);
        }
        for (text, fault, hint) in [
            ("fullName", "is not in snake case", "try `full_name`"),
            ("FullName", "is not in snake case", "try `full_name`"),
            (
                "full-name",
                "holds `-`, which no name has",
                "try `full_name`",
            ),
            (
                "full name",
                "holds ` `, which no name has",
                "try `full_name`",
            ),
            (
                "_x",
                "begins or ends with an underscore or doubles one",
                "try `x`",
            ),
            (
                "__init__",
                "begins or ends with an underscore or doubles one",
                "try `init`",
            ),
            ("größe", "holds a character outside ASCII", "try `grosse`"),
            ("1st", "begins with a digit", "try `st`"),
        ] {
            let error = parse_identifier(text).expect_err(text);
            let message = format!("the name `{text}` {fault}");
            assert_eq!(told(&error), (message, hint.to_owned()));
        }
    }
}
