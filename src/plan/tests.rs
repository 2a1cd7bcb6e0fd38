//! The laws of stamps and undos on random trees: what is taken back is the tree before, and twice is once.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::undo::{Leaving, Past, last_action, undo};
use super::{Ground, OnConflict, Planned, plan};
use crate::change::{Content, Plan};
use crate::detect::records;
use crate::edit::Operation;
use crate::error::Result;
use crate::history::{actions, noted};
use crate::pattern::EditEntry;
use crate::record::Record;
use crate::rel_path::RelPath;
use crate::render::{CodeStyle, Draft, Drafts, EditDraft};
use crate::stamp::Stamp;

type Tree = BTreeMap<RelPath, Content>;

/// Paths of text, of which some are edited too.
const PATHS: [&str; 6] = ["a", "b.txt", "notes", "deep/c.py", "deep/er/d", "e.bin"];

/// The files that are edited.
const EDITED: [&str; 2] = ["notes", "list"];

fn path(text: &str) -> RelPath {
    RelPath::new(text).expect("a good path")
}

fn content() -> impl Strategy<Value = Content> {
    let text = proptest::collection::vec("[a-c]{0,2}", 0..6);
    let ends = prop_oneof![Just("\n"), Just("\r\n")];
    let lines = (text, ends, any::<bool>()).prop_map(|(lines, end, open)| {
        let text = lines.join(end);
        let last = if open { "" } else { end };
        format!("{text}{last}").into_bytes()
    });
    let bytes = prop_oneof![4 => lines, 1 => proptest::collection::vec(any::<u8>(), 0..8)];
    (bytes, any::<bool>()).prop_map(|(bytes, executable)| Content {
        executable,
        ..Content::new(bytes)
    })
}

/// A project: some of the files are there, and the edited ones are text.
fn tree() -> impl Strategy<Value = Tree> {
    let files = proptest::collection::btree_map(0..PATHS.len(), content(), 0..4);
    // Without a history, what was empty cannot be told from what was not there.
    let notes = proptest::collection::vec("[a-z]{1,3}", 1..4);
    (files, notes).prop_map(|(files, notes)| {
        let mut tree: Tree = files
            .into_iter()
            .map(|(at, content)| (path(PATHS[at]), content))
            .collect();
        for edited in EDITED {
            tree.insert(path(edited), Content::new(notes.join("\n")));
        }
        tree
    })
}

/// Files and lines, by the numbers of their paths.
type Drawn = (Vec<(usize, Content)>, Vec<(usize, String)>);

/// What a stamp draws up: files below its own name, and lines in files that others edit too. One that draws up nothing
/// leaves nothing to take back.
fn drafts() -> impl Strategy<Value = Drawn> {
    let files = proptest::collection::btree_map(0..PATHS.len(), content(), 0..4);
    let edits = proptest::collection::btree_set((0..EDITED.len(), "[x-z]{1,2}"), 0..4);
    (files, edits)
        .prop_filter("something is drawn up", |(files, edits)| {
            !files.is_empty() || !edits.is_empty()
        })
        .prop_map(|(files, edits)| (files.into_iter().collect(), edits.into_iter().collect()))
}

fn stamp(number: usize, (files, edits): &Drawn) -> Stamp {
    let id = format!("s{number}");
    let file = |(at, content): &(usize, Content)| Draft {
        path: format!("{id}/{}", PATHS[*at]),
        bytes: content.bytes.clone(),
        shared: false,
        secret: false,
        executable: content.executable,
        once: false,
        origin: "a test".to_owned(),
        ticket: usize::MAX,
    };
    let edit = |(at, line): &(usize, String)| EditDraft {
        path: EDITED[*at].to_owned(),
        operation: Operation::Line { line: line.clone() },
        entry: EditEntry {
            op: "line".to_owned(),
            file: None,
            when: None,
            each: None,
            entries: BTreeMap::from([("line".to_owned(), line.clone())]),
        },
        secret: false,
        origin: "a test".to_owned(),
    };
    Stamp {
        pattern: format!("demo/{id}"),
        drafts: Drafts {
            files: files.iter().map(file).collect(),
            edits: edits.iter().map(edit).collect(),
        },
        id,
        answers: crate::answers::Answers::default(),
        notes: Vec::new(),
        provides: Vec::new(),
        settled: Vec::new(),
        next: Vec::new(),
        run: Vec::new(),
        by_hand: Vec::new(),
    }
}

fn planned(tree: &Tree, stamp: &Stamp) -> Plan {
    let records = records(tree).expect("records");
    let planned = planned_by(&records, tree, stamp).expect("a plan");
    assert!(planned.conflicts.is_empty() && planned.manual.is_empty());
    planned.plan
}

