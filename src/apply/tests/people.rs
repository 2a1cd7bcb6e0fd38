//! Somebody edits files at the worst moment: what they wrote is always somewhere.

use std::fs;
use std::path::Path;

use super::faulty::{Fault, Faulty, System};
use super::project::{FAST, Project, Tree, create, plan};
use super::twenty::{Case, changes, creations, project};
use crate::apply::{apply_with, recover, recover_forward};

const WORDS: &str = "what a person wrote";

/// How editors save.
#[derive(Clone, Copy, Debug)]
enum Save {
    /// Into the file.
    Through,
    /// Beside it, and renamed over it.
    Over,
}

fn save(at: &Path, how: Save) {
    let Some(dir) = at.parent().filter(|dir| dir.is_dir()) else {
        return;
    };
    match how {
        Save::Through => fs::write(at, WORDS).expect("a saved file"),
        Save::Over => {
            let beside = dir.with_extension("saving");
            fs::write(&beside, WORDS).expect("a file");
            fs::rename(&beside, at).expect("a saved file");
        }
    }
}

/// Whether the words are in the file, or in the copy that was kept.
fn has_words(tree: &Tree, path: &str) -> bool {
    let in_place = tree.get(&format!("p/{path}")).into_iter();
    let kept = tree
        .iter()
        .filter(|(at, _)| at.contains("/.patgen/kept/") && at.ends_with(path));
    in_place
        .chain(kept.map(|(_, node)| node))
        .any(|node| node.bytes == WORDS.as_bytes())
}

#[test]
fn an_edit_before_any_call_is_not_lost() {
    for path in [
        "a.py",
        "app/b.py",
        "app/gone.py",
        "first.py",
        "app/new.py",
        "run.sh",
        "fresh/x.py",
    ] {
        for how in [Save::Through, Save::Over] {
            for at in 0.. {
                let project = project();
                let target = project.at(path);
                let mut edited = false;
                let files = Faulty::before(at, || {
                    save(&target, how);
                    edited = target.exists();
                });
                let applied = apply_with(&files, &project.root(), &changes(), FAST);
                if !files.has_failed() {
                    break;
                }
                drop(files);
                let place = format!("{path} {how:?} before call {at}: {:?}", applied.err());
                assert!(!edited || has_words(&project.tree(), path), "{place}");
                recover(&project.root()).expect("a recovered project");
                assert!(
                    !edited || has_words(&project.tree(), path),
                    "{place}, recovered"
                );
            }
        }
    }
}

/// Without the newer calls one instant is left: between the look that finds a name free and the rename to it.
#[test]
fn where_renames_replace_one_instant_is_left() {
    for path in ["first.py", "app/new.py"] {
        let mut lost = 0;
        for at in 0.. {
            let project = project();
            let target = project.at(path);
            let files = Faulty::before(at, || save(&target, Save::Over)).on(System::Old);
            let _ = apply_with(&files, &project.root(), &changes(), FAST);
            if !files.has_failed() {
                break;
            }
            lost += usize::from(!has_words(&project.tree(), path));
        }
        assert!(lost <= 1, "{path}: lost before each of {lost} calls");
    }
}

/// Crashes at every call; then somebody edits the file, and only then comes the next run.
fn crash_and_edit(case: Case, path: &str, check: impl Fn(&Project, &str)) {
    for at in 0.. {
        let project = case.0();
        let files = Faulty::new(Fault::Crash, at);
        let _ = apply_with(&files, &project.root(), &case.1(), FAST);
        if !files.has_failed() {
            break;
        }
        save(&project.at(path), Save::Over);
        if project.at(path).exists() {
            check(&project, &format!("{path}, crash at call {at}"));
        }
    }
}

#[test]
fn an_edit_between_crash_and_recovery_stays() {
    for path in [
        "a.py",
        "app/b.py",
        "app/gone.py",
        "first.py",
        "fresh/deep/y.py",
        "bystander",
    ] {
        crash_and_edit((project, changes), path, |project, place| {
            recover(&project.root()).expect("a recovered project");
            assert_eq!(
                fs::read_to_string(project.at(path)).expect("a file"),
                WORDS,
                "{place}"
            );
            assert!(!project.at(".patgen/txn").exists(), "{place}");
            assert!(!project.at(".patgen/lock").exists(), "{place}");
        });
    }
}

