//! Database URLs: the usual spellings of `SQLite` and `PostgreSQL`, with the password kept apart.
//!
//! Nothing that is printed, logged or told in an error holds the password: only [`DbUrl::password`] and
//! [`DbUrl::with_driver`] give it away, for the one file that asked for it.

mod driver;
mod escape;
mod parse;
mod server;
#[cfg(test)]
mod tests;
mod value;

use std::fmt;

pub(crate) use escape::encoded;
use escape::{encoded_query, encoded_value};

/// A database that stamped code can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// A file, without a server.
    Sqlite,
    /// A server.
    Postgresql,
}

/// Where a database is, and who asks for it.
#[derive(Clone, PartialEq, Eq)]
pub struct DbUrl {
    scheme: Scheme,
    driver: Option<String>,
    user: Option<String>,
    password: Option<String>,
    host: Option<String>,
    port: Option<u16>,
    database: String,
    query: Vec<(String, String)>,
}

impl Scheme {
    /// The scheme of a URL without a driver.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgresql => "postgresql",
        }
    }
}

impl DbUrl {
    /// The kind of database.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The driver that was given, such as `asyncpg`.
    #[must_use]
    pub fn driver(&self) -> Option<&str> {
        self.driver.as_deref()
    }

    /// The user, decoded.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// The password, decoded. It belongs in `.env` and nowhere else.
    #[must_use]
    pub fn password(&self) -> Option<&str> {
        self.password.as_deref()
    }

    /// All that must not be shown, each as it is and in the spellings that [`DbUrl::with_driver`] gives it.
    #[must_use]
    pub fn secrets(&self) -> Vec<String> {
        let in_query = self.query.iter().filter(|(name, _)| is_secret(name));
        let in_query = in_query.flat_map(|(_, value)| [value.clone(), encoded_value(value)]);
        let password = self.password.iter();
        let mut secrets: Vec<String> = password
            .flat_map(|text| [text.clone(), encoded(text)])
            .chain(in_query)
            .collect();
        secrets.dedup();
        secrets
    }

    /// The host; none for a socket of the same machine.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    /// The port, where it is not the usual one.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    /// The name of the database, or the path of its file.
    #[must_use]
    pub fn database(&self) -> &str {
        &self.database
    }

    /// Whether it holds something that must not be shown.
    #[must_use]
    pub fn has_secret(&self) -> bool {
        self.password.is_some() || self.query.iter().any(|(name, _)| is_secret(name))
    }

    /// The URL without its password, as it was given otherwise.
    #[must_use]
    pub fn safe(&self) -> String {
        self.safe_with_driver(self.driver().unwrap_or_default())
    }

    /// The URL without its password, for another driver; for none where `driver` is empty.
    #[must_use]
    pub fn safe_with_driver(&self, driver: &str) -> String {
        let safe = Self {
            password: None,
            query: self
                .query
                .iter()
                .filter(|(name, _)| !is_secret(name))
                .cloned()
                .collect(),
            ..self.clone()
        };
        safe.with_driver(driver)
    }

    /// The whole URL, **with its password**, for another driver; for none where `driver` is empty.
    ///
    /// Query parameters go by the names that the driver knows; see [`DbUrl::left_out`] for the others.
    #[must_use]
    pub fn with_driver(&self, driver: &str) -> String {
        let plus = if driver.is_empty() { "" } else { "+" };
        let query = encoded_query(&driver::query(self.scheme, &self.query, driver));
        format!(
            "{}{plus}{driver}://{}/{}{query}",
            self.scheme.name(),
            self.authority(),
            self.database
        )
    }

    /// The query parameters that `driver` does not understand and that [`DbUrl::with_driver`] leaves out.
    #[must_use]
    pub fn left_out(&self, driver: &str) -> Vec<&str> {
        let names = self.query.iter().map(|(name, _)| name.as_str());
        names
            .filter(|name| driver::parameter(self.scheme, name, driver).is_none())
            .collect()
    }

    fn authority(&self) -> String {
        let mut authority = self.user.as_deref().map(encoded).unwrap_or_default();
        if let Some(password) = &self.password {
            authority += ":";
            authority += &encoded(password);
        }
        if self.user.is_some() || self.password.is_some() {
            authority += "@";
        }
        match self.host() {
            Some(host) if host.contains(':') => authority.extend(["[", host, "]"]),
            Some(host) => authority += host,
            None => {}
        }
        match self.port {
            Some(port) => format!("{authority}:{port}"),
            None => authority,
        }
    }
}

/// Whether a query parameter of this name holds a secret.
fn is_secret(name: &str) -> bool {
    let name = name.to_lowercase();
    ["password", "passwd", "secret", "token"]
        .iter()
        .any(|word| name.contains(word))
}

impl fmt::Display for DbUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.safe())
    }
}

impl fmt::Debug for DbUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DbUrl({})", self.safe())
    }
}
