//! A guard: what a secret answer says stands in the file that asked for it, and nowhere else.

use serde_json::Value as Json;

use super::Stamp;
use crate::answers::Answer;
use crate::db_url::encoded;
use crate::error::{Error, Result};

/// From this length on, a text that holds a secret holds it on purpose; shorter ones occur by chance.
const TELLING: usize = 8;

/// The same for a password in a URL, which is more often a common word.
const TELLING_PASSWORD: usize = 12;

/// Refuses stamps that would put a secret where it is recorded, shown or read by others.
///
/// # Errors
/// A pattern error that names the question and the place.
pub(super) fn ensure_kept(stamps: &[Stamp]) -> Result<()> {
    let answers = stamps.iter().flat_map(|stamp| &stamp.answers);
    for (name, answer) in answers {
        let spellings = spellings(answer);
        if spellings.is_empty() {
            continue;
        }
        for stamp in stamps {
            if let Some(place) = place_of(&spellings, stamp) {
                return Err(Error::pattern(format!(
                    "`{}`: {place} would repeat the secret `{name}`",
                    stamp.pattern
                ))
                .hint("a secret may stand in the files that `secret_files` of the manifest names, and nowhere else"));
            }
        }
    }
    Ok(())
}

/// The secrets of an answer, in every spelling in which it gives them away.
fn spellings(answer: &Answer) -> Vec<String> {
    match answer {
        Answer::Secret(text) if text.len() >= TELLING => in_disguise(text),
        Answer::Url(url) => {
            let mut spellings = url.secrets();
            spellings.retain(|text| text.len() >= TELLING_PASSWORD);
            spellings
        }
        _ => Vec::new(),
    }
}

/// A secret as it is, as a part of an address, and as a literal.
fn in_disguise(text: &str) -> Vec<String> {
    let literal = serde_json::to_string(text).unwrap_or_default();
    let mut spellings = vec![
        text.to_owned(),
        encoded(text),
        literal.trim_matches('"').to_owned(),
    ];
    spellings.dedup();
    spellings
}

/// Where a stamp repeats the secret, in words.
fn place_of(spellings: &[String], stamp: &Stamp) -> Option<String> {
    let says: &dyn Fn(&str) -> bool = &|text| spellings.iter().any(|secret| text.contains(secret));
    let answer = |(name, answer): (&String, &Answer)| {
        any_text(&answer.to_json(), says).then(|| format!("the answer `{name}`"))
    };
    if says(&stamp.id) {
        return Some("its id".to_owned());
    }
    if stamp.next.iter().chain(&stamp.run).any(|step| says(step)) {
        return Some("a next step".to_owned());
    }
    if let Some((name, _)) = stamp
        .provides
        .iter()
        .chain(&stamp.settled)
        .find(|(_, value)| says(&value.to_string()))
    {
        return Some(format!("the fact `{name}`"));
    }
    stamp
        .answers
        .iter()
        .find_map(answer)
        .or_else(|| in_drafts(says, stamp))
}

/// Whether `says` holds for a text of the document.
fn any_text(document: &Json, says: &dyn Fn(&str) -> bool) -> bool {
    match document {
        Json::String(text) => says(text),
        Json::Array(all) => all.iter().any(|one| any_text(one, says)),
        Json::Object(all) => all
            .iter()
            .any(|(key, one)| says(key) || any_text(one, says)),
        _ => false,
    }
}

fn in_drafts(says: &dyn Fn(&str) -> bool, stamp: &Stamp) -> Option<String> {
    let file = stamp.drafts.files.iter().find(|draft| {
        says(&draft.path) || (!draft.secret && says(&String::from_utf8_lossy(&draft.bytes)))
    });
    let edit = || {
        stamp.drafts.edits.iter().find(|edit| {
            says(&edit.path) || (!edit.secret && edit.entry.entries.values().any(|text| says(text)))
        })
    };
    file.map(|draft| format!("the file `{}`", draft.path))
        .or_else(|| edit().map(|edit| format!("an edit of `{}`", edit.path)))
        // The path itself may hold the secret.
        .map(|place| {
            if says(&place) {
                "a path".to_owned()
            } else {
                place
            }
        })
}
