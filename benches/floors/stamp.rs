//! Renders the embedded templates of one slice, as a prototype would: no plan, no formatter, no safety.
//!
//! There are no answers: what a template asks for is undefined, loops are empty, conditions false, filters hand on what
//! they get. The true price is higher.

use std::io::Error;

use include_dir::{Dir, DirEntry, include_dir};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Rest;
use minijinja::{Environment, UndefinedBehavior, Value, context};

static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates/fastapi");

/// What `new crud` stamps in an empty directory.
const PATTERNS: [&str; 13] = [
    "project",
    "settings",
    "app",
    "database",
    "alembic",
    "fixtures",
    "model",
    "schema",
    "repository",
    "service",
    "endpoint",
    "migration",
    "crud",
];

/// Compiles and renders every template once. What cannot be rendered without answers is rendered as far as it goes.
pub(crate) fn render_all() -> Result<(), Error> {
    let environment = environment()?;
    for pattern in PATTERNS {
        if let Some(files) = TEMPLATES.get_dir(format!("{pattern}/files")) {
            render(&environment, files)?;
        }
    }
    Ok(())
}

fn render(environment: &Environment, dir: &Dir<'static>) -> Result<(), Error> {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(dir) => render(environment, dir)?,
            DirEntry::File(file) if file.path().extension().is_some_and(|end| end == "j2") => {
                let source = file.contents_utf8().unwrap_or_default();
                let name = file.path().to_string_lossy();
                let template = environment.template_from_named_str(&name, source);
                let _ = template.map_err(Error::other)?.render(context! {});
            }
            DirEntry::File(_) => {}
        }
    }
    Ok(())
}

fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .keep_trailing_newline(true)
        .build();
    environment.set_syntax(syntax.map_err(Error::other)?);
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.set_loader(|name| {
        let file = TEMPLATES.get_file(name);
        Ok(file
            .and_then(|file| file.contents_utf8())
            .map(str::to_owned))
    });
    for filter in ["py", "json", "toml", "imports", "slug"] {
        environment.add_filter(filter, |value: Value| value);
    }
    environment.add_test("identifier", |_: Value| true);
    for function in ["revision_id", "migration_file"] {
        environment.add_function(function, |_: Rest<Value>| "");
    }
    Ok(environment)
}