/// The plan of one who knows these records of the tree.
fn planned_by(records: &[Record], tree: &Tree, stamp: &Stamp) -> Result<Planned> {
    let style = CodeStyle::default();
    let ground = Ground {
        tree,
        records,
        style: &style,
        on_conflict: OnConflict::Stop,
        restore: super::Restore::All,
        actions: &[],
        everything: &Vec::new,
    };
    plan(std::slice::from_ref(stamp), &ground)
}

fn apply(tree: &mut Tree, plan: Plan) {
    for change in plan {
        match change.after {
            Some(content) => tree.insert(change.path, content),
            None => tree.remove(&change.path),
        };
    }
}

fn stamped(tree: &mut Tree, stamp: &Stamp) {
    let plan = planned(tree, stamp);
    let command = ("new", std::slice::from_ref(&stamp.id));
    let noted = noted(&plan, tree, command).expect("a plan");
    apply(tree, if plan.is_done() { plan } else { noted });
}

/// Takes back the stamp called `id`, or the last action.
fn undone(tree: &mut Tree, id: Option<&str>) {
    let (records, actions) = (
        records(tree).expect("records"),
        actions(tree).expect("actions"),
    );
    let style = CodeStyle::default();
    let past = Past {
        tree,
        records: &records,
        actions: &actions,
        style: &style,
        on_conflict: OnConflict::Stop,
        everything: &Vec::new,
    };
    let (action, leaving) = match id {
        None => last_action(&past)
            .map(|(number, all)| (Some(number), all))
            .expect("an action"),
        Some(id) => {
            let record = records.iter().find(|record| record.stamp == id);
            let now = record.expect("a stamp").clone();
            (None, vec![Leaving { now, before: None }])
        }
    };
    let planned = undo(&leaving, action, &past).expect("a plan");
    assert!(planned.conflicts.is_empty() && planned.manual.is_empty());
    apply(tree, planned.plan);
}

/// What the project itself holds, each with its bytes and mode.
fn project(tree: &Tree) -> Vec<(&str, &[u8], bool)> {
    let files = tree.iter().filter(|(path, _)| !path.is_record());
    files
        .map(|(path, content)| (path.as_str(), &content.bytes[..], content.executable))
        .collect()
}

/// Its files would pass for a person's, and no undo would take them.
#[test]
fn a_stamp_that_another_run_made_meanwhile() {
    let mut tree = Tree::new();
    let stamp = stamp(1, &(vec![(0, Content::new("a"))], Vec::new()));
    stamped(&mut tree, &stamp);
    let error = planned_by(&[], &tree, &stamp).expect_err("the records are old");
    assert!(error.message().contains("another run"), "{error:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_undone_is_as_if_it_had_never_been(
        tree in tree(),
        drafts in proptest::collection::vec(drafts(), 1..4),
    ) {
        let mut trees = vec![tree];
        for (number, drafts) in drafts.iter().enumerate() {
            let mut next = trees.last().cloned().unwrap_or_default();
            let stamp = stamp(number, drafts);
            stamped(&mut next, &stamp);
            prop_assert!(planned(&next, &stamp).is_done(), "twice is once");
            trees.push(next);
        }
        let mut now = trees.pop().unwrap_or_default();
        for before in trees.iter().rev() {
            undone(&mut now, None);
            prop_assert_eq!(&now, before, "record, history and all");
        }
    }

    #[test]
    fn in_any_order_the_first_tree_is_left(
        tree in tree(),
        drafts in proptest::collection::vec(drafts(), 2..5),
        order in proptest::collection::vec(any::<u8>(), 5),
        remembered in any::<bool>(),
    ) {
        let mut now = tree.clone();
        for (number, drafts) in drafts.iter().enumerate() {
            stamped(&mut now, &stamp(number, drafts));
        }
        let mut numbers: Vec<usize> = (0..drafts.len()).collect();
        numbers.sort_by_key(|number| order[*number]);
        if !remembered {
            now.retain(|path, _| !crate::history::is_of_history(path));
        }
        for (at, number) in numbers.iter().enumerate() {
            undone(&mut now, Some(&format!("s{number}")));
            // What is left is what the others alone would say.
            for other in &numbers[at + 1..] {
                prop_assert!(planned(&now, &stamp(*other, &drafts[*other])).is_done(), "s{} stays", other);
            }
        }
        let texts = |tree: &Tree| -> Vec<String> {
            let files = project(tree).into_iter();
            files.map(|(path, bytes, executable)| {
                let text = String::from_utf8_lossy(bytes);
                // By meaning, the end of a last line without a line feed is not known again.
                format!("{path} {executable} {}", text.trim_end())
            }).collect()
        };
        prop_assert_eq!(texts(&now), texts(&tree));
    }
}
