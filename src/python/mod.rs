//! Reading Python source: what a module imports, declares, assigns and calls, each with its line.
//!
//! Reads text with tree-sitter and never runs it; broken and newer syntax costs only the spot that it stands in. Nothing
//! here knows a framework: what a class or a call means is for its callers to say. No disk.
//!
//! ```
//! use patgen::python;
//!
//! let module = python::read("from fastapi import FastAPI\n\napp = FastAPI(title=\"shop\")\n");
//! let call = module.assignments[0].value.as_ref().and_then(|value| value.as_call());
//! let call = call.expect("a call");
//! assert_eq!(call.name(), "FastAPI");
//! assert_eq!(call.keyword("title").and_then(|title| title.as_text()), Some("shop"));
//! assert_eq!(module.imported("FastAPI"), Some("fastapi.FastAPI".to_owned()));
//! ```
//!
//! [`Index`] knows the modules of a project by their dotted names and follows a name through re-exports to where it is
//! defined.

mod declaration;
mod expression;
mod import;
mod index;
mod module;
mod parameters;
mod reader;
mod source;
#[cfg(test)]
mod tests;

pub use declaration::{
    Assignment, Attribute, Block, BlockKind, CallSite, Class, Function, Loop, Parameter,
    ParameterKind, Raised,
};
pub use expression::{Argument, Call, Expression, Form};
pub use import::Import;
pub use index::{Index, Read, Resolved, Symbol, dotted};
pub use module::Module;
pub use reader::read;
pub use source::{LARGEST, Source, Unread, source};
