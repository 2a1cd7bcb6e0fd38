//! Imports that the file of tests has already: what it calls by a name goes on to be called so.

use super::case::Case;
use super::code::Code;

/// Takes what the file at `path` imports from elsewhere, a package that passes it on, from there too.
pub(super) fn take_over(code: &Code, path: &str, case: &mut Case) {
    let Some(module) = code.module(path) else {
        return;
    };
    for line in &mut case.imports {
        let Some((from, name)) = read(line) else {
            continue;
        };
        let symbol = code.symbol(path, name);
        let is_same = symbol.is_some_and(|symbol| symbol.module == from && symbol.name == name);
        let known = module
            .imports
            .iter()
            .find(|import| import.scope.is_empty() && import.bound == name && !import.aliased);
        if let Some(known) = known.filter(|known| is_same && known.name.is_some()) {
            *line = format!("from {} import {name}", known.module);
        }
    }
}

/// The module and the name of an import line.
fn read(line: &str) -> Option<(&str, &str)> {
    let (from, name) = line.strip_prefix("from ")?.split_once(" import ")?;
    let is_plain = name.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_plain.then_some((from, name))
}
