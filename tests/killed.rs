//! Killed: at every system call that changes something, and at a hundred moments; afterwards all is old or all is new.
//!
//! The run is an update that creates, replaces and removes files and sets modes: twenty-odd files. `strace` does the
//! killing at calls, and makes the kernel one that lacks `openat2` and `renameat2`; where it may not, a test says so.

#![expect(
    clippy::print_stdout,
    reason = "tests say what could not be tested, and the seed of what is drawn"
)]

mod common;

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::patterns::MANIFEST;
use common::{PATGEN, Run, Sandbox};

/// What changes something, or waits for the disk.
const CALLS: &str = "mkdirat,openat,write,fchmod,fchown,fsetxattr,utimensat,renameat,renameat2,linkat,unlinkat,\
                     flock,syncfs,fsync";

/// Rounds at a time.
const WORKERS: usize = 4;

const UPDATE: &str = "update --yes --patterns ../newer";

/// Modes and contents below the project, but for the history, which knows the time.
type Shape = BTreeMap<String, (u32, Vec<u8>)>;

fn shape(sandbox: &Sandbox) -> Shape {
    let mut shape = Shape::new();
    walk(&sandbox.path(""), "", &mut shape);
    shape
}

fn walk(dir: &Path, prefix: &str, shape: &mut Shape) {
    for entry in std::fs::read_dir(dir).expect("a directory") {
        let entry = entry.expect("a name");
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if path == ".patgen/history" {
            continue;
        }
        let meta = entry.metadata().expect("what it is");
        let bytes = if meta.is_dir() {
            walk(&entry.path(), &format!("{path}/"), shape);
            Vec::new()
        } else {
            std::fs::read(entry.path()).expect("a file")
        };
        shape.insert(path, (meta.permissions().mode(), bytes));
    }
}

/// A stamp of fourteen files, and beside it a newer pattern: seven of them replaced, three gone, two with another mode,
/// eight new.
fn stamped() -> Sandbox {
    let sandbox = Sandbox::new();
    for (version, dir) in [("1", "../patterns"), ("2", "../newer")] {
        let executable = if version == "1" { "both.sh" } else { "run.sh" };
        sandbox.write(
            &format!("{dir}/demo/thing/pattern.toml"),
            format!(
                "{MANIFEST}executable = [\"{executable}\"]\n[[edit]]\nop = \"line\"\nfile = \"list.txt\"\nline = \"{version}\"\n"
            ),
        );
        let add = |path: &str, text: String| {
            sandbox.write(&format!("{dir}/demo/thing/files/{path}"), text);
        };
        for at in 0..7 {
            add(
                &format!("d{}/replaced{at}.txt", at % 3),
                format!("{version}\n").repeat(at),
            );
        }
        for path in ["both.sh", "run.sh", "same.txt", "d0/same.txt"] {
            add(path, "same\n".to_owned());
        }
        for at in 0..8 {
            match version {
                "1" if at < 3 => add(&format!("gone{at}/x.txt"), "gone\n".to_owned()),
                "2" => add(
                    &format!("new{}/{}/x{at}.txt", at % 2, at % 3),
                    "new\n".to_owned(),
                ),
                _ => {}
            }
        }
    }
    sandbox
        .write("list.txt", "mine\r\n")
        .write("person.txt", "mine\n");
    sandbox.done("new thing --yes --patterns ../patterns");
    sandbox
}

/// The project as it is and as an update leaves it.
struct Trial {
    start: Sandbox,
    old: Shape,
    new: Shape,
}

impl Trial {
    fn new() -> Self {
        let start = stamped();
        let updated = start.copy();
        updated.done(UPDATE);
        let (old, new) = (shape(&start), shape(&updated));
        let changed = old
            .keys()
            .chain(new.keys())
            .filter(|path| old.get(*path) != new.get(*path));
        assert!(changed.count() > 20, "too little to do");
        Self { start, old, new }
    }

    /// Expects each file old or new, and after recovering all of them.
    fn check(&self, sandbox: &Sandbox, place: &str) -> bool {
        let found = shape(sandbox);
        let paths = self.old.keys().chain(self.new.keys());
        for path in paths.filter(|path| !path.starts_with(".patgen") && path.contains('.')) {
            let node = found.get(path);
            assert!(
                [self.old.get(path), self.new.get(path)].contains(&node),
                "{path} is neither, {place}"
            );
        }
        sandbox.done("recover");
        let end = shape(sandbox);
        let names = |shape: &Shape| shape.keys().cloned().collect::<Vec<_>>();
        assert!(
            [&self.old, &self.new].contains(&&end),
            "neither, {place}: {:?}",
            names(&end)
        );
        end == self.new
    }
}

/// A run under `strace` with these options.
fn strace(sandbox: &Sandbox, options: &[&str]) -> Run {
    let usual = ["-f", "-qq"];
    let words = usual.iter().chain(options).copied().chain([PATGEN]);
    sandbox
        .program("strace", words.chain(UPDATE.split_whitespace()))
        .run()
}

/// Says why nothing is tested here, where `strace` is missing or may not trace.
fn may_trace() -> bool {
    let mut command = Command::new("strace");
    let tried = command
        .args(["-f", "-qq", "-o", "/dev/null", "true"])
        .output();
    let why = match tried {
        Err(error) => format!("strace does not start: {error}"),
        Ok(output) if !output.status.success() => {
            format!(
                "strace may not trace here: {}",
                String::from_utf8_lossy(&output.stderr)
            )
        }
        Ok(_) => return true,
    };
    println!("NOT TESTED: {why}");
    false
}

