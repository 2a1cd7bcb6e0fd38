//! The form of a case: what is stamped, and in which variants it is proven.

use crate::Result;

pub struct Case {
    /// Of the trials, the project and the test database: short, in kebab case.
    pub name: &'static str,
    /// Stamped in this order into one project; what the last ones refer to comes first.
    pub stamps: &'static [Stamp],
    /// What a person does then, as the next steps say: a line of a file, and what it becomes.
    pub by_hand: &'static [ByHand],
    pub variants: &'static [Variant],
}

/// An edit that the next steps of a stamp leave to a person.
pub struct ByHand {
    pub path: &'static str,
    pub line: &'static str,
    pub becomes: &'static str,
}

/// One `patgen new`.
pub struct Stamp {
    pub pattern: &'static str,
    /// As on the command line. `{mode}` becomes `async` or `sync`, `{db_url}` the address of a
    /// development database (which no test may ever touch).
    pub answers: &'static [&'static str],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Async,
    Sync,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgresql,
}

/// A pattern without a database, or without code that can be asynchronous, leaves that axis out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variant {
    pub mode: Option<Mode>,
    pub database: Option<Database>,
}

pub const EVERY: &[Variant] = &[
    both(Mode::Async, Database::Sqlite),
    both(Mode::Async, Database::Postgresql),
    both(Mode::Sync, Database::Sqlite),
    both(Mode::Sync, Database::Postgresql),
];
/// Both modes and both databases in two variants.
pub const CORNERS: &[Variant] = &[
    both(Mode::Async, Database::Sqlite),
    both(Mode::Sync, Database::Postgresql),
];
/// For what PostgreSQL alone can do.
pub const ON_POSTGRESQL: &[Variant] = &[
    both(Mode::Async, Database::Postgresql),
    both(Mode::Sync, Database::Postgresql),
];
pub const MODES: &[Variant] = &[
    Variant {
        mode: Some(Mode::Async),
        database: None,
    },
    Variant {
        mode: Some(Mode::Sync),
        database: None,
    },
];
pub const PLAIN: &[Variant] = &[Variant {
    mode: None,
    database: None,
}];

pub const fn both(mode: Mode, database: Database) -> Variant {
    Variant {
        mode: Some(mode),
        database: Some(database),
    }
}

impl Mode {
    pub fn name(self) -> &'static str {
        match self {
            Self::Async => "async",
            Self::Sync => "sync",
        }
    }

    /// SQLAlchemy's name of the PostgreSQL driver.
    pub fn driver(self) -> &'static str {
        match self {
            Self::Async => "asyncpg",
            Self::Sync => "psycopg",
        }
    }
}

impl Database {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgresql => "postgresql",
        }
    }

    /// For `--db-url`. Nothing listens on port 1: a test that uses the development database fails.
    fn development_url(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite:///./app.db",
            Self::Postgresql => "postgresql://app:app-password@127.0.0.1:1/app",
        }
    }
}

impl Case {
    /// `crud::async::postgresql`
    pub fn trial_name(&self, variant: Variant) -> String {
        self.joined(variant, "::")
    }

    /// `crud-async-postgresql`
    pub fn room_name(&self, variant: Variant) -> String {
        self.joined(variant, "-")
    }

    /// `crud_async_test`; stamped tests refuse a database whose name does not end so.
    pub fn database_name(&self, variant: Variant) -> Result<String> {
        let mode = variant.mode.map_or("any", Mode::name);
        let name = format!("{}_{mode}_test", self.name.replace('-', "_"));
        if name.len() > 63 {
            return Err(format!(
                "`{name}` is too long for a PostgreSQL database: give the case a shorter name"
            ));
        }
        Ok(name)
    }

    fn joined(&self, variant: Variant, between: &str) -> String {
        let axes = [
            variant.mode.map(Mode::name),
            variant.database.map(Database::name),
        ];
        let parts: Vec<_> = std::iter::once(self.name)
            .chain(axes.into_iter().flatten())
            .collect();
        parts.join(between)
    }
}

impl Stamp {
    pub fn arguments(&self, variant: Variant) -> Vec<String> {
        let mode = variant.mode.map_or("", Mode::name);
        let url = variant.database.map_or("", Database::development_url);
        let filled = self
            .answers
            .iter()
            .map(|answer| answer.replace("{mode}", mode).replace("{db_url}", url));
        filled.collect()
    }
}
