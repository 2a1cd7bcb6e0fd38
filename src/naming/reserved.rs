//! Names that a stack refuses, with the reason for each.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Names;
use crate::error::{Error, Result};

/// The keywords of Python; the soft ones (`match`, `case`, `type`, `_`) are good names.
pub const PYTHON_KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// Names that would break what a stack stamps: name and reason, as in `[reserved]` of `stack.toml`.
///
/// Python's keywords are refused without being listed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reserved {
    /// Names that no entity has, in any casing: `Base = "is the declarative base class"`.
    pub entities: BTreeMap<String, String>,
    /// Names that no field has: `metadata = "is an attribute of every model"`.
    pub fields: BTreeMap<String, String>,
    /// The most characters in snake case of a name that stamped lines have room for; 0 for any.
    pub longest: usize,
}

impl Reserved {
    /// Refuses an entity whose class or module would have a reserved name.
    ///
    /// # Errors
    /// A usage error that gives the reason.
    pub fn ensure_entity(&self, names: &Names) -> Result<()> {
        let name = &names.pascal;
        self.ensure_length("entity", name, &names.snake)?;
        if let Some(reason) = self.against_entity([name, &names.snake]) {
            return Err(Error::usage(format!("the entity name `{name}` {reason}"))
                .hint(format!("take another name, such as `{name}Record`")));
        }
        let plural = &names.plural.snake;
        let Some(reason) = self.against_entity([plural, plural]) else {
            return Ok(());
        };
        Err(Error::usage(format!(
            "the plural `{plural}` of the entity `{name}` {reason}"
        ))
        .hint(format!(
            "take another plural, such as `--plural {name}List`"
        )))
    }

    /// Refuses a field whose name is too long for stamped lines.
    ///
    /// # Errors
    /// A usage error that gives the length.
    pub fn ensure_room(&self, field: &str) -> Result<()> {
        self.ensure_length("field", field, field)
    }

    /// Refuses a name that makes lines longer than the formatter can break.
    fn ensure_length(&self, what: &str, name: &str, snake: &str) -> Result<()> {
        let (length, longest) = (snake.len(), self.longest);
        if longest == 0 || length <= longest {
            return Ok(());
        }
        Err(Error::usage(format!(
            "the {what} name `{name}` has {length} characters in snake case, {longest} at most are allowed"
        ))
        .hint("take a shorter name"))
    }

    /// Refuses an identifier of a field that is reserved.
    ///
    /// # Errors
    /// A usage error that gives the reason.
    pub fn ensure_field(&self, identifier: &str) -> Result<()> {
        let listed = self.fields.get(identifier).map(String::as_str);
        let Some(reason) = keyword(identifier).or(listed) else {
            return Ok(());
        };
        Err(
            Error::usage(format!("the field name `{identifier}` {reason}"))
                .hint(format!("take another name, such as `{identifier}_value`")),
        )
    }

    /// Why the class and the module of these names would not do.
    fn against_entity(&self, [class, module]: [&String; 2]) -> Option<&str> {
        let listed = || {
            let letters = module.replace('_', "");
            // A list of a hundred names: their words are looked for in those of the same letters alone.
            let same_letters = |name: &str| name.replace('_', "").eq_ignore_ascii_case(&letters);
            self.entities
                .iter()
                .filter(|(name, _)| name.len() >= letters.len() && same_letters(name))
                .find(|(name, _)| *module == Names::from_pascal(name).singular.snake)
                .map(|(_, reason)| reason.as_str())
        };
        keyword(module).or_else(|| keyword(class)).or_else(listed)
    }
}

fn keyword(name: &str) -> Option<&'static str> {
    PYTHON_KEYWORDS
        .contains(&name)
        .then_some("is a keyword of Python")
}

#[cfg(test)]
mod tests {
    use super::{Names, Reserved};

    fn reserved() -> Reserved {
        toml::from_str(
            "[entities]\nBase = \"is the declarative base class\"\nsession = \"is the session module\"\n\
             [fields]\nmetadata = \"is an attribute of every model\"\n",
        )
        .expect("the table is valid")
    }

    #[test]
    fn entities() {
        for (name, reason) in [
            ("User", None),
            ("Base", Some("is the declarative base class")),
            ("BASE", Some("is the declarative base class")),
            ("Session", Some("is the session module")),
            ("Class", Some("is a keyword of Python")),
            ("None", Some("is a keyword of Python")),
            ("Match", None),
            ("Type", None),
        ] {
            let got = reserved().ensure_entity(&Names::from_pascal(name));
            let message = got.err().map(|error| error.message().to_owned());
            assert_eq!(
                message,
                reason.map(|reason| format!("the entity name `{name}` {reason}"))
            );
        }
    }

    #[test]
    fn plurals() {
        for (name, plural, fault) in [
            (
                "A",
                "As",
                "the plural `as` of the entity `A` is a keyword of Python",
            ),
            (
                "User",
                "Class",
                "the plural `class` of the entity `User` is a keyword of Python",
            ),
            ("User", "Sessions", ""),
            (
                "User",
                "Session",
                "the plural `session` of the entity `User` is the session module",
            ),
        ] {
            let names = Names::from_pascal(name).with_plural(plural).expect(plural);
            let got = reserved().ensure_entity(&names).err();
            let message = got.map(|error| error.message().to_owned());
            assert_eq!(message.unwrap_or_default(), fault);
        }
    }

    #[test]
    fn lengths() {
        let reserved = Reserved {
            longest: 10,
            ..Reserved::default()
        };
        for (snake, fits) in [("order_line", true), ("order_lines", false)] {
            let names = Names::new(snake).expect(snake);
            assert_eq!(reserved.ensure_entity(&names).is_ok(), fits, "{snake}");
            assert_eq!(reserved.ensure_room(snake).is_ok(), fits, "{snake}");
        }
    }

    #[test]
    fn fields() {
        for (name, reason) in [
            ("type", None),
            ("class", Some("is a keyword of Python")),
            ("metadata", Some("is an attribute of every model")),
        ] {
            let got = reserved().ensure_field(name);
            let message = got.err().map(|error| error.message().to_owned());
            assert_eq!(
                message,
                reason.map(|reason| format!("the field name `{name}` {reason}"))
            );
        }
    }

    #[test]
    fn an_unknown_table_is_refused() {
        assert!(toml::from_str::<Reserved>("[entity]\nBase = \"x\"").is_err());
    }
}
