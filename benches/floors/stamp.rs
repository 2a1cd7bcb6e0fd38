//! Renders the embedded templates of one slice, as a prototype would: no plan, no formatter, no edits, no safety.
//!
//! `answers.json` holds what the templates of patgen see when it makes the stamp of the README: all answers and facts
//! at its end, as one. Filters hand on what they get.

use std::io::Error;

use include_dir::{Dir, DirEntry, File, include_dir};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Rest;
use minijinja::{Environment, UndefinedBehavior, Value, escape_formatter};

static TEMPLATES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates/fastapi");

/// What `new crud` stamps in an empty directory.
const PATTERNS: [&str; 15] = [
    "project",
    "test-support",
    "async-tests",
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

static ANSWERS: &str = include_str!("answers.json");

/// Compiles and renders every template once, its path first; answers how many bytes came out.
pub(crate) fn render_all() -> Result<usize, Error> {
    let environment = environment()?;
    let answers: Value = serde_json::from_str(ANSWERS)?;
    let files = PATTERNS.map(|pattern| TEMPLATES.get_dir(format!("{pattern}/files")));
    let rendered = files.into_iter().flatten();
    rendered
        .map(|files| render(&environment, files, &answers))
        .sum()
}

fn render(environment: &Environment, dir: &Dir, answers: &Value) -> Result<usize, Error> {
    let mut bytes = 0;
    for entry in dir.entries() {
        bytes += match entry {
            DirEntry::Dir(dir) => render(environment, dir, answers)?,
            DirEntry::File(file) => rendered(environment, file, answers)?.len(),
        };
    }
    Ok(bytes)
}

/// The text of a file; nothing where a part of its path is empty.
fn rendered(environment: &Environment, file: &File, answers: &Value) -> Result<String, Error> {
    let name = file.path().to_string_lossy();
    let source = file.contents_utf8().unwrap_or_default();
    let path = environment.render_str(&name, answers);
    let path = path.map_err(Error::other)?;
    if path.split('/').any(|part| part.is_empty() || part == ".j2") {
        return Ok(String::new());
    }
    let text = path
        .ends_with(".j2")
        .then(|| environment.render_named_str(&name, source, answers));
    text.unwrap_or_else(|| Ok(source.to_owned()))
        .map_err(Error::other)
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
    // A name in its spellings, or a symbol, is written by its name.
    environment.set_formatter(|out, state, value| {
        let mut names = ["pascal", "name"]
            .into_iter()
            .map(|name| value.get_attr(name));
        let name = names.find_map(|name| name.ok().filter(|name| !name.is_undefined()));
        escape_formatter(out, state, name.as_ref().unwrap_or(value))
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
