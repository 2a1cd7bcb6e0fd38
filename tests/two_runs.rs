//! Runs at once on one project: one wins, the other says so; a killed run leaves nothing that stops the next.

mod common;

use std::fs::File;
use std::process::{Command, Stdio};

use common::patterns::new;
use common::tree::Tree;
use common::{PATGEN, Sandbox};

/// The lock as another run holds it.
fn lock(sandbox: &Sandbox) -> File {
    sandbox.dir(".patgen");
    let file = File::create(sandbox.path(".patgen/lock")).expect("the lock");
    rustix::fs::flock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive)
        .expect("nobody else has it");
    file
}

#[test]
fn a_locked_project() {
    let sandbox = Sandbox::new();
    sandbox.thing(&[("a.txt", b"a\n")]);
    let held = lock(&sandbox);
    let run = sandbox.refused(&new("thing")).no_data();
    assert_stored!("a_locked_project", sandbox.plain(&run.err));
    let document = sandbox.refused(&new("thing --json")).json();
    assert!(
        document["error"]["message"]
            .as_str()
            .is_some_and(|text| text.contains("another")),
        "{document}"
    );
    // What only reads needs no lock.
    sandbox.done("list");
    drop(held);
    // A lock file that nobody holds, as a killed run leaves it, is no lock.
    assert!(sandbox.path(".patgen/lock").exists());
    sandbox.done(&new("thing"));
    assert_eq!(sandbox.read("a.txt"), "a\n");
    assert!(!sandbox.path(".patgen/lock").exists());
}

/// Each of the runs is done, finds nothing to do, or is told of another; the tree is that of one run.
#[test]
fn many_at_once() {
    let files: Vec<(String, String)> = (0..30)
        .map(|at| {
            (
                format!("d{}/f{at}.txt", at % 7),
                format!("{at}\n").repeat(at),
            )
        })
        .collect();
    let alone = Sandbox::new();
    let make = |sandbox: &Sandbox| {
        let files: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_bytes()))
            .collect();
        sandbox.thing(&files);
    };
    make(&alone);
    alone.done(&new("thing"));
    for into in [".", "fresh"] {
        for at_once in 2..=8 {
            let sandbox = Sandbox::new();
            make(&sandbox);
            let line = new(&format!("thing --into {into}"));
            let begin = || {
                let mut command = Command::new(PATGEN);
                command
                    .args(line.split_whitespace())
                    .current_dir(sandbox.path(""))
                    .stdin(Stdio::null())
                    .stdout(Stdio::null());
                sandbox.clean_environment(&mut command);
                command.stderr(Stdio::piped()).spawn().expect("it starts")
            };
            let runs: Vec<_> = (0..at_once).map(|_| begin()).collect();
            let ended: Vec<_> = runs
                .into_iter()
                .map(|run| run.wait_with_output().expect("it ends"))
                .collect();
            let mut done = 0;
            for output in &ended {
                let said = String::from_utf8_lossy(&output.stderr);
                match output.status.code() {
                    Some(0) => done += 1,
                    Some(2) => {
                        let known = ["another", "no longer", "came into being"];
                        assert!(known.iter().any(|why| said.contains(why)), "{said}");
                    }
                    other => panic!("{other:?}: {said}"),
                }
            }
            assert!(done >= 1, "nobody won");
            Tree::of(&sandbox.path(into)).expect_contents_of(&alone.tree(), "new thing");
            // Nothing lies beside the new root either.
            let beside: Vec<_> = std::fs::read_dir(sandbox.path(""))
                .expect("the directory")
                .map(|entry| entry.expect("a name").file_name())
                .collect();
            assert!(into == "." || beside == ["fresh"], "{beside:?}");
        }
    }
}

/// Killed at any moment, the next run makes the tree whole.
#[test]
fn a_killed_run() {
    let files: Vec<(String, String)> = (0..100)
        .map(|at| {
            (
                format!("d{}/f{at}.txt", at % 7),
                format!("{at}\n").repeat(50),
            )
        })
        .collect();
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_bytes()))
        .collect();
    let whole = Sandbox::new();
    whole.thing(&files);
    whole.done(&new("thing"));
    for delay in [1, 4, 8, 13, 20, 30] {
        let sandbox = Sandbox::new();
        sandbox.thing(&files);
        let mut command = Command::new(PATGEN);
        command
            .args(new("thing").split_whitespace())
            .current_dir(sandbox.path(""))
            .stderr(Stdio::null());
        sandbox.clean_environment(&mut command);
        let mut run = command.spawn().expect("it starts");
        std::thread::sleep(std::time::Duration::from_millis(delay));
        run.kill().and_then(|()| run.wait()).expect("it ends");
        sandbox.done(&new("thing"));
        sandbox
            .tree()
            .expect_contents_of(&whole.tree(), "new thing");
    }
}
