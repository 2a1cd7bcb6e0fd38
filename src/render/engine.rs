//! The template engine: minijinja, set up once for all that is rendered in a run.

use std::error::Error as StdError;
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior, Value, context};

use super::context::{Context, Uncertain};
use super::{functions, names, python};
use crate::entity::RenderRow;
use crate::error::{Error, Result};
use crate::excerpt::{excerpt, position};

/// Gives a file that templates include, by its path below the stack: its text, and how messages name it.
pub type Includes = Box<dyn Fn(&str) -> Result<Option<(String, String)>> + Send + Sync>;

/// Renders templates and evaluates expressions. A clone is the same engine.
#[derive(Clone)]
pub struct Engine {
    environment: Arc<Environment<'static>>,
    includes: Arc<Includes>,
}

impl Engine {
    /// An engine whose templates include what `includes` gives.
    #[must_use]
    pub fn new(includes: Includes) -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        environment.set_syntax(syntax());
        let includes = Arc::new(includes);
        let loader = Arc::clone(&includes);
        environment.set_loader(move |name| {
            let included = loader(name).map_err(|error| load_error(&error))?;
            Ok(included.map(|(text, _)| text))
        });
        functions::add(&mut environment);
        Self {
            environment: Arc::new(environment),
            includes,
        }
    }

    /// Renders a template of one value: a path, a key of a manifest.
    ///
    /// # Errors
    /// A pattern error that shows the place.
    pub fn text(&self, template: &str, origin: &str, context: &Context) -> Result<String> {
        if !template.contains('{') {
            return Ok(template.to_owned());
        }
        self.render(template, origin, context)
            .map_err(|error| self.shown(&error, (template, origin), Source::Value))
    }

    /// Renders the content of the file that goes to `path`; Python code comes out formatted.
    ///
    /// # Errors
    /// A pattern error that shows the line.
    pub fn file(
        &self,
        template: &str,
        origin: &str,
        path: &str,
        context: &Context,
    ) -> Result<String> {
        let rendered = self.whole(template, origin, context)?;
        if python::is_python(path) {
            let rendered = names::by_name(rendered, context.style())?;
            return python::format(&rendered, origin, context.style());
        }
        Ok(rendered)
    }

    /// Renders a file and leaves it so.
    pub(super) fn whole(&self, template: &str, origin: &str, context: &Context) -> Result<String> {
        self.render(template, origin, context)
            .map_err(|error| self.shown(&error, (template, origin), Source::File))
    }

    /// The text of a file below the stack, and how messages name it.
    ///
    /// # Errors
    /// A pattern error where it cannot be read.
    pub fn include(&self, path: &str) -> Result<Option<(String, String)>> {
        (self.includes)(path)
    }

    /// Renders the templates of a type table with `context`; the field is there as `field`.
    #[must_use]
    pub fn row_renderer(&self, context: &Context) -> RenderRow {
        let (environment, variables) = (Arc::clone(&self.environment), context.value());
        Arc::new(move |template, place, field| {
            environment.render_named_str(
                place,
                template,
                context! { field => field.clone(), ..variables.clone() },
            )
        })
    }

    /// Whether an expression holds.
    ///
    /// # Errors
    /// A pattern error that shows the expression.
    pub fn holds(&self, expression: &str, origin: &str, context: &Context) -> Result<bool> {
        Ok(self.value(expression, origin, context)?.is_true())
    }

    /// The value of an expression.
    ///
    /// # Errors
    /// A pattern error that shows the expression.
    pub fn value(&self, expression: &str, origin: &str, context: &Context) -> Result<Value> {
        let compiled = self.environment.compile_expression(expression);
        compiled
            .and_then(|compiled| compiled.eval(context.value()))
            .map_err(|error| self.shown(&error, (expression, origin), Source::Value))
    }

    fn render(
        &self,
        template: &str,
        origin: &str,
        context: &Context,
    ) -> std::result::Result<String, minijinja::Error> {
        self.environment
            .render_named_str(origin, template, context.value())
    }

    /// A mistake with its source line; the deepest cause that has a place in a template is shown.
    fn shown(
        &self,
        error: &minijinja::Error,
        (text, origin): (&str, &str),
        source: Source,
    ) -> Error {
        if let Some(uncertain) = causes(error).find_map(|cause| cause.downcast_ref::<Uncertain>()) {
            return uncertain.to_error();
        }
        let error = innermost(error);
        let what = match error.detail() {
            Some(detail) => format!("{}: {detail}", error.kind()),
            None => error.kind().to_string(),
        };
        let included = self.included(error.name(), origin);
        let is_value = source == Source::Value && included.is_none();
        let (text, name) = included.unwrap_or_else(|| (text.to_owned(), origin.to_owned()));
        let Some(range) = error.range().filter(|range| range.end <= text.len()) else {
            return Error::pattern(format!("{name}: {what}"));
        };
        if is_value {
            let place = format!("a value of {name}");
            return Error::pattern(format!("{name}: {what}"))
                .snippet(excerpt(&text, &place, range, ""));
        }
        let (line, column) = position(&text, range.start);
        Error::pattern(format!("{name}:{line}:{column}: {what}"))
            .snippet(excerpt(&text, &name, range, ""))
    }

    /// The included file that an error names, where it is not the template itself.
    fn included(&self, name: Option<&str>, origin: &str) -> Option<(String, String)> {
        let name = name.filter(|name| *name != origin)?;
        (self.includes)(name).ok().flatten()
    }
}

/// What the text of a template is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// A whole file, whose lines are those of the text.
    File,
    /// A value in a file, whose lines nobody knows here.
    Value,
}

/// The deepest error below `error` that has a place in a template.
fn innermost(error: &minijinja::Error) -> &minijinja::Error {
    let inner = causes(error).filter_map(|cause| cause.downcast_ref::<minijinja::Error>());
    inner
        .filter(|inner| inner.range().is_some())
        .last()
        .unwrap_or(error)
}

/// The errors below `error`, outermost first.
fn causes(error: &minijinja::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    std::iter::successors(error.source(), |cause: &&(dyn StdError + 'static)| {
        (*cause).source()
    })
}

fn syntax() -> SyntaxConfig {
    let mut syntax = SyntaxConfig::builder();
    syntax
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true);
    syntax.build().unwrap_or_default()
}

fn load_error(error: &Error) -> minijinja::Error {
    minijinja::Error::new(minijinja::ErrorKind::InvalidOperation, error.to_string())
}
