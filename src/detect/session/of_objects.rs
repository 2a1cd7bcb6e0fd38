//! Sessions that an object at the top of a module has, as `db.session` of a library or of the project's own, and context
//! managers that open one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::given::{is_opener, session_type, value_of};
use super::held::{Form, Held};
use crate::detect::code::Code;
use crate::detect::objects::class_of;
use crate::facts::Evidence;
use crate::python::{
    Assignment, Class, Expression, Function, Module, Parameter, ParameterKind, Symbol,
};

/// Objects of libraries whose property `session` is that of the request, and whether it is an async one:
/// <https://pypi.org/project/FastAPI-SQLAlchemy/>, <https://pypi.org/project/fastapi-async-sqlalchemy/>.
const LIBRARIES: [(&str, &str, bool); 2] = [
    ("fastapi_sqlalchemy", "db", false),
    ("fastapi_async_sqlalchemy", "db", true),
];

/// The sessions of libraries that the program imports.
pub(super) fn libraries(code: &Code) -> Vec<Held> {
    let used = |(package, object, is_async): &(&str, &str, bool)| {
        let target = format!("{package}.{object}");
        code.own().find_map(|(path, module)| {
            let mut imports = module.imports.iter();
            let import = imports.find(|import| import.target() == target)?;
            Some(Held {
                name: format!("{package}:{object}.session"),
                symbol: None,
                evidence: Evidence::line(path, import.line),
                form: Form::Property,
                is_async: *is_async,
            })
        })
    };
    LIBRARIES.iter().filter_map(used).collect()
}

/// The modules not read at once, as they name no library, that may make an object whose class has sessions.
pub(super) fn holders(code: &Code) -> BTreeMap<String, Arc<Module>> {
    let mut found = BTreeMap::new();
    for (path, module) in code.own() {
        for class in module.classes.iter().filter(|it| it.scope.is_empty()) {
            let mut methods = class.methods.iter();
            if methods.any(|it| member(code, path, it).is_some()) {
                found.extend(code.mentioning(&class.name));
            }
        }
    }
    found.retain(|path, _| code.own().all(|(own, _)| own != path));
    found
}

/// The sessions that the object called `symbol` has as a property, or that its methods open.
pub(super) fn of_object(code: &Code, symbol: &Symbol, assigned: &Assignment) -> Vec<Held> {
    let held = |(member, form, is_async): (String, Form, bool)| Held {
        name: format!("{symbol}.{member}"),
        symbol: Some(symbol.clone()),
        evidence: Evidence::line(&symbol.path, assigned.line),
        form,
        is_async,
    };
    let members = match class_of(code, symbol) {
        Some(class) if class != *symbol => of_instances(code, &class),
        _ => of_itself(code, symbol, assigned).into_iter().collect(),
    };
    members.into_iter().map(held).collect()
}

/// What the instances of a class have: properties, and methods that make context managers.
fn of_instances(code: &Code, symbol: &Symbol) -> Vec<(String, Form, bool)> {
    let Some(class) = code.class(symbol) else {
        return Vec::new();
    };
    let above = code.ancestors(&symbol.path, &class).into_iter();
    let above = above.filter_map(crate::python::Resolved::own);
    let classes = above.filter_map(|it| Some((it.path.clone(), code.class(&it)?)));
    let classes = [(symbol.path.clone(), class)].into_iter().chain(classes);
    let members = classes.flat_map(|(path, class)| {
        let methods = class.methods.into_iter();
        methods.filter_map(move |it| member(code, &path, &it))
    });
    members.collect()
}

/// A property that is a session, or a method that opens one.
fn member(code: &Code, path: &str, method: &Function) -> Option<(String, Form, bool)> {
    if method.name.starts_with('_') {
        return None;
    }
    let form = if method.decorator("property").is_some() {
        Form::Property
    } else if is_opener(method) && !asks(method) {
        Form::Opener
    } else {
        return None;
    };
    // One that passes on what another object has.
    let end = format!(".{}", method.name);
    let mut returned = method.returned.iter().filter_map(Expression::as_name);
    if returned.any(|it| it.ends_with(&end) && !it.starts_with("self.")) {
        return None;
    }
    let is_async = value_of(code, path, &*code.module(path)?, method)?;
    Some((method.name.clone(), form, is_async))
}

