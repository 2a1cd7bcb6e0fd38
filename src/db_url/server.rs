//! Reading what follows `postgresql://`: user and password, host and port, database, parameters.
//!
//! No message repeats any of it: what looks like a port may be the rest of a password.

use std::net::Ipv6Addr;

use super::escape::decoded;
use super::parse::{FORMS, split_query};
use super::{DbUrl, Scheme};
use crate::error::{Error, Result};

/// Reads a URL of a server without its scheme.
pub(super) fn postgresql(driver: Option<String>, rest: &str) -> Result<DbUrl> {
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
