//! How revisions stand on each other: heads, order, and what is wrong with them.

use std::collections::{BTreeMap, BTreeSet};

use super::versions::Revision;

/// The revisions that no other one stands on, in the order of their paths.
pub(super) fn heads(revisions: &[Revision]) -> Vec<&Revision> {
    let stood_on: BTreeSet<&str> = revisions
        .iter()
        .flat_map(|one| &one.down)
        .map(String::as_str)
        .collect();
    revisions
        .iter()
        .filter(|one| !stood_on.contains(one.id.as_str()))
        .collect()
}

/// The newest revisions first: those nearest to a head, at most `most`.
pub(super) fn newest(revisions: &[Revision], most: usize) -> Vec<&Revision> {
    let by_id: BTreeMap<&str, &Revision> =
        revisions.iter().map(|one| (one.id.as_str(), one)).collect();
    let mut found: Vec<&Revision> = Vec::new();
    let mut next = heads(revisions);
    while found.len() < most && !next.is_empty() {
        let mut below = Vec::new();
        for one in next {
            if !found.iter().any(|known| known.path == one.path) {
                found.push(one);
                below.extend(
                    one.down
                        .iter()
                        .filter_map(|id| by_id.get(id.as_str()).copied()),
                );
            }
        }
        next = below;
    }
    found.truncate(most);
    found
}

/// What makes the revisions no sound history; each fault names its files.
pub(super) fn faults(revisions: &[Revision]) -> Vec<String> {
    let mut by_id: BTreeMap<&str, Vec<&Revision>> = BTreeMap::new();
    for one in revisions {
        by_id.entry(&one.id).or_default().push(one);
    }
    let twice = by_id.iter().filter(|(_, files)| files.len() > 1);
    let mut faults: Vec<String> = twice
        .map(|(id, files)| format!("revision `{id}` is in {}", paths(files)))
        .collect();
    for one in revisions {
        let missing = one
            .down
            .iter()
            .filter(|id| !by_id.contains_key(id.as_str()));
        faults
            .extend(missing.map(|id| format!("`{}` stands on `{id}`, which no file is", one.path)));
    }
    faults.extend(cycle(revisions, &by_id).map(|circle| {
        format!(
            "revisions stand on each other in a circle: {}",
            paths(&circle)
        )
    }));
    faults
}

fn paths(files: &[&Revision]) -> String {
    let paths: Vec<String> = files
        .iter()
        .map(|file| format!("`{}`", file.path))
        .collect();
    paths.join(" and ")
}

/// One circle, where there is any.
fn cycle<'a>(
    revisions: &'a [Revision],
    by_id: &BTreeMap<&str, Vec<&'a Revision>>,
) -> Option<Vec<&'a Revision>> {
    let mut settled: BTreeSet<&str> = BTreeSet::new();
    let is_settled = |settled: &BTreeSet<&str>, one: &Revision| {
        one.down
            .iter()
            .all(|id| settled.contains(id.as_str()) || !by_id.contains_key(id.as_str()))
    };
    let mut left: Vec<&Revision> = revisions.iter().collect();
    loop {
        let (done, rest): (Vec<_>, Vec<_>) = left
            .iter()
            .copied()
            .partition(|one| is_settled(&settled, one));
        settled.extend(done.iter().map(|one| one.id.as_str()));
        left = rest;
        if done.is_empty() || left.is_empty() {
            break;
        }
    }
    let mut walked: Vec<&Revision> = vec![*left.first()?];
    loop {
        let last = walked.last()?;
        let below = last.down.iter().find_map(|id| {
            left.iter()
                .find(|one| one.id == *id && !settled.contains(id.as_str()))
        })?;
        if let Some(start) = walked.iter().position(|one| one.path == below.path) {
            return Some(walked.split_off(start));
        }
        walked.push(below);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a<-b,c` is revision `a` on `b` and `c`, in the file `a.py`; a digit behind the id makes another file of it.
    fn revisions(text: &str) -> Vec<Revision> {
        let one = |word: &str| {
            let (name, down) = word.split_once("<-").unwrap_or((word, ""));
            Revision {
                id: name.trim_end_matches(char::is_numeric).to_owned(),
                path: format!("{name}.py"),
                line: 1,
                down: down
                    .split(',')
                    .filter(|id| !id.is_empty())
                    .map(str::to_owned)
                    .collect(),
            }
        };
        text.split_whitespace().map(one).collect()
    }

    #[test]
    fn heads_and_order() {
        for (text, expected_heads, expected_newest) in [
            ("", "", ""),
            ("a", "a", "a"),
            ("c<-b a b<-a", "c", "c b a"),
            ("a b<-a c<-a", "b c", "b c a"),
            ("a b<-a c<-a d<-b,c", "d", "d b c"),
            ("a<-b b<-a", "", ""),
        ] {
            let revisions = revisions(text);
            let ids = |list: Vec<&Revision>| {
                list.iter()
                    .map(|one| one.id.clone())
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            assert_eq!(ids(heads(&revisions)), expected_heads, "{text}");
            assert_eq!(ids(newest(&revisions, 3)), expected_newest, "{text}");
        }
    }

    #[test]
    fn histories_that_are_not_sound() {
        for (text, expected) in [
            ("a b<-a c<-a,b", ""),
            ("a1 a2 b<-a", "revision `a` is in `a1.py` and `a2.py`"),
            ("a b<-x", "`b.py` stands on `x`, which no file is"),
            (
                "z a<-b b<-c c<-a d<-c",
                "revisions stand on each other in a circle: `a.py` and `b.py` and `c.py`",
            ),
            ("a<-a", "revisions stand on each other in a circle: `a.py`"),
        ] {
            assert_eq!(faults(&revisions(text)).join("; "), expected, "{text}");
        }
    }
}
