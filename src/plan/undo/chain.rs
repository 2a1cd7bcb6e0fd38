//! The history after an undo: as if what was taken back had never been done, so that the rest can be taken back as exactly.

use std::collections::BTreeMap;

use super::Undo;
use crate::error::Result;
use crate::history::{Action, Kept, Touched, Trace};
use crate::rel_path::RelPath;

/// Plans the history that is left.
///
/// # Errors
/// Where a file cannot be read.
pub(super) fn mend(undo: &mut Undo) -> Result<()> {
    let paths: Vec<RelPath> = undo.working.paths();
    let mut now = BTreeMap::new();
    for path in paths {
        let before = undo.working.before(&path)?.map(Trace::of);
        let after = undo.working.now(&path)?.map(Trace::of);
        now.insert(path.to_string(), (before, after));
    }
    for action in &undo.past.actions.to_vec() {
        let path = action.path()?;
        match mended(undo, action, &now) {
            None => undo.working.remove(&path)?,
            Some(mended) if mended == *action => {}
            Some(mended) => undo.working.set(&path, mended.to_content()?)?,
        }
    }
    Ok(())
}

type Now = BTreeMap<String, (Option<Trace>, Option<Trace>)>;

/// `action` without what is taken back; none where nothing is left of it.
fn mended(undo: &Undo, action: &Action, now: &Now) -> Option<Action> {
    let mut mended = action.clone();
    if undo.goes(action) {
        return None;
    }
    if undo.action.is_none() {
        mended.stamps.retain(|id| undo.stays(id));
    }
    mended.files = action
        .files
        .iter()
        .filter_map(|file| mended_file(undo, action, file, now))
        .collect();
    (!mended.files.is_empty()).then_some(mended)
}

fn mended_file(undo: &Undo, action: &Action, file: &Touched, now: &Now) -> Option<Touched> {
    let mut mended = file.clone();
    mended.before = before(undo, action, file);
    if let Some((before, after)) = now.get(&file.path)
        && end(undo, action, file).is_some_and(|End(end)| end == *before)
    {
        mended.after.clone_from(after);
    }
    let trace = mended.before.as_ref().map(|kept| kept.trace.clone());
    (trace != mended.after).then_some(mended)
}

/// What `action` found, without what an action that goes had left there. Where a stamp that goes left something in it
/// all the same, its bytes are told no more: an undo of `action` would bring that back.
fn before(undo: &Undo, action: &Action, file: &Touched) -> Option<Kept> {
    let mut found = file.before.clone();
    let mut is_whole = !undo.inherited.iter().any(|path| path.as_str() == file.path);
    let earlier = undo.past.actions.iter().rev();
    for earlier in earlier.filter(|earlier| earlier.number < action.number) {
        let Some(left) = earlier.file(&file.path) else {
            continue;
        };
        let trace = found.as_ref().map(|kept| kept.trace.clone());
        if is_whole && undo.goes(earlier) && left.after == trace {
            found.clone_from(&left.before);
            continue;
        }
        is_whole = false;
        if undo.is_of_leaving(earlier, &file.path) {
            return found.map(Kept::forgotten);
        }
    }
    found
}

/// What a file became; nothing, where it went.
struct End(Option<Trace>);

/// What the file became through `action` and what came after it, if all of that goes and nobody else changed the file in
/// between; none where later actions stay.
fn end(undo: &Undo, action: &Action, file: &Touched) -> Option<End> {
    let mut end = file.after.clone();
    let later = undo.past.actions.iter();
    for later in later.filter(|later| later.number > action.number) {
        let Some(touched) = later.file(&file.path) else {
            continue;
        };
        let found = touched.before.as_ref().map(|kept| kept.trace.clone());
        if !undo.goes(later) || found != end {
            return None;
        }
        end.clone_from(&touched.after);
    }
    Some(End(end))
}
