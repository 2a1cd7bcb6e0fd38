//! Percent encoding, as `SQLAlchemy` reads it.

use std::fmt::Write;

/// `text` for the user or password of a URL: everything but unreserved characters is encoded, so
/// that it also passes through `.env` files unchanged.
pub(crate) fn encoded(text: &str) -> String {
    encoded_except(text, b"-._~")
}

/// `?name=value&…`; nothing without parameters.
pub(super) fn encoded_query(query: &[(String, String)]) -> String {
    let pairs: Vec<String> = query
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded_value(value)))
        .collect();
    if pairs.is_empty() {
        String::new()
    } else {
        format!("?{}", pairs.join("&"))
    }
}

/// `text` for the value of a query parameter.
pub(super) fn encoded_value(text: &str) -> String {
    encoded_except(text, b"-._~/:,")
}

fn encoded_except(text: &str, plain: &[u8]) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || plain.contains(&byte) {
            encoded.push(byte.into());
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// `text` without percent encoding; a `%` that begins none stays as it is. None where the bytes are
/// not UTF-8 or hold a control character.
pub(super) fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let escape = after.get(..2).filter(|_| *first == b'%').and_then(hex);
        bytes.push(escape.unwrap_or(*first));
        rest = if escape.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes)
        .ok()
        .filter(|text| !text.chars().any(char::is_control))
}

fn hex(digits: &[u8]) -> Option<u8> {
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    match digits {
        [high, low] => Some(digit(*high)? * 16 + digit(*low)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{decoded, encoded};

    #[test]
    fn there_and_back() {
        for text in [
            "plain",
            "p@ss:w/rd?#",
            "100%",
            "%41",
            "ü€",
            "a b+c",
            "$HOME'\"\\",
        ] {
            assert_eq!(decoded(&encoded(text)).as_deref(), Some(text));
        }
    }

    #[test]
    fn decoding() {
        for (text, expected) in [
            ("p%40ss", Some("p@ss")),
            ("50%off", Some("50%off")),
            ("%", Some("%")),
            ("%4", Some("%4")),
            ("%c3%bc", Some("ü")),
            ("%ff", None),
            ("%00", None),
            ("%0A", None),
        ] {
            assert_eq!(decoded(text).as_deref(), expected, "{text}");
        }
    }
}
