//! Which text fits which type, and how it is written then.
//!
//! The canonical text is one that every stack can put into code: `5` and not `+05`, a `datetime` with
//! its zone.

use std::net::Ipv6Addr;

use super::calendar;
use super::field::{EnumValue, FieldType};
use super::modifiers::MODIFIERS;
use super::place::listed;
use crate::error::did_you_mean;
use crate::naming::is_hidden;

/// The canonical form of `text`, or what is wanted instead.
pub(super) fn canonical(field_type: &FieldType, text: &str) -> Result<String, String> {
    let wanted = |what: &str| format!("{what} is wanted");
    match field_type {
        FieldType::Str { size } => within(text, *size),
        FieldType::Text => within(text, None),
        FieldType::Int => {
            whole::<i32>(text).ok_or_else(|| wanted("a whole number of 32 bits, such as `5`,"))
        }
        FieldType::BigInt => {
            whole::<i64>(text).ok_or_else(|| wanted("a whole number of 64 bits, such as `5`,"))
        }
        FieldType::Float => float(text).ok_or_else(|| wanted("a number, such as `0.5`,")),
        FieldType::Decimal { precision, scale } => decimal(text, *precision, *scale),
        FieldType::Bool => matches!(text, "true" | "false")
            .then(|| text.to_owned())
            .ok_or_else(|| wanted("`true` or `false`")),
        FieldType::Date => {
            calendar::date(text).ok_or_else(|| wanted("a day, such as `2026-01-31`,"))
        }
        FieldType::DateTime => calendar::instant(text)
            .ok_or_else(|| wanted("an instant, such as `2026-01-31T12:30:00Z`,")),
        FieldType::Time => {
            calendar::time(text).ok_or_else(|| wanted("a time of day, such as `09:30`,"))
        }
        FieldType::Uuid => uuid(text).ok_or_else(|| wanted("a UUID in its 36 characters")),
        FieldType::Email => {
            email(text).ok_or_else(|| wanted("an address, such as `someone@example.com`,"))
        }
        FieldType::Url => web_address(text),
        FieldType::Enum { values } => member(values, text),
        FieldType::Json | FieldType::Bytes | FieldType::Ref { .. } => {
            Err("it has no form of one line".to_owned())
        }
    }
}

fn member(values: &[EnumValue], text: &str) -> Result<String, String> {
    let names: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
    if names.contains(&text) {
        return Ok(text.to_owned());
    }
    Err(format!("one of {} is wanted", listed(&names)))
}

/// What to write instead of a default that does not fit.
pub(super) fn advice(field_type: &FieldType, text: &str) -> Option<String> {
    match (field_type, text) {
        (FieldType::Date | FieldType::DateTime | FieldType::Time, "now" | "today") => {
            Some("a default is a fixed value; every row has `created_at` of itself".to_owned())
        }
        (FieldType::Uuid, "new" | "random" | "uuid4") => {
            Some("a default is a fixed value; leave it out".to_owned())
        }
        (FieldType::Bool, _) => match text.to_lowercase().as_str() {
            "yes" | "1" | "on" | "true" => Some("write `true`".to_owned()),
            "no" | "0" | "off" | "false" => Some("write `false`".to_owned()),
            _ => None,
        },
        (FieldType::Enum { values }, _) => {
            did_you_mean(text, values.iter().map(|value| value.value.as_str()))
        }
        (_, "null" | "none" | "None") => Some("`null` makes a field optional".to_owned()),
        _ => None,
    }
}

/// `text` where it is a whole number in the one way to write it.
pub(super) fn whole_number(text: &str) -> Option<&str> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let leading_zero = digits.starts_with('0') && text != "0";
    (plain && !leading_zero).then_some(text)
}

fn whole<N: std::str::FromStr>(text: &str) -> Option<String> {
    let text = whole_number(text)?;
    text.parse::<N>().ok().map(|_| text.to_owned())
}

/// `-12.50` as `-`, `12`, `50`.
fn number_parts(text: &str) -> Option<(&str, &str)> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match digits.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (digits, ""),
    };
    whole_number(whole).filter(|whole| !whole.starts_with('-'))?;
    fraction
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some((whole, fraction))
}

fn float(text: &str) -> Option<String> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    number_parts(mantissa)?;
    exponent
        .strip_prefix('+')
        .unwrap_or(exponent)
        .parse::<i16>()
        .ok()?;
    let number: f64 = text.parse().ok()?;
    number.is_finite().then(|| text.to_owned())
}

fn decimal(text: &str, precision: u32, scale: u32) -> Result<String, String> {
    let (whole, fraction) = number_parts(text).ok_or("a number, such as `9.50`, is wanted")?;
    let count = |digits: &str| u32::try_from(digits.len()).unwrap_or(u32::MAX);
    if count(fraction) > scale {
        return Err(format!("it has more than {scale} digits after the point"));
    }
    if count(whole.trim_start_matches('0')) > precision - scale {
        return Err(format!(
            "it has more than {} digits before the point",
            precision - scale
        ));
    }
    Ok(text.to_owned())
}

fn within(text: &str, size: Option<u32>) -> Result<String, String> {
    if text.chars().any(is_hidden) {
        return Err("it holds a control character".to_owned());
    }
    let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    match size {
        Some(size) if length > size => Err(format!("it has {length} characters")),
        _ => Ok(text.to_owned()),
    }
}

fn uuid(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let hex = groups
        .iter()
        .all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()));
    (hex && lengths == [8, 4, 4, 4, 12]).then(|| text.to_lowercase())
}

/// An address that looks like one; whether mail arrives there, nobody knows.
fn email(text: &str) -> Option<String> {
    let (name, domain) = text.rsplit_once('@')?;
    let letters = |text: &str, more: &str| {
        text.chars()
            .all(|c| c.is_ascii_alphanumeric() || more.contains(c))
    };
    let name_is_sound =
        (1..=64).contains(&name.len()) && letters(name, ".!#$&'*+-/=?^_`{|}~") && dotted(name);
    let domain_is_sound = domain.contains('.') && letters(domain, ".-") && dotted(domain);
    (name_is_sound && domain_is_sound && text.len() <= 254).then(|| text.to_owned())
}

fn dotted(text: &str) -> bool {
    text.split('.')
        .all(|part| !part.is_empty() && !part.starts_with('-') && !part.ends_with('-'))
}

fn web_address(text: &str) -> Result<String, String> {
    let plain = text.bytes().all(|byte| (b'!'..=b'~').contains(&byte)) && text.len() <= 2083;
    let address = ["https://", "http://"]
        .into_iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    if !plain || !address.is_some_and(is_address) {
        return Err("a web address, such as `https://example.com/`, is wanted".to_owned());
    }
    let mut segments = text
        .split(':')
        .map(|segment| segment.split('=').next().unwrap_or(segment));
    match segments.find(|segment| MODIFIERS.contains(segment)) {
        Some(modifier) => Err(format!("`:{modifier}` in it reads as a modifier")),
        None => Ok(text.to_owned()),
    }
}

/// Whether a host, perhaps with a port, begins what follows `https://`.
fn is_address(text: &str) -> bool {
    let authority = text.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let six = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    let host_is_sound = match six {
        Some(six) => six.parse::<Ipv6Addr>().is_ok(),
        None => {
            dotted(host)
                && host
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        }
    };
    host_is_sound
        && port
            .is_none_or(|port| whole_number(port).is_some_and(|port| port.parse::<u16>().is_ok()))
}
