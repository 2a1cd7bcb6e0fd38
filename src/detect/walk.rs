//! The files of a project that detection may look at.

use crate::error::Result;
use crate::rel_path::RelPath;
use crate::tree::{EntryKind, Tree};

/// Directories that never hold the project's own code.
const SKIPPED: [&str; 9] = [
    "node_modules",
    "venv",
    "env",
    "site-packages",
    "__pycache__",
    "build",
    "dist",
    "target",
    "htmlcov",
];

/// The paths of the files whose name is `wanted`, at most `depth` directories below the root, nearest first.
pub(super) fn matching(
    tree: &dyn Tree,
    wanted: &dyn Fn(&str) -> bool,
    depth: usize,
) -> Result<Vec<RelPath>> {
    let mut found = Vec::new();
    let mut level: Vec<Option<RelPath>> = vec![None];
    for _ in 0..=depth {
        let mut next = Vec::new();
        for dir in &level {
            for entry in tree.list(dir.as_ref())? {
                let Ok(path) = join(dir.as_ref(), &entry.name) else {
                    continue;
                };
                match entry.kind {
                    EntryKind::File if wanted(&entry.name) => found.push(path),
                    EntryKind::Directory if is_walked(&entry.name) => next.push(Some(path)),
                    _ => {}
                }
            }
        }
        level = next;
    }
    Ok(found)
}

/// The path of `name` in `dir`.
pub(super) fn join(dir: Option<&RelPath>, name: &str) -> Result<RelPath> {
    dir.map_or_else(|| RelPath::new(name), |dir| dir.join(name))
}

fn is_walked(name: &str) -> bool {
    !name.starts_with('.') && !SKIPPED.contains(&name)
}
