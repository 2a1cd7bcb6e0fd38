//! Classes that are tables, and what they inherit.

use super::code::Code;
use super::other_rows::imperative;
use super::registry::{self, Mapped, mapped};
use crate::python::{Attribute, Class, Expression, Form, Module, Resolved, Symbol};

/// What makes a declarative base, by its name elsewhere.
const BASE_CLASSES: [&str; 3] = [
    "sqlalchemy.orm.DeclarativeBase",
    "sqlalchemy.orm.DeclarativeBaseNoMeta",
    "sqlalchemy.orm.decl_api.DeclarativeBase",
];
const BASE_MAKERS: [&str; 3] = [
    "sqlalchemy.orm.declarative_base",
    "sqlalchemy.ext.declarative.declarative_base",
    "sqlalchemy.ext.declarative.api.declarative_base",
];
/// A declarative base.
#[derive(Clone, Debug)]
pub(super) struct Base {
    /// Where it is defined; of `SQLModel`, where it comes from.
    pub symbol: String,
    /// The class or the assignment, as classes inherit it.
    pub resolved: Resolved,
    /// The file.
    pub path: String,
    /// The line.
    pub line: usize,
}

/// A class that is a table.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// Where it is.
    pub symbol: Symbol,
    /// The class.
    pub class: Class,
    /// All it inherits, nearest first.
    pub ancestors: Vec<Resolved>,
    /// The name that it gives to its table.
    pub given: Option<String>,
    /// Whether it is one of `SQLModel`.
    pub is_sqlmodel: bool,
    /// The entity whose rows it has: the class, without what all classes of tables end with.
    pub entity: String,
}

impl Table {
    /// `module:name`
    pub(super) fn text(&self) -> String {
        self.symbol.to_string()
    }
}

/// The declarative bases that the program defines, and registries, whose decorators do the same.
pub(super) fn bases(code: &Code) -> Vec<Base> {
    let mut found = Vec::new();
    let is_registry = |path: &str, value: Option<&Expression>| {
        registry::is_made(code, path, value) && !maps_by_calls(code)
    };
    for (path, module) in code.own() {
        let Some(dotted) = code.index.module(path) else {
            continue;
        };
        let base = |name: &str, line: usize| Base {
            symbol: format!("{dotted}:{name}"),
            resolved: Resolved::Own(Symbol {
                module: dotted.clone(),
                name: name.to_owned(),
                path: path.to_owned(),
            }),
            path: path.to_owned(),
            line,
        };
        let classes = module
            .classes
            .iter()
            .filter(|class| class.scope.is_empty() && is_base_class(code, path, class));
        found.extend(classes.map(|class| base(&class.name, class.line)));
        let made = module.assignments.iter().filter(|assigned| {
            let value = assigned.value.as_ref();
            let makes = is_made(code, path, value) || is_registry(path, value);
            assigned.scope.is_empty() && makes
        });
        found.extend(made.map(|assigned| base(&assigned.name, assigned.line)));
    }
    found
}

/// Whether classes become tables by calls alone, none by a decorator of a registry.
fn maps_by_calls(code: &Code) -> bool {
    let is_mapped = |path: &str, module: &Module| {
        let mut classes = module.classes.iter();
        classes.any(|class| mapped(code, path, class).is_some())
    };
    imperative(code).is_some() && !code.own().any(|(path, module)| is_mapped(path, module))
}

fn is_base_class(code: &Code, path: &str, class: &Class) -> bool {
    let direct = code.bases(path, class).iter().any(|base| {
        base.external()
            .is_some_and(|name| BASE_CLASSES.contains(&name))
    });
    let decorated = class
        .decorators
        .iter()
        .any(|decorator| decorator.head() == Some("as_declarative"));
    // `class Base(declarative_base()):`
    let inline = || {
        class
            .bases
            .iter()
            .any(|base| is_made(code, path, Some(base)))
    };
    direct || decorated || inline() || is_of_meta(code, path, class)
}

/// Whether the class itself says what makes it a base: `class Base(metaclass=DeclarativeMeta)`.
fn is_of_meta(code: &Code, path: &str, class: &Class) -> bool {
    let meta = class.keyword("metaclass").and_then(Expression::as_name);
    let meta = meta.and_then(|name| code.external(path, name));
    class.bases.is_empty()
        && meta.is_some_and(|name| {
            name.starts_with("sqlalchemy.") && name.ends_with(".DeclarativeMeta")
        })
}

