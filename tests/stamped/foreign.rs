//! Slices, migrations and tests in projects that patgen did not begin: what was sound before is sound after.
//!
//! Each row of `foreign_projects::PROJECTS` is a trial named `foreign::NAME`: the project's own tests, linters and
//! `alembic check` before; the stamps; up, down and up again; and the same once more, and every stamp a second time.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use libtest_mimic::Trial;

use crate::Result;
use crate::environment::Environment;
use crate::foreign_projects::{FIELDS, PROJECTS};
use crate::harness::Harness;
use crate::place::{self, Room};
use crate::stamper;
use crate::task::{Outcome, Task, last_lines, variables, words};

/// Runs several commands of alembic.
const ALEMBIC: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/stamped/alembic_commands.py"
);
const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/projects");

/// Makes the database of the second argument on the server of the first.
const CREATE: &str = "import sys, psycopg\n\
    connection = psycopg.connect(sys.argv[1], autocommit=True)\n\
    connection.execute(f'CREATE DATABASE {sys.argv[2]}')\n";

/// A project that was there before, what is stamped into it, and what shows that nothing broke.
pub struct Foreign {
    /// Its directory in `tests/projects/`.
    pub name: &'static str,
    /// Where its commands are run, below that.
    pub root: &'static str,
    pub database: Database,
    /// Whether it runs with yesterday's versions.
    pub old: bool,
    /// The linters that it asks for.
    pub linters: &'static [&'static [&'static str]],
    pub steps: &'static [Step],
    /// The least number of tests that the stamps add.
    pub tests: usize,
}

/// By which variable the project gets the address of its database.
pub enum Database {
    /// A file; the text goes before its path.
    Sqlite(&'static str, &'static str),
    /// A database on the server, by this driver of SQLAlchemy.
    Postgresql(&'static str, &'static str),
}

pub enum Step {
    /// The words after `patgen new`; `{fields}` stands for one field of every kind.
    New(&'static [&'static str]),
    /// What a person does by hand: a text of a file, wherever it is, and what it becomes.
    Edit(&'static str, &'static str, &'static str),
}

pub fn trials(harness: &Arc<Harness>) -> impl Iterator<Item = Trial> {
    PROJECTS.iter().map(|project| {
        let harness = Arc::clone(harness);
        Trial::test(format!("foreign::{}", project.name), move || {
            Ok(Proof::of(&harness, project)?.run()?)
        })
    })
}

/// One run: the project in a room of its own.
struct Proof<'a> {
    project: &'static Foreign,
    environment: &'a Environment,
    room: Room,
    database: Option<(&'static str, String)>,
}

/// What the project's migrations say of themselves.
struct Schema {
    heads: Vec<String>,
    /// The verdict of `alembic check`.
    check: String,
}

impl<'a> Proof<'a> {
    fn of(harness: &'a Harness, project: &'static Foreign) -> Result<Self> {
        let environment = if project.old {
            harness.old()?
        } else {
            harness.environment()?
        };
        let room = place::room(&format!("foreign-{}", project.name), project.name)?;
        copy(&Path::new(FIXTURES).join(project.name), &room.project)?;
        let proof = Self {
            project,
            environment,
            database: None,
            room,
        };
        let database = proof.address(harness)?;
        Ok(Self { database, ..proof })
    }

    fn run(&self) -> Result<()> {
        let untouched = contents(&self.room.project)?;
        let schema = self.migrated()?;
        let before = self.health("before")?;
        self.step_all()?;
        self.up_and_down(schema.as_ref())?;
        let after = self.health("after")?;
        if after < before + self.project.tests {
            return Err(format!(
                "{before} tests passed before and {after} do now, where at least {} are stamped",
                self.project.tests
            ));
        }
        self.nothing_to_do()?;
        self.undone(&untouched)
    }

    fn step_all(&self) -> Result<()> {
        for (number, step) in self.project.steps.iter().enumerate() {
            match step {
                Step::New(words) => {
                    let log = self.log(&format!("stamp-{number}"));
                    self.patgen("new", words).run(&log)?;
                }
                Step::Edit(path, line, becomes) => self.edit(path, line, becomes)?,
            }
        }
        Ok(())
    }

