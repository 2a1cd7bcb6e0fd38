//! Sessions that a container of [dishka](https://dishka.readthedocs.io/en/stable/integrations/fastapi.html) brings.

use super::given::session_type;
use super::held::{Form, Held};
use crate::detect::code::Code;
use crate::facts::Evidence;
use crate::python::{Class, Expression, Function};

/// What ties a container to an application.
const TIE: &str = "dishka.integrations.fastapi";

/// The types of sessions that providers bring, where a container is tied to the application.
pub(super) fn injected(code: &Code) -> Vec<Held> {
    let is_tied = code.own().any(|(_, module)| {
        let mut imports = module.imports.iter();
        imports.any(|it| it.module == TIE)
    });
    let mut found: Vec<Held> = Vec::new();
    for (path, module) in code.own().filter(|_| is_tied) {
        let providers = module
            .classes
            .iter()
            .filter(|it| is_provider(code, path, it));
        let brought = providers.flat_map(|it| &it.methods);
        for held in brought.filter_map(|it| brought_by(code, path, it)) {
            if found.iter().all(|it| it.name != held.name) {
                found.push(held);
            }
        }
    }
    found
}

fn is_provider(code: &Code, path: &str, class: &Class) -> bool {
    let above = code.ancestors(path, class);
    let mut external = above.iter().filter_map(|it| it.external());
    external.any(|it| it.starts_with("dishka") && it.ends_with(".Provider"))
}

/// The session that a method of a provider brings: as its decorator says, else as it is annotated.
fn brought_by(code: &Code, path: &str, method: &Function) -> Option<Held> {
    let decorator = method.decorator("provide")?;
    let said = decorator.as_call().and_then(|it| it.keyword("provides"));
    let annotation = said.or(method.returns.as_ref())?;
    let is_async = session_type(code, path, annotation)?;
    let class = class_name(annotation)?;
    let external = code.external(path, class)?;
    let (module, class) = external.rsplit_once('.')?;
    Some(Held {
        name: format!("{module}:{class}"),
        symbol: None,
        evidence: Evidence::line(path, method.line),
        form: Form::Injected,
        is_async,
    })
}

/// The class in an annotation, that of an item where it is one of many.
fn class_name(annotation: &Expression) -> Option<&str> {
    match annotation.as_index() {
        Some((_, items)) => class_name(items.first()?),
        None => annotation.as_name(),
    }
}
