//! Every single call that changes something fails, or is the last before a crash; also those of recovering.
//!
//! On the real file system, and on the one in memory, which is quick enough to try every fault with every other.

use std::collections::BTreeMap;

use rustix::io::Errno;

use super::faulty::{Fault, Faulty, SYSTEMS, System};
use super::memory::{Memory, Shape, TOP};
use super::project::{Project, Tree};
use super::twenty::{CASES, Case, changes, creations, few};
use crate::apply::files::{At, Files};
use crate::apply::recover::{self, Recovered, Way};
use crate::apply::{Options, apply_with, in_root, new_root, recover as recover_real};
use crate::change::Plan;
use crate::error::Result;

/// How a call can fail with the process going on.
const FAILURES: [Fault; 6] = [
    Fault::Once(Errno::IO),
    Fault::Once(Errno::NOSPC),
    Fault::Once(Errno::ACCESS),
    Fault::Once(Errno::XDEV),
    Fault::Late(Errno::IO),
    Fault::Full,
];

/// How the process can end.
const CRASHES: [Fault; 2] = [Fault::Crash, Fault::Torn];

/// All but the directories that the plan empties: one that may not be removed stays.
fn but_emptied<T>(mut shape: BTreeMap<String, T>) -> BTreeMap<String, T> {
    shape.retain(|path, _| !["p/emptied", "p/emptied/dir"].contains(&path.as_str()));
    shape
}

/// Applies a plan to `p` in memory, as [`crate::apply::apply`] does to a root.
pub(crate) fn apply_in<F: Files>(files: &F, top: &F::Dir, plan: &Plan) -> Result<()> {
    match files.open_dir(At(top, "p")) {
        Ok(root) => in_root::apply(files, &root, plan, Options::default()),
        Err(_) => new_root::apply(files, At(top, "p"), plan, Options::default()),
    }
}

/// Recovers `p` in memory, as [`crate::apply::recover()`] does a root.
pub(crate) fn recover_in<F: Files>(files: &F, top: &F::Dir, way: Way) -> Result<Recovered> {
    match files.open_dir(At(top, "p")) {
        Ok(root) => recover::recover(files, &root, way),
        Err(_) => new_root::recover(files, At(top, "p")),
    }
}

/// A system of that kind on which nothing fails.
pub(crate) fn healthy(memory: &Memory, system: System) -> Faulty<'static, Memory> {
    Faulty::around(memory.clone(), Fault::Crash, usize::MAX).on(system)
}

/// What a plan is applied to in memory, and what comes of it.
pub(crate) struct Scene {
    pub(crate) start: Memory,
    pub(crate) plan: Plan,
    pub(crate) before: Shape,
    pub(crate) after: Shape,
}

/// The project, and the root that does not exist yet.
pub(crate) fn scenes() -> [Scene; 2] {
    scenes_of(changes(), creations())
}

/// The same with a plan that has one step of each kind.
pub(crate) fn few_scenes() -> [Scene; 2] {
    scenes_of(few(changes()), few(creations()))
}

fn scenes_of(changes: Plan, creations: Plan) -> [Scene; 2] {
    [(Memory::project(), changes), (Memory::empty(), creations)].map(|(start, plan)| {
        let applied = start.copy();
        apply_in(&applied, &TOP, &plan).expect("an applied plan");
        Scene {
            before: start.shape(),
            after: applied.shape(),
            start,
            plan,
        }
    })
}

impl Scene {
    /// Whether every file of the plan is as before or as after.
    pub(crate) fn each_is_old_or_new(&self, found: &Shape) -> bool {
        let paths = self.plan.iter().map(|change| format!("p/{}", change.path));
        paths.into_iter().all(|path| {
            let node = found.get(&path);
            [self.before.get(&path), self.after.get(&path)].contains(&node)
        })
    }

    fn is_old_or_new(&self, found: &Shape) -> bool {
        [&self.before, &self.after].contains(&found)
    }
}

/// Applies the plan with the fault at the first call, the second, and so on, until there is no such call.
pub(crate) fn in_memory(
    fault: Fault,
    system: System,
    scene: &Scene,
    check: impl Fn(&Memory, Result<()>, &str),
) {
    for at in 0.. {
        let memory = scene.start.copy();
        let files = Faulty::around(memory.clone(), fault, at).on(system);
        let applied = apply_in(&files, &TOP, &scene.plan);
        if !files.has_failed() {
            applied.expect("an applied plan");
            assert!(at > 15, "only {at} calls");
            break;
        }
        let place = format!("{fault:?} at call {at}, {system:?}");
        check(&memory, applied, &place);
    }
}

#[test]
fn in_memory_every_failure_leaves_all_old_or_all_new() {
    for scene in scenes() {
        for system in SYSTEMS {
            for fault in FAILURES {
                in_memory(fault, system, &scene, |memory, applied, place| {
                    let wanted = if applied.is_ok() {
                        &scene.after
                    } else {
                        &scene.before
                    };
                    // What is done and cannot be cleaned up, or a call that lies, is left to the next run.
                    if applied.is_err() && matches!(fault, Fault::Once(_)) {
                        assert_eq!(&memory.shape(), wanted, "{place}, before recovering");
                    }
                    recover_in(&healthy(memory, system), &TOP, Way::Back)
                        .expect("a recovered project");
                    let found = memory.shape();
                    if fault == Fault::Once(Errno::ACCESS) {
                        assert_eq!(but_emptied(found), but_emptied(wanted.clone()), "{place}");
                    } else {
                        assert_eq!(&found, wanted, "{place}");
                    }
                });
            }
        }
    }
}