    fn edit(&self, path: &str, line: &str, becomes: &str) -> Result<()> {
        let path = self.room.project.join(path);
        let text = fs::read_to_string(&path)
            .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        if !text.contains(line) {
            return Err(format!("{} has no {line:?}", path.display()));
        }
        fs::write(&path, text.replace(line, becomes))
            .map_err(|error| format!("cannot write {}: {error}", path.display()))
    }

    /// A second run of every stamp says so, and changes nothing.
    fn nothing_to_do(&self) -> Result<()> {
        let once = contents(&self.room.project)?;
        for (number, step) in self.project.steps.iter().enumerate() {
            let Step::New(words) = step else { continue };
            let log = self.log(&format!("again-{number}"));
            let Outcome { code, output } = self.patgen("new", words).outcome(&log)?;
            if code != 0 || !output.contains("nothing to do") {
                return Err(format!("`new {words:?}` a second time said\n{output}"));
            }
        }
        same(&once, &contents(&self.room.project)?, "stamping again")
    }

    /// Taking back all that was stamped, last first, and what was edited by hand gives the project as it was.
    fn undone(&self, untouched: &BTreeMap<PathBuf, Vec<u8>>) -> Result<()> {
        for (number, step) in self.project.steps.iter().enumerate().rev() {
            match step {
                Step::New(_) => {
                    let log = self.log(&format!("undo-{number}"));
                    self.patgen("undo", &[]).run(&log)?;
                }
                Step::Edit(path, line, becomes) => self.edit(path, becomes, line)?,
            }
        }
        same(untouched, &contents(&self.room.project)?, "undoing all")
    }

    /// How many tests pass; the linters pass, too.
    fn health(&self, when: &str) -> Result<usize> {
        for (number, linter) in self.project.linters.iter().enumerate() {
            self.tool(linter)
                .run(&self.log(&format!("linter-{number}-{when}")))?;
        }
        let log = self.log(&format!("pytest-{when}"));
        let tests = self.tool(&["pytest", "-q", "-p", "no:cacheprovider"]);
        let said = tests.warmed(self.environment)?.run(&log)?;
        let passed = said.split(" passed").next().unwrap_or_default();
        let passed = passed.split_whitespace().last().unwrap_or_default();
        passed
            .parse()
            .map_err(|_| format!("no test passed:\n{}", last_lines(&said)))
    }

    /// Brings the database to its heads, where the project has migrations that can be run.
    fn migrated(&self) -> Result<Option<Schema>> {
        if self.database.is_none() {
            return Ok(None);
        }
        let log = self.log("alembic-before");
        let said = self.alembic(&["upgrade heads", "current", "check"], &log)?;
        Schema::of(&said).map(Some)
    }

    /// Up, down to where the project was, or to nothing where it had several heads, and up again.
    fn up_and_down(&self, old: Option<&Schema>) -> Result<()> {
        let Some(old) = old else { return Ok(()) };
        let before = match &old.heads[..] {
            [head] => head,
            _ => "base",
        };
        let down = format!("downgrade {before}");
        let log = self.log("alembic-after");
        let said = self.alembic(
            &["upgrade heads", &down, "upgrade heads", "current", "check"],
            &log,
        )?;
        let new = Schema::of(&said)?;
        if new.heads == old.heads {
            return Err("no revision was stamped on the head".to_owned());
        }
        if new.check != old.check {
            let (old, new) = (&old.check, &new.check);
            return Err(format!("`alembic check` said {old:?} and now says {new:?}"));
        }
        Ok(())
    }

    /// What each of these commands said; any but a `check` must go well.
    fn alembic(&self, commands: &[&str], log: &Path) -> Result<Vec<String>> {
        let words: Vec<&str> = [&["python", "-P", ALEMBIC], commands].concat();
        let tool = self.tool(&words).warmed(self.environment)?;
        let mut rest = &tool.run(log)?[..];
        let mut all = Vec::new();
        for command in commands {
            let end = format!("$ {command}: ");
            let (said, then) = rest.split_once(&end).unwrap_or((rest, ""));
            let (status, then) = then.split_once('\n').unwrap_or((then, ""));
            if status != "0" && *command != "check" {
                let said = last_lines(said);
                return Err(format!("`alembic {command}` ended with {status}\n{said}"));
            }
            all.push(format!("{said}{status}"));
            rest = then;
        }
        Ok(all)
    }

