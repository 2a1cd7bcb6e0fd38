//! Where the Python files of a project are, and from where they import each other.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::error::Result;
use crate::facts::Facts;
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

/// The directories from which imports start: as the facts say, else those that show it; the root of the project last.
pub(super) fn roots(tree: &dyn Tree, facts: &Facts, paths: &[String]) -> Vec<String> {
    if let Some(root) = facts.text("project.import_root") {
        return vec![root.trim_matches('.').trim_matches('/').to_owned()];
    }
    let parents = parents(paths);
    let imports = if parents.iter().all(String::is_empty) {
        Vec::new()
    } else {
        imports(tree, paths)
    };
    let shows = |root: &String| !root.is_empty() && is_start(root, paths, &imports);
    let mut roots: Vec<String> = parents.into_iter().filter(shows).collect();
    roots.sort_by_key(|root| Reverse(root.matches('/').count()));
    roots
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

/// A module that a file imports.
struct Imported {
    /// The file.
    by: String,
    /// The dotted module.
    module: String,
}

/// What the files at `paths` import by absolute names.
fn imports(tree: &dyn Tree, paths: &[String]) -> Vec<Imported> {
    let mut found = Vec::new();
    for path in paths {
        let content = RelPath::new(path).ok().map(|path| tree.read(&path));
        let Some(Ok(Some(content))) = content else {
            continue;
        };
        let text = String::from_utf8_lossy(&content.bytes);
        let modules = text.lines().filter_map(|line| {
            let mut words = line.split_whitespace();
            let is_import = matches!(words.next(), Some("from" | "import"));
            words
                .next()
                .filter(|word| is_import && !word.starts_with('.'))
        });
        found.extend(modules.map(|module| Imported {
            by: path.clone(),
            module: module.trim_end_matches([',', ';']).to_owned(),
        }));
    }
    found
}

/// Whether imports start in a directory: it is called `src`, or code from elsewhere or tests import its packages by
/// their bare names; and nobody imports them by the name of the directory.
fn is_start(root: &str, paths: &[String], imports: &[Imported]) -> bool {
    let by_directory = format!("{}.", root.replace('/', "."));
    if imports
        .iter()
        .any(|one| one.module.starts_with(&by_directory))
    {
        return false;
    }
    let below = format!("{root}/");
    let is_own = |top: &str| paths.contains(&format!("{below}{top}/__init__.py"));
    let is_without = |by: &str| match by.strip_prefix(&below) {
        Some(rest) => rest.starts_with("tests/") || rest.starts_with("test/"),
        None => true,
    };
    let mut uses = imports.iter().filter(|one| is_without(&one.by));
    root.rsplit('/').next() == Some("src")
        || uses.any(|one| is_own(one.module.split('.').next().unwrap_or_default()))
}
