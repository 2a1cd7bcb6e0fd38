//! What gives a session: by its annotation, by what it returns or yields.

use crate::detect::code::Code;
use crate::detect::objects;
use crate::idiom::makes_maker;
use crate::pytest;
use crate::python::{Call, Expression, Form, Function, Module, Resolved, Symbol};

/// Whether the function yields or returns a session, and whether that is an async one.
pub(in crate::detect) fn session_of(
    code: &Code,
    path: &str,
    module: &Module,
    function: &Function,
) -> Option<bool> {
    if is_opener(function) {
        return None;
    }
    value_of(code, path, module, function)
}

/// Whether calling the function makes a context manager, by its decorators.
pub(super) fn is_opener(function: &Function) -> bool {
    let mut decorators = function.decorators.iter();
    decorators.any(|it| matches!(it.head(), Some("contextmanager" | "asynccontextmanager")))
}

/// Whether what the function yields or returns is a session, and whether that is an async one.
pub(super) fn value_of(
    code: &Code,
    path: &str,
    module: &Module,
    function: &Function,
) -> Option<bool> {
    let annotated = function
        .returns
        .as_ref()
        .and_then(|returns| session_type(code, path, returns));
    annotated.or_else(|| {
        let values = function.yielded.iter().chain(&function.returned);
        values
            .into_iter()
            .find_map(|value| of_value(code, path, module, &function.path(), value, 6))
    })
}

/// Whether the annotation is that of a session, also within `Iterator[…]` and the like.
pub(in crate::detect) fn session_type(
    code: &Code,
    path: &str,
    annotation: &Expression,
) -> Option<bool> {
    match &annotation.form {
        Form::Name(name) => of_class(code, path, name),
        Form::Index(value, items) => {
            let around = value.head().unwrap_or_default();
            let gives = [
                "Generator",
                "AsyncGenerator",
                "Iterator",
                "AsyncIterator",
                "Iterable",
                "AsyncIterable",
            ];
            let item = items.first().filter(|_| gives.contains(&around));
            item.map_or_else(
                || value.as_name().and_then(|name| of_class(code, path, name)),
                |item| session_type(code, path, item),
            )
        }
        Form::Text(text) => crate::python::read(&format!("x: {text}"))
            .assignments
            .first()
            .and_then(|assigned| session_type(code, path, assigned.annotation.as_ref()?)),
        _ => None,
    }
}

/// How many names an own type may stand behind another.
const NAMES: usize = 5;

/// Whether the class that is called `name` is a session, and whether that is an async one.
pub(in crate::detect) fn of_class(code: &Code, path: &str, name: &str) -> Option<bool> {
    let last = name.rsplit('.').next().unwrap_or(name);
    let may_be = last.contains("Session") || last.ends_with("scoped_session");
    may_be.then(|| type_of(code, path, name, NAMES)).flatten()
}

/// What a class of SQLAlchemy is, one of the project that inherits it, or another name of one.
fn type_of(code: &Code, path: &str, name: &str, steps: usize) -> Option<bool> {
    let steps = steps.checked_sub(1)?;
    let symbol = match code.resolve(path, name)? {
        Resolved::External(from) => return of_sqlalchemy(&from),
        Resolved::Own(symbol) => symbol,
        Resolved::Module(_) => return None,
    };
    if let Some(class) = code.class(&symbol) {
        let above = code.ancestors(&symbol.path, &class);
        let mut external = above.iter().filter_map(Resolved::external);
        return external.find_map(of_sqlalchemy);
    }
    let module = code.module(&symbol.path)?;
    let value = module.value(&symbol.name, "")?;
    let renamed = || value.as_call().filter(|call| call.name() == "NewType");
    let name = value
        .as_name()
        .or_else(|| renamed()?.positional(1)?.as_name())?;
    type_of(code, &symbol.path, name, steps)
}

fn of_sqlalchemy(dotted: &str) -> Option<bool> {
    let from = dotted.starts_with("sqlalchemy") || dotted.starts_with("sqlmodel");
    match dotted.rsplit('.').next() {
        Some("Session" | "scoped_session") if from => Some(false),
        Some("AsyncSession" | "async_scoped_session") if from => Some(true),
        _ => None,
    }
}

