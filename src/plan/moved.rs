//! Files of stamps that people moved: known again by what they hold.
//!
//! Only where a file is not in its place are others looked at, and only those that no stamp has on record. Two that hold the
//! same tell nothing, and neither does a file of a few lines.

use std::collections::{BTreeMap, BTreeSet};

use similar::TextDiff;

use crate::change::{Bytes, Content, Sha};
use crate::error::Result;
use crate::record::{Record, RecordedFile};
use crate::rel_path::RelPath;
use crate::tree::Tree;

/// Lists the files that may be moved ones, in order.
pub type Everything<'a> = dyn Fn() -> Vec<String> + 'a;

/// From this likeness on, a file is one that is gone.
const LIKENESS: f32 = 0.75;

/// A text of fewer lines is known again only as it is, and one of fewer than [`FEWEST`] not at all.
const LINES: usize = 10;

/// See [`LINES`].
const FEWEST: usize = 3;

/// How many files are looked at, at most.
const MOST: usize = 5_000;

/// Where a file is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The place.
    pub path: RelPath,
    /// Whether it is as it was stamped.
    pub is_same: bool,
}

/// A file that is not in its place, with its base text.
pub type Missing<'a> = (&'a RecordedFile, Bytes);

/// Where the `missing` files are now, by the paths that are on record.
///
/// # Errors
/// Where a path is none.
pub fn moved(
    missing: &[Missing],
    records: &[Record],
    (tree, everything): (&dyn Tree, &Everything),
) -> Result<BTreeMap<String, Moved>> {
    let telling: Vec<&Missing> = missing.iter().filter(|one| is_telling(&one.1)).collect();
    if telling.is_empty() {
        return Ok(BTreeMap::new());
    }
    let recorded = records.iter().flat_map(|record| &record.files);
    let recorded: BTreeSet<&str> = recorded.map(|file| file.path.as_str()).collect();
    let mut found: BTreeMap<String, Vec<(f32, Moved)>> = BTreeMap::new();
    let all = everything().into_iter();
    for path in all
        .filter(|path| !recorded.contains(path.as_str()))
        .take(MOST)
    {
        let path = RelPath::new(&path)?;
        let alike = telling
            .iter()
            .filter(|(file, _)| ending(&file.path) == ending(path.as_str()));
        let alike: Vec<_> = alike.collect();
        let content = if alike.is_empty() {
            None
        } else {
            tree.read(&path).ok().flatten()
        };
        let Some(content) = content else { continue };
        for (file, base) in alike {
            if let Some(likeness) = likeness(base, &content) {
                let is_same = likeness >= 1.0 && content.executable == file.executable;
                let moved = Moved {
                    path: path.clone(),
                    is_same,
                };
                found
                    .entry(file.path.clone())
                    .or_default()
                    .push((likeness, moved));
            }
        }
    }
    Ok(settled(found))
}

/// The best for each, where no other is as good and none else claims it.
fn settled(found: BTreeMap<String, Vec<(f32, Moved)>>) -> BTreeMap<String, Moved> {
    let mut best = BTreeMap::new();
    for (path, mut candidates) in found {
        candidates.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        let tied = candidates.len() > 1 && candidates[0].0 <= candidates[1].0;
        if !tied {
            best.insert(path, candidates.swap_remove(0).1);
        }
    }
    let places: Vec<RelPath> = best.values().map(|moved| moved.path.clone()).collect();
    best.retain(|_, moved| places.iter().filter(|place| **place == moved.path).count() == 1);
    best
}

fn is_telling(base: &[u8]) -> bool {
    std::str::from_utf8(base).is_ok_and(|text| lines(text) >= FEWEST)
}

fn lines(text: &str) -> usize {
    text.lines().filter(|line| !line.trim().is_empty()).count()
}

fn ending(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(_, ending)| ending)
}

/// How much of the base is in `content`, from 0 to 1; none where that is too little.
fn likeness(base: &[u8], content: &Content) -> Option<f32> {
    if content.is_of(Sha::of(base)) {
        return Some(1.0);
    }
    let (base, now) = (std::str::from_utf8(base).ok()?, content.text()?);
    if lines(base) < LINES || !share_lines(base, now) {
        return None;
    }
    let now = now.replace("\r\n", "\n");
    let ratio = TextDiff::from_lines(base, now.as_str()).ratio();
    (ratio >= LIKENESS).then_some(ratio.min(0.99))
}

/// Whether half of the lines are the same, in whatever order: a diff costs more.
fn share_lines(base: &str, now: &str) -> bool {
    let known: BTreeSet<&str> = now.lines().map(str::trim).collect();
    let all: Vec<&str> = base
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let same = all.iter().filter(|line| known.contains(*line)).count();
    2 * same >= all.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(lines: std::ops::Range<usize>) -> String {
        lines.map(|number| format!("line {number}\n")).collect()
    }

    #[test]
    fn what_is_known_again() {
        let long = text(0..20);
        let edited = long.replace("line 7\n", "mine\n");
        let [windows, short] = [long.replace('\n', "\r\n"), text(0..4)];
        for (base, files, expected) in [
            (&long, &[("b.py", &long)][..], Some(("b.py", true))),
            (&long, &[("b.py", &edited)], Some(("b.py", false))),
            (&long, &[("b.py", &windows)], Some(("b.py", true))),
            (
                &long,
                &[("b.py", &edited), ("c.py", &long)],
                Some(("c.py", true)),
            ),
            (&long, &[("b.py", &long), ("c.py", &long)], None),
            (&long, &[("b.txt", &long)], None),
            (&long, &[("known.py", &long)], None),
            (&long, &[("b.py", &text(10..40))], None),
            (&short, &[("b.py", &short)], Some(("b.py", true))),
            (&short, &[("b.py", &text(0..5))], None),
            (&text(0..2), &[("b.py", &text(0..2))], None),
        ] {
            let tree: BTreeMap<RelPath, Content> = files
                .iter()
                .map(|(path, text)| {
                    let path = RelPath::new(path).expect("a good path");
                    (path, Content::new(text.as_str()))
                })
                .collect();
            let file = |path: &str| RecordedFile {
                path: path.to_owned(),
                base: None,
                executable: false,
                once: false,
                present: false,
            };
            let mut record = Record::new("a", "demo/a");
            record.files = vec![file("a.py"), file("known.py")];
            let everything = || tree.keys().map(ToString::to_string).collect();
            let missing = [(&record.files[0], base.clone().into())];
            let found = moved(&missing, &[record.clone()], (&tree, &everything)).expect("paths");
            let found = found.get("a.py");
            let found = found.map(|moved| (moved.path.as_str(), moved.is_same));
            assert_eq!(found, expected, "{files:?}");
        }
    }
}