    fn address(&self, harness: &Harness) -> Result<Option<(&'static str, String)>> {
        Ok(match self.project.database {
            Database::Sqlite(variable, prefix) => {
                let file = self.room.temp.join("database.db");
                Some((variable, format!("{prefix}{}", file.display())))
            }
            Database::Postgresql(variable, driver) => {
                let server = harness.postgres()?;
                let name = format!("foreign_{}", self.project.name);
                let admin = server.url("psycopg", "postgres").replace("+psycopg", "");
                let today = harness.environment()?;
                let make = words([&today.python, &"-c", &CREATE, &admin, &name]);
                let make = Task::new(today, make, &self.room.temp, variables([]));
                make.run(&self.log("create-database"))?;
                Some((variable, server.url(driver, &name)))
            }
        })
    }

    fn patgen(&self, command: &str, words: &[&str]) -> Task {
        let mut all = vec![command.to_owned(), "--yes".to_owned()];
        for word in words {
            match *word {
                "{fields}" => all.extend(FIELDS.iter().map(|field| (*field).to_owned())),
                word => all.push(word.to_owned()),
            }
        }
        stamper::patgen(self.environment, &self.room, &all)
    }

    /// A program of the environment, run as a person would who works on the project.
    fn tool(&self, words: &[&str]) -> Task {
        let mut command: Vec<OsString> = words.iter().map(Into::into).collect();
        command[0] = self.environment.bin.join(words[0]).into();
        let mut path = self.environment.bin.clone().into_os_string();
        path.push(":/usr/bin:/bin");
        let mut seen = variables([
            ("PATH", &path),
            ("HOME", &self.room.home),
            ("TMPDIR", &self.room.temp),
            ("LANG", &"C.UTF-8"),
            ("NO_COLOR", &"1"),
            ("RUFF_NO_CACHE", &"true"),
            ("PYTHONDONTWRITEBYTECODE", &"1"),
            ("PYTHONNOUSERSITE", &"1"),
        ]);
        let database = self.database.iter();
        seen.extend(database.map(|(name, url)| (name.into(), url.into())));
        let directory = self.room.project.join(self.project.root);
        Task::new(self.environment, command, &directory, seen)
    }

    fn log(&self, name: &str) -> PathBuf {
        self.room.logs.join(format!("{name}.log"))
    }
}

impl Schema {
    /// From what `current` and `check`, the last two, said.
    fn of(said: &[String]) -> Result<Self> {
        let [.., current, check] = said else {
            return Err("alembic was not asked".to_owned());
        };
        let heads = current.lines().filter(|line| line.contains("(head)"));
        let heads = heads.filter_map(|line| line.split_whitespace().next());
        let heads: Vec<String> = heads.map(str::to_owned).collect();
        if heads.is_empty() {
            return Err(format!("no head is current:\n{current}"));
        }
        let mut last = check.lines().rev().take(2).collect::<Vec<_>>();
        last.reverse();
        let check = last.join(" ");
        Ok(Self { heads, check })
    }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for (file, bytes) in contents(from)? {
        let target = to.join(file);
        place::make(target.parent().unwrap_or(to))?;
        fs::write(&target, bytes)
            .map_err(|error| format!("cannot write {}: {error}", target.display()))?;
    }
    Ok(())
}

/// Every file with its bytes, but for what patgen keeps for itself.
fn contents(directory: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut files = place::files(directory)?;
    files.retain(|file| !file.starts_with(".patgen"));
    let read = |file: PathBuf| match fs::read(directory.join(&file)) {
        Ok(bytes) => Ok((file, bytes)),
        Err(error) => Err(format!("cannot read {}: {error}", file.display())),
    };
    files.into_iter().map(read).collect()
}

fn same(
    before: &BTreeMap<PathBuf, Vec<u8>>,
    after: &BTreeMap<PathBuf, Vec<u8>>,
    what: &str,
) -> Result<()> {
    let mut paths = before.keys().chain(after.keys());
    match paths.find(|path| before.get(*path) != after.get(*path)) {
        None => Ok(()),
        Some(path) => Err(format!("{what} changed {}", path.display())),
    }
}
