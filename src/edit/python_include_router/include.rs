//! The calls of a file that include routers.

use tree_sitter::Node;

use super::super::python::{self, Module, statements};

/// A call that includes a router.
pub(in crate::edit) struct Include<'t> {
    /// The statement that is the call.
    pub(in crate::edit) statement: Node<'t>,
    /// The router as it is written.
    pub(in crate::edit) router: String,
    /// Whether it is given as `router=`.
    pub(super) by_keyword: bool,
    /// Its other keyword arguments, in order.
    pub(super) keywords: Vec<Keyword>,
}

/// A keyword argument.
#[derive(Clone, Debug)]
pub(super) struct Keyword {
    pub(super) name: String,
    /// The value as it is written.
    pub(super) value: String,
    /// What the value says, its layout and quotes aside.
    pub(super) meaning: Vec<String>,
}

impl Keyword {
    fn read(module: &Module<'_>, argument: Node<'_>) -> Option<Self> {
        let value = argument
            .child_by_field_name("value")
            .filter(|_| argument.kind() == "keyword_argument")?;
        Some(Self {
            name: module.field(argument, "name").to_owned(),
            value: module.source(value).to_owned(),
            meaning: python::meaning(module, value),
        })
    }
}

/// The statements that are a call of `receiver.include_router` with a router.
pub(in crate::edit) fn includes<'t>(module: &'t Module<'_>, receiver: &str) -> Vec<Include<'t>> {
    let calls = python::find(module.root(), "call");
    calls
        .into_iter()
        .filter_map(|call| include(module, call, receiver))
        .collect()
}

fn include<'t>(module: &Module<'_>, call: Node<'t>, receiver: &str) -> Option<Include<'t>> {
    let function = call.child_by_field_name("function")?;
    let named = function.kind() == "attribute"
        && module.field(function, "attribute") == "include_router"
        && module.field(function, "object") == receiver;
    let statement = call
        .parent()
        .filter(|parent| named && parent.kind() == "expression_statement")?;
    let arguments = statements(call.child_by_field_name("arguments")?);
    let mut keywords = keywords(module, &arguments);
    let keyword = keywords.iter().position(|keyword| keyword.name == "router");
    let by_keyword = keyword.is_some();
    let router = match keyword {
        Some(at) => keywords.remove(at).value,
        None => module.source(*arguments.first()?).to_owned(),
    };
    Some(Include {
        statement,
        router,
        by_keyword,
        keywords,
    })
}

/// The keyword arguments among `arguments`.
pub(super) fn keywords(module: &Module<'_>, arguments: &[Node<'_>]) -> Vec<Keyword> {
    let read = |argument: &Node<'_>| Keyword::read(module, *argument);
    arguments.iter().filter_map(read).collect()
}
