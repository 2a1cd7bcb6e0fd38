//! New paths that some file system takes for one that the project has.

use std::collections::BTreeMap;

use crate::change::{Change, Kind, Plan};
use crate::error::{Error, Result};
use crate::rel_path::{RelPath, fold};
use crate::tree::Tree;

/// The names in a directory, by their folded form.
type Names = BTreeMap<String, Vec<String>>;

/// Refuses a new file that differs only by case or Unicode form from what is there, at any level of its path.
pub(super) fn ensure_none(plan: &Plan, tree: &dyn Tree) -> Result<()> {
    let mut listed: BTreeMap<String, Names> = BTreeMap::new();
    for change in plan.effective().filter(|change| is_new(change)) {
        let mut dir = String::new();
        for part in change.path.parts() {
            if !listed.contains_key(&dir) {
                listed.insert(dir.clone(), names(tree, &dir)?);
            }
            let twins = listed
                .get(&dir)
                .and_then(|names| names.get(fold(part).as_ref()));
            match twins.map(Vec::as_slice) {
                Some(twins @ [twin, ..]) if !twins.iter().any(|twin| twin == part) => {
                    return Err(differs_only_in_form(&change.path, &join(&dir, twin)));
                }
                _ => {}
            }
            dir = join(&dir, part);
        }
    }
    Ok(())
}

fn is_new(change: &Change) -> bool {
    change.kind() == Kind::Create && !change.path.is_record()
}

fn names(tree: &dyn Tree, dir: &str) -> Result<Names> {
    let path = if dir.is_empty() {
        None
    } else {
        Some(RelPath::new(dir)?)
    };
    // A file in the way is reported where the file itself is planned.
    let entries = tree.list(path.as_ref()).unwrap_or_default();
    let mut names = Names::new();
    for entry in entries {
        names
            .entry(fold(&entry.name).into_owned())
            .or_default()
            .push(entry.name);
    }
    Ok(names)
}

fn join(dir: &str, name: &str) -> String {
    if dir.is_empty() {
        name.to_owned()
    } else {
        format!("{dir}/{name}")
    }
}

fn differs_only_in_form(new: &RelPath, there: &str) -> Error {
    Error::project(format!(
        "`{new}` differs only by case or Unicode form from `{there}`, which is there"
    ))
    .hint("some file systems take them for one: rename yours, or give another name")
}
