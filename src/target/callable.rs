//! A function or method that can be called: with what, and what comes back.

use super::calm::{self, is_harmless, is_plain, is_property};
use super::code::{Code, Found};
use super::fixtures::Fixtures;
use super::limits::Limits;
use super::models;
use super::refusal::{adjusted, refusals};
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
    /// Whether making it is sure to come back.
    pub is_sure: bool,
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
    /// Whether what is called is sure to be there: a constructor that it needs comes back.
    pub is_sure: bool,
}

/// A value for an argument.
struct Value {
    sample: Sample,
    /// The fixture that it is, or is made with.
    fixture: Option<String>,
    /// Whether making it is sure to come back.
    is_sure: bool,
}

impl Value {
    fn plain(sample: Sample) -> Self {
        Self {
            sample,
            fixture: None,
            is_sure: true,
        }
    }
}

/// Decorators that make a context manager of a generator.
const CONTEXTS: [&str; 2] = ["contextmanager", "asynccontextmanager"];

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
        let value = self.value(&of, &parameter.name, 3).map_err(|what| {
            let bare = format!("`{}`", parameter.name);
            if what == bare {
                let words: Vec<&str> = annotation.source.split_whitespace().collect();
                format!("{bare}, a `{}`", words.join(" "))
            } else {
                what
            }
        })?;
        Ok(Passed {
            name: parameter.name.clone(),
            by_place: parameter.kind == ParameterKind::PositionOnly,
            of,
            value: value.sample,
            fixture: value.fixture,
            is_sure: value.is_sure,
        })
    }

    /// A value of a type: a sample, a fixture, or an object of the project that can be built of such.
    fn value(&self, of: &Annotated, name: &str, depth: usize) -> Result<Value, String> {
        match of.essence() {
            Type::Session { is_async } => match self.fixtures.session(*is_async) {
                Some(fixture) => Ok(Value {
                    fixture: Some(fixture.name.clone()),
                    ..Value::plain(Sample::bare(&fixture.name))
                }),
                None => Err(format!("`{name}`: no fixture gives such a session")),
            },
            Type::Class(symbol) if depth > 0 => self.built(symbol, name, depth),
            _ => {
                let sampler = Sampler {
                    code: self.code,
                    wanted: Use::Python,
                };
                Ok(Value::plain(sampler.sample(
                    of,
                    &Limits::default(),
                    name,
                )?))
            }
        }
    }

    /// An object of a class of the project, as its constructor wants it.
    fn built(&self, symbol: &Symbol, name: &str, depth: usize) -> Result<Value, String> {
        let failed = || Err(format!("`{name}`, a `{}`", symbol.name));
        let lineage = self.code.lineage(symbol);
        let class = lineage.own.first();
        if class.is_none_or(|class| is_abstract(&class.item))
            || !lineage.external.iter().all(|base| is_plain(base))
        {
            return failed();
        }
        let mut made = Value::plain(Sample::with("", &import(symbol)));
        let mut arguments = Vec::new();
        if let Some(init) = self.code.method(symbol, "__init__") {
            let mut given = Vec::new();
            for parameter in init.item.parameters.iter().filter(|one| is_needed(one)) {
                let Some(annotation) = &parameter.annotation else {
                    return failed();
                };
                let of = annotated(self.code, &init.path, annotation);
                let value = self.value(&of, &parameter.name, depth - 1)?;
                made.is_sure &= value.is_sure;
                made.fixture = made.fixture.or_else(|| value.fixture.clone());
                given.push(Passed {
                    name: parameter.name.clone(),
                    by_place: parameter.kind != ParameterKind::KeywordOnly,
                    of,
                    value: value.sample,
                    fixture: value.fixture,
                    is_sure: value.is_sure,
                });
            }
            let constructor = Callable {
                function: init,
                owner: Some(symbol.clone()),
            };
            let given = adjusted(self.code, &constructor, given);
            for passed in &given {
                arguments.push(passed.written());
                made.sample.imports.extend(passed.value.imports.clone());
            }
            made.is_sure &= refusals(self.code, &constructor, &given).comes_back;
        }
        made.sample.code = format!("{}({})", symbol.name, arguments.join(", "));
        Ok(made)
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
                is_sure: true,
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
                is_sure: true,
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
        let value = if is_record || is_model {
            if models::model(self.code, owner).is_table {
                return Err(format!("a `{}`", owner.name));
            }
            let sampler = Sampler {
                code: self.code,
                wanted: Use::Python,
            };
            Value::plain(sampler.object(owner, &owner.name)?)
        } else {
            self.built(owner, &owner.name, 3)?
        };
        let name = variable(&owner.name);
        Ok(Setting {
            arrange: vec![format!("{name} = {}", value.sample.code)],
            fixtures: value.fixture.into_iter().collect(),
            imports: value.sample.imports,
            is_sure: value.is_sure,
            function: format!("{name}.{method}"),
        })
    }
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

impl Passed {
    /// The argument as it stands in a call.
    pub fn written(&self) -> String {
        if self.by_place {
            self.value.code.clone()
        } else {
            format!("{}={}", self.name, self.value.code)
        }
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
        let unknown = decorators.iter().find(|decorator| {
            let is_context = decorator
                .head()
                .is_some_and(|head| CONTEXTS.contains(&head));
            !is_harmless(decorator) && !is_context
        })?;
        Some(unknown.head().unwrap_or("?"))
    }

    /// Whether its name is given to something else as well: in another branch, by an assignment, or as a fallback.
    pub fn is_rebound(&self, code: &Code) -> bool {
        let Some(module) = code.module(&self.function.path) else {
            return true;
        };
        let own = &self.function.item;
        let is_same = |other: &&Function| {
            let extra = ["overload", "setter", "getter", "deleter"];
            other.name == own.name
                && other.scope == own.scope
                && !extra.iter().any(|name| other.decorator(name).is_some())
        };
        let assigned = module
            .assignments
            .iter()
            .any(|one| one.scope == own.scope && one.name == own.name);
        let imported =
            own.scope.is_empty() && module.imports.iter().any(|one| one.bound == own.name);
        module.all_functions().filter(is_same).count() > 1 || assigned || imported
    }

    /// Whether it is a context manager.
    pub fn is_context(&self) -> bool {
        CONTEXTS
            .iter()
            .any(|name| self.function.item.decorator(name).is_some())
    }

    /// Whether it is read and not called.
    pub fn is_property(&self) -> bool {
        is_property(&self.function.item)
    }

    /// Whether its body is sure to come back.
    pub fn judge<'a>(&self, code: &'a Code<'a>) -> calm::Judge<'a> {
        calm::Judge::new(code, &self.function, self.owner.as_ref())
    }
}
