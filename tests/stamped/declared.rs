//! A stamped project declares all that it needs: its tests pass where nothing else is installed.
//!
//! The other trials run in one environment that has every package, and would not see that one is missing. Of all
//! patterns together the tests are only collected, which imports every module of them; twice, as processes that share
//! the tests among them (pytest-xdist) have to see the same.

use std::path::PathBuf;
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

type Proof = fn(&Declared) -> Result<()>;

/// What is proven of which cases and variants.
const PROVEN: [(&str, &[Variant], Proof); 2] = [
    (
        "crud",
        &[
            both(Mode::Async, Database::Sqlite),
            both(Mode::Sync, Database::Sqlite),
        ],
        |declared| declared.pytest("pytest", &[]).map(drop),
    ),
    (
        "together",
        &[both(Mode::Async, Database::Sqlite)],
        |declared| declared.collects_the_same(),
    ),
];

pub fn trials(harness: &Arc<Harness>) -> impl Iterator<Item = Trial> {
    PROVEN.into_iter().flat_map(move |(name, variants, proof)| {
        let cases = CASES.iter().filter(move |case| case.name == name);
        let all = cases.flat_map(move |case| variants.iter().map(move |variant| (case, *variant)));
        all.map(move |(case, variant)| trial(harness, case, variant, proof))
    })
}

fn trial(harness: &Arc<Harness>, case: &'static Case, variant: Variant, proof: Proof) -> Trial {
    let harness = Arc::clone(harness);
    let name = format!("declared::{}", case.trial_name(variant));
    Trial::test(name, move || {
        let room = format!("declared-{}", case.room_name(variant));
        let room = place::room(&room, case.name)?;
        let declared = Declared::make(harness.environment()?, &room, case, variant)?;
        Ok(proof(&declared)?)
    })
}

/// A stamped project, and an environment with what it declares.
struct Declared<'a> {
    environment: &'a Environment,
    room: &'a Room,
    python: PathBuf,
}

impl<'a> Declared<'a> {
    fn make(
        environment: &'a Environment,
        room: &'a Room,
        case: &Case,
        variant: Variant,
    ) -> Result<Self> {
        stamper::stamp_all(environment, room, case, variant)?;
        let venv = room.home.join("venv");
        environment.install_declared(&room.project, &venv, &room.logs)?;
        Ok(Self {
            environment,
            room,
            python: venv.join("bin/python"),
        })
    }

    fn collects_the_same(&self) -> Result<()> {
        let mut collected = Vec::new();
        for log in ["collect", "collect-again"] {
            let output = self.pytest(log, &["--collect-only", "-q"])?;
            let tests = output.lines().filter(|line| line.contains("::"));
            collected.push(tests.map(str::to_owned).collect::<Vec<_>>());
        }
        let differs = |(one, other): &(&String, &String)| one != other;
        match collected[0].iter().zip(&collected[1]).find(differs) {
            None if collected[0].is_empty() => Err("no test was collected".to_owned()),
            None => Ok(()),
            Some((one, other)) => Err(format!("collected once {one}, then {other}")),
        }
    }

    /// What pytest says; its end must be good.
    fn pytest(&self, log: &str, options: &[&str]) -> Result<String> {
        let mut command = words([&self.python, &"-m", &"pytest", &"-p", &"no:cacheprovider"]);
        command.extend(options.iter().map(Into::into));
        let tests = Task::new(
            self.environment,
            command,
            &self.room.project,
            variables([
                ("PATH", &"/usr/bin:/bin"),
                ("HOME", &self.room.home),
                ("TMPDIR", &self.room.temp),
                ("LANG", &"C.UTF-8"),
                ("PYTHONDONTWRITEBYTECODE", &"1"),
            ]),
        );
        tests.run(&self.room.logs.join(format!("{log}.log")))
    }
}
