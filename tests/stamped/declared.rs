//! A stamped project declares all that it needs: its tests pass where nothing else is installed.
//!
//! The other trials run in one environment that has every package, and would not see that one is missing. Of all
//! patterns together the tests are only collected, which imports every module of them.

use std::sync::Arc;

use libtest_mimic::Trial;

use crate::Result;
use crate::case::{Case, Database, Mode, Variant, both};
use crate::cases::CASES;
use crate::environment::Environment;
use crate::harness::Harness;
use crate::place::{self, Room};
use crate::stamper;
use crate::task::{Task, variables, words};

/// The names of cases, their variants, and how pytest is called.
const PROVEN: [(&str, &[Variant], &[&str]); 2] = [
    (
        "crud",
        &[
            both(Mode::Async, Database::Sqlite),
            both(Mode::Sync, Database::Sqlite),
        ],
        &[],
    ),
    (
        "together",
        &[both(Mode::Async, Database::Sqlite)],
        &["--collect-only", "-q"],
    ),
];

pub fn trials(harness: &Arc<Harness>) -> impl Iterator<Item = Trial> {
    PROVEN
        .into_iter()
        .flat_map(move |(name, variants, options)| {
            let cases = CASES.iter().filter(move |case| case.name == name);
            let all =
                cases.flat_map(move |case| variants.iter().map(move |variant| (case, *variant)));
            all.map(move |(case, variant)| trial(harness, case, variant, options))
        })
}

fn trial(
    harness: &Arc<Harness>,
    case: &'static Case,
    variant: Variant,
    options: &'static [&'static str],
) -> Trial {
    let harness = Arc::clone(harness);
    let name = format!("declared::{}", case.trial_name(variant));
    Trial::test(name, move || {
        let room = format!("declared-{}", case.room_name(variant));
        let room = place::room(&room, case.name)?;
        let environment = harness.environment()?;
        Ok(declares_all(environment, &room, (case, variant), options)?)
    })
}

fn declares_all(
    environment: &Environment,
    room: &Room,
    (case, variant): (&Case, Variant),
    options: &[&str],
) -> Result<()> {
    stamper::stamp_all(environment, room, case, variant)?;
    let venv = room.home.join("venv");
    environment.install_declared(&room.project, &venv, &room.logs)?;
    let python = venv.join("bin/python");
    let mut command = words([&python, &"-m", &"pytest", &"-p", &"no:cacheprovider"]);
    command.extend(options.iter().map(Into::into));
    let tests = Task::new(
        environment,
        command,
        &room.project,
        variables([
            ("PATH", &"/usr/bin:/bin"),
            ("HOME", &room.home),
            ("TMPDIR", &room.temp),
            ("LANG", &"C.UTF-8"),
            ("PYTHONDONTWRITEBYTECODE", &"1"),
        ]),
    );
    tests.run(&room.logs.join("pytest.log")).map(drop)
}
