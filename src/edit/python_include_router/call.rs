//! The call to write.

use super::super::python::{self, Module, statements};
use super::super::sequence::{self, deeper};
use super::super::text;
use super::include::{self, Keyword};
use crate::error::{Error, Result};

/// The call to write.
pub(super) struct Call<'a> {
    pub(super) receiver: &'a str,
    pub(super) router: &'a str,
    /// Whether the router is given as `router=`.
    pub(super) by_keyword: bool,
    /// Further positional arguments.
    positional: Vec<String>,
    pub(super) keywords: Vec<Keyword>,
}

impl<'a> Call<'a> {
    /// The call with the arguments of the source `args`.
    pub(super) fn new(receiver: &'a str, router: &'a str, args: &str) -> Result<Self> {
        let source = format!("call({args})\n");
        let module = Module::parse("", &source);
        let calls = python::find(module.root(), "call");
        let outer = calls
            .first()
            .filter(|call| module.field(**call, "function") == "call")
            .and_then(|call| call.child_by_field_name("arguments"));
        let Some(list) = outer.filter(|_| !module.root().has_error()) else {
            return Err(
                Error::pattern(format!("`{args}` are not arguments of a call"))
                    .hint("write them as in the call: `prefix=\"/users\", tags=[\"users\"]`"),
            );
        };
        let all = statements(list);
        let positional = all.iter().filter(|node| node.kind() != "keyword_argument");
        Ok(Self {
            receiver,
            router,
            by_keyword: false,
            positional: positional
                .map(|node| module.source(*node).to_owned())
                .collect(),
            keywords: include::keywords(&module, &all),
        })
    }

    /// The call on lines with this indentation: on one line, else its arguments on one, else each on its own.
    pub(super) fn written(&self, indent: &str, width: usize) -> String {
        let head = format!("{indent}{}.include_router(", self.receiver);
        let fits = |line: &str| text::columns(line) <= width;
        let line = format!("{indent}{}", self.on_one_line());
        let arguments = self.arguments();
        let inner = format!("{}{}", deeper(indent), arguments.join(", "));
        if fits(&line) {
            line
        } else if fits(&inner) {
            format!("{head}\n{inner}\n{indent})")
        } else {
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            format!("{head}{})", sequence::column(&arguments, indent))
        }
    }

    pub(super) fn on_one_line(&self) -> String {
        let arguments = self.arguments().join(", ");
        format!("{}.include_router({arguments})", self.receiver)
    }

    fn arguments(&self) -> Vec<String> {
        let keyword = if self.by_keyword { "router=" } else { "" };
        let mut all = vec![format!("{keyword}{}", self.router)];
        all.extend(self.positional.iter().cloned());
        all.extend(
            self.keywords
                .iter()
                .map(|keyword| format!("{}={}", keyword.name, keyword.value)),
        );
        all
    }
}
