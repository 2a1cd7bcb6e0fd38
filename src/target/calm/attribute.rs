//! What the attributes of objects of the project are.

use super::super::code::Code;
use super::super::types::{Type, annotated};
use crate::python::{Expression, Function, Symbol};

/// The type of an attribute of a class: declared in its body, or by the parameter of `__init__` that it is set from.
pub(in super::super) fn attribute_type(code: &Code, owner: &Symbol, name: &str) -> Option<Type> {
    for class in code.lineage(owner).own {
        let init = class.item.method("__init__");
        let module = code.module(&class.path)?;
        let scope = format!("{}.__init__", class.item.name);
        let set = module.assignments.iter().find(|assignment| {
            assignment.scope == scope && assignment.name == format!("self.{name}")
        });
        if let (Some(init), Some(set)) = (init, set) {
            let from = set.value.as_ref()?.as_name().map(str::to_owned);
            let parameter = init
                .parameters
                .iter()
                .find(|parameter| Some(&parameter.name) == from.as_ref());
            if let Some(annotation) = parameter.and_then(|found| found.annotation.as_ref()) {
                return Some(annotated(code, &class.path, annotation).essence().clone());
            }
            let call = set.value.as_ref()?.as_call()?;
            let made = code.symbol(&class.path, call.callee()?)?;
            return Some(Type::Class(made));
        }
        if let Some(annotation) = class
            .item
            .attribute(name)
            .and_then(|attribute| attribute.annotation.as_ref())
        {
            return Some(annotated(code, &class.path, annotation).essence().clone());
        }
    }
    None
}

/// Whether an attribute of an object can be set: nothing freezes the object, and no property stands in between.
pub(super) fn can_set(code: &Code, owner: &Symbol, name: &str) -> bool {
    let lineage = code.lineage(owner);
    let is_frozen = |decorator: &Expression| {
        let call = decorator.as_call();
        call.is_some_and(|call| call.keyword("frozen").is_some())
    };
    lineage.own.iter().all(|class| {
        class.item.method(name).is_none()
            && class.item.method("__setattr__").is_none()
            && !class.item.decorators.iter().any(is_frozen)
    })
}

/// Whether an attribute is a property.
pub(in super::super) fn is_property(function: &Function) -> bool {
    ["property", "cached_property", "computed_field"]
        .iter()
        .any(|name| function.decorator(name).is_some())
}
