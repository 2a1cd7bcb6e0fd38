//! A field of an entity: plain data, and the text in the grammar that gives it back.

use std::fmt;

use crate::naming::{Forms, Names};

/// A field that keeps every rule of the grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "one for each modifier of the grammar"
)]
pub struct Field {
    /// Its name.
    pub names: Forms,
    /// What it holds.
    pub field_type: FieldType,
    /// May be absent.
    pub null: bool,
    /// No two rows have the same.
    pub unique: bool,
    /// Has an index of its own; a reference always has, a unique field never needs one.
    pub index: bool,
    /// The list endpoint searches it.
    pub search: bool,
    /// Never leaves through the API.
    pub private: bool,
    /// What it is where nothing is given, as text that fits the type.
    pub default: Option<String>,
    /// The least number, or the least length of a text.
    pub min: Option<String>,
    /// The greatest number, or the greatest length of a text.
    pub max: Option<String>,
    /// What becomes of the row when the one that it refers to goes.
    pub on_delete: Option<OnDelete>,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Text of one line, of `size` characters at most.
    Str {
        /// The most characters, where given.
        size: Option<u32>,
    },
    /// Text of any length.
    Text,
    /// A whole number of 32 bits.
    Int,
    /// A whole number of 64 bits.
    BigInt,
    /// A number in floating point.
    Float,
    /// A number with a fixed count of decimal places.
    Decimal {
        /// All digits.
        precision: u32,
        /// Those after the point.
        scale: u32,
    },
    /// True or false.
    Bool,
    /// A day.
    Date,
    /// An instant.
    DateTime,
    /// A time of day.
    Time,
    /// A UUID.
    Uuid,
    /// A JSON document.
    Json,
    /// Bytes.
    Bytes,
    /// An e-mail address.
    Email,
    /// A web address.
    Url,
    /// One of a few values.
    Enum {
        /// The values, in the order given.
        values: Vec<EnumValue>,
    },
    /// Another entity, or the same.
    Ref {
        /// The entity referred to.
        target: Box<Names>,
    },
}

/// One of the values of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumValue {
    /// As it is stored and sent: `in-progress`.
    pub value: String,
    /// As code calls it: `IN_PROGRESS`.
    pub name: String,
}

/// What becomes of a row when the one that it refers to goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDelete {
    /// It goes too.
    Cascade,
    /// It keeps the other from going.
    Restrict,
    /// It refers to nothing.
    Null,
}

impl FieldType {
    /// The types of the grammar, by name.
    pub const NAMES: [&str; 17] = [
        "str", "text", "int", "bigint", "float", "decimal", "bool", "date", "datetime", "time",
        "uuid", "json", "bytes", "email", "url", "enum", "ref",
    ];

    /// The name in the grammar.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Str { .. } => "str",
            Self::Text => "text",
            Self::Int => "int",
            Self::BigInt => "bigint",
            Self::Float => "float",
            Self::Decimal { .. } => "decimal",
            Self::Bool => "bool",
            Self::Date => "date",
            Self::DateTime => "datetime",
            Self::Time => "time",
            Self::Uuid => "uuid",
            Self::Json => "json",
            Self::Bytes => "bytes",
            Self::Email => "email",
            Self::Url => "url",
            Self::Enum { .. } => "enum",
            Self::Ref { .. } => "ref",
        }
    }

    /// Whether it holds free text, which bounds measure by length.
    #[must_use]
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Str { .. } | Self::Text)
    }
}

impl OnDelete {
    /// The values of the modifier `on-delete`.
    pub const NAMES: [&str; 3] = ["cascade", "restrict", "null"];

    /// The name in the grammar.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cascade => "cascade",
            Self::Restrict => "restrict",
            Self::Null => "null",
        }
    }

    /// The one called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Cascade, Self::Restrict, Self::Null]
            .into_iter()
            .find(|action| action.name() == name)
    }
}

impl Field {
    /// The name of the attribute and column: `user_id` for the reference `user`, else the name.
    #[must_use]
    pub fn attribute(&self) -> String {
        match self.field_type {
            FieldType::Ref { .. } => format!("{}_id", self.names.snake),
            _ => self.names.snake.clone(),
        }
    }

    /// The entity that a reference points to.
    #[must_use]
    pub fn target(&self) -> Option<&Names> {
        match &self.field_type {
            FieldType::Ref { target } => Some(target),
            _ => None,
        }
    }
}

impl fmt::Display for FieldType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match self {
            Self::Str { size: Some(size) } => write!(f, "={size}"),
            Self::Decimal { precision, scale } => write!(f, "={precision},{scale}"),
            Self::Enum { values } => {
                let values: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
                write!(f, "={}", values.join(","))
            }
            Self::Ref { target } => write!(f, "={}", target.pascal),
            _ => Ok(()),
        }
    }
}

/// The text in the grammar: reading it gives the same field.
impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.names.snake, self.field_type)?;
        let index = self.index && self.target().is_none();
        for (set, name) in [
            (self.null, "null"),
            (self.unique, "unique"),
            (index, "index"),
            (self.search, "search"),
            (self.private, "private"),
        ] {
            if set {
                write!(f, ":{name}")?;
            }
        }
        let default = self
            .default
            .as_deref()
            .map(|text| written_default(&self.field_type, text));
        for (value, name) in [
            (default, "default"),
            (self.min.clone(), "min"),
            (self.max.clone(), "max"),
        ] {
            if let Some(value) = value {
                write!(f, ":{name}={value}")?;
            }
        }
        match self.on_delete {
            Some(action) => write!(f, ":on-delete={}", action.name()),
            None => Ok(()),
        }
    }
}

/// A default as the grammar writes it: in a text, a colon is `%3A`, and so `%` is `%25` where it
/// would be read as the beginning of one of these.
fn written_default(field_type: &FieldType, default: &str) -> String {
    if !field_type.is_text() {
        return default.to_owned();
    }
    let mut written = String::new();
    for (at, character) in default.char_indices() {
        match character {
            ':' => written += "%3A",
            '%' if escape_at(&default[at..]).is_some() => written += "%25",
            other => written.push(other),
        }
    }
    written
}

/// The character that an escape at the beginning of `text` stands for.
fn escape_at(text: &str) -> Option<char> {
    match text.get(..3)? {
        "%3A" | "%3a" => Some(':'),
        "%25" => Some('%'),
        _ => None,
    }
}

/// A default from the grammar: the reverse of [`written_default`].
pub(super) fn read_default(field_type: &FieldType, written: &str) -> String {
    if !field_type.is_text() {
        return written.to_owned();
    }
    let mut read = String::new();
    let mut rest = written;
    while let Some(at) = rest.find('%') {
        let (before, escape) = rest.split_at(at);
        let (character, length) = escape_at(escape).map_or(('%', 1), |character| (character, 3));
        read += before;
        read.push(character);
        rest = &escape[length..];
    }
    read + rest
}
