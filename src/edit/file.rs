//! The file that an edit works on.

use super::operation::Operation;
use super::python::Module;

/// The file that is edited: its path in the project, its plain text, its syntax tree if it is Python.
pub(super) struct File<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a str,
    module: Option<Module<'a>>,
}

impl<'a> File<'a> {
    /// The file at `path` with the plain text `text`, as `operation` needs it.
    pub(super) fn read(operation: &Operation, path: &'a str, text: &'a str) -> Self {
        let is_python = match path.rsplit_once('.') {
            Some((_, "py" | "pyi")) => true,
            _ => operation.is_python(),
        };
        Self {
            path,
            text,
            module: is_python.then(|| Module::parse(path, text)),
        }
    }

    /// The syntax tree, if the file is Python.
    pub(super) fn module(&self) -> Option<&Module<'a>> {
        self.module.as_ref()
    }

    /// How many syntax errors it has, as far as that can be seen.
    pub(super) fn errors(&self) -> usize {
        self.module.as_ref().map_or(0, Module::errors)
    }
}
