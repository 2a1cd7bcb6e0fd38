//! A first look at the arguments, before clap: what must be known to build the command line itself.
//!
//! The flags of a pattern come from its manifest, so the pattern, the catalogue's directories and the stack are
//! looked up first. What is wrong with them is said later, by clap, which reads every argument properly.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::ui::Colour;

/// What the first look found.
#[derive(Debug)]
pub struct Scan {
    /// The pattern after `new`.
    pub pattern: Option<String>,
    /// `--into`.
    pub into: PathBuf,
    /// `--patterns`, each.
    pub patterns: Vec<PathBuf>,
    /// `--fact`, each.
    pub facts: Vec<String>,
    /// `--stack`.
    pub stack: Option<String>,
    /// `--json`.
    pub json: bool,
    /// `--color`.
    pub colour: Colour,
    /// `--quiet` is -1, `--verbose` is 1.
    pub verbosity: i8,
}

/// Flags with a value that may stand before the pattern.
const VALUED: [&str; 10] = [
    "--into",
    "--patterns",
    "--stack",
    "--fact",
    "--color",
    "--answers",
    "--on-conflict",
    "--take",
    "--leave",
    "--save-plan",
];

/// Looks through the arguments, the first of which is the program.
#[must_use]
pub fn scan(arguments: &[OsString]) -> Scan {
    let words: Vec<String> = arguments
        .iter()
        .skip(1)
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let flags: Vec<&String> = words.iter().take_while(|word| *word != "--").collect();
    let has = |long: &str| flags.iter().any(|word| *word == long);
    let has_either = |long: &str, short: char| {
        has(long)
            || flags
                .iter()
                .any(|word| shorts(word).any(|flag| flag == short))
    };
    let colour = match values(&words, "--color").last().map(String::as_str) {
        Some("always") => Colour::Always,
        Some("never") => Colour::Never,
        _ => Colour::Auto,
    };
    let verbosity = if has_either("--quiet", 'q') {
        -1
    } else {
        i8::from(has_either("--verbose", 'v'))
    };
    Scan {
        pattern: pattern(&words),
        into: values(&words, "--into")
            .pop()
            .map_or_else(|| PathBuf::from("."), PathBuf::from),
        patterns: values(&words, "--patterns")
            .into_iter()
            .map(PathBuf::from)
            .collect(),
        facts: values(&words, "--fact"),
        stack: values(&words, "--stack").pop(),
        json: has("--json"),
        colour,
        verbosity,
    }
}

/// The short flags of a word, `-yq`, up to one that may take the rest as its value.
fn shorts(word: &str) -> impl Iterator<Item = char> {
    let flags = word.strip_prefix('-').unwrap_or_default();
    flags.chars().take_while(|flag| "yqvhV".contains(*flag))
}

/// The values of a flag, in both spellings: `--flag value` and `--flag=value`.
fn values(words: &[String], flag: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = words.iter().take_while(|word| *word != "--");
    while let Some(word) = rest.next() {
        if word == flag {
            found.extend(rest.next().cloned());
        } else if let Some(value) = word
            .strip_prefix(flag)
            .and_then(|rest| rest.strip_prefix('='))
        {
            found.push(value.to_owned());
        }
    }
    found
}

/// The second word that is neither a flag nor a flag's value, where the first is `new`.
fn pattern(words: &[String]) -> Option<String> {
    let mut bare = Vec::new();
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        if VALUED.contains(&word.as_str()) {
            rest.next();
        } else if !word.starts_with('-') {
            bare.push(word);
        }
    }
    match bare[..] {
        [first, pattern, ..] if first == "new" => Some(pattern.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(line: &str) -> Scan {
        scan(&line.split(' ').map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn the_pattern_is_found_wherever_flags_stand() {
        for (line, pattern) in [
            ("patgen new crud --entity User", Some("crud")),
            ("patgen new --dry-run --into x crud", Some("crud")),
            ("patgen --stack fastapi new crud", Some("crud")),
            ("patgen list crud", None),
            ("patgen new", None),
            ("patgen new --help", None),
        ] {
            assert_eq!(scanned(line).pattern.as_deref(), pattern, "{line}");
        }
    }

    #[test]
    fn quiet_and_verbose_alone_and_together_with_others() {
        for (line, verbosity) in [
            ("patgen new crud", 0),
            ("patgen new crud -q", -1),
            ("patgen new crud -yq", -1),
            ("patgen new crud --quiet", -1),
            ("patgen new crud -vy", 1),
            ("patgen new crud -mq", 0),
            ("patgen new crud -m -- -q", 0),
            ("patgen new crud --yq", 0),
        ] {
            assert_eq!(scanned(line).verbosity, verbosity, "{line}");
        }
    }

    #[test]
    fn both_spellings_of_a_value() {
        let scan = scanned("patgen new crud --into=a --patterns x --patterns=y --json -- --into b");
        assert_eq!(scan.into, PathBuf::from("a"));
        assert_eq!(scan.patterns, [PathBuf::from("x"), PathBuf::from("y")]);
        assert!(scan.json);
    }
}
