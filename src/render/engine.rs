//! The template engine: minijinja, set up once for all that is rendered in a run.

use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, UndefinedBehavior, Value, context};

use super::context::Context;
use super::{functions, python};
use crate::entity::RenderRow;
use crate::error::{Error, Result};
use crate::excerpt::{excerpt, position};

/// Gives the text of a file that templates include, by its path below the stack; none where there is none.
pub type Includes = Box<dyn Fn(&str) -> Result<Option<String>> + Send + Sync>;

/// Renders templates and evaluates expressions.
#[derive(Debug)]
pub struct Engine {
    environment: Arc<Environment<'static>>,
}

impl Engine {
    /// An engine whose templates include what `includes` gives.
    #[must_use]
    pub fn new(includes: Includes) -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        environment.set_syntax(syntax());
        environment.set_loader(move |name| includes(name).map_err(|error| load_error(&error)));
        functions::add(&mut environment);
        Self {
            environment: Arc::new(environment),
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
        let rendered = self.render(template, origin, context)?;
        match path.rsplit_once('.') {
            Some((_, "py")) => python::format(&rendered, origin, context.style()),
            _ => Ok(rendered),
        }
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
            .map_err(|error| self.shown(&error, expression, origin))
    }

    fn render(&self, template: &str, origin: &str, context: &Context) -> Result<String> {
        self.environment
            .render_named_str(origin, template, context.value())
            .map_err(|error| self.shown(&error, template, origin))
    }

    /// A mistake with its source line; the deepest cause that has a place in a template is shown.
    fn shown(&self, error: &minijinja::Error, source: &str, origin: &str) -> Error {
        let (error, included) = self.innermost(error, origin);
        let name = error
            .name()
            .filter(|name| *name != "<expression>")
            .unwrap_or(origin);
        let what = error.detail().map_or_else(
            || error.kind().to_string(),
            |detail| format!("{}: {detail}", error.kind()),
        );
        let text = included.as_deref().unwrap_or(source);
        let Some(range) = error.range().filter(|range| range.end <= text.len()) else {
            return Error::pattern(format!("{name}: {what}"));
        };
        let (line, column) = position(text, range.start);
        Error::pattern(format!("{name}:{line}:{column}: {what}"))
            .snippet(excerpt(text, name, range, ""))
    }

    /// The deepest error below `error` that names a template, and that template's text where it is an included one.
    fn innermost<'e>(
        &self,
        error: &'e minijinja::Error,
        origin: &str,
    ) -> (&'e minijinja::Error, Option<String>) {
        let mut deepest = error;
        let mut next = std::error::Error::source(error);
        while let Some(cause) = next {
            if let Some(inner) = cause.downcast_ref::<minijinja::Error>()
                && inner.range().is_some()
            {
                deepest = inner;
            }
            next = cause.source();
        }
        let included = deepest.name().filter(|name| *name != origin);
        let text = included.and_then(|name| self.environment.get_template(name).ok());
        (deepest, text.map(|template| template.source().to_owned()))
    }
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
