//! Merges beside `git merge-file`, on the code that patgen stamps, changed at random on both sides.

mod common;

use std::collections::BTreeMap;

use common::Sandbox;
use common::chance::Chance;
use patgen::merge::{Labels, Merge, merge};

const LABELS: Labels = Labels {
    base: "base",
    yours: "yours",
    new: "new",
};

/// `text` with some lines changed, dropped, doubled or put in.
fn changed(text: &str, who: &str, chance: &mut Chance) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for number in 0..=chance.below(3) {
        let at = chance.below(lines.len());
        match chance.below(5) {
            0 if lines.len() > 1 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[at].clone()),
            2 => lines.insert(at, format!("# {who} {number} {}", chance.below(1000))),
            3 => lines.push(format!("# {who} at the end {}", chance.below(1000))),
            _ => lines[at] += &format!("  # {who} {number} {}", chance.below(1000)),
        }
    }
    lines.join("\n") + "\n"
}

fn counted(text: &str) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for line in text.lines() {
        *counts.entry(line).or_default() += 1;
    }
    counts
}

#[test]
fn no_line_is_lost_and_git_agrees() {
    let sandbox = Sandbox::new();
    sandbox.done("new crud --entity User email:email:unique full_name:str=120");
    let files = sandbox.tree().without(&[".patgen"]).files();
    let python: Vec<String> = files
        .into_iter()
        .filter(|path| path.ends_with(".py"))
        .collect();
    let mut chance = Chance(7);
    let (mut same, mut both, mut joined, mut only_patgen) = (0, 0, 0, 0);
    for round in 0..400 {
        let path = &python[round % python.len()];
        let base = sandbox.read(path);
        if base.is_empty() {
            continue;
        }
        let yours = changed(&base, "mine", &mut chance);
        let new = changed(&base, "theirs", &mut chance);
        let merged = merge(&base, &yours, &new, LABELS);
        let (Merge::Clean(bytes) | Merge::Conflict(bytes)) = &merged;
        let text = String::from_utf8_lossy(bytes);
        let (found, known) = (counted(&text), counted(&base));
        for line in counted(&yours)
            .keys()
            .filter(|line| !known.contains_key(*line))
        {
            assert!(found.contains_key(line), "{path}: {line:?} is lost\n{text}");
        }
        for (name, text) in [("base", &base), ("yours", &yours), ("new", &new)] {
            sandbox.write(&format!("merge/{name}"), text);
        }
        let words = ["merge-file", "-p", "merge/yours", "merge/base", "merge/new"];
        let git = sandbox.program("git", words).run();
        match (&merged, git.status) {
            (Merge::Clean(bytes), Some(0)) => {
                assert_eq!(text, git.text(), "{path} {}", bytes.len());
                same += 1;
            }
            (Merge::Conflict(_), Some(0)) => only_patgen += 1,
            // One side begins a paragraph where the other continues one: all lines of both are there.
            (Merge::Clean(_), _) => {
                let sides = [counted(&yours), counted(&new)];
                for (line, count) in sides.iter().flatten() {
                    assert!(found[line] >= *count, "{path}: {line:?}\n{text}");
                }
                joined += 1;
            }
            (Merge::Conflict(_), _) => both += 1,
        }
    }
    assert!(same > 100 && both > 10, "{same} {both}");
    assert!(
        joined <= 3,
        "{joined} of {same} are joined, which git does not"
    );
    // Where the two read a change as another one, patgen asks rather than git.
    assert!(only_patgen <= 3, "{only_patgen} of {same}");
}
