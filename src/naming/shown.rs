//! Text of unknown origin made fit for a message: escaped, on one line, not too long.

/// The most characters of a foreign text that a message repeats.
const LONGEST_SHOWN: usize = 80;

/// `text` for a message: characters that a terminal would obey or hide are escaped, the end of a
/// long text is cut off.
#[must_use]
pub fn shown(text: &str) -> String {
    let mut shown = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == LONGEST_SHOWN {
            shown.push('…');
            break;
        }
        if is_hidden(c) {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Whether `c` steers a terminal, turns the direction of writing or cannot be seen.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn hidden_characters_are_escaped() {
        for (text, expected) in [
            ("plain", "plain"),
            ("Größe", "Größe"),
            ("a\nb\tc", "a\\nb\\tc"),
            ("\u{1b}[31mred", "\\u{1b}[31mred"),
            ("nul\0", "nul\\u{0}"),
            ("\u{202e}txt", "\\u{202e}txt"),
            ("c1\u{9b}31m", "c1\\u{9b}31m"),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn a_long_text_is_cut_off() {
        let text = shown(&"x".repeat(5000));
        assert_eq!(text.chars().count(), 81);
        assert!(text.ends_with('…'));
    }
}
