//! What stamped code has to pass, in this order: lint, format, types, tests, coverage.
//!
//! All of them run even if one fails, so that one run shows everything. Each sees an environment
//! with nothing of the person who runs the tests, and puts what it writes outside the project.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::PathBuf;

use crate::Result;
use crate::coverage;
use crate::environment::Environment;
use crate::place::{self, Room};
use crate::task::{Task, Variables, variables, words};

/// Runs pytest and counts.
const STATEMENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stamped/statements.py");

/// Not UTC, and not a whole number of hours away: a naive time shows.
const ZONE: &str = "XXX-05:45";

/// What failed, each as a text to print.
pub fn run(environment: &Environment, room: &Room, test_database: Option<String>) -> Vec<String> {
    let proof = Proof {
        environment,
        room,
        test_database,
    };
    let verdicts = [proof.lint(), proof.format(), proof.types(), proof.tests()];
    verdicts.into_iter().filter_map(Result::err).collect()
}

/// What is run on the project of a room, and with which tools.
pub struct Proof<'a> {
    pub environment: &'a Environment,
    pub room: &'a Room,
    pub test_database: Option<String>,
}

impl Proof<'_> {
    fn lint(&self) -> Result<()> {
        let command = words([&"ruff", &"check", &"--no-cache", &"."]);
        self.tool(command).run(&self.log("ruff-check")).map(drop)
    }

    fn format(&self) -> Result<()> {
        let command = words([&"ruff", &"format", &"--no-cache", &"--diff", &"."]);
        self.tool(command).run(&self.log("ruff-format")).map(drop)
    }

    /// The cache saves checking the libraries each time. Two runs that write into one cache fail,
    /// so each has its own. And mypy takes a file of the same path, size and second for the same
    /// without a look inside, so the project is named by its whole path.
    fn types(&self) -> Result<()> {
        let cache = place::lease(&place::environment().join("mypy"))?;
        let command = words([
            &"mypy",
            &"--strict",
            &"--cache-dir",
            &cache.directory,
            &self.room.project,
        ]);
        let tool = self.tool(command).warmed(self.environment)?;
        tool.run(&self.log("mypy")).map(drop)
    }

    fn tests(&self) -> Result<()> {
        let report = self.room.logs.join("statements.json");
        let cache = self.room.temp.join("pytest");
        let mut command = words([&"python", &"-P", &STATEMENTS, &report]);
        command.push(option("--override-ini=cache_dir=", &cache));
        command.extend(self.options().into_iter().map(Into::into));
        let tool = self.tool(command).warmed(self.environment)?;
        tool.run(&self.log("pytest"))?;
        coverage::judge(&self.room.project, &report)
    }

    /// A plugin works by being installed: one that the project does not ask for has to be kept out.
    pub fn options(&self) -> Vec<&'static str> {
        if self.declares("pytest-asyncio") {
            return Vec::new();
        }
        vec!["-p", "no:asyncio"]
    }

    pub fn declares(&self, package: &str) -> bool {
        let project = fs::read_to_string(self.room.project.join("pyproject.toml"));
        project.is_ok_and(|text| text.contains(package))
    }

    fn tool(&self, mut command: Vec<OsString>) -> Task {
        command[0] = self.environment.bin.join(&command[0]).into();
        let project = &self.room.project;
        Task::new(self.environment, command, project, self.variables())
    }

    fn log(&self, name: &str) -> PathBuf {
        self.room.logs.join(format!("{name}.log"))
    }

    /// All that a tool sees of the environment.
    pub fn variables(&self) -> Variables {
        let mut path = self.environment.bin.clone().into_os_string();
        path.push(":/usr/bin:/bin");
        let mut all = variables([
            ("PATH", &path),
            ("HOME", &self.room.home),
            ("TMPDIR", &self.room.temp),
            ("LANG", &"C.UTF-8"),
            ("TZ", &ZONE),
            ("NO_COLOR", &"1"),
            ("PYTHONDONTWRITEBYTECODE", &"1"),
            ("PYTHONNOUSERSITE", &"1"),
            ("COVERAGE_FILE", &self.room.temp.join("coverage")),
        ]);
        let url = self
            .test_database
            .iter()
            .map(|url| ("APP_TEST_DATABASE_URL".into(), url.into()));
        all.extend(url);
        all
    }
}

fn option(name: &str, value: &dyn AsRef<OsStr>) -> OsString {
    let mut whole = OsString::from(name);
    whole.push(value);
    whole
}
