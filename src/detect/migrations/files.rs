//! Files and directories as far as Alembic's settings lead to them.

use super::super::survey::Survey;
use super::super::walk;
use super::ini::HERE;
use crate::error::Result;
use crate::rel_path::RelPath;
use crate::tree::{EntryKind, Tree};

/// How far below the root a configuration is looked for.
const DEPTH: usize = 3;

/// The configurations: every `*.ini`, and every `pyproject.toml`, nearest first.
///
/// A project that patgen began has it where patgen puts it; of another one, every directory that is its own is looked at.
pub(super) fn configurations(tree: &dyn Tree, survey: Option<&Survey>) -> Result<Vec<RelPath>> {
    if let Some(survey) = survey {
        let notable = survey.notable.iter();
        let mut found: Vec<&String> = notable.filter(|path| is_configuration(path)).collect();
        found.sort_by_key(|path| path.matches('/').count());
        return found.iter().map(|path| RelPath::new(path)).collect();
    }
    walk::matching(tree, &is_configuration, DEPTH)
}

fn is_configuration(path: &str) -> bool {
    path.ends_with(".ini") || path == "pyproject.toml" || path.ends_with("/pyproject.toml")
}

/// A directory below the root, written without `.` and `..`; the root itself is `.`.
pub(super) fn joined(directory: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = directory
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(if parts.is_empty() {
        ".".to_owned()
    } else {
        parts.join("/")
    })
}

/// The directory and those around it, innermost first, the root last.
fn around(directory: &str) -> Vec<String> {
    let mut all = vec![if directory.is_empty() { "." } else { directory }.to_owned()];
    while let Some((outer, _)) = all.last().and_then(|inner| inner.rsplit_once('/')) {
        let outer = outer.to_owned();
        all.push(outer);
    }
    if all.last().is_some_and(|last| last != ".") {
        all.push(".".to_owned());
    }
    all
}

/// Where a location of a configuration in `directory` may lead: `%(here)s` to that directory, `package:dir` to a
/// package, all else from the directory that Alembic is called in.
fn candidates(directory: &str, location: &str) -> Vec<String> {
    let from = around(directory);
    if let Some(rest) = location.strip_prefix(HERE) {
        return joined(&from[0], rest).into_iter().collect();
    }
    if let Some((package, inner)) = location.split_once(':') {
        let path = format!("{}/{inner}", package.replace('.', "/"));
        let roots = from
            .iter()
            .flat_map(|root| [root.clone(), format!("{root}/src")]);
        return roots.filter_map(|root| joined(&root, &path)).collect();
    }
    if location.starts_with('/') {
        return Vec::new();
    }
    from.iter()
        .filter_map(|root| joined(root, location))
        .collect()
}

/// The directory that a location leads to: the first that holds `wanted`, else the first that is there, else the
/// one that it is meant to be.
pub(super) fn directory(
    tree: &dyn Tree,
    from: &str,
    location: &str,
    wanted: &str,
) -> Option<String> {
    let candidates = candidates(from, location.trim().trim_end_matches('/'));
    let holds = |directory: &&String| {
        entries(tree, directory)
            .iter()
            .any(|(name, _)| name == wanted)
    };
    let is_there = |directory: &&String| !entries(tree, directory).is_empty();
    let found = candidates
        .iter()
        .find(holds)
        .or_else(|| candidates.iter().find(is_there));
    found.or(candidates.first()).cloned()
}

/// The names in a directory; none where it is not there or not to be read.
pub(super) fn entries(tree: &dyn Tree, directory: &str) -> Vec<(String, EntryKind)> {
    let listed = match directory {
        "." | "" => tree.list(None),
        path => RelPath::new(path).and_then(|path| tree.list(Some(&path))),
    };
    let entries = listed.unwrap_or_default();
    entries
        .into_iter()
        .map(|entry| (entry.name, entry.kind))
        .collect()
}

/// The text of a file; what is no UTF-8 in it does no harm.
pub(super) fn text(tree: &dyn Tree, path: &str) -> Option<String> {
    let path = RelPath::new(path).ok()?;
    let content = tree.read(&path).ok()??;
    Some(String::from_utf8_lossy(&content.bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_location_may_lead() {
        for (directory, location, expected) in [
            ("", "migrations", "migrations"),
            ("", "./app/../m", "m"),
            ("backend", "app/alembic", "backend/app/alembic app/alembic"),
            ("a/b", "../m", "a/m m"),
            ("a", "\u{1}/m", "a/m"),
            ("a", "\u{1}", "a"),
            (
                "",
                "app.db:migrations",
                "app/db/migrations src/app/db/migrations",
            ),
            (
                "src/app",
                "app:m",
                "src/app/app/m src/app/src/app/m src/app/m src/src/app/m app/m src/app/m",
            ),
            ("", "/etc/alembic", ""),
            ("", "../out", ""),
        ] {
            assert_eq!(
                candidates(directory, location).join(" "),
                expected,
                "{location} in {directory}"
            );
        }
    }
}
