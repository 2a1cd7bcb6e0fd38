//! Who runs the database server: PostgreSQL refuses to run as root.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use crate::Result;

#[derive(Clone, Copy)]
pub struct Account {
    pub user: u32,
    pub group: u32,
}

/// `nobody` when we are root, otherwise none is needed. `ours` is any file that this process made.
pub fn unprivileged(ours: &Path) -> Result<Option<Account>> {
    let made = fs::metadata(ours)
        .map_err(|error| format!("cannot look at {}: {error}", ours.display()))?;
    if made.uid() != 0 {
        return Ok(None);
    }
    let users = fs::read_to_string("/etc/passwd")
        .map_err(|error| format!("cannot read /etc/passwd: {error}"))?;
    let nobody = users.lines().find_map(parse_nobody);
    let nobody = nobody
        .ok_or("this is root, and there is no user `nobody`: run the tests as an ordinary user")?;
    Ok(Some(nobody))
}

/// From `nobody:x:65534:65534:…`.
fn parse_nobody(line: &str) -> Option<Account> {
    let mut parts = line.strip_prefix("nobody:")?.split(':').skip(1);
    let user = parts.next()?.parse().ok()?;
    let group = parts.next()?.parse().ok()?;
    Some(Account { user, group })
}
