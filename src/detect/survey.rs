//! The files of a project that may tell something: its Python files, and what configures them.
//!
//! Honours `.gitignore` at every level, never enters virtual environments, dependencies, caches, hidden directories
//! or what a build left. A directory that cannot be listed is passed over.

use std::collections::BTreeSet;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::walk::join;
use crate::rel_path::RelPath;
use crate::tree::{Entry, EntryKind, Tree};

/// Directories that never hold the project's own code.
const FOREIGN: [&str; 7] = [
    "node_modules",
    "site-packages",
    "__pycache__",
    "__pypackages__",
    "venv",
    "virtualenv",
    "htmlcov",
];

/// Directories that hold what a build left, unless Python files stand directly in them.
const BUILT: [&str; 5] = ["build", "dist", "target", "env", "out"];

/// Endings of files that configure Python projects.
const NOTABLE: [&str; 6] = [".toml", ".ini", ".cfg", ".txt", ".lock", ".mako"];

/// What pipenv, conda and flake8 keep, by name.
const NAMED: [&str; 5] = [
    ".flake8",
    "Pipfile",
    "Pipfile.lock",
    "environment.yaml",
    "environment.yml",
];

/// The files that were found, in the order of their paths.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Python files.
    pub python: Vec<String>,
    /// Files that configure them.
    pub notable: Vec<String>,
    /// Files that stamps made.
    pub stamped: BTreeSet<String>,
}

/// Walks through the project.
pub(super) fn survey(tree: &dyn Tree) -> Survey {
    let mut survey = Survey::default();
    let mut ignores = Vec::new();
    enter(tree, None, &mut ignores, &mut survey);
    survey.python.sort();
    survey.notable.sort();
    survey
}

fn enter(tree: &dyn Tree, dir: Option<&RelPath>, ignores: &mut Vec<Gitignore>, found: &mut Survey) {
    let entries = tree.list(dir).unwrap_or_default();
    if entries.iter().any(|entry| entry.name == "pyvenv.cfg") || is_built(dir, &entries) {
        return;
    }
    let own = entries.iter().any(|entry| entry.name == ".gitignore");
    let own = own.then(|| gitignore(tree, dir)).flatten();
    let depth = ignores.len();
    ignores.extend(own);
    for entry in entries.iter().filter(|entry| is_of_interest(entry)) {
        let Ok(path) = join(dir, &entry.name) else {
            continue;
        };
        match entry.kind {
            EntryKind::File => file(&path, ignores, found),
            EntryKind::Directory if is_walked(&path, ignores) => {
                enter(tree, Some(&path), ignores, found);
            }
            _ => {}
        }
    }
    ignores.truncate(depth);
}

/// Whether it is a directory, or a file that may be wanted.
fn is_of_interest(entry: &Entry) -> bool {
    let is_wanted = || is_python(&entry.name) || is_notable(&entry.name);
    entry.kind == EntryKind::Directory || entry.kind == EntryKind::File && is_wanted()
}

fn is_python(name: &str) -> bool {
    name.ends_with(".py")
}

fn is_notable(name: &str) -> bool {
    NOTABLE.iter().any(|ending| name.ends_with(ending)) || NAMED.contains(&name)
}

fn is_built(dir: Option<&RelPath>, entries: &[Entry]) -> bool {
    dir.is_some_and(|dir| BUILT.contains(&dir.name()))
        && !entries.iter().any(|entry| entry.name.ends_with(".py"))
}

fn file(path: &RelPath, ignores: &[Gitignore], found: &mut Survey) {
    let list = if is_python(path.name()) {
        &mut found.python
    } else {
        &mut found.notable
    };
    if !is_ignored(path, false, ignores) {
        list.push(path.to_string());
    }
}

fn is_walked(path: &RelPath, ignores: &[Gitignore]) -> bool {
    let name = path.name();
    !name.starts_with('.') && !FOREIGN.contains(&name) && !is_ignored(path, true, ignores)
}

/// The innermost file that says something decides.
fn is_ignored(path: &RelPath, is_dir: bool, ignores: &[Gitignore]) -> bool {
    let said = ignores
        .iter()
        .rev()
        .map(|ignore| ignore.matched(path.as_str(), is_dir))
        .find(|said| !said.is_none());
    said.is_some_and(|said| said.is_ignore())
}

fn gitignore(tree: &dyn Tree, dir: Option<&RelPath>) -> Option<Gitignore> {
    let content = tree.read(&join(dir, ".gitignore").ok()?).ok()??;
    let mut builder = GitignoreBuilder::new(dir.map_or("", RelPath::as_str));
    for line in String::from_utf8_lossy(&content.bytes).lines() {
        // A line that is no pattern says nothing, as git has it.
        builder.add_line(None, line).ok();
    }
    builder.build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::tests::tree;

    #[test]
    fn what_is_walked() {
        let tree = tree(&[
            (".gitignore", "/ignored/\n*.gen.py\n!keep.gen.py\n"),
            ("app/main.py", ""),
            ("app/x.gen.py", ""),
            ("app/keep.gen.py", ""),
            ("app/.gitignore", "local.py\n/only_here.py\n"),
            ("app/local.py", ""),
            ("app/only_here.py", ""),
            ("app/deep/local.py", ""),
            ("app/deep/only_here.py", ""),
            ("ignored/a.py", ""),
            ("app/ignored/a.py", ""),
            ("my-env/pyvenv.cfg", ""),
            ("my-env/lib/a.py", ""),
            ("node_modules/a/b.py", ""),
            (".venv/a.py", ""),
            ("build/lib/app/a.py", ""),
            ("app/build/api.py", ""),
            ("app/build/deep/a.py", ""),
            ("pyproject.toml", ""),
            ("README.md", ""),
        ]);
        let found = survey(&tree);
        assert_eq!(
            found.python,
            [
                "app/build/api.py",
                "app/build/deep/a.py",
                "app/deep/only_here.py",
                "app/ignored/a.py",
                "app/keep.gen.py",
                "app/main.py",
            ]
        );
        assert_eq!(found.notable, ["pyproject.toml"]);
    }
}
