//! Several runs at once, and a directory that is swapped for a link while a plan is applied.

use std::fs;
use std::os::unix::fs::symlink;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::faulty::Faulty;
use super::project::{Project, plan};
use crate::apply::lock::Lock;
use crate::apply::real::Real;
use crate::change::Plan;
use crate::disk::Place;

#[test]
fn of_many_runs_at_once_one_wins_and_the_others_say_why() {
    for round in 0..20 {
        let existing = round % 2 == 0;
        let project = if existing {
            Project::new(&[("shared", "old")])
        } else {
            Project::missing()
        };
        let won: Vec<usize> = thread::scope(|scope| {
            let runs: Vec<_> = (0..6)
                .map(|run| {
                    let (project, plan) = (&project, plan_of(run, existing));
                    scope.spawn(move || match project.apply(&plan) {
                        Ok(_) => Some(run),
                        Err(error) => {
                            let message = error.message();
                            let known =
                                ["locked by another run", "no longer what", "came into being"];
                            assert!(known.iter().any(|why| message.contains(why)), "{error:?}");
                            None
                        }
                    })
                })
                .collect();
            runs.into_iter()
                .filter_map(|run| run.join().expect("a run"))
                .collect()
        });
        let &[winner] = won.as_slice() else {
            panic!("{} runs won", won.len());
        };
        let text = fs::read_to_string(project.at("shared")).expect("a file");
        assert_eq!(text, format!("run {winner}"));
        assert_eq!(
            project.files(),
            [format!("dir/{winner}"), "shared".to_owned()]
        );
    }
}

fn plan_of(run: usize, existing: bool) -> Plan {
    let text = format!("run {run}");
    plan(&[
        ("shared", existing.then_some("old"), Some(&text)),
        (&format!("dir/{run}"), None, Some(&text)),
    ])
}

/// A run that ends removes the file of its lock. Whoever has opened it by then has a lock on nothing, and takes another.
#[test]
fn a_lock_on_a_removed_file_is_none() {
    for at in 0.. {
        let project = Project::quick(&[(".patgen/lock", ""), (".patgen/patterns/x", "")]);
        let root = project.root();
        let Place::Here(dir) = root.place() else {
            panic!("the project is there");
        };
        let held = fs::File::open(project.at(".patgen/lock")).expect("the lock file");
        held.lock().expect("the lock");
        let mut held = Some(held);
        let files = Faulty::before(at, || {
            fs::remove_file(project.at(".patgen/lock")).expect("no lock file");
            held = None;
        });
        let taken = Lock::take(&files, dir);
        if !files.has_failed() {
            assert!(at > 1 && taken.is_err(), "the other run has it");
            break;
        }
        let lock = taken.unwrap_or_else(|error| panic!("call {at}: {error}"));
        assert!(Lock::take(&Real, dir).is_err(), "two have it, call {at}");
        lock.release(&files, dir, false);
        assert_eq!(project.files(), [".patgen/patterns/x"]);
    }
}

/// A thread makes `dir` a link that leads out of the root, and a directory again, all the time.
#[test]
fn a_directory_swapped_for_a_link_leads_nowhere() {
    let rounds = 10_000;
    let project = Project::quick(&[("dir/file", "0"), ("x", "0")]);
    let elsewhere = project.outside().join("elsewhere");
    fs::create_dir(&elsewhere).expect("a directory");
    fs::write(elsewhere.join("file"), "0").expect("a file");
    let stop = AtomicBool::new(false);
    let (mut applied, mut refused) = (0, 0);
    thread::scope(|scope| {
        scope.spawn(|| {
            let (dir, aside) = (project.at("dir"), project.at("aside"));
            while !stop.load(Ordering::Relaxed) {
                fs::rename(&dir, &aside).expect("a rename");
                symlink(&elsewhere, &dir).expect("a link");
                fs::remove_file(&dir).expect("no link");
                fs::rename(&aside, &dir).expect("a rename");
            }
        });
        let mut text = "0".to_owned();
        for round in 1..=rounds {
            let next = round.to_string();
            let plan = plan(&[
                ("dir/file", Some(&text), Some(&next)),
                (&format!("dir/new{round}"), None, Some("new")),
                (&format!("dir/sub{round}/new"), None, Some("new")),
            ]);
            match project.apply(&plan) {
                Ok(_) => (applied, text) = (applied + 1, next),
                Err(_) => refused += 1,
            }
        }
        stop.store(true, Ordering::Relaxed);
    });
    let names: Vec<_> = fs::read_dir(&elsewhere).expect("a directory").collect();
    assert_eq!(names.len(), 1, "{applied} applied, {refused} refused");
    assert_eq!(
        fs::read_to_string(elsewhere.join("file")).expect("a file"),
        "0"
    );
    assert_eq!(applied + refused, rounds);
}
