//! Whether stamped tests notice when stamped code breaks: `cargo test --test mutants -- PATTERN… [--sample N]`.
//!
//! A pattern is stamped as in `tests/stamped`, the code that it stamped is changed in one place at a time
//! (`mutations.py` says how), and the stamped tests are run against each change (`run.py`). What is for two databases is
//! tried on both: what no test notices on SQLite may be noticed on PostgreSQL. The changes that no test notices are
//! listed; where fewer than four in five are noticed the exit status is 1. `--sample N` tries N of them, the same ones
//! each time. It takes minutes, so that a plain `cargo test` leaves it out.
//!
//! The mutators that exist leave out what stamped code is made of: mutmut passes over each decorated function, which
//! a route is, and over module level, where schemas and tables are; cosmic-ray removes no statement.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a program of its own, for people who work on patterns"
)]
#![allow(dead_code, reason = "it uses its part of the proof by running")]

#[path = "../stamped/account.rs"]
mod account;
#[path = "../stamped/case.rs"]
mod case;
#[path = "../stamped/cases.rs"]
mod cases;
#[path = "../stamped/checks.rs"]
mod checks;
#[path = "../stamped/coverage.rs"]
mod coverage;
#[path = "../stamped/environment.rs"]
mod environment;
#[path = "../stamped/harness.rs"]
mod harness;
#[path = "../stamped/place.rs"]
mod place;
#[path = "../stamped/postgres.rs"]
mod postgres;
#[path = "../stamped/postgres_binaries.rs"]
mod postgres_binaries;
#[path = "../stamped/python.rs"]
mod python;
#[path = "../stamped/stamper.rs"]
mod stamper;
#[path = "../stamped/stamps.rs"]
mod stamps;
#[path = "../stamped/task.rs"]
mod task;
#[path = "../stamped/trial.rs"]
mod trial;
#[path = "../stamped/warm.rs"]
mod warm;

use std::fs::{self, File};
use std::os::fd::AsFd as _;
use std::process::ExitCode;
use std::time::Duration;

use case::{Case, Database, Variant};
use harness::Harness;
use place::Room;
use task::{Task, words};
use trial::TestDatabase;

/// What goes wrong here is for a person to read.
type Result<T> = std::result::Result<T, String>;

const RUN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mutants/run.py");
const LIMIT: Duration = Duration::from_hours(3);
/// Sees which test runs through which statement.
const STATEMENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stamped/statements.py");

fn main() -> ExitCode {
    let harness = Harness::default();
    let verdict = run(&harness, std::env::args().skip(1));
    harness.stop();
    match verdict {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::from(2)
        }
    }
}

/// Tries every pattern that is named; how many of them have tests that notice too little.
fn run(harness: &Harness, arguments: impl Iterator<Item = String>) -> Result<usize> {
    let (mut names, mut options) = (Vec::new(), Vec::new());
    let mut arguments = arguments;
    while let Some(word) = arguments.next() {
        if word == "--sample" {
            let count = arguments
                .next()
                .filter(|count| count.parse::<u32>().is_ok());
            options.push(format!(
                "--sample={}",
                count.ok_or("`--sample` takes a number")?
            ));
        } else if word.starts_with('-') {
            return Err(format!("unknown option `{word}`; there is `--sample N`"));
        } else {
            names.push(word);
        }
    }
    if names.is_empty() {
        return Err("name patterns: `cargo test --test mutants -- retry crud`".to_owned());
    }
    let cases = names
        .iter()
        .map(|name| find(name))
        .collect::<Result<Vec<_>>>()?;
    let mut weak = 0;
    for case in cases {
        weak += usize::from(!is_noticed(harness, case, &options)?);
    }
    Ok(weak)
}

fn find(name: &str) -> Result<&'static Case> {
    let found = cases::CASES.iter().find(|case| case.name == name);
    found.ok_or_else(|| format!("no case of `tests/stamped/cases.rs` is called `{name}`"))
}

