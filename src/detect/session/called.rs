//! Dependencies that are made where they are depended on, `Depends(Sessions(key="main"))`, and those of libraries.

use std::collections::BTreeMap;

use super::given::session_type;
use super::makes_router;
use crate::detect::code::Code;
use crate::detect::ids::{free_names, import_line};
use crate::detect::tally::{Decides, Tally, text};
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::python::{Expression, Module, Parameter, Symbol};

/// What stands in `Depends(…)` where a session is said to come of it.
struct Called {
    /// What is called or named, as facts write symbols.
    name: String,
    /// The call as it is written; nothing for a plain name.
    call: Option<String>,
    /// What else must be imported for it.
    imports: Vec<String>,
    is_async: bool,
}

/// Adds `db.session` of such, with `db.session.call`, `db.session.imports` and `db.session.alias`. Gives whether the
/// sessions are async.
pub(super) fn add(code: &Code, facts: &mut Facts) -> Option<(bool, Evidence)> {
    let mut tally = Tally::default();
    let mut seen: BTreeMap<String, Called> = BTreeMap::new();
    for (path, module) in code.own() {
        for (line, said) in said(module) {
            if let Some(called) = called(code, path, &said) {
                let written = called.call.as_ref().unwrap_or(&called.name).clone();
                tally.add(written.as_str(), Evidence::line(path, line));
                seen.entry(written).or_insert(called);
            }
        }
    }
    let mut fact = tally.decide(Decides::Most)?;
    let written = fact.value.to_string();
    let called = seen.remove(&written)?;
    let (is_async, evidence) = (called.is_async, fact.evidence.clone());
    fact.value = FactValue::Text(called.name.clone());
    if fact.certain {
        add_how(code, called, &evidence, facts);
    }
    facts.add("db.session", fact);
    Some((is_async, evidence))
}

fn add_how(code: &Code, called: Called, evidence: &Evidence, facts: &mut Facts) {
    if let Some(alias) = alias(code, &called) {
        facts.add(
            "db.session.alias",
            text(&alias.to_string(), evidence.clone()),
        );
    }
    if let Some(call) = called.call {
        facts.add("db.session.call", text(&call, evidence.clone()));
    }
    if !called.imports.is_empty() {
        let imports = FactValue::List(called.imports);
        facts.add(
            "db.session.imports",
            Fact::certain(imports, evidence.clone()),
        );
    }
}

/// What is said of one thing: its type, and what it depends on.
struct Said<'a> {
    kind: &'a Expression,
    depends: &'a Expression,
}

/// What a module says of parameters and aliases, each with its line.
fn said(module: &Module) -> Vec<(usize, Said<'_>)> {
    let aliases = module.assignments.iter();
    let aliases = aliases.filter_map(|it| Some((it.line, annotated(it.value.as_ref()?)?)));
    let functions = module.all_functions();
    let parameters = functions.flat_map(|it| it.parameters.iter().map(|of| (it.line, of)));
    let parameters = parameters.filter_map(|(line, it)| Some((line, of_parameter(it)?)));
    aliases.chain(parameters).collect()
}

fn of_parameter(parameter: &Parameter) -> Option<Said<'_>> {
    let kind = parameter.annotation.as_ref()?;
    let by_default = || {
        let depends = dependency(parameter.default.as_ref()?)?;
        Some(Said { kind, depends })
    };
    annotated(kind).or_else(by_default)
}

/// `Annotated[T, Depends(…)]`
fn annotated(value: &Expression) -> Option<Said<'_>> {
    let (name, items) = value.as_index()?;
    let is_one = name.ends_with("Annotated");
    let (kind, rest) = items.split_first().filter(|_| is_one)?;
    let depends = rest.iter().find_map(dependency)?;
    Some(Said { kind, depends })
}

fn dependency(value: &Expression) -> Option<&Expression> {
    let call = value.as_call().filter(|call| call.name() == "Depends")?;
    call.argument("dependency", 0)
}

/// What gives the session: a call of anything, or what a library has; what the project has by a plain name is known.
fn called(code: &Code, path: &str, said: &Said) -> Option<Called> {
    let is_async = session_type(code, path, said.kind)?;
    let call = said.depends.as_call();
    let name = match call {
        Some(call) => call.callee()?,
        None => said.depends.as_name()?,
    };
    if call.is_none() && code.external(path, name).is_none() {
        return None;
    }
    let (first, rest) = name.split_once('.').unwrap_or((name, ""));
    let line = import_line(code, path, first)?;
    let (module, bound) = line.strip_prefix("from ")?.split_once(" import ")?;
    let source = said.depends.source.split_whitespace().collect::<Vec<_>>();
    let source = source.join(" ");
    let others = free_names(&source).into_iter().filter(|it| *it != first);
    let mut imports: Vec<String> = Vec::new();
    for line in others.filter_map(|it| import_line(code, path, it)) {
        if !imports.contains(&line) {
            imports.push(line);
        }
    }
    let dot = if rest.is_empty() { "" } else { "." };
    (bound == first).then(|| Called {
        name: format!("{module}:{first}{dot}{rest}"),
        call: call.map(|_| source.clone()),
        imports,
        is_async,
    })
}

/// The alias for all of what is called.
fn alias(code: &Code, of: &Called) -> Option<Symbol> {
    code.own()
        .filter(|(_, module)| !makes_router(module))
        .find_map(|(path, module)| {
            let mut top = module.assignments.iter().filter(|it| it.scope.is_empty());
            let found = top.find(|it| {
                let said = it.value.as_ref().and_then(annotated);
                let found = said.and_then(|said| called(code, path, &said));
                found.is_some_and(|it| it.name == of.name && it.call == of.call)
            })?;
            Some(Symbol {
                module: code.index.module(path)?,
                name: found.name.clone(),
                path: path.to_owned(),
            })
        })
}
