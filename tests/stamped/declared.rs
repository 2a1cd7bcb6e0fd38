//! A stamped project declares all that it needs: its tests pass where nothing else is installed.
//!
//! The other trials run in one environment that has every package, and would not see that one is missing.

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

const VARIANTS: [Variant; 2] = [
    both(Mode::Async, Database::Sqlite),
    both(Mode::Sync, Database::Sqlite),
];

pub fn trials(harness: &Arc<Harness>) -> impl Iterator<Item = Trial> {
    let slices = CASES.iter().filter(|case| case.name == "crud");
    slices
        .flat_map(|case| VARIANTS.map(|variant| (case, variant)))
        .map(|(case, variant)| {
            let harness = Arc::clone(harness);
            let name = format!("declared::{}", case.trial_name(variant));
            Trial::test(name, move || {
                let room = format!("declared-{}", case.room_name(variant));
                let room = place::room(&room, case.name)?;
                Ok(declares_all(harness.environment()?, &room, case, variant)?)
            })
        })
}

fn declares_all(
    environment: &Environment,
    room: &Room,
    case: &Case,
    variant: Variant,
) -> Result<()> {
    stamper::stamp_all(environment, room, case, variant)?;
    let venv = room.home.join("venv");
    environment.install_declared(&room.project, &venv, &room.logs)?;
    let python = venv.join("bin/python");
    let tests = Task::new(
        environment,
        words([&python, &"-m", &"pytest", &"-p", &"no:cacheprovider"]),
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
