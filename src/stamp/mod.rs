//! From a pattern's name to stamps: its parts, what it requires, the answers, the drafts.
//!
//! Pure: patterns come through `Shelf`, all else is values. A stamp is one application of a pattern.

mod answering;
mod closure;
mod draw;
mod evolve;
mod fields;
mod foreign;
mod id;
mod part;
mod secrets;

pub use answering::Missing;
pub use closure::{Whole, closure, whole};
pub use draw::{Drawn, Request, draw};

use crate::answers::Answers;
use crate::entity::TypeTable;
use crate::error::Result;
use crate::facts::{FactValue, Facts};
use crate::pattern::{Pattern, Stack};
use crate::render::{Drafts, Engine};

/// What the patterns of one stack need to be drawn.
pub struct Shelf<'a> {
    /// Reads a pattern of the stack by its name.
    pub pattern: &'a dyn Fn(&str) -> Result<Pattern>,
    /// What the patterns share.
    pub stack: &'a Stack,
    /// The stack's field types, where it has any.
    pub types: Option<&'a TypeTable>,
    /// Renders.
    pub engine: &'a Engine,
    /// Values of the run that templates may use, such as `patgen.now`.
    pub run: minijinja::Value,
    /// Finds code of the project by the name that a person gave it.
    pub target: &'a dyn Fn(&str, &Facts) -> Result<minijinja::Value>,
}

/// One application of a pattern with its answers.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// Its id, such as `crud-user`.
    pub id: String,
    /// The pattern in full, `fastapi/crud`.
    pub pattern: String,
    /// The answers, in the order of the questions.
    pub answers: Answers,
    /// What there is to say about defaults that were taken.
    pub notes: Vec<String>,
    /// The facts it gives to later stamps.
    pub provides: Vec<(String, FactValue)>,
    /// The facts that a person settled for it.
    pub settled: Vec<(String, FactValue)>,
    /// What it draws up.
    pub drafts: Drafts,
    /// What makes the project ready afterwards.
    pub next: Vec<String>,
    /// What uses it then.
    pub run: Vec<String>,
    /// What a person has to do where answers changed: the file, and what for.
    pub by_hand: Vec<(String, String)>,
}