fn of_value(
    code: &Code,
    path: &str,
    module: &Module,
    scope: &str,
    value: &Expression,
    steps: usize,
) -> Option<bool> {
    let steps = steps.checked_sub(1)?;
    match &value.form {
        Form::Name(name) if !name.contains('.') => {
            let value = module.value(name, scope).filter(|found| *found != value)?;
            of_value(code, path, module, scope, value, steps)
        }
        Form::Of(inner) => of_value(code, path, module, scope, inner, steps),
        Form::Call(call) => {
            // What a fixture makes sessions with may be a name of its own.
            let own = call.callee().and_then(|callee| module.value(callee, scope));
            let is_local = !scope.is_empty();
            let made = own.filter(|_| is_local).and_then(maker);
            made.or_else(|| of_call(code, path, scope, call, steps))
        }
        _ => None,
    }
}

/// A call gives a session where it calls the class, or what `sessionmaker` made.
fn of_call(code: &Code, path: &str, scope: &str, call: &Call, steps: usize) -> Option<bool> {
    let callee = call.callee()?;
    let callee = callee.strip_suffix(".begin").unwrap_or(callee);
    if let Some(is_async) = of_class(code, path, callee) {
        return Some(is_async);
    }
    if let Some(name) = callee.strip_prefix("self.").or(callee.strip_prefix("cls.")) {
        return of_own(code, path, scope, name, steps);
    }
    match code.resolve(path, callee) {
        Some(Resolved::Own(symbol)) => made_by(code, &symbol, steps),
        None => of_method(code, path, callee, steps),
        Some(_) => None,
    }
}

/// What a method of the class around gives, or what that keeps to make sessions with: `self.sessions()`.
fn of_own(code: &Code, path: &str, scope: &str, name: &str, steps: usize) -> Option<bool> {
    let steps = steps.checked_sub(1)?;
    let (around, _) = scope.split_once('.')?;
    let class = Symbol {
        module: String::new(),
        name: around.to_owned(),
        path: path.to_owned(),
    };
    let module = code.module(path)?;
    let held = module.class(around)?;
    if let Some(method) = held.method(name) {
        return of_function(code, path, method, steps);
    }
    let value = objects::attribute(code, &class, held, name)?;
    maker(&value).or_else(|| of_call(code, path, scope, value.as_call()?, steps))
}

/// What the method of an object of the project gives: `manager.session()`, where `manager = Manager(…)`.
fn of_method(code: &Code, path: &str, callee: &str, steps: usize) -> Option<bool> {
    let (object, name) = objects::object(code, path, callee)?;
    let method = objects::method(code, &object, name)?;
    of_function(code, &method.class.path, &method.function, steps)
}

/// What a function gives that is called by hand: as it is annotated, else what it returns or yields.
fn of_function(code: &Code, path: &str, function: &Function, steps: usize) -> Option<bool> {
    let annotated = function.returns.as_ref();
    let annotated = annotated.and_then(|it| session_type(code, path, it));
    annotated.or_else(|| {
        let module = code.module(path)?;
        let mut values = function.yielded.iter().chain(&function.returned);
        values.find_map(|it| of_value(code, path, &module, &function.path(), it, steps))
    })
}

/// Whether what is called `symbol` makes sessions.
fn made_by(code: &Code, symbol: &Symbol, steps: usize) -> Option<bool> {
    let steps = steps.checked_sub(1)?;
    let module = code.module(&symbol.path)?;
    if let Some(function) = module.function(&symbol.name) {
        if pytest::fixture(function).is_some() {
            // Who names a fixture has what it gives.
            let mut given = function.yielded.iter().chain(&function.returned);
            return given.find_map(|value| maker(module.as_value(value, &function.path())));
        }
        return of_function(code, &symbol.path, function, steps);
    }
    let value = module.value(&symbol.name, "")?;
    maker(value).or_else(|| of_call(code, &symbol.path, "", value.as_call()?, steps))
}

/// Whether the value makes sessions when it is called; of `sessionmaker(engine) if engine else None` what is made counts.
pub(super) fn maker(value: &Expression) -> Option<bool> {
    if let Some(call) = value.as_call() {
        return makes_maker(call);
    }
    let (before, _) = value.source.rsplit_once(" else ")?;
    let (made, _) = before.rsplit_once(" if ")?;
    let read = crate::python::read(&format!("x = ({made})"));
    let value = read.value("x", "")?;
    match &value.form {
        Form::Of(inner) => makes_maker(inner.as_call()?),
        _ => makes_maker(value.as_call()?),
    }
}
