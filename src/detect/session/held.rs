//! Sessions that no dependency gives: a registry of them, a context variable that holds one, an object that has one, a
//! container that brings them, what opens or makes them.

use std::sync::Arc;

use super::given::{maker, session_type};
use super::injected::injected;
use super::of_objects::{holders, libraries, of_classes, of_object, openers};
use crate::detect::code::Code;
use crate::detect::parameters::is_route;
use crate::detect::tally::text;
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::python::{Assignment, Module, Resolved, Symbol};

/// How a session is had; of several ways that are used the first is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// `x()`, the one of this request.
    Scoped,
    /// `x.get()`
    Context,
    /// `x.session`, which gives the one of this request.
    Property,
    /// What a container of dishka brings for a parameter of the type.
    Injected,
    /// `with x.session_factory() as session`: a registry by threads is none by requests, which use several at once.
    Factory,
    /// `with x() as session`, or `with x.session() as session`: a context manager.
    Opener,
    /// `with x() as session`
    Maker,
}

/// A name at the top of a module by which sessions are had.
pub(super) struct Held {
    /// As facts write symbols, with what is wanted of an object: `app.db:db.session`.
    pub name: String,
    /// What others import; nothing where a library has it, or what a container brings.
    pub symbol: Option<Symbol>,
    /// Where it stands.
    pub evidence: Evidence,
    /// How a session is had of it.
    pub form: Form,
    /// Whether that is an async one.
    pub is_async: bool,
}

/// Adds `db.session` where no dependency gives one, and how it is had there, or where a person named such:
/// `db.session.form`. Gives whether the sessions are async.
pub(super) fn add(code: &Code, has_giver: bool, facts: &mut Facts) -> Option<(bool, Evidence)> {
    let settled = facts.text("db.session").map(str::to_owned);
    if settled.is_none() && has_giver {
        return None;
    }
    let mut all = held(code);
    if settled.is_none() {
        all.retain(|it| is_used(code, it));
        // What routes use themselves leaves no doubt, and what makes sessions stands behind a registry or a variable.
        let in_routes = |it: &Held| is_settled(code, it);
        if all.iter().any(in_routes) {
            all.retain(in_routes);
        }
        let first = all.iter().map(|it| it.form).min()?;
        all.retain(|it| it.form == first);
        let chosen = all.first()?;
        let certain = all.len() == 1
            && (first != Form::Maker && first != Form::Factory || is_settled(code, chosen));
        facts.add("db.session", fact(chosen, &all, certain));
        if !certain {
            return Some((chosen.is_async, chosen.evidence.clone()));
        }
    }
    let is_chosen = |it: &Held| settled.as_ref().is_none_or(|settled| it.name == *settled);
    let chosen = all.into_iter().find(is_chosen)?;
    let form = match chosen.form {
        Form::Scoped => "scoped",
        Form::Context => "context",
        Form::Property => "property",
        Form::Injected => "injected",
        Form::Factory => "factory",
        Form::Opener | Form::Maker => "maker",
    };
    facts.add("db.session.form", text(form, chosen.evidence.clone()));
    Some((chosen.is_async, chosen.evidence))
}

fn fact(chosen: &Held, all: &[Held], certain: bool) -> Fact {
    let candidates = if certain {
        Vec::new()
    } else {
        all.iter().map(|it| it.name.clone()).collect()
    };
    Fact {
        value: FactValue::Text(chosen.name.clone()),
        evidence: chosen.evidence.clone(),
        certain,
        candidates,
    }
}

/// All that the program keeps for sessions.
fn held(code: &Code) -> Vec<Held> {
    let mut found = Vec::new();
    for (path, module) in code.own() {
        found.extend(of_module(code, path, module));
        found.extend(openers(code, path, module));
        found.extend(of_classes(code, path, module));
    }
    let later = holders(code).into_iter();
    found.extend(later.flat_map(|(path, module)| of_module(code, &path, &module)));
    found.extend(libraries(code));
    found.extend(injected(code));
    found
}

/// What the names at the top of a module are to sessions.
fn of_module(code: &Code, path: &str, module: &Module) -> Vec<Held> {
    let mut found = Vec::new();
    let Some(dotted) = code.index.module(path) else {
        return found;
    };
    for assigned in module.assignments.iter().filter(|it| it.scope.is_empty()) {
        let made = form(code, path, assigned);
        for name in assigned.name.split(',').filter(|it| !it.contains('.')) {
            let symbol = Symbol {
                module: dotted.clone(),
                name: name.to_owned(),
                path: path.to_owned(),
            };
            match made {
                Some((form, is_async)) => found.push(Held {
                    name: symbol.to_string(),
                    symbol: Some(symbol),
                    evidence: Evidence::line(path, assigned.line),
                    form,
                    is_async,
                }),
                None => found.extend(of_object(code, &symbol, assigned)),
            }
        }
    }
    found
}

fn form(code: &Code, path: &str, assigned: &Assignment) -> Option<(Form, bool)> {
    if let Some(annotation) = &assigned.annotation
        && let Some((name, items)) = annotation.as_index()
        && name.ends_with("ContextVar")
    {
        return Some((Form::Context, session_type(code, path, items.first()?)?));
    }
    let value = assigned.value.as_ref()?;
    let is_async = maker(value)?;
    let call = value.as_call()?;
    let form = match call.name().contains("scoped") {
        false => Form::Maker,
        true if call.argument("scopefunc", 1).is_some() => Form::Scoped,
        true => Form::Factory,
    };
    Some((form, is_async))
}

/// Whether another module of the program imports it.
fn is_used(code: &Code, held: &Held) -> bool {
    let symbol = held.symbol.as_ref();
    symbol.is_none_or(|it| !using(code, it).is_empty())
}

/// The other modules of the program that import `symbol`.
fn using(code: &Code, symbol: &Symbol) -> Vec<Arc<Module>> {
    let others = code.mentioning(&symbol.name).into_iter();
    let others = others.filter(|(path, _)| *path != symbol.path);
    let uses = |path: &str, module: &Module| {
        module.imports.iter().any(|import| {
            let own = import
                .name
                .is_some()
                .then(|| code.resolve(path, &import.bound));
            matches!(own.flatten(), Some(Resolved::Own(found)) if found == *symbol)
        })
    };
    others
        .filter(|(path, module)| uses(path, module))
        .map(|(_, module)| module)
        .collect()
}

/// Whether there is no doubt that routes have their sessions so: of what makes sessions, where routes themselves do.
fn is_settled(code: &Code, held: &Held) -> bool {
    let has_routes = |module: &Arc<Module>| {
        let mut functions = module.all_functions();
        functions.any(is_route)
    };
    let by_request = !matches!(held.form, Form::Factory | Form::Opener | Form::Maker);
    let symbol = held.symbol.as_ref();
    by_request || symbol.is_some_and(|it| using(code, it).iter().any(has_routes))
}
