//! The fixtures of `tests/projects`: copies of them, and what is said about one without the day of the run.

use std::ffi::OsStr;
use std::path::Path;

use super::Sandbox;

const PROJECTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/projects");

/// The names of the fixtures, sorted.
pub fn projects() -> Vec<String> {
    let entries = Path::new(PROJECTS).read_dir().expect("the fixtures");
    let paths = entries.map(|entry| entry.expect("a fixture").path());
    let names = paths.filter(|path| path.is_dir()).filter_map(|path| {
        let name = path.file_name()?.to_str()?;
        Some(name.to_owned())
    });
    let mut found: Vec<String> = names.collect();
    found.sort();
    found
}

/// A copy of a fixture, since a run may write and the fixtures belong to all tests.
pub fn project(name: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let from = Path::new(PROJECTS).join(name).join(".");
    let to = sandbox.path("");
    let words = [OsStr::new("-a"), from.as_os_str(), to.as_os_str()];
    sandbox.program("cp", words).run().code(0);
    sandbox
}

/// Without the day that stands behind `Create Date: ` or `Created: ` in a revision or its diff, and in its name: as a
/// date, or as the seconds up to it.
pub fn undated(text: &str) -> String {
    let created = |line: &str| {
        let line = line.strip_prefix('+').unwrap_or(line);
        let (_, day) = line.strip_prefix("Create")?.split_once(": ")?;
        day.get(..10).map(str::to_owned)
    };
    text.lines()
        .find_map(created)
        .map_or(text.to_owned(), |day| {
            text.replace(&day, "[DAY]")
                .replace(&day.replace('-', "_"), "[DAY]")
                .replace(&epoch(&day), "[EPOCH]")
        })
}

/// The seconds up to the beginning of a day in UTC.
fn epoch(day: &str) -> String {
    let date: jiff::civil::Date = day.parse().expect("a day");
    let begins = date.to_zoned(jiff::tz::TimeZone::UTC).expect("a time");
    begins.timestamp().as_second().to_string()
}
