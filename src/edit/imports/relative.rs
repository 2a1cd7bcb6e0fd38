//! Absolute or relative: the form that the imports of a file have.

use super::block::{self, Block};
use super::section::root;
use super::statement::{From, Import};

/// `import` made relative, where the file imports what stands beside it in that form; where nothing is imported from
/// there, where it imports from its own package in that form only.
pub(in crate::edit) fn in_form_of_siblings(
    import: &Import,
    path: &str,
    blocks: &[Block<'_>],
    first_party: &[String],
) -> Import {
    let Import::From(from) = import else {
        return import.clone();
    };
    let package = root(&from.module);
    if from.level > 0 || !first_party.iter().any(|known| known == package) {
        return import.clone();
    }
    let siblings = || {
        let lines = blocks.iter().flatten().flatten();
        lines.flat_map(|line| line.imports.iter())
    };
    let deepest = siblings().map(level).max().unwrap_or(0);
    let beside = siblings().filter(|sibling| is_beside(sibling, from, path));
    let levels: Vec<usize> = beside.map(level).collect();
    let dotted = levels.iter().filter(|level| **level > 0).count();
    let is_relative = match levels.len() {
        0 => !siblings().any(|sibling| block::is_from(sibling, package)),
        all => dotted * 2 > all,
    };
    match relative(from, path) {
        Some(relative) if is_relative && relative.level <= deepest => Import::From(relative),
        _ => import.clone(),
    }
}

/// Whether an import leads to a module of the same package as `wanted` does.
fn is_beside(import: &Import, wanted: &From, path: &str) -> bool {
    let Import::From(from) = import else {
        return false;
    };
    let whole = || {
        let parts: Vec<&str> = wanted.module.split('.').collect();
        let mut folders = package(path, &parts)?;
        folders.truncate((folders.len() + 1).saturating_sub(from.level));
        folders.extend((!from.module.is_empty()).then_some(from.module.as_str()));
        Some(folders.join("."))
    };
    let module = match from.level {
        0 => Some(from.module.clone()),
        _ => whole(),
    };
    let above = |module: &str| module.rsplit_once('.').map(|(above, _)| above.to_owned());
    module.is_some_and(|module| above(&module) == above(&wanted.module))
}

fn level(import: &Import) -> usize {
    match import {
        Import::From(from) => from.level,
        Import::Module(_) => 0,
    }
}

/// `from` as seen from the file at `path`; nothing where that file is in another package.
fn relative(from: &From, path: &str) -> Option<From> {
    let wanted: Vec<&str> = from.module.split('.').collect();
    let own = package(path, &wanted)?;
    let shared = shared(&own, &wanted);
    Some(From {
        level: own.len() - shared + 1,
        module: wanted[shared..].join("."),
        ..from.clone()
    })
}

/// The package of the file at `path`, where it is the one that `wanted` is in: where the directory of imports is called
/// like that, as in `app/app/models`, the deeper one is meant.
fn package<'p>(path: &'p str, wanted: &[&str]) -> Option<Vec<&'p str>> {
    let (folders, _) = path.rsplit_once('/')?;
    let folders: Vec<&str> = folders.split('/').collect();
    let starts = (0..folders.len()).map(|start| &folders[start..]);
    let own = starts.max_by_key(|own| shared(own, wanted))?;
    (shared(own, wanted) > 0).then(|| own.to_vec())
}

/// How many first parts are the same.
fn shared(own: &[&str], wanted: &[&str]) -> usize {
    let pairs = own.iter().zip(wanted);
    pairs.take_while(|(left, right)| left == right).count()
}