/// Whether the stamped tests of a case notice enough of the changes to its stamped code.
fn is_noticed(harness: &Harness, case: &Case, options: &[String]) -> Result<bool> {
    let ledger = place::target().join(format!("stamped/mutants-{}.json", case.name));
    let _ = fs::remove_file(&ledger);
    let variants = variants(case);
    let mut is_enough = true;
    for (number, variant) in variants.iter().enumerate() {
        let mut options = options.to_vec();
        options.push(format!("--ledger={}", ledger.display()));
        if number + 1 == variants.len() {
            options.push("--last".to_owned());
        }
        is_enough = is_enough_on(harness, case, *variant, &options)?;
    }
    Ok(is_enough)
}

/// The first variant of a case, and the same on PostgreSQL where the case is proven there, too.
fn variants(case: &Case) -> Vec<Variant> {
    let first = case.variants[0];
    let other = Variant {
        database: Some(Database::Postgresql),
        ..first
    };
    let is_for_both = first.database == Some(Database::Sqlite)
        && case
            .variants
            .iter()
            .any(|variant| variant.database == other.database);
    std::iter::once(first)
        .chain(is_for_both.then_some(other))
        .collect()
}

fn is_enough_on(
    harness: &Harness,
    case: &Case,
    variant: Variant,
    options: &[String],
) -> Result<bool> {
    let environment = harness.environment()?;
    let database = TestDatabase::of(harness, case, variant)?;
    let name = case.room_name(variant);
    let room = place::room(&format!("mutants-{name}"), case.name)?;
    stamper::stamp_all(environment, &room, case, variant)?;
    stamper::edit_by_hand(&room, case)?;
    let proof = checks::Proof {
        environment,
        room: &room,
        test_database: database.map(|database| database.url),
    };
    let mut command = words([&environment.python, &RUN, &"--name", &name]);
    command.extend(words([
        &"--scratch",
        &room.temp,
        &"--statements",
        &STATEMENTS,
    ]));
    let words = proof.options().into_iter();
    command.extend(words.map(|word| format!("--option={word}").into()));
    command.extend(options.iter().map(Into::into));
    command.extend(stamped(&room, case)?.iter().map(Into::into));
    let task = Task {
        limit: LIMIT,
        ..Task::new(environment, command, &room.project, proof.variables())
    };
    match ended(&task)? {
        0 => Ok(true),
        1 => Ok(false),
        code => Err(format!("the mutation run of `{name}` ended with {code}")),
    }
}

/// Runs with our stdout for its own; the exit code.
fn ended(task: &Task) -> Result<i32> {
    let lost = |error: std::io::Error| format!("lost the mutation run: {error}");
    let out = std::io::stdout()
        .as_fd()
        .try_clone_to_owned()
        .map_err(lost)?;
    let mut child = task.start(&File::from(out))?;
    let pipe = child.stdin.take();
    let status = child.wait().map_err(lost)?;
    drop(pipe);
    Ok(status.code().unwrap_or(-1))
}

/// The Python files that the pattern of the last stamp gave, as its records say.
fn stamped(room: &Room, case: &Case) -> Result<Vec<String>> {
    let pattern = case.stamps.last().map_or("", |stamp| stamp.pattern);
    let records = room.project.join(".patgen/stamps");
    let mut files = Vec::new();
    for record in place::files(&records)? {
        let path = records.join(record);
        let broken = |why: String| format!("{}: {why}", path.display());
        let text = fs::read_to_string(&path).map_err(|error| broken(error.to_string()))?;
        let record: toml::Table = text
            .parse()
            .map_err(|error: toml::de::Error| broken(error.to_string()))?;
        if record["pattern"].as_str() == Some(&format!("fastapi/{pattern}")) {
            let listed = record
                .get("file")
                .and_then(toml::Value::as_array)
                .into_iter()
                .flatten();
            let paths = listed.filter_map(|file| file["path"].as_str());
            files.extend(
                paths
                    .filter(|path| path.ends_with(".py"))
                    .map(str::to_owned),
            );
        }
    }
    Ok(files)
}
