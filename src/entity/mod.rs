//! Entities and their fields: the grammar, the type table of a stack, and what templates see.
//!
//! Pure values: no disk, no clock, no terminal. Which entities a project has comes from the caller.

mod bounds;
mod calendar;
mod field;
mod fits;
mod grammar;
mod kind;
mod list;
mod modifiers;
mod place;
mod reference;
mod table;
#[cfg(test)]
mod tests;
mod types;
mod value;

pub use field::{EnumValue, Field, FieldType, OnDelete};
pub use grammar::parse_field;
pub use list::{ensure_references, parse_fields, read_fields};
pub use reference::{Target, is_of_ids};
pub use types::{Entry, Row, TypeTable};
pub use value::{RenderRow, field_value};
