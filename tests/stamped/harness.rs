//! What all trials share: the environment and the database server, each made when the first trial
//! asks.
//!
//! A failure is kept like a success, so every trial that needs the thing fails with the same
//! reason.

use std::sync::OnceLock;

use crate::Result;
use crate::environment::{self, Environment};
use crate::postgres::{self, Server};

#[derive(Default)]
pub struct Harness {
    environment: OnceLock<Result<Environment>>,
    old: OnceLock<Result<Environment>>,
    postgres: OnceLock<Result<Server>>,
}

impl Harness {
    pub fn environment(&self) -> Result<&Environment> {
        let made = self.environment.get_or_init(environment::prepare);
        made.as_ref()
            .map_err(|why| format!("the test environment cannot be prepared: {why}"))
    }

    /// That of yesterday's versions.
    pub fn old(&self) -> Result<&Environment> {
        let made = self.old.get_or_init(environment::prepare_old);
        made.as_ref()
            .map_err(|why| format!("the environment of old versions cannot be prepared: {why}"))
    }

    pub fn postgres(&self) -> Result<&Server> {
        let environment = self.environment()?;
        let started = self.postgres.get_or_init(|| postgres::start(environment));
        started
            .as_ref()
            .map_err(|why| format!("the PostgreSQL server cannot be started: {why}"))
    }

    /// Ends the server and waits for it. Without this call it ends by itself when the process does.
    pub fn stop(&self) {
        if let Some(Ok(server)) = self.postgres.get() {
            server.stop();
        }
    }
}
