//! A process of the environment that has the libraries imported, and becomes each command in a fork.
//!
//! Of a run of pytest on a small project, the import of the same libraries took as long as the tests. So one process
//! (`warm.py`) imports them once; a task that is `warmed` runs there, under its own keeper and with the same verdict.
//! The trials in `declared` do without it.

use std::path::PathBuf;
use std::process::Child;
use std::time::Duration;

use crate::Result;
use crate::environment::Environment;
use crate::place;
use crate::task::{Task, variables, words};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stamped/warm.py");
const LIFE: Duration = Duration::from_hours(6);

pub struct Warm {
    pub socket: PathBuf,
    /// Ends it when this is dropped, at the latest with the test process.
    _keeper: Child,
}

/// Comes back when all is imported.
pub fn start(environment: &Environment) -> Result<Warm> {
    let home = place::private(&std::env::temp_dir(), "warm")?;
    let mut path = environment.bin.clone().into_os_string();
    path.push(":/usr/bin:/bin");
    let task = Task {
        limit: LIFE,
        trash: Some(home.clone()),
        ..Task::new(
            environment,
            words([&environment.python, &"-P", &SCRIPT, &home.join("socket")]),
            &home,
            variables([
                ("PATH", &path),
                ("LANG", &"C.UTF-8"),
                ("PYTHONDONTWRITEBYTECODE", &"1"),
                ("PYTHONNOUSERSITE", &"1"),
            ]),
        )
    };
    let socket = home.join("socket");
    let keeper = task.serve(&home.join("log"), || socket.exists())?;
    Ok(Warm {
        socket,
        _keeper: keeper,
    })
}
