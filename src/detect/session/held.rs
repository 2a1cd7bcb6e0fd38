//! Sessions that no dependency gives: a registry of them, a context variable that holds one, what makes them.

use super::given::{maker, session_type};
use crate::detect::code::Code;
use crate::detect::parameters::is_route;
use crate::detect::tally::text;
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::python::{Assignment, Module, Resolved, Symbol};

/// How a session is had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    /// `x()`, the one of this request.
    Scoped,
    /// `x.get()`
    Context,
    /// `with x.session_factory() as session`: a registry by threads is none by requests, which use several at once.
    Factory,
    /// `with x() as session`
    Maker,
}

/// A name at the top of a module by which sessions are had.
struct Held {
    symbol: Symbol,
    line: usize,
    form: Form,
    is_async: bool,
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
        // What makes sessions stands behind a registry or a variable.
        let first = all.iter().map(|it| it.form).min()?;
        all.retain(|it| it.form == first && users(code, it) > 0);
        let chosen = all.first()?;
        let certain = all.len() == 1 && is_settled(code, chosen);
        facts.add("db.session", fact(chosen, &all, certain));
        if !certain {
            return Some((chosen.is_async, evidence(chosen)));
        }
    }
    let is_chosen = |it: &Held| settled.as_ref().is_none_or(|settled| name(it) == *settled);
    let chosen = all.into_iter().find(is_chosen)?;
    let form = match chosen.form {
        Form::Scoped => "scoped",
        Form::Context => "context",
        Form::Factory => "factory",
        Form::Maker => "maker",
    };
    facts.add("db.session.form", text(form, evidence(&chosen)));
    Some((chosen.is_async, evidence(&chosen)))
}

fn fact(chosen: &Held, all: &[Held], certain: bool) -> Fact {
    let candidates = if certain {
        Vec::new()
    } else {
        all.iter().map(name).collect()
    };
    Fact {
        value: FactValue::Text(name(chosen)),
        evidence: evidence(chosen),
        certain,
        candidates,
    }
}

fn name(held: &Held) -> String {
    held.symbol.to_string()
}

fn evidence(held: &Held) -> Evidence {
    Evidence::line(&held.symbol.path, held.line)
}

/// All that the program keeps for sessions.
fn held(code: &Code) -> Vec<Held> {
    let mut found = Vec::new();
    for (path, module) in code.own() {
        let Some(dotted) = code.index.module(path) else {
            continue;
        };
        let top = module.assignments.iter().filter(|it| it.scope.is_empty());
        found.extend(top.filter_map(|assigned| {
            let (form, is_async) = form(code, path, assigned)?;
            Some(Held {
                symbol: Symbol {
                    module: dotted.clone(),
                    name: assigned.name.clone(),
                    path: path.to_owned(),
                },
                line: assigned.line,
                form,
                is_async,
            })
        }));
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

/// How many other modules of the program import it.
fn users(code: &Code, held: &Held) -> usize {
    using(code, held).len()
}

fn using(code: &Code, held: &Held) -> Vec<std::sync::Arc<Module>> {
    let others = code.mentioning(&held.symbol.name).into_iter();
    let others = others.filter(|(path, _)| *path != held.symbol.path);
    let uses = |path: &str, module: &Module| {
        module.imports.iter().any(|import| {
            let own = import
                .name
                .is_some()
                .then(|| code.resolve(path, &import.bound));
            matches!(own.flatten(), Some(Resolved::Own(symbol)) if symbol == held.symbol)
        })
    };
    others
        .filter(|(path, module)| uses(path, module))
        .map(|(_, module)| module)
        .collect()
}

/// Whether there is no doubt that routes have their sessions so: of what makes sessions, where routes themselves do.
fn is_settled(code: &Code, held: &Held) -> bool {
    let has_routes = |module: &Module| {
        let mut functions = module.all_functions();
        functions.any(is_route)
    };
    matches!(held.form, Form::Scoped | Form::Context)
        || using(code, held).iter().any(|module| has_routes(module))
}
