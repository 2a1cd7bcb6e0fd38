//! A function or method that can be called: with what, and what comes back.

use super::calm::{self, is_harmless};
use super::code::{Code, Found};
use super::fixtures::Fixtures;
use super::limits::Limits;
use super::models;
use super::sample::{Sample, Sampler, Use, import};
use super::types::{Annotated, Type, annotated};
use crate::python::{Class, Expression, Function, Parameter, ParameterKind, Symbol};

/// Where values come from.
#[derive(Clone, Copy)]
pub(super) struct Makings<'a> {
    /// The project.
    pub code: &'a Code<'a>,
    /// Its fixtures.
    pub fixtures: &'a Fixtures,
}

/// Something to call.
#[derive(Clone, Debug)]
pub(super) struct Callable {
    /// The function.
    pub function: Found<Function>,
    /// The class that it is a method of.
    pub owner: Option<Symbol>,
}

/// An argument of a call.
#[derive(Clone, Debug)]
pub(super) struct Passed {
    /// The parameter.
    pub name: String,
    /// Passed by its place alone.
    pub by_place: bool,
    /// Its type.
    pub of: Annotated,
    /// The value.
    pub value: Sample,
    /// The fixture that it is.
    pub fixture: Option<String>,
}

/// What a call needs before it: statements, fixtures, imports.
#[derive(Clone, Debug, Default)]
pub(super) struct Setting {
    /// Statements.
    pub arrange: Vec<String>,
    /// Names of fixtures.
    pub fixtures: Vec<String>,
    /// Import lines.
    pub imports: Vec<String>,
    /// What is called, as code.
    pub function: String,
}

/// Defaults that FastAPI fills in, and nobody else.
const FILLED: [&str; 9] = [
    "Depends", "Security", "Query", "Path", "Body", "Header", "Cookie", "Form", "File",
];

impl Makings<'_> {
    /// The arguments that `function` must be given.
    ///
    /// # Errors
    /// Says which parameter no value can be made for.
    pub fn arguments(&self, function: &Found<Function>) -> Result<Vec<Passed>, String> {
        let own = function.item.parameters.iter();
        let needed = own.filter(|parameter| is_needed(parameter));
        needed
            .map(|parameter| self.passed(&function.path, parameter))
            .collect()
    }

    fn passed(&self, path: &str, parameter: &Parameter) -> Result<Passed, String> {
        let Some(annotation) = &parameter.annotation else {
            return Err(format!("`{}`, which has no type", parameter.name));
        };
        let of = annotated(self.code, path, annotation);
        let (value, fixture) = self.value(&of, &parameter.name, 3).map_err(|what| {
            let bare = format!("`{}`", parameter.name);
            if what == bare {
                format!("{bare}, a `{}`", annotation.source)
            } else {
                what
            }
        })?;
        Ok(Passed {
            name: parameter.name.clone(),
            by_place: parameter.kind == ParameterKind::PositionOnly,
            of,
            value,
            fixture,
        })
    }

    /// A value of a type: a sample, a fixture, or an object of the project that can be built of such.
    fn value(
        &self,
        of: &Annotated,
        name: &str,
        depth: usize,
    ) -> Result<(Sample, Option<String>), String> {
        match of.essence() {
            Type::Session { is_async } => match self.fixtures.session(*is_async) {
                Some(fixture) => Ok((Sample::bare(&fixture.name), Some(fixture.name.clone()))),
                None => Err(format!("`{name}`: no fixture gives such a session")),
            },
            Type::Class(symbol) if depth > 0 => self.built(symbol, name, depth),
            _ => {
                let sampler = Sampler {
                    code: self.code,
                    wanted: Use::Python,
                };
                Ok((sampler.sample(of, &Limits::default(), name)?, None))
            }
        }
    }

    /// An object of a class of the project, as its constructor wants it.
    fn built(
        &self,
        symbol: &Symbol,
        name: &str,
        depth: usize,
    ) -> Result<(Sample, Option<String>), String> {
        let failed = || Err(format!("`{name}`, a `{}`", symbol.name));
        let lineage = self.code.lineage(symbol);
        if lineage
            .own
            .first()
            .is_none_or(|class| is_abstract(&class.item))
            || !lineage.external.iter().all(|base| is_bare(base))
        {
            return failed();
        }
        let mut arguments = Vec::new();
        let mut fixture = None;
        let mut imports = vec![import(symbol)];
        if let Some(init) = self.code.method(symbol, "__init__") {
            for parameter in init.item.parameters.iter().filter(|one| is_needed(one)) {
                let Some(annotation) = &parameter.annotation else {
                    return failed();
                };
                let of = annotated(self.code, &init.path, annotation);
                let (value, from) = self.value(&of, &parameter.name, depth - 1)?;
                arguments.push(given(parameter, &value.code));
                imports.extend(value.imports);
                fixture = fixture.or(from);
            }
        }
        let code = format!("{}({})", symbol.name, arguments.join(", "));
        Ok((Sample { code, imports }, fixture))
    }

    /// What must stand before a call of `callable`, and how it is called.
    ///
    /// # Errors
    /// Says what no value can be made for.
    pub fn setting(&self, callable: &Callable) -> Result<Setting, String> {
        let function = &callable.function.item;
        let Some(owner) = &callable.owner else {
            return Ok(Setting {
                imports: vec![imported(&callable.function.module, &function.name)],
                function: called(&function.name),
                ..Setting::default()
            });
        };
        let is_static = ["staticmethod", "classmethod"]
            .iter()
            .any(|name| function.decorator(name).is_some());
        if is_static || function.name == "__init__" {
            let name = if is_static {
                format!("{}.{}", owner.name, function.name)
            } else {
                owner.name.clone()
            };
            return Ok(Setting {
                imports: vec![import(owner)],
                function: name,
                ..Setting::default()
            });
        }
        self.receiver(owner, &function.name)
    }

    fn receiver(&self, owner: &Symbol, method: &str) -> Result<Setting, String> {
        let class = self.code.class(owner);
        let is_record = class.as_ref().is_some_and(|class| {
            let decorators = &class.item.decorators;
            decorators.iter().any(|one| one.head() == Some("dataclass"))
        });
        let is_model = self.code.lineage(owner).has(&["BaseModel", "SQLModel"]);
        let (sample, fixture) = if is_record || is_model {
            if models::model(self.code, owner).is_table {
                return Err(format!("a `{}`", owner.name));
            }
            let sampler = Sampler {
                code: self.code,
                wanted: Use::Python,
            };
            (sampler.object(owner, &owner.name)?, None)
        } else {
            self.built(owner, &owner.name, 3)?
        };
        let name = variable(&owner.name);
        Ok(Setting {
            arrange: vec![format!("{name} = {}", sample.code)],
            fixtures: fixture.into_iter().collect(),
            imports: sample.imports,
            function: format!("{name}.{method}"),
        })
    }
}

