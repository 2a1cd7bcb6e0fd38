//! Reading a database URL. No message repeats what could be the password or a part of it.

use super::driver::known;
use super::escape::decoded;
use super::server::postgresql;
use super::{DbUrl, Scheme};
use crate::error::{Error, Result, did_you_mean};
use crate::naming::is_hidden;

/// What is supported, as a hint.
pub(super) const FORMS: &str =
    "supported are `sqlite:///FILE` and `postgresql://USER:PASSWORD@HOST:PORT/DATABASE`";

impl DbUrl {
    /// Reads a URL such as `sqlite:///app.db` or `postgresql://user:password@host/database`.
    ///
    /// # Errors
    /// A usage error that says what is wrong, without the password.
    pub fn parse(text: &str) -> Result<Self> {
        if text.is_empty() {
            return Err(Error::usage("the database URL is empty").hint(FORMS));
        }
        if text.chars().any(is_hidden) || text.trim() != text {
            return Err(Error::usage(
                "the database URL holds a control character or a blank at its end",
            )
            .hint(FORMS));
        }
        let Some((scheme, rest)) = text.split_once("://") else {
            return Err(not_a_url(text));
        };
        let (scheme, driver) = read_scheme(scheme)?;
        match scheme {
            Scheme::Sqlite => sqlite(driver, rest),
            Scheme::Postgresql => postgresql(driver, rest),
        }
    }
}

fn not_a_url(text: &str) -> Error {
    if text == ":memory:" {
        return in_memory();
    }
    let lower = text.to_lowercase();
    let error = Error::usage("the database URL has no `SCHEME://`");
    if lower.starts_with("sqlite:")
        || [".db", ".sqlite", ".sqlite3"]
            .iter()
            .any(|end| lower.ends_with(end))
    {
        return error.hint(
            "a file is written `sqlite:///app.db`, or `sqlite:////srv/app.db` from the root",
        );
    }
    error.hint(FORMS)
}

/// The scheme without its driver, and the driver.
fn read_scheme(text: &str) -> Result<(Scheme, Option<String>)> {
    let lower = text.to_lowercase();
    let (name, driver) = match lower.split_once('+') {
        Some((name, driver)) => (name, Some(driver)),
        None => (lower.as_str(), None),
    };
    let scheme = match name {
        "sqlite" => Scheme::Sqlite,
        "postgresql" | "postgres" => Scheme::Postgresql,
        _ => return Err(unknown_scheme(name)),
    };
    match driver {
        Some(driver) if !known(scheme).contains(&driver) => Err(unknown_driver(scheme, driver)),
        _ => Ok((scheme, driver.map(str::to_owned))),
    }
}

/// What is shown of a scheme or driver: nothing that does not look like one.
fn word(text: &str) -> String {
    let plain = text.len() <= 20
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    if plain && !text.is_empty() {
        format!(" `{text}`")
    } else {
        String::new()
    }
}

fn unknown_scheme(name: &str) -> Error {
    let error = Error::usage(format!(
        "the database URL has the unsupported scheme{}",
        word(name)
    ));
    let near = did_you_mean(name, ["sqlite", "postgresql"]);
    near.into_iter()
        .chain([FORMS.to_owned()])
        .fold(error, Error::hint)
}

fn unknown_driver(scheme: Scheme, driver: &str) -> Error {
    let known = known(scheme);
    let error = Error::usage(format!(
        "the database URL has the unknown driver{}",
        word(driver)
    ));
    let all = format!(
        "drivers of `{}` are `{}`, or leave it out",
        scheme.name(),
        known.join("`, `")
    );
    did_you_mean(driver, known.iter().copied())
        .into_iter()
        .chain([all])
        .fold(error, Error::hint)
}

fn in_memory() -> Error {
    Error::usage(
        "the database URL is of a database in memory, which every connection would find empty",
    )
    .hint("give it a file: `sqlite:///app.db`")
}

fn sqlite(driver: Option<String>, rest: &str) -> Result<DbUrl> {
    let (path, query) = split_query(rest)?;
    if path.is_empty()
        || path == "/"
        || path.contains(":memory:")
        || path.starts_with(":memory")
        || is_memory(&query)
    {
        return Err(in_memory());
    }
    let Some(database) = path.strip_prefix('/') else {
        return Err(Error::usage("the database URL of SQLite names a host, and there is none")
            .hint("write three slashes before the file: `sqlite:///app.db`, or four for a path from the root"));
    };
    if database.ends_with('/') {
        return Err(
            Error::usage("the database URL of SQLite ends in a directory")
                .hint("name the file: `sqlite:///data/app.db`"),
        );
    }
    Ok(DbUrl {
        scheme: Scheme::Sqlite,
        driver,
        user: None,
        password: None,
        host: None,
        port: None,
        database: database.to_owned(),
        query,
    })
}

fn is_memory(query: &[(String, String)]) -> bool {
    query
        .iter()
        .any(|(name, value)| name == "mode" && value == "memory")
}

/// The part before `?`, and the decoded parameters after it.
pub(super) fn split_query(text: &str) -> Result<(&str, Vec<(String, String)>)> {
    let (before, query) = text.split_once('?').unwrap_or((text, ""));
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decode = |text: &str| decoded(&text.replace('+', " "));
        match (decode(name), decode(value)) {
            (Some(name), Some(value)) if !name.is_empty() => Ok((name, value)),
            _ => Err(Error::usage("the database URL has a query parameter without a name or with a control character")
                .hint("behind the `?` goes `name=value`, such as `?sslmode=require`")),
        }
    });
    Ok((before, pairs.collect::<Result<_>>()?))
}
