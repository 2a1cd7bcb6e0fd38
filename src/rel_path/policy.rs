//! The rules of the path policy, each with its words.
//!
//! Judges text alone. A rule looks at what the most lenient file system would make of a name, not at this machine's.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::error::Error;

const MAX_PATH: usize = 1024;
const MAX_PART: usize = 255;

/// A broken rule: what is wrong, and what to do about it.
pub(super) struct Fault(&'static str, &'static str);

impl Fault {
    pub(super) fn reserved() -> Self {
        Self(
            "names a place that belongs to git or to patgen itself",
            "choose another name",
        )
    }

    /// The error for `path`, in which nothing reaches a terminal raw.
    pub(super) fn about(&self, path: &str) -> Error {
        Error::usage(format!("the path `{}` {}", path.escape_debug(), self.0)).hint(self.1)
    }
}

/// The first rule that `path` breaks.
pub(super) fn fault(path: &str) -> Option<Fault> {
    const RELATIVE: &str = "give a path relative to the project root, such as `app/main.py`";
    if path.is_empty() {
        return Some(Fault("is empty", RELATIVE));
    }
    if path.starts_with('/') {
        return Some(Fault("is absolute", RELATIVE));
    }
    if path.len() > MAX_PATH {
        return Some(Fault("is longer than 1024 bytes", "shorten it"));
    }
    if path.split('/').all(is_ordinary) {
        return None;
    }
    path.chars()
        .find_map(char_fault)
        .or_else(|| path.split('/').find_map(part_fault))
}

/// Whether a part is of the kind that most are, which no rule is about; the others get a closer look.
fn is_ordinary(part: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-.".contains(&b);
    let ends_well = !part.starts_with('.') && !part.ends_with('.');
    let fits = !part.is_empty() && part.len() <= MAX_PART;
    fits && ends_well && part.bytes().all(is_plain) && !is_device(part)
}

fn char_fault(c: char) -> Option<Fault> {
    const PLAIN: &str = "leave that character out";
    match c {
        '\u{2028}' | '\u{2029}' => Some(Fault("holds a line break", PLAIN)),
        c if c.is_control() => Some(Fault("holds a control character", PLAIN)),
        c if is_bidi(c) => Some(Fault(
            "holds a character that turns the writing direction",
            PLAIN,
        )),
        '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => Some(Fault(
            r#"holds one of \ : * ? " < > |, which some file systems refuse"#,
            PLAIN,
        )),
        _ => None,
    }
}

/// Judges one part by what a lenient file system makes of it: case, Unicode form and invisible characters gone.
fn part_fault(part: &str) -> Option<Fault> {
    const INSIDE: &str = "name a place below the project root without detours";
    let folded = fold(part);
    let bare = folded.trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    if part.is_empty() {
        return Some(Fault("has an empty part", INSIDE));
    }
    if matches!(&*folded, "" | "." | "..") || folded.contains(['/', '\\']) {
        return Some(Fault("has a part such as `.` or `..`", INSIDE));
    }
    if part.len() > MAX_PART {
        return Some(Fault("has a part longer than 255 bytes", "shorten it"));
    }
    if is_reserved(bare) {
        return Some(Fault::reserved());
    }
    if bare.len() != folded.len() {
        return Some(Fault(
            "has a part that ends with a dot or a blank",
            "leave the ending out",
        ));
    }
    is_device(bare).then_some(Fault(
        "has a part that Windows takes for a device",
        "choose another name, such as one with a prefix",
    ))
}

/// `.git` or `.patgen`, also by their short names on FAT and NTFS (`GIT~1`, `GI1A2B~1`).
fn is_reserved(folded: &str) -> bool {
    if matches!(folded, ".git" | ".patgen") {
        return true;
    }
    let Some((stem, number)) = folded.split_once('~') else {
        return false;
    };
    let hashed = stem.len() == 6
        && (stem.starts_with("gi") || stem.starts_with("pa"))
        && stem.bytes().skip(2).all(|b| b.is_ascii_hexdigit());
    let numbered = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    numbered && (hashed || matches!(stem, "git" | "patgen"))
}

/// `con`, `com1` and the like, which Windows takes for devices with any extension too.
fn is_device(folded: &str) -> bool {
    let stem = folded.split('.').next().unwrap_or_default().trim_end();
    match stem {
        "con" | "prn" | "aux" | "nul" | "conin$" | "conout$" | "clock$" => true,
        _ => stem
            .strip_prefix("com")
            .or_else(|| stem.strip_prefix("lpt"))
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit())),
    }
}

