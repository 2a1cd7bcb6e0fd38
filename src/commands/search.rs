//! `patgen search WORDS`: find a pattern by the words of its purpose; typing errors do no harm.

use clap::{Arg, ArgMatches, Command};

use super::list::{document, patterns, table};
use super::{Outcome, Setting, common};
use crate::error::Result;
use crate::pattern::Pattern;

/// How much a word that is found counts, by where it stands.
const NAME: f64 = 4.0;
const TAG: f64 = 3.0;
const ABOUT: f64 = 2.0;
const WHEN: f64 = 1.0;

/// How much a tag of several words counts more where all of them are asked for, each word.
const PHRASE: f64 = 1.0;

/// From this similarity on, two words count as the same one, mistyped.
const ALIKE: f64 = 0.88;

/// The arguments.
#[must_use]
pub fn command() -> Command {
    Command::new("search")
        .about("Find a pattern by the words of its purpose")
        .defer(|command| {
            command.args(common::flags()).arg(
                Arg::new("words")
                    .value_name("WORDS")
                    .required(true)
                    .num_args(1..)
                    .help("What you need, in your words"),
            )
        })
}

/// Prints the patterns that fit, best first.
///
/// # Errors
/// A pattern error where a manifest is wrong.
pub fn run(setting: &Setting, matches: &ArgMatches) -> Result<Outcome> {
    let words: Vec<String> = matches
        .get_many::<String>("words")
        .into_iter()
        .flatten()
        .flat_map(|text| split(text))
        .collect();
    let found = best(patterns(setting)?, &words);
    if setting.json {
        setting.print_json(&document(&found));
    } else if found.is_empty() {
        setting
            .ui
            .say("no pattern fits these words; `patgen list` shows them all");
    } else {
        setting.ui.data(table(&found).as_bytes());
    }
    Ok(Outcome::Done)
}

/// The patterns in which the words are found, best first.
fn best(patterns: Vec<Pattern>, words: &[String]) -> Vec<Pattern> {
    let mut scored: Vec<(f64, Pattern)> = patterns
        .into_iter()
        .map(|pattern| (score(&pattern, words), pattern))
        .filter(|(score, _)| *score > 0.0)
        .collect();
    scored.sort_by(|a, b| {
        b.0.total_cmp(&a.0)
            .then_with(|| a.1.full_name().cmp(&b.1.full_name()))
    });
    let top = scored.first().map_or(0.0, |(score, _)| *score);
    scored
        .into_iter()
        .filter(|(score, _)| *score >= top / 3.0)
        .map(|(_, pattern)| pattern)
        .collect()
}

fn score(pattern: &Pattern, words: &[String]) -> f64 {
    let single: f64 = words
        .iter()
        .filter(|word| !is_filler(word))
        .map(|word| word_score(pattern, word))
        .sum();
    single + phrase_score(&pattern.manifest.tags, words)
}

/// For the longest tag of several words that are all asked for.
fn phrase_score(tags: &[String], words: &[String]) -> f64 {
    tags.iter()
        .map(|tag| {
            let mut parts = split(tag);
            parts.retain(|part| !is_filler(part));
            let is_asked_for = parts.len() > 1 && parts.iter().all(|part| words.contains(part));
            if is_asked_for {
                parts.iter().map(|_| PHRASE).sum()
            } else {
                0.0
            }
        })
        .fold(0.0, f64::max)
}

/// Words that say nothing of a purpose.
fn is_filler(word: &str) -> bool {
    [
        "a", "an", "and", "at", "by", "for", "from", "how", "in", "is", "it", "my", "of", "on",
        "or", "the", "to", "when", "with",
    ]
    .contains(&word)
}

fn word_score(pattern: &Pattern, word: &str) -> f64 {
    let manifest = &pattern.manifest;
    let places = [
        (NAME, split(&pattern.full_name())),
        (
            TAG,
            manifest.tags.iter().flat_map(|tag| split(tag)).collect(),
        ),
        (ABOUT, split(&manifest.about)),
        (WHEN, split(&manifest.when)),
    ];
    places
        .iter()
        .map(|(weight, words)| weight * closest(word, words))
        .fold(0.0, f64::max)
}

/// How near the nearest of `words` comes: 1 for the word itself, less for a longer form or a mistyped one.
fn closest(word: &str, words: &[String]) -> f64 {
    words
        .iter()
        .map(|known| nearness(word, known))
        .fold(0.0, f64::max)
}

fn nearness(word: &str, known: &str) -> f64 {
    if word == known {
        return 1.0;
    }
    let begins = word.len() >= 4
        && (known.starts_with(word) || (known.len() >= 4 && word.starts_with(known)));
    let alike = strsim::jaro_winkler(word, known);
    match (begins, word.len() >= 4 && alike >= ALIKE) {
        (true, _) => 0.9,
        (false, true) => 0.8 * alike,
        (false, false) => 0.0,
    }
}

fn split(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::nearness;

    #[test]
    fn the_same_word_longer_or_mistyped() {
        assert!((nearness("login", "login") - 1.0).abs() < f64::EPSILON);
        assert!(nearness("migrat", "migration") > 0.5);
        assert!(nearness("migartion", "migration") > 0.5);
        assert!(nearness("mail", "maybe") < 0.5);
        assert!(nearness("app", "apply") < 0.5);
    }
}