/// Whether a function must be given something beside the object that has it and what FastAPI gives.
pub(super) fn asks(function: &Function) -> bool {
    let is_said = |it: &Parameter| {
        let annotation = it.annotation.as_ref();
        let name = annotation.and_then(Expression::head).unwrap_or_default();
        let given = ["Annotated", "HTTPConnection", "Request", "WebSocket"];
        it.name == "request" || given.contains(&name)
    };
    let mut parameters = function.parameters.iter().filter(|it| !is_said(it));
    parameters.any(|it| {
        let is_one = !matches!(it.kind, ParameterKind::Rest | ParameterKind::Keywords);
        is_one && it.default.is_none() && !matches!(it.name.as_str(), "self" | "cls")
    })
}

/// What a class has by a property of its metaclass, where the object is that class by another name or one of several
/// things that a function gave.
fn of_itself(code: &Code, symbol: &Symbol, assigned: &Assignment) -> Option<(String, Form, bool)> {
    let module = code.module(&symbol.path)?;
    let value = assigned.value.as_ref()?;
    if let Some(name) = value.as_name() {
        return by_metaclass(code, &symbol.path, &module, (name, ""));
    }
    let function = module.function(value.as_call()?.callee()?)?;
    let given = function.returned.last()?;
    let mut names = assigned.name.split(',');
    let at = names.position(|it| it == symbol.name)?;
    let name = given.items().get(at).unwrap_or(given).as_name()?;
    by_metaclass(code, &symbol.path, &module, (name, &function.path()))
}

/// The sessions that classes at the top of a module have by their metaclasses.
pub(super) fn of_classes(code: &Code, path: &str, module: &Module) -> Vec<Held> {
    let top = module.classes.iter().filter(|it| it.scope.is_empty());
    let held = |class: &Class| {
        let (member, form, is_async) = by_metaclass(code, path, module, (&class.name, ""))?;
        let symbol = Symbol {
            module: code.index.module(path)?,
            name: class.name.clone(),
            path: path.to_owned(),
        };
        Some(Held {
            name: format!("{symbol}.{member}"),
            symbol: Some(symbol),
            evidence: Evidence::line(path, class.line),
            form,
            is_async,
        })
    };
    top.filter_map(held).collect()
}

fn by_metaclass(
    code: &Code,
    path: &str,
    module: &Module,
    (name, scope): (&str, &str),
) -> Option<(String, Form, bool)> {
    let within = |wanted: &str| -> Option<&Class> {
        let mut classes = module.classes.iter();
        classes.find(|it| it.name == wanted && it.scope == scope)
    };
    let meta = within(within(name)?.keyword("metaclass")?.as_name()?)?;
    let mut properties = meta.methods.iter();
    properties.find_map(|it| {
        let _ = it.decorator("property")?;
        let is_async = session_type(code, path, it.returns.as_ref()?)?;
        Some((it.name.clone(), Form::Property, is_async))
    })
}

/// The functions at the top of a module that make context managers of sessions.
pub(super) fn openers(code: &Code, path: &str, module: &Module) -> Vec<Held> {
    let top = module.functions.iter().filter(|it| it.scope.is_empty());
    let opener = |function: &Function| {
        let is_shared = is_opener(function) && !function.name.starts_with('_') && !asks(function);
        let symbol = is_shared.then(|| code.index.module(path)).flatten();
        let symbol = Symbol {
            module: symbol?,
            name: function.name.clone(),
            path: path.to_owned(),
        };
        Some(Held {
            name: symbol.to_string(),
            symbol: Some(symbol),
            evidence: Evidence::line(path, function.line),
            form: Form::Opener,
            is_async: value_of(code, path, module, function)?,
        })
    };
    top.filter_map(opener).collect()
}
