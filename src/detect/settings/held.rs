//! What holds an instance of a class of settings: a module-level name, or a function that gives it.

use std::sync::Arc;

use super::{Class, Held, sketched, symbol_in};
use crate::detect::code::Code;
use crate::facts::Evidence;
use crate::python::{Expression, Module, Symbol};

/// Finds the getters and instances of `classes`.
pub(super) fn find(code: &Code, classes: &mut [Class]) {
    for (path, module) in code.own() {
        find_getters(code, path, module, classes);
    }
    for (path, module) in code.own() {
        find_instances(code, path, module, classes);
    }
    for (path, module) in importers(code, classes) {
        find_getters(code, &path, &module, classes);
        find_instances(code, &path, &module, classes);
    }
}

/// The modules that import that of a class which is not held yet, and that were not read before: who makes settings
/// need not name what they inherit.
fn importers(code: &Code, classes: &[Class]) -> Vec<(String, Arc<Module>)> {
    let is_open = |class: &&Class| class.instance.is_none() && class.getter.is_none();
    let open = classes.iter().filter(is_open);
    let open: Vec<&str> = open.map(|class| class.symbol.module.as_str()).collect();
    let read = |path: &String| Some((path.clone(), code.module(path)?));
    let importing = sketched(code, &open, &|_| true);
    importing.filter_map(|(path, _)| read(path)).collect()
}

/// Functions that give an instance.
fn find_getters(code: &Code, path: &str, module: &Module, classes: &mut [Class]) {
    let Some(dotted) = code.index.module(path) else {
        return;
    };
    let functions = module.functions.iter();
    for function in functions.filter(|it| it.scope.is_empty()) {
        let returned = function.returned.iter().chain(&function.yielded);
        let mut made =
            returned.filter_map(|value| made(code, path, module.as_value(value, &function.path())));
        let annotated = || named(code, path, function.returns.as_ref()?);
        if let Some(symbol) = made.next().or_else(annotated)
            && let Some(class) = classes.iter_mut().find(|class| class.symbol == symbol)
        {
            let evidence = Evidence::line(path, function.line);
            let symbol = symbol_in(path, &dotted, &function.name);
            class.getter.get_or_insert(Held { symbol, evidence });
        }
    }
}

/// Module-level names that hold an instance. What a module keeps for itself of what a getter gave is none, unless it
/// is the getter's own.
fn find_instances(code: &Code, path: &str, module: &Module, classes: &mut [Class]) {
    let Some(dotted) = code.index.module(path) else {
        return;
    };
    let assignments = module.assignments.iter();
    for assigned in assignments.filter(|it| it.scope.is_empty()) {
        // `config: Config` above a choice between its subclasses says what the name holds.
        let mut same = module.assignments.iter();
        let annotation = same.find_map(|other| {
            let is_same = other.scope.is_empty() && other.name == assigned.name;
            other.annotation.as_ref().filter(|_| is_same)
        });
        let annotated = annotation.and_then(|annotation| named(code, path, annotation));
        let value = assigned.value.as_ref();
        let callee = value.and_then(|value| called(code, path, value));
        let is_of = |class: &&mut Class| match (&annotated, &callee) {
            (Some(annotated), _) => annotated == &class.symbol,
            (None, Some(callee)) => callee == &class.symbol || is_held(class, callee),
            (None, None) => false,
        };
        let Some(class) = classes.iter_mut().find(is_of) else {
            continue;
        };
        let by_getter = callee.filter(|callee| is_held(class, callee));
        if by_getter.is_none_or(|getter| getter.path == path) {
            let evidence = Evidence::line(path, assigned.line);
            let symbol = symbol_in(path, &dotted, &assigned.name);
            class.instance.get_or_insert(Held { symbol, evidence });
        }
    }
}

/// Whether the class has the getter.
fn is_held(class: &Class, getter: &Symbol) -> bool {
    let held = class.getter.as_ref();
    held.is_some_and(|held| &held.symbol == getter)
}

/// The class that an annotation names.
fn named(code: &Code, path: &str, annotation: &Expression) -> Option<Symbol> {
    let symbol = code.resolve(path, annotation.as_name()?)?.own()?;
    code.class(&symbol)?;
    Some(symbol)
}

/// The class that the call makes an instance of.
fn made(code: &Code, path: &str, value: &Expression) -> Option<Symbol> {
    let symbol = called(code, path, value)?;
    code.class(&symbol)?;
    Some(symbol)
}

fn called(code: &Code, path: &str, value: &Expression) -> Option<Symbol> {
    let callee = value.as_call()?.callee()?;
    code.resolve(path, callee)?.own()
}
