//! The record of a stamp as changes of the same plan.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::edits::Became;
use super::evolve::Earlier;
use super::files::destination;
use super::known::Known;
use super::working::Working;
use super::{Ground, redefine};
use crate::answers::Answer;
use crate::change::{Bytes, Sha};
use crate::error::{Error, Result};
use crate::facts::FactValue;
use crate::record::{self, Record, RecordedEdit, RecordedFile, Texts};
use crate::rel_path::RelPath;
use crate::render::{Draft, EditDraft};
use crate::stamp::Stamp;
use crate::tree::{EntryKind, Tree};

/// From this many texts on, a thread that packs them is worth its start.
const MANY: usize = 48;

/// The names of the base texts that the project has. Their names say what they hold, so none is read again.
pub(super) fn stored(tree: &dyn Tree) -> Result<BTreeSet<String>> {
    let entries = tree.list(Some(&RelPath::record(record::BASE)?))?;
    let files = entries
        .into_iter()
        .filter(|entry| entry.kind == EntryKind::File);
    Ok(files.map(|entry| entry.name).collect())
}

/// Plans the record of `stamp` and the base texts that it names and the project lacks.
pub(super) fn plan(
    (stamp, became): (&Stamp, &[Became]),
    (ground, known, earlier): (&Ground, &Known, &Earlier),
    stored: &BTreeSet<String>,
    working: &mut Working,
) -> Result<Record> {
    let mut record = Record::new(&stamp.id, &stamp.pattern);
    record.answers = answers(stamp);
    let texts_of = |facts: &[(String, FactValue)]| {
        let facts = facts.iter();
        facts
            .map(|(name, value)| (name.clone(), value.to_string()))
            .collect()
    };
    record.provides = texts_of(&stamp.provides);
    record.settled = texts_of(&stamp.settled);
    let kept = history_texts(known, earlier)?;
    let mut texts = Texts::default();
    let mut seen: HashSet<&str> = HashSet::new();
    for draft in &stamp.drafts.files {
        let path = destination(draft)?;
        if seen.contains(draft.path.as_str()) || record.uses.contains(&draft.path) {
            continue;
        }
        if draft.shared && !is_owned(stamp, ground, working, &path)? {
            record.uses.push(draft.path.clone());
            continue;
        }
        if draft.secret {
            continue;
        }
        seen.insert(&draft.path);
        if let Some(history) = earlier.file(&path).filter(|file| file.once) {
            record.files.push(history.clone());
            add_kept(history, &kept, &mut texts);
            continue;
        }
        let sha = draft.bytes.sha256();
        texts.add(sha, &draft.bytes);
        record.files.push(RecordedFile {
            path: draft.path.clone(),
            base: Some(sha.to_string()),
            executable: draft.executable,
            once: draft.once,
            present: was_there((draft, &path), (known, earlier), working)?,
        });
    }
    for history in earlier.history() {
        if !seen.contains(history.path.as_str()) {
            record.files.push(history.clone());
            add_kept(history, &kept, &mut texts);
        }
    }
    record.edits = edits((stamp, became), earlier.record);
    if let Some(known) = earlier.record.filter(|known| is_same(&record, known)) {
        return Ok(known.clone());
    }
    if earlier.record.is_none() && is_nothing(&record) {
        return Ok(record);
    }
    let digest = (!texts.is_empty()).then(|| texts.digest().to_string());
    record.texts.clone_from(&digest);
    let path = digest.as_deref().map(record::texts_path).transpose()?;
    let lacking = path.filter(|path| !stored.contains(path.name()));
    let packed = || lacking.is_some().then(|| texts.packed());
    let (packed, written) = if texts.len() < MANY {
        (packed(), record.to_content())
    } else {
        // The largest part of both is independent of the other.
        std::thread::scope(|scope| {
            let packing = scope.spawn(packed);
            let written = record.to_content();
            (packing.join().unwrap_or_default(), written)
        })
    };
    if let Some((path, packed)) = lacking.zip(packed) {
        working.set(&path, packed)?;
    }
    let path = Record::path(&stamp.id)?;
    if earlier.record.is_none() && working.before(&path)?.is_some() {
        return Err(made_meanwhile(&path));
    }
    working.set(&path, written?)?;
    Ok(record)
}

/// Another run made the same stamp after this one had read the records, so that its files seem to be a person's.
fn made_meanwhile(path: &RelPath) -> Error {
    Error::project(format!("another run of patgen made `{path}` meanwhile"))
        .hint("run the command again")
}

/// Whether nothing was stamped, and nothing is given to others: then there is nothing to look after.
fn is_nothing(record: &Record) -> bool {
    record.files.is_empty()
        && record.uses.is_empty()
        && record.edits.is_empty()
        && record.provides.is_empty()
}

/// Whether the new record says nothing that the known one does not, in whatever order: files that were taken over stand
/// behind the others, and what another stamp has done for this one since is on the other's record.
fn is_same(new: &Record, known: &Record) -> bool {
    said(new, known) == said(known, known)
}

