//! `min` and `max`: of a number its value, of a text its length.

use std::cmp::Ordering;

use super::field::FieldType;
use super::fits;
use super::modifiers::{Modifier, Value, find};
use super::place::Place;
use crate::error::Result;
use crate::naming::shown;

/// The bounds of a field, as texts that fit.
#[derive(Clone, Debug, Default)]
pub(super) struct Bounds {
    /// The least.
    pub min: Option<String>,
    /// The greatest.
    pub max: Option<String>,
}

/// The bounds that the modifiers give, in the right order and within the size of the type.
pub(super) fn read(
    place: &Place,
    field_type: &FieldType,
    modifiers: &[Modifier],
) -> Result<Bounds> {
    let bounds = Bounds {
        min: bound(place, field_type, modifiers, "min")?,
        max: bound(place, field_type, modifiers, "max")?,
    };
    if let (Some(min), Some(max), Some(modifier)) =
        (&bounds.min, &bounds.max, find(modifiers, "max"))
        && compare(min, max) == Ordering::Greater
    {
        let part = modifier
            .value
            .as_ref()
            .map_or(modifier.name, |value| value.part);
        return Err(place
            .error(part, format!("`min={min}` is more than `max={max}`"))
            .hint("exchange them"));
    }
    Ok(bounds)
}

fn bound(
    place: &Place,
    field_type: &FieldType,
    modifiers: &[Modifier],
    name: &str,
) -> Result<Option<String>> {
    let Some(value) = find(modifiers, name).and_then(|modifier| modifier.value.as_ref()) else {
        return Ok(None);
    };
    let read = if field_type.is_text() {
        length(field_type, value)
    } else {
        fits::canonical(field_type, &value.text)
    };
    read.map(Some).map_err(|fault| {
        place.error(
            value.part,
            format!(
                "`{name}={}` does not fit the type `{field_type}`: {fault}",
                shown(&value.text)
            ),
        )
    })
}

/// A length that texts of the type can have.
fn length(field_type: &FieldType, value: &Value) -> Result<String, String> {
    let most = match field_type {
        FieldType::Str { size: Some(size) } => *size,
        _ => u32::MAX,
    };
    let length = fits::whole_number(&value.text).and_then(|text| text.parse::<u32>().ok());
    match length {
        Some(length) if length <= most => Ok(length.to_string()),
        Some(_) => Err(format!("it is more than the size {most}")),
        None => Err("a length, such as `3`, is wanted".to_owned()),
    }
}

/// Why a default that fits its type is outside the bounds.
pub(super) fn outside(bounds: &Bounds, field_type: &FieldType, default: &str) -> Option<String> {
    let length = default.chars().count().to_string();
    let (measure, what) = if field_type.is_text() {
        (length.as_str(), "is shorter")
    } else {
        (default, "is less")
    };
    if let Some(min) = bounds
        .min
        .as_deref()
        .filter(|min| compare(measure, min) == Ordering::Less)
    {
        return Some(format!("{what} than `min={min}`"));
    }
    let what = if field_type.is_text() {
        "is longer"
    } else {
        "is more"
    };
    let max = bounds
        .max
        .as_deref()
        .filter(|max| compare(measure, max) == Ordering::Greater);
    max.map(|max| format!("{what} than `max={max}`"))
}

/// The order of two numbers as they are written; exact, unless one has an exponent.
fn compare(a: &str, b: &str) -> Ordering {
    if [a, b].iter().any(|text| text.contains(['e', 'E'])) {
        let float = |text: &str| text.parse::<f64>().unwrap_or_default();
        return float(a).total_cmp(&float(b));
    }
    match (a.strip_prefix('-'), b.strip_prefix('-')) {
        (Some(a), Some(b)) => magnitude(b).cmp(&magnitude(a)),
        (Some(a), None) if !is_zero(a) || !is_zero(b) => Ordering::Less,
        (None, Some(b)) if !is_zero(a) || !is_zero(b) => Ordering::Greater,
        (None, None) => magnitude(a).cmp(&magnitude(b)),
        _ => Ordering::Equal,
    }
}

fn is_zero(digits: &str) -> bool {
    digits.bytes().all(|byte| matches!(byte, b'0' | b'.'))
}

/// Sorts like the number: count of digits before the point, these, those after it.
fn magnitude(digits: &str) -> (usize, &str, &str) {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = whole.trim_start_matches('0');
    (whole.len(), whole, fraction.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::compare;

    #[test]
    fn numbers_compare_exactly() {
        let rising = [
            "-10",
            "-9.5",
            "-0.1",
            "0",
            "0.09",
            "0.1",
            "1",
            "1.5",
            "9",
            "10",
            "99999999999999999999.1",
            "99999999999999999999.2",
        ];
        for (at, a) in rising.iter().enumerate() {
            for (other, b) in rising.iter().enumerate() {
                assert_eq!(compare(a, b), at.cmp(&other), "{a} {b}");
            }
        }
        assert_eq!(compare("1.0", "1"), Ordering::Equal);
        assert_eq!(compare("-0.0", "0"), Ordering::Equal);
        assert_eq!(compare("1e3", "999"), Ordering::Greater);
    }
}