#[test]
fn in_memory_every_crash_leaves_each_file_old_or_new_and_recovering_all() {
    for scene in scenes() {
        for system in SYSTEMS {
            for (fault, way) in CRASHES
                .into_iter()
                .flat_map(|fault| [(fault, Way::Back), (fault, Way::Forward)])
            {
                in_memory(fault, system, &scene, |memory, applied, place| {
                    assert!(scene.each_is_old_or_new(&memory.shape()), "{place}");
                    recover_in(&healthy(memory, system), &TOP, way).expect("a recovered project");
                    let found = memory.shape();
                    assert!(scene.is_old_or_new(&found), "{place}, {way:?}: {found:#?}");
                    assert!(applied.is_err() || found == scene.after, "{place}");
                });
            }
        }
    }
}

/// Each crash of the first run with each fault of the next, and the run after that without.
fn crash_then_fault(system: System, scenes: [Scene; 2], faults: &[(Fault, Way)]) {
    for scene in scenes {
        in_memory(Fault::Crash, system, &scene, |crashed, _, place| {
            for &(fault, way) in faults {
                for at in 0.. {
                    let memory = crashed.copy();
                    let second = Faulty::around(memory.clone(), fault, at).on(system);
                    let recovered = recover_in(&second, &TOP, way);
                    let place = format!("{place}, then {way:?} with {fault:?} at call {at}");
                    assert!(scene.each_is_old_or_new(&memory.shape()), "{place}");
                    recover_in(&healthy(&memory, system), &TOP, Way::Back)
                        .expect("a recovered project");
                    let found = memory.shape();
                    assert!(
                        scene.is_old_or_new(&found)
                            || fault == Fault::Once(Errno::ACCESS)
                                && but_emptied(found.clone()) == but_emptied(scene.after.clone()),
                        "{place}: {recovered:?} {found:#?}"
                    );
                    if !second.has_failed() {
                        break;
                    }
                }
            }
        });
    }
}

fn both_ways(faults: &[Fault]) -> Vec<(Fault, Way)> {
    let both = faults.iter();
    both.flat_map(|fault| [(*fault, Way::Back), (*fault, Way::Forward)])
        .collect()
}

#[test]
fn in_memory_a_fault_while_recovering_changes_nothing_about_that() {
    crash_then_fault(
        System::New,
        scenes(),
        &FAILURES.map(|fault| (fault, Way::Back)),
    );
}

#[test]
fn in_memory_nor_does_a_crash_while_recovering() {
    crash_then_fault(System::New, scenes(), &both_ways(&CRASHES));
}

#[test]
fn in_memory_nor_does_either_on_systems_that_can_do_less() {
    for system in [System::Old, System::Simple] {
        let faults = both_ways(&[Fault::Torn, Fault::Late(Errno::IO), Fault::Full]);
        crash_then_fault(system, few_scenes(), &faults);
    }
}

fn shape_after((project, plan): Case) -> Tree {
    let project = project();
    project.apply(&plan()).expect("an applied plan");
    project.shape()
}

/// As [`in_memory`], on the real file system.
fn on_disk(fault: Fault, case: Case, check: impl Fn(&Project, &Tree, bool, &str)) {
    for system in SYSTEMS {
        for at in 0.. {
            let project = case.0();
            let before = project.tree();
            let files = Faulty::new(fault, at).on(system);
            let applied = apply_with(&files, &project.root(), &case.1(), Options::default());
            if !files.has_failed() {
                applied.expect("an applied plan");
                assert!(at > 30, "only {at} calls");
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
        for fault in [Fault::Once(Errno::NOSPC), Fault::Late(Errno::IO)] {
            on_disk(fault, case, |project, before, applied, place| {
                if applied {
                    recover_real(&project.root()).expect("a recovered project");
                    let after = but_emptied(after.clone());
                    assert_eq!(but_emptied(project.shape()), after, "{place}");
                } else if matches!(fault, Fault::Once(_)) {
                    assert_eq!(&project.tree(), before, "{place}");
                } else {
                    recover_real(&project.root()).expect("a recovered project");
                    let old: Tree = before
                        .iter()
                        .map(|(path, node)| (path.clone(), node.without_time()))
                        .collect();
                    assert_eq!(project.shape(), old, "{place}");
                }
            });
        }
    }
}

#[test]
fn a_crash_leaves_each_file_old_or_new_and_the_next_run_all_of_them() {
    for case in CASES {
        let (before, after) = (case.0().shape(), shape_after(case));
        {
            let fault = Fault::Crash;
            on_disk(fault, case, |project, _, applied, place| {
                let crashed = project.shape();
                for path in case.1().iter().map(|change| format!("p/{}", change.path)) {
                    let node = crashed.get(&path);
                    assert!(
                        [before.get(&path), after.get(&path)].contains(&node),
                        "{path} {place}"
                    );
                }
                recover_real(&project.root()).expect("a recovered project");
                let found = project.shape();
                assert!(
                    found == after || found == before && !applied,
                    "{place}: {found:#?}"
                );
            });
        }
    }
}
