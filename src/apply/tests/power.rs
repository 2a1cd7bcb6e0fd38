//! The power fails: of what was not made durable there is left what the disk likes.
//!
//! Names are tried in every order that disks have: as far as any one of them, without any one of them, any one alone,
//! and parts drawn from a fixed seed; all parts where they are few. Contents are tried with each: none, half, all.

use std::collections::HashSet;

use super::faults::{Scene, apply_in, few_scenes, healthy, in_memory, recover_in, scenes};
use super::faulty::{Fault, Faulty, System};
use super::memory::{Kept, Memory, Shape, TOP};
use crate::apply::recover::Way;

/// How much is tried.
#[derive(Clone, Copy)]
struct Budget {
    /// Up to so many pending deeds every part of them is tried.
    few: usize,
    /// Else so many parts are drawn.
    drawn: usize,
}

const ONCE: Budget = Budget { few: 6, drawn: 16 };
const TWICE: Budget = Budget { few: 3, drawn: 3 };

/// What a power cut may leave of pending deeds, of which those marked are contents.
fn cuts(pending: &[bool], budget: Budget) -> Vec<Vec<Kept>> {
    let mut cuts = Vec::new();
    let contents: &[Kept] = if pending.contains(&true) {
        &[Kept::Nothing, Kept::Half, Kept::All]
    } else {
        &[Kept::All]
    };
    let mut add = |is_kept: &dyn Fn(usize) -> bool| {
        for &content in contents {
            cuts.push(part(pending, is_kept, |_| content));
        }
    };
    let all = pending.len();
    if all <= budget.few {
        for mask in 0..1_usize << all {
            add(&|at| mask >> at & 1 == 1);
        }
        return cuts;
    }
    for end in 0..=all {
        add(&|at| at < end);
        add(&|at| at != end);
        add(&|at| at == end);
    }
    let mut seed = 0x9e37_79b9_7f4a_7c15;
    for _ in 0..budget.drawn {
        let (names, contents) = (drawn(&mut seed), drawn(&mut seed));
        let content = |at: usize| match contents >> (2 * at % 63) & 3 {
            0 => Kept::Nothing,
            1 => Kept::Half,
            _ => Kept::All,
        };
        cuts.push(part(pending, &|at| names >> (at % 64) & 1 == 1, content));
    }
    cuts
}

/// A content is kept or lost whatever the names before it are.
fn part(
    pending: &[bool],
    is_kept: &dyn Fn(usize) -> bool,
    content: impl Fn(usize) -> Kept,
) -> Vec<Kept> {
    let deeds = pending.iter().enumerate();
    deeds
        .map(|(at, is_content)| match (is_content, is_kept(at)) {
            (true, _) => content(at),
            (false, true) => Kept::All,
            (false, false) => Kept::Nothing,
        })
        .collect()
}

/// Xorshift.
fn drawn(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

/// What may be found after a power cut, each once.
fn left(memory: &Memory, budget: Budget) -> Vec<Memory> {
    let mut seen: HashSet<Shape> = HashSet::new();
    let cuts = cuts(&memory.pending(), budget).into_iter();
    let found = cuts.map(|kept| memory.after_power_cut(&kept));
    found.filter(|left| seen.insert(left.shape())).collect()
}

/// Recovers every one of `left`, and expects all old or all new.
fn check(scene: &Scene, system: System, left: &[Memory], is_done: bool, place: &str) {
    for found in left {
        let shape = found.shape();
        assert!(scene.each_is_old_or_new(&shape), "{place}: {shape:#?}");
        for way in [Way::Back, Way::Forward] {
            let memory = found.copy();
            let files = healthy(&memory, system);
            let recovered = recover_in(&files, &TOP, way)
                .or_else(|_| recover_in(&files, &TOP, Way::Back))
                .unwrap_or_else(|error| panic!("{place}, {way:?}: {error:?} {shape:#?}"));
            assert!(
                recovered.left.is_empty(),
                "{place}, {way:?}: {recovered:?} {shape:#?}"
            );
            let end = memory.shape();
            let wanted = end == scene.after || end == scene.before && !is_done;
            assert!(
                wanted,
                "{place}, {way:?}: {recovered:?}\n{shape:#?}\nbecame\n{end:#?}"
            );
        }
    }
}

fn while_applying(system: System, scenes: [Scene; 2]) {
    for scene in scenes {
        let tried = std::cell::Cell::new(0);
        in_memory(Fault::Crash, system, &scene, |memory, _, place| {
            let left = left(memory, ONCE);
            tried.set(tried.get() + left.len());
            check(&scene, system, &left, false, place);
        });
        assert!(tried.get() > 90, "only {} states", tried.get());
        // Also where the run came to its end: what it said is done is done.
        let memory = scene.start.copy();
        apply_in(&healthy(&memory, system), &TOP, &scene.plan).expect("an applied plan");
        check(&scene, system, &left(&memory, ONCE), true, "at the end");
    }
}

#[test]
fn a_power_cut_while_applying_leaves_all_old_or_all_new() {
    while_applying(System::New, scenes());
}

#[test]
fn also_where_renames_do_not_exchange() {
    while_applying(System::Old, few_scenes());
}

#[test]
fn also_where_a_file_has_one_name_only() {
    while_applying(System::Simple, few_scenes());
}

/// Two power cuts, the second while the first is recovered from; of a plan with one step of each kind.
fn while_recovering(system: System) {
    for scene in few_scenes() {
        in_memory(Fault::Crash, system, &scene, |memory, _, place| {
            // The first time the process was killed, or the power cut kept nothing.
            let nothing = vec![Kept::Nothing; memory.pending().len()];
            for found in [memory.copy(), memory.after_power_cut(&nothing)] {
                for at in 0.. {
                    let second = found.copy();
                    let files = Faulty::around(second.clone(), Fault::Crash, at).on(system);
                    let _ = recover_in(&files, &TOP, Way::Back);
                    let place = format!("{place}, then recovered to call {at}");
                    check(&scene, system, &left(&second, TWICE), false, &place);
                    if !files.has_failed() {
                        break;
                    }
                }
            }
        });
    }
}

#[test]
fn a_power_cut_while_recovering_leaves_all_old_or_all_new() {
    while_recovering(System::New);
}

#[test]
fn also_while_recovering_where_a_file_has_one_name_only() {
    while_recovering(System::Simple);
}