/// The calls of a run under these options, each with its number among those of its name.
fn calls(trial: &Trial, options: &[&str]) -> Vec<(String, usize)> {
    let sandbox = trial.start.copy();
    let mut words = vec!["-o", "../trace", "-e", CALLS];
    words.extend(options);
    assert_eq!(strace(&sandbox, &words).status, Some(0));
    let trace = sandbox.read("../trace");
    let main = trace
        .split_whitespace()
        .next()
        .expect("a process")
        .to_owned();
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    let mut calls = Vec::new();
    let lines = trace.lines();
    for line in lines.filter_map(|line| line.strip_prefix(main.as_str())) {
        let line = line.trim_start();
        let Some((name, _)) = line.split_once('(') else {
            continue;
        };
        let number = counted.entry(name.to_owned()).or_default();
        *number += 1;
        if changes(line) && !options.join(" ").contains(&format!("={name}:")) {
            calls.push((name.to_owned(), *number));
        }
    }
    calls
}

/// Whether it is not only a look at a file, or something said.
fn changes(line: &str) -> bool {
    let looks = line.starts_with("openat(") && !line.contains("O_CREAT");
    !looks
        && !["write(1,", "write(2,"]
            .iter()
            .any(|said| line.starts_with(said))
}

/// What `round` makes of each, several at a time: a round mostly waits, for processes to start and for the disk.
fn in_parallel<T: Sync, R: Send>(all: &[T], round: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let share = all.len().div_ceil(WORKERS).max(1);
    let round = &round;
    std::thread::scope(|scope| {
        let mut workers = Vec::new();
        for part in all.chunks(share) {
            workers.push(scope.spawn(move || part.iter().map(round).collect::<Vec<_>>()));
        }
        let done = workers.into_iter();
        done.flat_map(|worker| worker.join().expect("every round is as it should be"))
            .collect()
    })
}

fn killed_at_every_call(options: &[&str], least: usize) {
    if !may_trace() {
        return;
    }
    let trial = Trial::new();
    let calls = calls(&trial, options);
    let ended_new = in_parallel(&calls, |(name, number)| {
        let sandbox = trial.start.copy();
        let inject = format!("--inject={name}:signal=KILL:when={number}");
        let mut words = vec!["-o", "/dev/null", "-e", CALLS, &inject];
        words.extend(options);
        let place = format!("killed at {name} {number}");
        assert_eq!(strace(&sandbox, &words).status, None, "{place}");
        trial.check(&sandbox, &place)
    });
    let new = ended_new.into_iter().filter(|new| *new).count();
    println!(
        "killed at each of {} calls: {new} times all new",
        calls.len()
    );
    assert!(
        calls.len() > least && new > 0 && new < calls.len(),
        "{} calls, {new} new",
        calls.len()
    );
}

#[test]
fn at_every_call() {
    killed_at_every_call(&[], 60);
}

/// An old kernel, or a sandbox around it.
#[test]
fn at_every_call_on_a_kernel_that_lacks_the_new_ones() {
    let lacking = [
        "--inject=openat2:error=ENOSYS",
        "--inject=renameat2:error=ENOSYS",
    ];
    killed_at_every_call(&lacking, 60);
}

#[test]
fn kernels_that_lack_calls() {
    if !may_trace() {
        return;
    }
    let trial = Trial::new();
    for lacking in [
        &["openat2:error=ENOSYS"][..],
        &["openat2:error=EPERM"],
        &["renameat2:error=ENOSYS"],
        &["renameat2:error=EINVAL"],
        &["renameat2:error=EPERM"],
        &["openat2:error=ENOSYS", "renameat2:error=ENOSYS"],
        &["renameat2:error=ENOSYS", "linkat:error=EPERM"],
        &["flock:error=ENOSYS"],
    ] {
        let sandbox = trial.start.copy();
        let inject: Vec<_> = lacking
            .iter()
            .map(|what| format!("--inject={what}"))
            .collect();
        let mut words = vec!["-o", "../trace"];
        words.extend(inject.iter().map(String::as_str));
        let run = strace(&sandbox, &words).code(0);
        assert_eq!(shape(&sandbox), trial.new, "{lacking:?}: {}", run.err);
        let trace = sandbox.read("../trace");
        assert!(trace.contains("(INJECTED)"), "{lacking:?} is never called");
    }
}

/// Xorshift.
fn drawn(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

#[test]
fn at_a_hundred_moments() {
    let trial = Trial::new();
    let mut seed = 0x5eed_0000_0000_0004;
    println!("seed {seed:#x}");
    let begin = |sandbox: &Sandbox| {
        let mut command = Command::new(PATGEN);
        command
            .args(UPDATE.split_whitespace())
            .current_dir(sandbox.path(""))
            .stdin(Stdio::null());
        sandbox.clean_environment(&mut command);
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts")
    };
    let timed = trial.start.copy();
    let start = Instant::now();
    assert!(begin(&timed).wait().expect("it ends").success());
    let whole = start.elapsed().max(Duration::from_millis(5));
    let (mut old, mut new) = (0, 0);
    for moment in 0..100 {
        let sandbox = trial.start.copy();
        let part = u32::try_from(drawn(&mut seed) % 1_000).expect("a small number");
        let mut run = begin(&sandbox);
        std::thread::sleep(whole * part / 900);
        run.kill().and_then(|()| run.wait()).expect("it ends");
        if trial.check(
            &sandbox,
            &format!("moment {moment}, {part}/900 of {whole:?}"),
        ) {
            new += 1;
        } else {
            old += 1;
        }
    }
    println!("{old} times all old, {new} times all new");
}
