//! The import closure of a file: what is run when it is.

use std::collections::BTreeSet;

use crate::detect::code::Code;
use crate::python::{Import, Module};

/// The files that are run when `env.py` is.
pub(super) struct Closure {
    /// Relative to the root.
    pub(super) files: BTreeSet<String>,
    /// Where modules are found by walking through a package.
    pub(super) walk: Option<(String, usize)>,
}

impl Closure {
    /// What the file at `env` runs; nothing where it cannot be read.
    pub(super) fn from(code: &Code, env: &str) -> Option<Self> {
        code.module(env)?;
        let mut closure = Self {
            files: BTreeSet::new(),
            walk: None,
        };
        // Files, and functions in them, with what they import: nothing at the top of a file has a name.
        let mut waiting = vec![(env.to_owned(), String::new())];
        let mut seen = BTreeSet::new();
        while let Some((path, scope)) = waiting.pop() {
            if !seen.insert((path.clone(), scope.clone())) {
                continue;
            }
            let Some(module) = code.module(&path) else {
                continue;
            };
            if closure.walk.is_none() {
                closure.walk = walk_line(&module).map(|line| (path.clone(), line));
            }
            let imports = module.imports.iter().filter(|it| it.scope == scope);
            let imported = imports.flat_map(|import| files(code, &path, import));
            waiting.extend(imported.map(|path| (path, String::new())));
            let calls = module.calls.iter().filter(|it| it.scope == scope);
            let called = calls.filter_map(|site| code.resolve(&path, site.call.callee()?)?.own());
            waiting.extend(called.map(|function| (function.path, function.name)));
            closure.files.insert(path);
        }
        Some(closure)
    }
}

/// The line where a module finds others by walking through a package and imports them.
fn walk_line(module: &Module) -> Option<usize> {
    let called = |names: &[&str]| {
        let mut calls = module.calls.iter();
        calls
            .find(|site| names.contains(&site.call.name()))
            .map(|site| site.call.line)
    };
    let walks = called(&["walk_packages", "iter_modules", "glob", "rglob", "listdir"])?;
    called(&["import_module", "__import__", "load_module", "find_module"])?;
    Some(walks)
}

/// The files that an import runs: the module, the name below it, and every parent's `__init__`.
fn files(code: &Code, path: &str, import: &Import) -> Vec<String> {
    let Some(target) = absolute(code, import, path) else {
        return Vec::new();
    };
    let mut modules = vec![target.clone()];
    modules.extend(import.name.as_ref().map(|name| format!("{target}.{name}")));
    let mut parent = target.as_str();
    while let Some((before, _)) = parent.rsplit_once('.') {
        modules.push(before.to_owned());
        parent = before;
    }
    modules
        .iter()
        .filter_map(|module| code.index.path(module))
        .map(str::to_owned)
        .collect()
}

/// The module that an import names; of `env.py`, which is in no package, as it is written.
pub(super) fn absolute(code: &Code, import: &Import, path: &str) -> Option<String> {
    match import.dots() {
        0 => Some(import.module.clone()),
        _ => code.index.absolute(import, path),
    }
}
