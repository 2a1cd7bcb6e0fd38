//! Which models a statement imports.

use std::collections::BTreeSet;

use super::closure::absolute;
use crate::detect::code::Code;
use crate::python::Import;

/// The files of models that an import statement itself names, directly or by the package that they are in.
pub(super) fn brings(
    code: &Code,
    path: &str,
    import: &Import,
    wanted: &BTreeSet<&str>,
) -> Vec<String> {
    let Some(target) = absolute(code, import, path) else {
        return Vec::new();
    };
    let below = import.name.as_ref().map(|name| format!("{target}.{name}"));
    let mut found: Vec<String> = Vec::new();
    for module in std::iter::once(target).chain(below) {
        let Some(file) = code.index.path(&module) else {
            continue;
        };
        if wanted.contains(file) {
            found.push(file.to_owned());
        } else if file.ends_with("__init__.py")
            && file != path
            && import.name.is_some()
            && code.index.is_package(&module)
        {
            found.extend(inside(code, file, import, wanted));
        }
    }
    found
}

/// The files of models that a package's `__init__` imports from directly below itself, for the name that is imported.
fn inside(code: &Code, init: &str, import: &Import, wanted: &BTreeSet<&str>) -> Vec<String> {
    let Some(module) = code.module(init) else {
        return Vec::new();
    };
    let name = import.name.as_deref().unwrap_or("*");
    let dir = init.trim_end_matches("__init__.py");
    let of_name = |inner: &&Import| {
        name == "*"
            || inner.bound == name
            || dir.trim_end_matches('/').ends_with(&format!("/{name}"))
    };
    let own = module.imports.iter().filter(of_name);
    own.flat_map(|inner| {
        let target = absolute(code, inner, init);
        let below = target
            .as_ref()
            .zip(inner.name.as_ref())
            .map(|(target, name)| format!("{target}.{name}"));
        let files = target.into_iter().chain(below);
        files
            .filter_map(|module| code.index.path(&module).map(str::to_owned))
            .collect::<Vec<_>>()
    })
    .filter(|file| file.starts_with(dir) && wanted.contains(file.as_str()))
    .collect()
}
