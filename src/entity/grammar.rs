//! The grammar of a field: `name:type[=arguments][:modifier[=value]]…`.
//!
//! Only takes the text apart; what the parts mean is `kind`'s and `modifiers`' work.

use super::field::{Field, FieldType, read_default};
use super::fits;
use super::kind;
use super::modifiers::{self, MODIFIERS, Modifier, Value};
use super::place::{Part, Place};
use crate::error::Result;
use crate::naming::parse_identifier;

/// The most bytes of a default with colons in it, which web addresses need.
const LONGEST_DEFAULT: usize = 2083;

/// Reads one field, such as `email:email:unique` or `status:enum=open,paid:default=open`.
///
/// # Errors
/// A usage error that shows the text, the part that is wrong, and the way out.
pub fn parse_field(text: &str) -> Result<Field> {
    let place = Place {
        label: text,
        source: Some(text),
    };
    let segments = Part { text, at: 0 }.split(':');
    let names =
        parse_identifier(segments[0].text).map_err(|error| place.wrap(segments[0], &error))?;
    let Some(typed) = segments.get(1).filter(|part| !part.text.is_empty()) else {
        return Err(place
            .error(
                Part {
                    text: "",
                    at: text.len(),
                },
                "the type is missing",
            )
            .hint(format!(
                "write it after a colon, such as `{}:str`",
                names.snake
            )));
    };
    let field_type = read_type(&place, *typed)?;
    let modifiers = read_modifiers(&place, &field_type, &segments[2..])?;
    modifiers::assemble(&place, names, field_type, &modifiers)
}

fn read_type(place: &Place, typed: Part) -> Result<FieldType> {
    let (name, arguments) = typed.split_value();
    let arguments = arguments.map(|arguments| arguments.split(','));
    kind::read(place, name, arguments.as_deref())
}

fn read_modifiers<'a>(
    place: &Place<'a>,
    field_type: &FieldType,
    segments: &[Part<'a>],
) -> Result<Vec<Modifier<'a>>> {
    let mut modifiers = Vec::new();
    let mut rest = segments;
    while let [segment, after @ ..] = rest {
        let (name, value) = segment.split_value();
        rest = after;
        let value = match value {
            Some(value) if name.text == "default" => {
                let (value, taken) = whole_default(place, field_type, value, after);
                rest = &after[taken..];
                let text = read_default(field_type, value.text);
                Some(Value {
                    text: text.into(),
                    part: value,
                })
            }
            other => other.map(Value::plain),
        };
        if name.text.is_empty() {
            return Err(place
                .error(name, "a modifier is missing between or after colons")
                .hint("leave the extra `:` out"));
        }
        modifiers.push(Modifier { name, value });
    }
    Ok(modifiers)
}

/// The text of a default with the colons that belong to it, and how many segments that takes.
///
/// Times and web addresses hold colons. As many of the following segments belong to the default
/// as make it fit its type, up to the next modifier; all of them where nothing fits.
fn whole_default<'a>(
    place: &Place<'a>,
    field_type: &FieldType,
    first: Part<'a>,
    after: &[Part<'a>],
) -> (Part<'a>, usize) {
    let holds_colons = matches!(
        field_type,
        FieldType::Time | FieldType::DateTime | FieldType::Url
    );
    let (true, Some(source)) = (holds_colons, place.source) else {
        return (first, 0);
    };
    let foreign = after
        .iter()
        .take_while(|part| !MODIFIERS.contains(&part.split_value().0.text));
    let joined = foreign.map(|part| Part {
        text: &source[first.at..part.at + part.text.len()],
        at: first.at,
    });
    let short = joined.take_while(|joined| joined.text.len() <= LONGEST_DEFAULT);
    let candidates: Vec<Part> = [first].into_iter().chain(short).collect();
    let fitting = candidates
        .iter()
        .rposition(|candidate| fits::canonical(field_type, candidate.text).is_ok());
    let taken = fitting.unwrap_or(candidates.len() - 1);
    (candidates[taken], taken)
}
