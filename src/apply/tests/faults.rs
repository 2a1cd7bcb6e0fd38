//! Every single call that changes something fails, or is the last before a crash.

use rustix::io::Errno;

use super::faulty::{Fault, Faulty, System};
use super::project::{Project, Tree, plan, rel};
use crate::apply::recover::Way;
use crate::apply::{Options, apply_with, recover, recover_with};
use crate::change::{Change, Content, Plan};

/// Files that are replaced, removed and left alone, in directories that stay, go and come.
const FILES: [(&str, &str); 7] = [
    ("a.py", "old a"),
    ("app/b.py", "old b"),
    ("app/c.py", "old c"),
    ("app/gone.py", "old gone"),
    ("bystander", "left alone"),
    ("emptied/dir/d.py", "old d"),
    ("run.sh", "old run"),
];

pub(crate) fn project() -> Project {
    let project = Project::quick(&FILES);
    project.mode("app/c.py", 0o600);
    project.mode("app/b.py", 0o664);
    project
}

/// Four files replaced, two removed, six created.
pub(crate) fn changes() -> Plan {
    let mut plan = plan(&[
        ("a.py", Some("old a"), Some("new a")),
        ("app/b.py", Some("old b"), Some("new b, which is longer")),
        ("app/c.py", Some("old c"), Some("")),
        ("app/gone.py", Some("old gone"), None),
        ("emptied/dir/d.py", Some("old d"), None),
        ("first.py", None, Some("new first")),
        ("app/new.py", None, Some("new new")),
        ("fresh/x.py", None, Some("new x")),
        ("fresh/deep/y.py", None, Some("new y")),
        (".patgen/stamps/s.toml", None, Some("version = 1")),
    ]);
    let run = Content {
        executable: true,
        ..Content::new("old run")
    };
    let secret = Content {
        private: true,
        ..Content::new("KEY=1")
    };
    for change in [
        Change::new(rel("run.sh"), Some(Content::new("old run")), Some(run)),
        Change::new(rel(".env"), None, Some(secret)),
    ] {
        plan.insert(change).expect("one change for a path");
    }
    plan
}

/// The part of the plan that a new root can take.
pub(crate) fn creations() -> Plan {
    let all = changes().into_iter();
    let new = all.filter(|change| change.before.is_none());
    new.map(|change| (change.path.clone(), change)).collect()
}

/// A place to apply a plan to: a project, or one that does not exist yet.
pub(crate) type Case = (fn() -> Project, fn() -> Plan);

const CASES: [Case; 2] = [(project, changes), (Project::quick_missing, creations)];

fn shape_after((project, plan): Case) -> Tree {
    let project = project();
    project.apply(&plan()).expect("an applied plan");
    project.shape()
}

/// Applies the plan with the fault at the first call, the second, and so on, until there is no such call.
fn at_every_call(fault: Fault, case: Case, check: impl Fn(&Project, &Tree, bool, &str)) {
    for system in [System::New, System::Old, System::Simple] {
        for at in 0.. {
            let project = case.0();
            let before = project.tree();
            let files = Faulty::new(fault, at).on(system);
            let applied = apply_with(&files, &project.root(), &case.1(), Options::default());
            if !files.has_failed() {
                applied.expect("an applied plan");
                assert!(at > 25, "only {at} calls");
                break;
            }
            let place = format!("{fault:?} at call {at}, {system:?}");
            check(&project, &before, applied.is_ok(), &place);
        }
    }
}

#[test]
fn a_call_that_fails_leaves_the_tree_as_it_was() {
    for case in CASES {
        let after = shape_after(case);
        at_every_call(
            Fault::Once(Errno::NOSPC),
            case,
            |project, before, applied, place| {
                if applied {
                    recover(&project.root()).expect("a recovered project");
                    assert_eq!(project.shape(), after, "{place}");
                } else {
                    assert_eq!(&project.tree(), before, "{place}");
                }
            },
        );
    }
}

#[test]
fn a_call_that_succeeds_and_says_otherwise_leaves_all_old_or_all_new() {
    for case in CASES {
        let (before, after) = (case.0().shape(), shape_after(case));
        at_every_call(
            Fault::Late(Errno::IO),
            case,
            |project, _, applied, place| {
                recover(&project.root()).expect("a recovered project");
                let wanted = if applied { &after } else { &before };
                assert_eq!(&project.shape(), wanted, "{place}");
            },
        );
    }
}

#[test]
fn a_crash_leaves_each_file_old_or_new_and_the_next_run_all_of_them() {
    for case in CASES {
        let (before, after) = (case.0().shape(), shape_after(case));
        at_every_call(Fault::Crash, case, |project, _, applied, place| {
            let crashed = project.shape();
            for path in case.1().iter().map(|change| format!("p/{}", change.path)) {
                let node = crashed.get(&path);
                assert!(
                    [before.get(&path), after.get(&path)].contains(&node),
                    "{path} {place}"
                );
            }
            recover(&project.root()).expect("a recovered project");
            let found = project.shape();
            assert!(
                found == after || found == before && !applied,
                "{place}: {found:#?}"
            );
        });
    }
}

/// Each crash of the first run with each fault of the next.
#[test]
fn a_fault_while_recovering_changes_nothing_about_that() {
    for case in CASES {
        let (before, after) = (case.0().shape(), shape_after(case));
        for fault in [Fault::Crash, Fault::Once(Errno::IO)] {
            for at in 0.. {
                let first = Faulty::new(Fault::Crash, at);
                let mut second = 0;
                while crash_then(&first, case, &Faulty::new(fault, second), |found| {
                    let place = format!("crash at call {at}, {fault:?} at call {second}");
                    assert!([&before, &after].contains(&found), "{place}: {found:#?}");
                }) {
                    second += 1;
                }
                if !first.has_failed() {
                    break;
                }
            }
        }
    }
}

/// Whether there was a call for the second fault to hit.
fn crash_then(first: &Faulty<'_>, case: Case, second: &Faulty<'_>, check: impl Fn(&Tree)) -> bool {
    let project = case.0();
    first.restart();
    let _ = apply_with(first, &project.root(), &case.1(), Options::default());
    let _ = recover_with(second, &project.root(), Way::Back);
    recover(&project.root()).expect("a recovered project");
    check(&project.shape());
    second.has_failed()
}
