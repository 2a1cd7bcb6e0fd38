//! Import statements: read, put in order, written.
//!
//! The order and the layout are those of ruff's isort rules, with the settings of [`rules`].

pub(super) mod bindings;
pub(super) mod block;
pub(super) mod head;
pub(super) mod join;
pub(super) mod layout;
pub(super) mod natural;
pub(super) mod order;
pub(super) mod place;
pub(super) mod plain;
pub(super) mod relative;
pub(super) mod rules;
pub(super) mod section;
pub(super) mod sort;
pub(super) mod statement;
pub(super) mod stdlib;