/// Whether a base from elsewhere brings no constructor.
fn is_bare(base: &str) -> bool {
    let last = base.rsplit('.').next().unwrap_or(base);
    ["object", "ABC", "Generic", "Protocol"].contains(&last)
}

/// Whether a parameter must be given by whoever calls.
fn is_needed(parameter: &Parameter) -> bool {
    let is_variadic = matches!(
        parameter.kind,
        ParameterKind::Rest | ParameterKind::Keywords
    );
    let is_filled = parameter
        .default
        .as_ref()
        .and_then(Expression::as_call)
        .is_some_and(|call| FILLED.contains(&call.name()));
    let is_self =
        ["self", "cls"].contains(&parameter.name.as_str()) && parameter.annotation.is_none();
    !is_self && !is_variadic && (parameter.default.is_none() || is_filled)
}

fn given(parameter: &Parameter, value: &str) -> String {
    if parameter.kind == ParameterKind::KeywordOnly {
        format!("{}={value}", parameter.name)
    } else {
        value.to_owned()
    }
}

/// Whether a class cannot be built: it is abstract, or a protocol.
pub(super) fn is_abstract(class: &Class) -> bool {
    let by_base = class
        .bases
        .iter()
        .any(|base| base.head() == Some("Protocol"));
    by_base
        || class
            .methods
            .iter()
            .any(|method| method.decorator("abstractmethod").is_some())
}

/// The line that imports a function; under another name where pytest would take it for a test.
pub(super) fn imported(module: &str, name: &str) -> String {
    match called(name) {
        same if same == name => format!("from {module} import {name}"),
        other => format!("from {module} import {name} as {other}"),
    }
}

/// What a function is called in a file of tests.
pub(super) fn called(name: &str) -> String {
    if name.starts_with("test") {
        format!("call_{name}")
    } else {
        name.to_owned()
    }
}

/// The variable for an object of a class: `service` of `OrderService`.
fn variable(class: &str) -> String {
    let snake = snake(class);
    snake.rsplit('_').next().unwrap_or(&snake).to_owned()
}

/// A class's name in small letters.
pub(super) fn snake(name: &str) -> String {
    crate::naming::Names::new(name)
        .map_or_else(|_| name.to_lowercase(), |names| names.snake.clone())
}

impl Callable {
    /// `OrderService.total`, or `total`.
    pub fn path(&self) -> String {
        let name = &self.function.item.name;
        match &self.owner {
            Some(owner) if name == "__init__" => owner.name.clone(),
            Some(owner) => format!("{}.{name}", owner.name),
            None => name.clone(),
        }
    }

    /// The beginning of the names of its tests.
    pub fn test_name(&self) -> String {
        let name = &self.function.item.name;
        match &self.owner {
            Some(owner) if name == "__init__" => format!("test_{}", snake(&owner.name)),
            Some(owner) => format!("test_{}_{name}", snake(&owner.name)),
            None => format!("test_{name}"),
        }
    }

    /// What keeps its calls from being told: a decorator that does who knows what.
    pub fn unknown_decorator(&self) -> Option<&str> {
        let decorators = &self.function.item.decorators;
        let unknown = decorators
            .iter()
            .find(|decorator| !is_harmless(decorator))?;
        Some(unknown.head().unwrap_or("?"))
    }

    /// Whether its body is sure to come back.
    pub fn judge<'a>(&self, code: &'a Code<'a>) -> calm::Judge<'a> {
        calm::Judge::new(code, &self.function, self.owner.as_ref())
    }
}
