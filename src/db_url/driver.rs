//! Drivers, and what each of them calls the parameters of a connection.

use super::Scheme;

/// The drivers that a URL may name; stamped code takes the one for its own way of calling.
pub(super) fn known(scheme: Scheme) -> &'static [&'static str] {
    match scheme {
        Scheme::Sqlite => &["aiosqlite", "pysqlite"],
        Scheme::Postgresql => &["asyncpg", "psycopg", "psycopg2", "psycopg_async", "pg8000"],
    }
}

/// What asyncpg takes from a URL; anything else would make it fail on every connection.
const ASYNCPG: [&str; 8] = [
    "host",
    "port",
    "ssl",
    "passfile",
    "target_session_attrs",
    "krbsrvname",
    "gsslib",
    "prepared_statement_cache_size",
];

/// What `driver` calls the query parameter `name`; none where it does not know it.
pub(super) fn parameter<'a>(scheme: Scheme, name: &'a str, driver: &str) -> Option<&'a str> {
    match (scheme, driver, name) {
        (Scheme::Postgresql, "asyncpg", "sslmode") => Some("ssl"),
        (Scheme::Postgresql, "asyncpg", name) => ASYNCPG.contains(&name).then_some(name),
        (Scheme::Postgresql, "psycopg" | "psycopg2" | "psycopg_async", "ssl") => Some("sslmode"),
        (
            Scheme::Postgresql,
            "psycopg" | "psycopg2" | "psycopg_async",
            "prepared_statement_cache_size",
        ) => None,
        _ => Some(name),
    }
}

/// The query parameters by the names that `driver` knows.
pub(super) fn query(
    scheme: Scheme,
    query: &[(String, String)],
    driver: &str,
) -> Vec<(String, String)> {
    query
        .iter()
        .filter_map(|(name, value)| {
            parameter(scheme, name, driver).map(|name| (name.to_owned(), value.clone()))
        })
        .collect()
}