#[test]
fn what_was_there_before_an_edited_file_is_kept_and_named() {
    let mut kept = 0;
    let kept_ones = std::cell::Cell::new(0);
    crash_and_edit((project, changes), "a.py", |project, place| {
        for left in recover(&project.root()).expect("a recovered project").left {
            assert_eq!(left.path, "a.py", "{place}");
            let copy = left.kept.expect("a kept copy");
            assert_eq!(
                fs::read_to_string(project.at(&copy)).expect("a copy"),
                "old a",
                "{place}"
            );
            kept_ones.set(kept_ones.get() + 1);
        }
    });
    kept += kept_ones.get();
    assert!(kept > 0, "no crash came between the steps");
}

#[test]
fn forward_completes_or_leaves_the_choice_to_take_it_back() {
    let (before, after) = (project().shape(), {
        let project = project();
        project.apply(&changes()).expect("an applied plan");
        project.shape()
    });
    let (mut old, mut new) = (0, 0);
    for at in 0.. {
        let project = project();
        let files = Faulty::new(Fault::Crash, at);
        let _ = apply_with(&files, &project.root(), &changes(), FAST);
        if !files.has_failed() {
            break;
        }
        recover_forward(&project.root()).expect("a recovered project");
        let found = project.shape();
        assert!(
            found == before || found == after,
            "crash at call {at}: {found:#?}"
        );
        if found == before { old += 1 } else { new += 1 }
    }
    assert!(old > 20 && new > 12, "{old} taken back, {new} completed");
}

#[test]
fn forward_stops_at_an_edited_file_and_back_still_works() {
    crash_and_edit((project, changes), "run.sh", |project, place| {
        let forward = recover_forward(&project.root());
        recover(&project.root()).expect("a recovered project");
        let text = fs::read_to_string(project.at("run.sh")).expect("a file");
        assert_eq!(text, WORDS, "{place}: {forward:?}");
        assert!(!project.at(".patgen/txn").exists(), "{place}");
    });
}

#[test]
fn a_new_root_takes_no_files_of_others_with_it() {
    for at in 0.. {
        let project = Project::quick_missing();
        let mut made = false;
        let target = project.path();
        let files = Faulty::before(at, || {
            made = fs::create_dir(&target).is_ok();
            fs::write(target.join("person"), WORDS).expect("a file");
        });
        let applied = apply_with(&files, &project.root(), &creations(), FAST);
        if !files.has_failed() {
            break;
        }
        drop(files);
        assert!(project.at("person").exists(), "before call {at}");
        assert_eq!(applied.is_ok(), !made, "before call {at}");
    }
}

#[test]
fn a_directory_of_that_name_is_not_taken_for_ones_own() {
    let project = Project::missing();
    let beside = project.outside().join(".p.patgen-new");
    fs::create_dir(&beside).expect("a directory");
    fs::write(beside.join("person"), WORDS).expect("a file");
    assert!(project.refuses(&create("x")).contains("in the way"));
    recover(&project.root()).expect_err("a refusal");
    assert_eq!(
        fs::read_to_string(beside.join("person")).expect("a file"),
        WORDS
    );
}

#[test]
fn a_journal_of_a_newer_version_is_left_alone() {
    let project = Project::new(&[
        ("a", "1"),
        (".patgen/txn/1/journal", "patgen transaction 2\n"),
        (".patgen/txn/1/0", "x"),
    ]);
    let before = project.tree();
    for _ in 0..2 {
        let error = recover(&project.root()).expect_err("a refusal");
        assert!(
            error.message().contains("newer patgen"),
            "{}",
            error.message()
        );
        let error = project
            .apply(&plan(&[("a", Some("1"), Some("2"))]))
            .expect_err("a refusal");
        assert!(
            error.message().contains("newer patgen"),
            "{}",
            error.message()
        );
    }
    let names = |tree: &Tree| tree.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&project.tree()), names(&before));
}
