//! Where the Python files of a project are, and the directories that its packages stand in.

use std::collections::BTreeSet;

use crate::error::Result;
use crate::rel_path::RelPath;
use crate::tree::{EntryKind, Tree};

/// Directories that never hold code of the project.
const SKIPPED: [&str; 8] = [
    "node_modules",
    "venv",
    "env",
    "site-packages",
    "__pycache__",
    "build",
    "dist",
    "htmlcov",
];

/// How deep directories are looked into.
pub(super) const DEPTH: usize = 14;

/// Adds the Python files in a directory to `paths`.
pub(super) fn walk(
    tree: &dyn Tree,
    dir: Option<&RelPath>,
    depth: usize,
    paths: &mut Vec<String>,
) -> Result<()> {
    for entry in tree.list(dir)? {
        let path = match dir {
            Some(dir) => dir.join(&entry.name),
            None => RelPath::new(&entry.name),
        };
        let Ok(path) = path else { continue };
        match entry.kind {
            EntryKind::File if has_end(&entry.name) => paths.push(path.as_str().to_owned()),
            EntryKind::Directory if depth > 0 && is_walked(&entry.name) => {
                walk(tree, Some(&path), depth - 1, paths)?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn has_end(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| end == "py")
}

fn is_walked(name: &str) -> bool {
    !name.starts_with('.') && !SKIPPED.contains(&name)
}

/// The directories that packages stand in and that are none themselves, and the root of the project, which comes first.
pub(super) fn parents(paths: &[String]) -> Vec<String> {
    let known: BTreeSet<&str> = paths.iter().map(String::as_str).collect();
    let packages = paths
        .iter()
        .filter_map(|path| path.strip_suffix("/__init__.py"));
    let mut parents: Vec<String> = packages
        .map(|package| package.rsplit_once('/').map_or("", |(above, _)| above))
        .filter(|above| !known.contains(format!("{above}/__init__.py").as_str()))
        .chain([""])
        .map(str::to_owned)
        .collect();
    parents.sort_by_key(|root| (root.matches('/').count(), root.clone()));
    parents.dedup();
    parents
}
