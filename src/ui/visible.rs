//! Text without raw control characters.

/// `text` with control and direction characters escaped; line ends and tabs stay.
#[must_use]
pub fn visible(text: &str) -> String {
    text.chars()
        .map(|c| {
            if is_raw(c) {
                c.escape_unicode().to_string()
            } else {
                c.to_string()
            }
        })
        .collect()
}

/// Characters that move the cursor, change colours or reorder what is read.
fn is_raw(c: char) -> bool {
    let direction = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}');
    (c.is_control() && c != '\n' && c != '\t') || direction
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn nothing_moves_the_cursor() {
        for (text, expected) in [
            ("plain\n\ttext", "plain\n\ttext"),
            ("\u{1b}[31mred", "\\u{1b}[31mred"),
            ("a\rb", "a\\u{d}b"),
            ("\u{202e}txt", "\\u{202e}txt"),
        ] {
            assert_eq!(visible(text), expected);
        }
    }
}
