//! Reading a database URL. No message repeats what could be the password or a part of it.

use std::net::Ipv6Addr;

use super::driver::known;
use super::escape::decoded;
use super::{DbUrl, Scheme};
use crate::error::{Error, Result, did_you_mean};
use crate::naming::is_hidden;

const FORMS: &str =
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

fn postgresql(driver: Option<String>, rest: &str) -> Result<DbUrl> {
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, after) = rest.split_at(end);
    if after.contains('@') {
        return Err(
            Error::usage("the database URL has an `@` after a `/`, `?` or `#`")
                .hint("in a password these are written `%40`, `%2F`, `%3F` and `%23`"),
        );
    }
    let (path, mut query) = split_query(after)?;
    let (user, password, address) = credentials(authority)?;
    let (host, port) = address_parts(address)?;
    let password = merged_password(password, &mut query)?;
    Ok(DbUrl {
        scheme: Scheme::Postgresql,
        driver,
        user,
        password,
        host,
        port,
        database: database(path)?,
        query,
    })
}

/// The decoded user and password, and the rest of the authority.
fn credentials(authority: &str) -> Result<(Option<String>, Option<String>, &str)> {
    let Some((credentials, address)) = authority.rsplit_once('@') else {
        return Ok((None, None, authority));
    };
    let (user, password) = match credentials.split_once(':') {
        Some((user, password)) => (user, Some(password)),
        None => (credentials, None),
    };
    let decode = |text: &str| {
        decoded(text).ok_or_else(|| {
            Error::usage(
                "the database URL has a user or password with a control character or a broken `%`",
            )
        })
    };
    let user = Some(user)
        .filter(|user| !user.is_empty())
        .map(decode)
        .transpose()?;
    let password = password
        .filter(|password| !password.is_empty())
        .map(decode)
        .transpose()?;
    if password.is_some() && user.is_none() {
        return Err(Error::usage("the database URL has a password and no user").hint(FORMS));
    }
    Ok((user, password, address))
}

fn address_parts(address: &str) -> Result<(Option<String>, Option<u16>)> {
    let bracketed = address
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'));
    let (host, port) = if let Some((host, port)) = bracketed {
        (six(host)?, port)
    } else {
        let (host, port) = address.split_at(address.find(':').unwrap_or(address.len()));
        (named(host)?, port)
    };
    let port = match port.strip_prefix(':') {
        Some(port) => Some(
            port.parse()
                .ok()
                .filter(|port| *port != 0)
                .ok_or_else(bad_port)?,
        ),
        None if port.is_empty() => None,
        None => return Err(bad_host()),
    };
    Ok((host, port))
}

fn six(host: &str) -> Result<Option<String>> {
    let address: Ipv6Addr = host.parse().map_err(|_| bad_host())?;
    Ok(Some(address.to_string()))
}

fn named(host: &str) -> Result<Option<String>> {
    let plain = host
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
    if !plain {
        return Err(bad_host());
    }
    Ok(Some(host)
        .filter(|host| !host.is_empty())
        .map(str::to_owned))
}

fn bad_host() -> Error {
    Error::usage("the database URL has a host that is none")
        .hint("write a name, `[::1]`, or none and `?host=/var/run/postgresql` for a socket")
}

fn bad_port() -> Error {
    Error::usage("the database URL has a port that is not a number from 1 to 65535")
        .hint("a password stands before an `@`: `postgresql://USER:PASSWORD@HOST:PORT/DATABASE`")
}

fn database(path: &str) -> Result<String> {
    let name = path.strip_prefix('/').unwrap_or(path);
    if name.is_empty() {
        return Err(Error::usage("the database URL names no database")
            .hint("add it at the end: `postgresql://USER@HOST/DATABASE`"));
    }
    if name.len() > 63 || name.contains(['/', '#', '%', ' ', '"', '\'']) {
        return Err(
            Error::usage("the database URL has a database name that is none")
                .hint("it has 63 characters at most, and no `/`, `#`, `%`, quote or blank"),
        );
    }
    Ok(name.to_owned())
}

/// The password of the query goes where passwords belong.
fn merged_password(
    password: Option<String>,
    query: &mut Vec<(String, String)>,
) -> Result<Option<String>> {
    let Some(at) = query.iter().position(|(name, _)| name == "password") else {
        return Ok(password);
    };
    let (_, given) = query.remove(at);
    match password {
        Some(_) => Err(Error::usage("the database URL has two passwords")
            .hint("leave `password` out of its query")),
        None => Ok(Some(given).filter(|given| !given.is_empty())),
    }
}

/// The part before `?`, and the decoded parameters after it.
fn split_query(text: &str) -> Result<(&str, Vec<(String, String)>)> {
    let (before, query) = text.split_once('?').unwrap_or((text, ""));
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decode = |text: &str| decoded(&text.replace('+', " "));
        match (decode(name), decode(value)) {
            (Some(name), Some(value)) if !name.is_empty() => Ok((name, value)),
            _ => Err(Error::usage("the database URL has a query parameter without a name or with a control character")),
        }
    });
    Ok((before, pairs.collect::<Result<_>>()?))
}