fn is_bidi(c: char) -> bool {
    matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Characters that show nothing and that some file systems ignore in names (`Default_Ignorable_Code_Point`).
fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// What is left of a name when case, Unicode form and invisible characters are taken away.
///
/// Upper before lower case, so that letters with one upper case (`ß` and `ss`, `ſ` and `s`) meet.
pub(crate) fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return if text.bytes().any(|b| b.is_ascii_uppercase()) {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        };
    }
    let visible = text.nfkd().filter(|c| !is_ignorable(*c));
    Cow::Owned(
        visible
            .flat_map(char::to_uppercase)
            .flat_map(char::to_lowercase)
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rel_path::RelPath;

    const REFUSED: &[(&str, &[&str])] = &[
        ("is empty", &[""]),
        ("is absolute", &["/", "/etc/passwd", "//x"]),
        ("an empty part", &["a//b", "a/"]),
        (
            "`.` or `..`",
            &[
                ".",
                "..",
                "../x",
                "a/../b",
                "a/.",
                "a/..",
                ".\u{200b}.",
                "\u{200b}",
                "\u{2025}/x",
                "a／b",
            ],
        ),
        (
            "a control character",
            &["a\0b", "a\nb", "\x1b[31m", "a\u{7f}", "a\u{85}b", "\t"],
        ),
        ("a line break", &["a\u{2028}b", "a\u{2029}b"]),
        (
            "writing direction",
            &["a\u{202e}yp.exe", "\u{2066}x", "a\u{200f}", "a\u{61c}b"],
        ),
        (
            "file systems refuse",
            &[
                "a\\b",
                "C:x",
                "..\\x",
                "a|b",
                "a?",
                "*",
                "a\"b",
                "<x>",
                ".git::$INDEX_ALLOCATION",
            ],
        ),
        (
            "git or to patgen",
            &[
                ".git",
                ".git/config",
                "a/.git/x",
                ".GIT",
                ".Git/hooks/x",
                ".patgen/lock",
                ".PatGen",
                "git~1",
                "GIT~12/x",
                "gi7eba~1",
                "patgen~1",
                "PA12CD~3",
                ".g\u{200c}it/config",
                ".git\u{feff}",
                ".gi\u{ad}t",
                ".ｇｉｔ/x",
                ".git.",
                ".git ",
                ".git . .",
                ".git.\u{200b}",
                ".gıt",
            ],
        ),
        (
            "ends with a dot or a blank",
            &["a.", "a ", "x./y", "a\u{a0}", "a\u{2003}/b", "…"],
        ),
        (
            "takes for a device",
            &[
                "con",
                "CON.py",
                "aux",
                "a/nul.tar.gz",
                "com1",
                "LPT9.txt",
                "com¹",
                "prn .txt",
                "CONIN$",
                "com0",
                "clock$",
            ],
        ),
    ];

    fn message(path: &str) -> String {
        RelPath::new(path).map_or_else(|error| error.message().to_owned(), |_| "fine".to_owned())
    }

    #[test]
    fn ordinary_paths_are_fine() {
        for path in [
            "a",
            "app/main.py",
            ".env",
            ".github/workflows/ci.yml",
            ".gitignore",
            "a/.gitattributes",
            "git/x",
            "[id].tsx",
            "über/ñ.py",
            "日本/語.md",
            "a b/c d",
            " x",
            "console.py",
            "com.py",
            "com10",
            "lpt",
            "nullable.py",
            "x~1",
            "migrations/versions/0001_init.py",
            "file...txt",
            "a@b",
            "$x",
            "it's",
            "pa~1",
            "paggen~1",
        ] {
            assert_eq!(message(path), "fine", "{path:?}");
        }
    }

    #[test]
    fn every_rule_refuses_with_its_own_words() {
        let (long_part, long_path) = ("x".repeat(256), "abcdefg/".repeat(130) + "x");
        let long: [(&str, &[&str]); 2] = [
            ("longer than 255", &[&long_part]),
            ("longer than 1024", &[&long_path]),
        ];
        for (why, paths) in REFUSED.iter().chain(&long) {
            for path in *paths {
                let message = message(path);
                assert!(message.contains(why), "{path:?} for {why:?}: {message}");
            }
        }
    }

    #[test]
    fn a_message_holds_nothing_raw() {
        for path in ["a\x1b[31m", "x\u{202e}y", "a\nb"] {
            assert!(
                message(path)
                    .chars()
                    .all(|c| !c.is_control() && !is_bidi(c)),
                "{path:?}"
            );
        }
    }
}