/// What a record says beside `known`, each list in an order of its own.
fn said<'a>(record: &'a Record, known: &Record) -> impl PartialEq + use<'a> {
    let Record {
        version,
        stamp,
        pattern,
        texts: _,
        answers,
        provides,
        settled,
        uses,
        files,
        edits,
    } = record;
    let mut uses: Vec<&String> = uses.iter().collect();
    uses.sort();
    let mut files: Vec<&RecordedFile> = files.iter().collect();
    files.sort_by(|one, other| one.path.cmp(&other.path));
    let edits = edits.iter();
    let edits: Vec<&RecordedEdit> = edits
        .filter(|edit| !edit.present || known.edits.contains(edit))
        .collect();
    let lists = (uses, files, edits);
    let facts = (provides, settled);
    (version, stamp, pattern, answers, facts, lists)
}

/// The base texts of files that are history.
fn history_texts(known: &Known, earlier: &Earlier) -> Result<BTreeMap<Sha, Bytes>> {
    let mut kept = BTreeMap::new();
    for file in earlier.history() {
        let text = known.base(&RelPath::new(&file.path)?)?;
        kept.extend(file.base().zip(text));
    }
    Ok(kept)
}

/// Adds the base text of a file that is history, in the place that the file has among the others.
fn add_kept<'a>(file: &RecordedFile, kept: &'a BTreeMap<Sha, Bytes>, texts: &mut Texts<'a>) {
    if let Some((sha, text)) = file.base().and_then(|sha| kept.get_key_value(&sha)) {
        texts.add(*sha, text);
    }
}

/// Plans that base texts go which no stamp names any more, now that `records` are these.
pub(super) fn drop_replaced(
    records: &[Record],
    ground: &Ground,
    working: &mut Working,
) -> Result<()> {
    let is_new = |record: &&Record| records.iter().any(|new| new.stamp == record.stamp);
    let others = ground.records.iter().filter(|record| !is_new(record));
    let named: BTreeSet<&str> = others
        .chain(records)
        .filter_map(|record| record.texts.as_deref())
        .collect();
    drop_unnamed(ground.tree, &named, working)
}

/// Plans that base texts go which none of the records names.
pub(super) fn drop_unnamed(
    tree: &dyn Tree,
    named: &BTreeSet<&str>,
    working: &mut Working,
) -> Result<()> {
    for name in stored(tree)? {
        let digest = name.strip_suffix(".lz4").unwrap_or(&name);
        if !named.contains(digest) {
            working.remove(&RelPath::record(&format!("{}/{name}", record::BASE))?)?;
        }
    }
    Ok(())
}

/// Whether the file was a person's, who had written just what is stamped.
fn was_there(
    (draft, path): (&Draft, &RelPath),
    (known, earlier): (&Known, &Earlier),
    working: &mut Working,
) -> Result<bool> {
    let renamed = earlier.renamed(path).or_else(|| earlier.file(path));
    if let Some(file) = renamed.or_else(|| known.file(path)) {
        return Ok(file.present);
    }
    let before = working.before(path)?;
    Ok(before.is_some_and(|before| before.bytes == draft.bytes))
}

/// Whether a shared file came with this stamp: it was not there, or this stamp has it on record.
fn is_owned(stamp: &Stamp, ground: &Ground, working: &mut Working, path: &RelPath) -> Result<bool> {
    let on_record = ground
        .records
        .iter()
        .any(|record| record.stamp == stamp.id && record.file(path).is_some());
    Ok(on_record || working.before(path)?.is_none())
}

/// The answers without what is secret.
fn answers(stamp: &Stamp) -> IndexMap<String, toml::Value> {
    let known = stamp
        .answers
        .iter()
        .filter(|(_, answer)| !matches!(answer, Answer::Secret(_)));
    known
        .filter_map(|(name, answer)| Some((name.clone(), toml_value(answer.to_json())?)))
        .collect()
}

fn toml_value(json: Json) -> Option<toml::Value> {
    toml::Value::try_from(json).ok()
}

/// An edit as a record has it: no secret is in it.
pub(super) fn edit(draft: &EditDraft, present: bool) -> RecordedEdit {
    let mut entries = draft.entry.entries.clone();
    if draft.secret {
        entries.retain(|name, _| name == "key");
    }
    RecordedEdit {
        path: draft.path.clone(),
        op: draft.entry.op.clone(),
        entries,
        present,
        unmade: false,
    }
}

/// The edits; one that this stamp made itself earlier is still its own, and one that was left to a person is so until it is
/// made.
fn edits((stamp, became): (&Stamp, &[Became]), earlier: Option<&Record>) -> Vec<RecordedEdit> {
    let known = earlier.map_or(&[][..], |record| &record.edits);
    let recorded = |(draft, became): (&EditDraft, &Became)| {
        let mut edit = edit(draft, *became == Became::Present);
        let same = known.iter().find(|known| known.asks_as(&edit));
        let before = same.or_else(|| redefine::predecessor(&edit, known));
        if let Some(before) = before {
            edit.present = before.present;
        }
        edit.unmade = match became {
            Became::Made => false,
            Became::ByHand => before.is_none_or(|before| before.unmade),
            Became::Present | Became::TakenOut => before.is_some_and(|before| before.unmade),
        };
        edit
    };
    let drafts = stamp.drafts.edits.iter();
    drafts.zip(became).map(recorded).collect()
}
