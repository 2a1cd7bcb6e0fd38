//! The sections of an import block, in their order.

use super::statement::Import;
use super::stdlib;

/// Where an import belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::edit) enum Section {
    Future,
    Stdlib,
    ThirdParty,
    FirstParty,
    Local,
}

/// The section of `import`, where `first_party` are the project's top-level packages.
pub(in crate::edit) fn section(import: &Import, first_party: &[String]) -> Section {
    let module = match import {
        Import::From(from) if from.level > 0 => return Section::Local,
        Import::From(from) => &from.module,
        Import::Module(name) => &name.name,
    };
    let root = root(module);
    if root == "__future__" {
        Section::Future
    } else if first_party.iter().any(|package| package == root) {
        Section::FirstParty
    } else if stdlib::contains(root) {
        Section::Stdlib
    } else {
        Section::ThirdParty
    }
}

/// The top-level package of a dotted name.
pub(in crate::edit) fn root(module: &str) -> &str {
    module.split('.').next().unwrap_or(module)
}
