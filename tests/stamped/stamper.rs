//! Runs the patgen binary as a person would, without a terminal.

use std::fs;

use crate::Result;
use crate::case::{Case, Variant};
use crate::environment::Environment;
use crate::place::Room;
use crate::task::{Task, variables};

const BINARY: &str = env!("CARGO_BIN_EXE_patgen");

/// What the next steps leave to a person.
pub fn edit_by_hand(room: &Room, case: &Case) -> Result<()> {
    for edit in case.by_hand {
        let path = room.project.join(edit.path);
        let text = fs::read_to_string(&path)
            .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        if !text.contains(edit.line) {
            return Err(format!("{} has no line {:?}", path.display(), edit.line));
        }
        let text = text.replacen(edit.line, edit.becomes, 1);
        fs::write(&path, text)
            .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    }
    Ok(())
}

/// Stamps all of a case into the room's project; anything but exit code 0 is an error.
pub fn stamp_all(
    environment: &Environment,
    room: &Room,
    case: &Case,
    variant: Variant,
) -> Result<()> {
    for (number, stamp) in case.stamps.iter().enumerate() {
        let fixed = ["new", stamp.pattern, "--into", ".", "--yes"].map(str::to_owned);
        let arguments: Vec<_> = fixed.into_iter().chain(stamp.arguments(variant)).collect();
        let log = room.logs.join(format!("stamp-{number}.log"));
        patgen(environment, room, &arguments).run(&log)?;
    }
    Ok(())
}

/// Any call of the binary in the room's project: `run` it, or look at its `outcome`.
pub fn patgen(environment: &Environment, room: &Room, arguments: &[String]) -> Task {
    let command = std::iter::once(BINARY.to_owned()).chain(arguments.iter().cloned());
    Task::new(
        environment,
        command.map(Into::into).collect(),
        &room.project,
        variables([
            ("HOME", &room.home),
            ("TMPDIR", &room.temp),
            ("PATH", &"/usr/bin:/bin"),
            ("NO_COLOR", &"1"),
        ]),
    )
}
