//! The order of imports inside a section, and of names inside an import.

use std::cmp::Ordering;

use super::natural;
use super::statement::{From, Import, Name};

/// What a name looks like: constants stand first, classes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::edit) enum Case {
    Constant,
    Class,
    Other,
}

/// The look of `name`.
pub(in crate::edit) fn case(name: &str) -> Case {
    let upper = name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase);
    if upper && name.chars().count() > 1 {
        Case::Constant
    } else if name.chars().next().is_some_and(char::is_uppercase) {
        Case::Class
    } else {
        Case::Other
    }
}

/// The order of two names in one `from … import`.
pub(in crate::edit) fn names(left: &Name, right: &Name) -> Ordering {
    let star = |name: &Name| name.name != "*";
    star(left)
        .cmp(&star(right))
        .then_with(|| case(&left.name).cmp(&case(&right.name)))
        .then_with(|| folded(&left.name, &right.name))
        .then_with(|| aliases(left, right))
}

/// The order of two imports of one section: modules first.
pub(in crate::edit) fn imports(left: &Import, right: &Import) -> Ordering {
    match (left, right) {
        (Import::Module(left), Import::Module(right)) => modules(left, right),
        (Import::Module(_), Import::From(_)) => Ordering::Less,
        (Import::From(_), Import::Module(_)) => Ordering::Greater,
        (Import::From(left), Import::From(right)) => froms(left, right),
    }
}

/// The order of two imports where modules and `from` stand mixed, by module alone.
pub(in crate::edit) fn mixed(left: &Import, right: &Import) -> Ordering {
    let origin = |import: &Import| match import {
        Import::Module(name) => (distance(0), name.name.clone()),
        Import::From(from) => (distance(from.level), from.module.clone()),
    };
    let ((left_distance, left_module), (right_distance, right_module)) =
        (origin(left), origin(right));
    left_distance
        .cmp(&right_distance)
        .then_with(|| folded(&left_module, &right_module))
        .then_with(|| imports(left, right))
}

/// What stands first where shorter names do: the look, then the length.
pub(in crate::edit) fn name_length(name: &Name) -> (bool, Case, usize) {
    let is_all = name.name == "*";
    (!is_all, case(&name.name), name.name.chars().count())
}

/// The same of imports: the length of their modules; `import` before `from`, unless they stand mixed.
pub(in crate::edit) fn import_length(import: &Import, is_mixed: bool) -> (bool, usize) {
    match import {
        Import::Module(name) => (false, name.name.chars().count()),
        Import::From(from) => (!is_mixed, from.module.chars().count() + from.level),
    }
}

/// The order in `__all__`: by look, then by name, capitals before small letters.
pub(in crate::edit) fn exports(left: &str, right: &str) -> Ordering {
    case(left)
        .cmp(&case(right))
        .then_with(|| natural::compare(left, right))
}

fn modules(left: &Name, right: &Name) -> Ordering {
    folded(&left.name, &right.name).then_with(|| aliases(left, right))
}

/// Relative imports stand from the furthest to the nearest; absolute ones behind them.
fn distance(level: usize) -> (bool, usize) {
    (level == 0, usize::MAX - level)
}

/// By distance, then by module, then by the first name.
fn froms(left: &From, right: &From) -> Ordering {
    distance(left.level)
        .cmp(&distance(right.level))
        .then_with(|| {
            left.module
                .is_empty()
                .cmp(&right.module.is_empty())
                .reverse()
        })
        .then_with(|| folded(&left.module, &right.module))
        .then_with(|| match (left.names.first(), right.names.first()) {
            (Some(left), Some(right)) => names(left, right),
            (left, right) => left.is_some().cmp(&right.is_some()),
        })
}

fn aliases(left: &Name, right: &Name) -> Ordering {
    match (&left.alias, &right.alias) {
        (Some(left), Some(right)) => natural::compare(left, right),
        (left, right) => left.is_some().cmp(&right.is_some()),
    }
}

/// Natural order without regard to case; where that is equal, with it.
fn folded(left: &str, right: &str) -> Ordering {
    natural::compare(&left.to_lowercase(), &right.to_lowercase())
        .then_with(|| natural::compare(left, right))
}
