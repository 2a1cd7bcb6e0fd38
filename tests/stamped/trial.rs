//! One trial: a fresh room, the stamps, the checks, the verdict.

use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::Result;
use crate::case::{Case, Database, Mode, Variant};
use crate::checks;
use crate::harness::Harness;
use crate::place::{self, Room};
use crate::postgres::Server;
use crate::stamper;

/// Tenths of a second that a process has to end after the tests.
const ENDING: usize = 100;

pub fn run(harness: &Harness, case: &Case, variant: Variant) -> Result<()> {
    let environment = harness.environment()?;
    let database = TestDatabase::of(harness, case, variant)?;
    let room = place::room(&case.room_name(variant), case.name)?;
    stamper::stamp_all(environment, &room, case, variant)?;
    stamper::edit_by_hand(&room, case)?;
    place::forget_secrets(&room.project)?;
    let stamped = place::files(&room.project)?;
    let url = database.as_ref().map(|database| database.url.clone());
    let mut failures = checks::run(environment, &room, url);
    failures.extend(left_behind(&room, &stamped)?);
    failures.extend(left_running(&room));
    failures.extend(database.and_then(|database| database.unused()));
    if failures.is_empty() {
        Ok(())
    } else {
        Err(format!("\n{}", failures.join("\n")))
    }
}

/// On PostgreSQL, and not there yet; for SQLite stamped tests need none.
pub struct TestDatabase<'a> {
    server: &'a Server,
    name: String,
    pub url: String,
}

impl<'a> TestDatabase<'a> {
    pub fn of(harness: &'a Harness, case: &Case, variant: Variant) -> Result<Option<Self>> {
        if variant.database != Some(Database::Postgresql) {
            return Ok(None);
        }
        let server = harness.postgres()?;
        let name = case.database_name(variant)?;
        let url = server.url(variant.mode.unwrap_or(Mode::Sync).driver(), &name);
        Ok(Some(Self { server, name, url }))
    }

    pub fn unused(&self) -> Option<String> {
        let used = self.server.was_used(&self.name);
        (!used).then(|| {
            format!(
                "the tests never opened `{}` of APP_TEST_DATABASE_URL\n",
                self.name
            )
        })
    }
}

/// Stamped tests end whatever they start, servers that put themselves in the background too: nothing works in the
/// room any more. Where the system does not tell (`/proc` of Linux does), nothing is found.
fn left_running(room: &Room) -> Option<String> {
    let mut running = Vec::new();
    for _ in 0..ENDING {
        running = room.processes();
        if running.is_empty() {
            return None;
        }
        thread::sleep(Duration::from_millis(100));
    }
    Some(format!(
        "the tests left processes running: {}\n",
        running.join(", ")
    ))
}

/// Stamped tests leave nothing in the project, least of all a development database.
fn left_behind(room: &Room, stamped: &[impl AsRef<Path>]) -> Result<Option<String>> {
    let known = |file: &Path| stamped.iter().any(|one| one.as_ref() == file);
    let mut extra = place::files(&room.project)?;
    extra.retain(|file| !known(file));
    let names: Vec<_> = extra
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    Ok((!names.is_empty()).then(|| {
        format!(
            "the tests left files in the project: {}\n",
            names.join(", ")
        )
    }))
}