fn is_made(code: &Code, path: &str, value: Option<&Expression>) -> bool {
    let Some(call) = value.and_then(Expression::as_call) else {
        return false;
    };
    if call.name() == "generate_base" {
        return true;
    }
    let callee = call.callee().unwrap_or_default();
    callee.ends_with("declarative_base")
        && code
            .external(path, callee)
            .is_some_and(|name| BASE_MAKERS.contains(&name.as_str()))
}

/// The classes that are tables: they name one or say `table=True`, or they inherit a base that derives the name.
pub(super) fn tables(code: &Code, bases: &[Base]) -> Vec<Table> {
    let mut found = Vec::new();
    for (path, module) in code.own() {
        let Some(dotted) = code.index.module(path) else {
            continue;
        };
        for class in module.classes.iter().filter(|class| class.scope.is_empty()) {
            found.extend(table(code, path, &dotted, module, class, bases));
        }
    }
    found
}

fn table(
    code: &Code,
    path: &str,
    dotted: &str,
    module: &Module,
    class: &Class,
    bases: &[Base],
) -> Option<Table> {
    if is_true(
        class
            .attribute("__abstract__")
            .and_then(|found| found.value.as_ref()),
    ) {
        return None;
    }
    let is_sqlmodel = is_true(class.keyword("table"));
    let assigned = class.attribute("__tablename__").map(|it| it.value.as_ref());
    let returned = || {
        let method = class.method("__tablename__")?;
        method
            .returned
            .iter()
            .find(|value| value.as_text().is_some())
    };
    let given = assigned.unwrap_or_else(returned);
    let has_columns = class.attributes.iter().any(is_column);
    if !is_sqlmodel && given.is_none() && !has_columns {
        return None;
    }
    let mut ancestors = code.ancestors(path, class);
    ancestors.extend(
        mapped(code, path, class)
            .into_iter()
            .flat_map(Mapped::ancestors),
    );
    let is_own = |base: &Base| ancestors.contains(&base.resolved);
    let is_base = bases
        .iter()
        .any(|base| base.path == path && base.symbol.ends_with(&format!(":{}", class.name)));
    let inherits = bases.iter().any(is_own);
    if is_base || !is_sqlmodel && given.is_none() && !(inherits && derives_name(code, &ancestors)) {
        return None;
    }
    Some(Table {
        symbol: Symbol {
            module: dotted.to_owned(),
            name: class.name.clone(),
            path: path.to_owned(),
        },
        class: class.clone(),
        ancestors,
        given: given.and_then(|value| table_name(module, value)),
        is_sqlmodel,
        entity: class.name.clone(),
    })
}

fn table_name(module: &Module, value: &Expression) -> Option<String> {
    let text = value.as_text().map(str::to_owned);
    text.or_else(|| {
        let named = module.value(value.as_name()?, "")?;
        named.as_text().map(str::to_owned)
    })
}

/// Whether one of the ancestors makes the table's name from the class's.
pub(super) fn derives_name(code: &Code, ancestors: &[Resolved]) -> bool {
    ancestors.iter().any(|ancestor| match ancestor {
        Resolved::Own(symbol) => code
            .class(symbol)
            .is_some_and(|class| class.method("__tablename__").is_some()),
        _ => false,
    })
}

fn is_true(value: Option<&Expression>) -> bool {
    value.is_some_and(|value| value.form == Form::Bool(true))
}

/// Whether the attribute is a column, and in which form: `mapped`, `column`, `field`.
pub(super) fn column_form(attribute: &Attribute) -> Option<&'static str> {
    let annotated = attribute.annotation.as_ref().and_then(Expression::head);
    let made = attribute
        .value
        .as_ref()
        .and_then(Expression::as_call)
        .map(crate::python::Call::name);
    match (annotated, made) {
        (_, Some("relationship" | "Relationship" | "association_proxy" | "column_property")) => {
            None
        }
        (Some("Mapped"), _) | (_, Some("mapped_column")) => Some("mapped"),
        (_, Some("Column")) => Some("column"),
        (_, Some("Field")) => Some("field"),
        _ => None,
    }
}

fn is_column(attribute: &Attribute) -> bool {
    matches!(column_form(attribute), Some("mapped" | "column"))
}
