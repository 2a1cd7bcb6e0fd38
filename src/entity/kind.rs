//! The types of the grammar and their arguments: sizes, digits, values, targets.

use std::collections::BTreeMap;

use heck::ToShoutySnakeCase;

use super::field::{EnumValue, FieldType};
use super::place::{Part, Place};
use crate::error::{Error, Result};
use crate::naming::{LONGEST, Names, shown};

/// The most characters of a `str`, as `PostgreSQL` has it for `varchar`.
const LARGEST_SIZE: u32 = 10_485_760;

/// The most digits of a `decimal`, as `PostgreSQL` has it for `numeric`.
const LARGEST_PRECISION: u32 = 1000;

/// What people from elsewhere write, and what it is here.
const ELSEWHERE: &[(&str, &str)] = &[
    ("string", "str"),
    ("varchar", "str"),
    ("char", "str"),
    ("integer", "int"),
    ("number", "int"),
    ("smallint", "int"),
    ("long", "bigint"),
    ("double", "float"),
    ("real", "float"),
    ("numeric", "decimal"),
    ("money", "decimal"),
    ("boolean", "bool"),
    ("timestamp", "datetime"),
    ("timestamptz", "datetime"),
    ("guid", "uuid"),
    ("jsonb", "json"),
    ("dict", "json"),
    ("blob", "bytes"),
    ("binary", "bytes"),
    ("uri", "url"),
    ("choice", "enum"),
    ("foreign", "ref"),
    ("fk", "ref"),
    ("reference", "ref"),
    ("references", "ref"),
];

/// The type called `name` with its `arguments`.
pub(super) fn read(place: &Place, name: Part, arguments: Option<&[Part]>) -> Result<FieldType> {
    match name.text {
        "str" => size(place, arguments),
        "decimal" => decimal(place, name, arguments),
        "enum" => values(place, name, arguments),
        "ref" => target(place, name, arguments),
        other => match plain(other) {
            Some(field_type) => no_arguments(place, name, arguments).map(|()| field_type),
            None => Err(unknown(place, name)),
        },
    }
}

fn plain(name: &str) -> Option<FieldType> {
    Some(match name {
        "text" => FieldType::Text,
        "int" => FieldType::Int,
        "bigint" => FieldType::BigInt,
        "float" => FieldType::Float,
        "bool" => FieldType::Bool,
        "date" => FieldType::Date,
        "datetime" => FieldType::DateTime,
        "time" => FieldType::Time,
        "uuid" => FieldType::Uuid,
        "json" => FieldType::Json,
        "bytes" => FieldType::Bytes,
        "email" => FieldType::Email,
        "url" => FieldType::Url,
        _ => return None,
    })
}

fn unknown(place: &Place, name: Part) -> Error {
    let lower = name.text.to_lowercase();
    let here = ELSEWHERE.iter().find(|(elsewhere, _)| *elsewhere == lower);
    place.unknown(name, "type", &FieldType::NAMES, here.map(|(_, here)| *here))
}

fn no_arguments(place: &Place, name: Part, arguments: Option<&[Part]>) -> Result<()> {
    let Some([first, ..]) = arguments else {
        return Ok(());
    };
    Err(place
        .error(
            *first,
            format!("the type `{}` takes no argument", name.text),
        )
        .hint(format!("write `{}` alone", name.text)))
}

fn size(place: &Place, arguments: Option<&[Part]>) -> Result<FieldType> {
    let size = match arguments {
        None => None,
        Some([size]) => Some(
            number(place, *size, "size", 1..=LARGEST_SIZE)
                .map_err(|error| error.hint("such as `str=120`"))?,
        ),
        Some(arguments) => {
            return Err(place
                .error(arguments[1], "the type `str` takes one size")
                .hint("such as `str=120`"));
        }
    };
    Ok(FieldType::Str { size })
}

fn decimal(place: &Place, name: Part, arguments: Option<&[Part]>) -> Result<FieldType> {
    let example = "write the digits in all and those after the point, such as `decimal=10,2`";
    let (precision, scale) = match arguments {
        Some([precision]) => (*precision, None),
        Some([precision, scale]) => (*precision, Some(*scale)),
        _ => {
            return Err(place
                .error(name, "the type `decimal` takes a precision and a scale")
                .hint(example));
        }
    };
    let digits = number(place, precision, "precision", 1..=LARGEST_PRECISION)
        .map_err(|error| error.hint(example))?;
    let places = match scale {
        Some(scale) => {
            number(place, scale, "scale", 0..=digits).map_err(|error| error.hint(example))?
        }
        None => 0,
    };
    Ok(FieldType::Decimal {
        precision: digits,
        scale: places,
    })
}

/// A whole number in `range`, called `what` in the message.
fn number(
    place: &Place,
    part: Part,
    what: &str,
    range: std::ops::RangeInclusive<u32>,
) -> Result<u32> {
    let digits = !part.text.is_empty() && part.text.bytes().all(|byte| byte.is_ascii_digit());
    let number = part
        .text
        .parse()
        .ok()
        .filter(|number| digits && range.contains(number));
    number.ok_or_else(|| {
        let (least, most) = range.into_inner();
        place.error(
            part,
            format!(
                "the {what} `{}` is not a whole number from {least} to {most}",
                shown(part.text)
            ),
        )
    })
}

fn values(place: &Place, name: Part, arguments: Option<&[Part]>) -> Result<FieldType> {
    let example = "list its values, such as `enum=open,paid`";
    let arguments = arguments.unwrap_or_default();
    if arguments.iter().all(|value| value.text.is_empty()) {
        return Err(place
            .error(name, "the type `enum` has no values")
            .hint(example));
    }
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut values = Vec::new();
    for part in arguments {
        ensure_value(place, *part)?;
        let name = part.text.to_shouty_snake_case();
        if let Some(other) = seen.insert(name.clone(), part.text) {
            return Err(repeated(place, *part, other, &name));
        }
        values.push(EnumValue {
            value: part.text.to_owned(),
            name,
        });
    }
    Ok(FieldType::Enum { values })
}

fn ensure_value(place: &Place, part: Part) -> Result<()> {
    let text = part.text;
    let fault = if text.is_empty() {
        "an enum value is empty".to_owned()
    } else if text.len() > LONGEST {
        format!("an enum value has more than {LONGEST} characters")
    } else if !text.starts_with(|c: char| c.is_ascii_alphabetic())
        || !text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
    {
        format!("`{}` is not an enum value", shown(text))
    } else {
        return Ok(());
    };
    Err(place
        .error(part, fault)
        .hint("a value begins with a letter and has only ASCII letters, digits, `-` and `_`, such as `in-progress`"))
}

fn repeated(place: &Place, part: Part, other: &str, name: &str) -> Error {
    if other == part.text {
        return place
            .error(part, format!("the enum value `{other}` is repeated"))
            .hint("leave one of them out");
    }
    let fault = format!(
        "the enum values `{other}` and `{}` are both `{name}` in code",
        part.text
    );
    place.error(part, fault).hint("rename one of them")
}

fn target(place: &Place, name: Part, arguments: Option<&[Part]>) -> Result<FieldType> {
    let example = "name the entity, such as `ref=User`";
    match arguments {
        Some([target]) if !target.text.is_empty() => {
            let names = Names::new(target.text).map_err(|error| place.wrap(*target, &error))?;
            Ok(FieldType::Ref {
                target: Box::new(names),
            })
        }
        Some([_, second, ..]) => Err(place
            .error(*second, "the type `ref` takes one entity")
            .hint(example)),
        _ => Err(place
            .error(name, "the type `ref` has no entity")
            .hint(example)),
    }
}
