//! What holds for every plan, tried on random ones.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use proptest::prelude::*;
use rustix::fs::{Mode, OFlags};

use super::project::{Project, rel};
use crate::apply::check;
use crate::apply::journal::Journal;
use crate::apply::real::Real;
use crate::apply::survey::survey;
use crate::change::{Change, Content, Plan};
use crate::rel_path::{RelPath, clashes};

/// Contents before and after, by path.
type Files = BTreeMap<RelPath, (Option<Content>, Option<Content>)>;

fn path() -> impl Strategy<Value = RelPath> {
    let part = prop::sample::select(vec!["a", "b", "dir", "ü", "with blank", "x.py", "-", "Z"]);
    let parts = prop::collection::vec(part, 1..4);
    let record = prop::sample::select(vec!["", "", "", "", ".patgen/"]);
    (record, parts).prop_map(|(record, parts)| rel(&format!("{record}{}", parts.join("/"))))
}

fn content() -> impl Strategy<Value = Option<Content>> {
    let bytes = prop::collection::vec(any::<u8>(), 0..40);
    prop::option::weighted(
        0.7,
        (bytes, any::<bool>(), any::<bool>()).prop_map(|(bytes, executable, private)| Content {
            bytes: bytes.into(),
            executable,
            private,
        }),
    )
}

/// Files that can stand beside each other.
fn files() -> impl Strategy<Value = Files> {
    let all = prop::collection::btree_map(path(), (content(), content()), 0..12);
    all.prop_map(|all| {
        let mut kept = Files::new();
        for (path, contents) in all {
            if clashes(kept.keys().chain([&path])).is_ok() {
                kept.insert(path, contents);
            }
        }
        kept
    })
}

fn plan_of(files: &Files) -> Plan {
    let changes = files.iter().map(|(path, (before, after))| {
        (
            path.clone(),
            Change::new(path.clone(), before.clone(), after.clone()),
        )
    });
    changes.collect()
}

/// A project with what is there before.
fn project_of(files: &Files) -> Project {
    let project = Project::quick(&[]);
    for (path, (before, _)) in files {
        let Some(content) = before else { continue };
        project.write(path.as_str(), "");
        fs::write(project.at(path.as_str()), &*content.bytes).expect("a file");
        let mode = match (content.executable, content.private) {
            (false, false) => 0o644,
            (true, false) => 0o755,
            (false, true) => 0o600,
            (true, true) => 0o700,
        };
        let mode = fs::Permissions::from_mode(mode);
        fs::set_permissions(project.at(path.as_str()), mode).expect("a mode");
    }
    project
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn after_it_the_tree_is_as_planned(files in files()) {
        let (project, plan) = (project_of(&files), plan_of(&files));
        check(&project.root(), &plan).expect("a plan that fits");
        project.apply(&plan).expect("an applied plan");
        for change in plan.iter() {
            let found = project.read(change.path.as_str()).expect("a file or nothing");
            prop_assert!(match (&found, &change.after) {
                (None, None) => true,
                (Some(found), Some(after)) => found.same(after),
                _ => false,
            }, "{}: {found:?}", change.path);
        }
        let own = [".patgen/.gitignore".to_owned()];
        let stays = plan.iter().filter(|change| change.after.is_some());
        let planned: Vec<_> = stays.map(|change| change.path.to_string()).collect();
        for file in project.files() {
            prop_assert!(planned.contains(&file) || own.contains(&file), "{file}");
        }
    }

    #[test]
    fn a_plan_made_again_touches_nothing(files in files()) {
        let project = project_of(&files);
        project.apply(&plan_of(&files)).expect("an applied plan");
        let tree = project.tree();
        let again = files.into_iter().map(|(path, (_, after))| {
            (path.clone(), Change::new(path, after.clone(), after))
        });
        project.apply(&again.collect()).expect("nothing to do");
        prop_assert_eq!(project.tree(), tree);
    }

    #[test]
    fn turned_round_it_undoes_itself(files in files()) {
        let (project, plan) = (project_of(&files), plan_of(&files));
        let before = project.shape();
        project.apply(&plan).expect("an applied plan");
        project.apply(&plan.turned()).expect("the way back");
        let mut after = project.shape();
        // It comes with the first file of the record that a plan adds, and goes with the last.
        if !before.contains_key("p/.patgen/.gitignore") {
            after.remove("p/.patgen/.gitignore");
        }
        prop_assert_eq!(after, before);
    }

    #[test]
    fn a_journal_is_read_as_it_was_written(files in files()) {
        let (project, plan) = (project_of(&files), plan_of(&files));
        // Where a journal is written, the lock has been taken.
        fs::create_dir_all(project.at(".patgen")).expect("a directory");
        let dir = rustix::fs::open(project.path(), OFlags::RDONLY, Mode::empty()).expect("the root");
        let survey = survey(&Real, &dir, plan.effective()).expect("a plan that fits");
        let journal = Journal::of(&survey.steps);
        prop_assert_eq!(Journal::parse(journal.text().as_bytes()).expect("our version"), Some(journal));
    }

    #[test]
    fn no_bytes_make_the_journal_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), head in any::<bool>()) {
        let head: &[u8] = if head { b"patgen transaction 1\n" } else { b"" };
        let _ = Journal::parse(&[head, &bytes].concat());
    }
}
