//! From bytes to a plan: nothing in them is trusted.

use serde::Deserialize;
use serde_json::Value as Json;

use super::document::{Body, Document, Entry, Fingerprint, VERSION, kind};
use super::{LIMIT, Saved, SavedChange, base64, record};
use crate::change::{Change, Content, Plan, Sha};
use crate::edit::Rung;
use crate::error::{Error, Kind, Result};
use crate::naming::shown;
use crate::plan::{About, Conflict, ManualStep, OnConflict, PlannedEdit};
use crate::record::Record;
use crate::rel_path::RelPath;

/// What every version has.
#[derive(Deserialize)]
struct Versioned {
    version: Option<Json>,
}

/// The plan that `bytes` hold.
pub(super) fn saved(bytes: &[u8], origin: &str) -> Result<Saved> {
    let wrong = |error: Error| {
        error
            .of_kind(Kind::Usage)
            .at(origin)
            .hint("save the plan again with `--save-plan`")
    };
    let document = document(bytes).map_err(wrong)?;
    judged(document).map_err(wrong)
}

fn document(bytes: &[u8]) -> Result<Document> {
    if bytes.len() as u64 > LIMIT {
        let limit = LIMIT / 1024 / 1024;
        return Err(Error::usage(format!("it is larger than {limit} MiB")));
    }
    if bytes.trim_ascii().is_empty() {
        return Err(Error::usage("it is empty"));
    }
    let versioned: Versioned = serde_json::from_slice(bytes).map_err(|error| malformed(&error))?;
    match versioned.version {
        Some(version) if version == VERSION => {}
        Some(version) => {
            let message = format!(
                "version {} of a plan is not known",
                shown(&version.to_string())
            );
            return Err(Error::usage(message).hint("use the patgen that saved it"));
        }
        None => return Err(Error::usage("it has no `version`, so it is no saved plan")),
    }
    serde_json::from_slice(bytes).map_err(|error| malformed(&error))
}

fn malformed(error: &serde_json::Error) -> Error {
    let (line, column) = (error.line(), error.column());
    if error.is_eof() {
        return Error::usage(format!("it is cut short, in line {line}"));
    }
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text);
    Error::usage(format!(
        "it is no plan: line {line}, column {column}: {what}"
    ))
}

fn judged(document: Document) -> Result<Saved> {
    ensure_told(&document.about)?;
    let changes = document.changes.into_iter().map(change);
    let changes = changes.collect::<Result<Vec<_>>>()?;
    let withheld = document.secret.into_iter().map(|file| {
        let makes = known(
            "kind",
            &file.kind,
            [("create", true), ("modify", false), ("delete", false)],
        )?;
        Ok((RelPath::new(&file.path)?, makes))
    });
    let withheld = withheld.collect::<Result<Vec<_>>>()?;
    ensure_apart(&changes, &withheld)?;
    record::ensure_sound(&changes)?;
    record::ensure_named(&document.about, &changes)?;
    let edits = document.edits.into_iter().map(|edit| {
        let rungs = [Rung::Data, Rung::Syntax, Rung::Anchor, Rung::Manual];
        Ok(PlannedEdit {
            path: RelPath::new(&edit.path)?,
            what: edit.what,
            rung: known("how", &edit.how, rungs.map(|rung| (rung.name(), rung)))?,
            line: edit.line,
            present: edit.present,
        })
    });
    let conflicts = document.conflicts.into_iter().map(|conflict| {
        let ways = [OnConflict::Keep, OnConflict::Replace, OnConflict::Markers];
        Ok(Conflict {
            path: RelPath::new(&conflict.path)?,
            settled: known(
                "settled",
                &conflict.settled,
                ways.map(|way| (way.name(), way)),
            )?,
            offered: None,
        })
    });
    let manual = document.manual.into_iter().map(|step| {
        Ok(ManualStep {
            path: RelPath::new(&step.path)?,
            line: step.line,
            why: step.why,
            snippet: step.snippet,
        })
    });
    let expects = document.expects.into_iter();
    Ok(Saved {
        about: document.about,
        expects: expects.map(|fact| (fact.name, fact.value)).collect(),
        changes,
        withheld,
        edits: edits.collect::<Result<_>>()?,
        conflicts: conflicts.collect::<Result<_>>()?,
        manual: manual.collect::<Result<_>>()?,
    })
}

/// What the history notes of a plan has to be what a command could have said: else an undo could not find it.
fn ensure_told(about: &About) -> Result<()> {
    let commands = [("new", ()), ("update", ()), ("undo", ())];
    known("command", &about.command, commands)?;
    about
        .stamps
        .iter()
        .try_for_each(|id| Record::path(id).map(drop))
}

/// What a word stands for.
fn known<T, const N: usize>(key: &str, word: &str, words: [(&str, T); N]) -> Result<T> {
    let mut words = words.into_iter();
    let found = words.find(|(name, _)| *name == word);
    found
        .map(|(_, meant)| meant)
        .ok_or_else(|| Error::usage(format!("`{key}` cannot be `{}`", shown(word))))
}

fn change(entry: Entry) -> Result<SavedChange> {
    let path = RelPath::stored(&entry.path)?;
    let is = kind(entry.before.as_ref(), entry.after.as_ref());
    if is.map(crate::change::Kind::name) != Some(entry.kind.as_str()) {
        let said = shown(&entry.kind);
        let message = format!("`{path}`: `before` and `after` do not make the kind `{said}`");
        return Err(Error::usage(message));
    }
    let before = entry.before.as_ref().map(|print| fingerprint(print, &path));
    let after = entry.after.map(|body| content(body, &path));
    Ok(SavedChange {
        before: before.transpose()?,
        after: after.transpose()?,
        path,
    })
}

fn fingerprint(print: &Fingerprint, path: &RelPath) -> Result<(Sha, bool)> {
    Ok((digest(&print.sha256, path)?, print.executable))
}

fn digest(text: &str, path: &RelPath) -> Result<Sha> {
    Sha::parse(text)
        .ok_or_else(|| Error::usage(format!("`{path}`: `{}` is no SHA-256", shown(text))))
}

fn content(body: Body, path: &RelPath) -> Result<Content> {
    let bytes = match (body.text, body.base64) {
        (Some(text), None) => text.into_bytes(),
        (None, Some(text)) => base64::decode(&text)
            .ok_or_else(|| Error::usage(format!("`{path}`: its `base64` is damaged")))?,
        _ => {
            let message = format!("`{path}`: a content is either `text` or `base64`");
            return Err(Error::usage(message));
        }
    };
    let content = Content {
        bytes: bytes.into(),
        executable: body.executable,
        private: body.private,
    };
    if content.sha256() != digest(&body.sha256, path)? {
        let message = format!("`{path}`: its content does not fit its digest");
        return Err(Error::usage(message));
    }
    Ok(content)
}

/// Refuses two entries for a path, and paths that cannot stand beside each other.
fn ensure_apart(changes: &[SavedChange], withheld: &[(RelPath, bool)]) -> Result<()> {
    let paths = changes.iter().map(|change| &change.path);
    let mut plan = Plan::new();
    for path in paths.chain(withheld.iter().map(|(path, _)| path)) {
        plan.insert(Change::new(path.clone(), None, None))
            .map_err(|_| Error::usage(format!("two changes for one path, `{path}`")))?;
    }
    plan.check()
}
