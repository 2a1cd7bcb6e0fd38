//! What calls are made with: values for arguments, and objects for methods.

use super::callable::{Callable, Passed, called, imported, is_abstract};
use super::calm::is_plain;
use super::code::{Code, Found};
use super::fixtures::Fixtures;
use super::limits::Limits;
use super::models;
use super::refusal::{adjusted, refusals};
use super::sample::{Sample, Sampler, Use, import};
use super::types::{Annotated, Type, annotated};
use super::variable::variable;
use crate::python::{Expression, Function, Parameter, ParameterKind, Symbol};

/// Where values come from.
#[derive(Clone, Copy)]
pub(super) struct Makings<'a> {
    /// The project.
    pub code: &'a Code<'a>,
    /// Its fixtures.
    pub fixtures: &'a Fixtures,
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
