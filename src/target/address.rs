//! How a person names what is to be tested: a file, a module, a name in it, or a route.

use super::code::Code;
use crate::error::{Error, Result};
use crate::idiom::{METHODS, SOCKET};
use crate::naming::shown;
use crate::rel_path::RelPath;

/// What the text of a target says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// A file, and a name in it.
    Code {
        /// The file.
        path: String,
        /// `OrderService`, `OrderService.total`, `total`; none for the whole module.
        name: Option<String>,
    },
    /// `GET /items/{id}`.
    Route {
        /// In capital letters; `WEBSOCKET` for one.
        method: String,
        /// As it was given.
        path: String,
    },
}

/// Reads the text of a target.
///
/// # Errors
/// A usage error where it is none, or where its module is not there.
pub(super) fn address(code: &Code, text: &str) -> Result<Address> {
    let text = text.trim();
    if let Some((method, path)) = text.split_once(char::is_whitespace)
        && path.trim_start().starts_with('/')
    {
        return route(method, path.trim());
    }
    if text.starts_with('/') && !is_file(text) {
        return Err(wrong(text, "a route needs its method")
            .hint(format!("write it as `GET {}`", shown(text))));
    }
    let (module, name) = match text.split_once(':') {
        Some((module, name)) => (module, Some(name)),
        None => (text, None),
    };
    if let Some(name) = name {
        ensure_public(text, name)?;
    }
    let is_path = module.contains(['/', '\\']) || is_file(module);
    let (path, name) = if is_path {
        (file(code, module, text)?, name.map(str::to_owned))
    } else {
        dotted(code, module, name, text)?
    };
    ensure_no_test(code, &path, text)?;
    Ok(Address::Code { path, name })
}

/// Makes sure that a file is none of tests: those are run, and not tested.
fn ensure_no_test(code: &Code, path: &str, text: &str) -> Result<()> {
    let file = path.rsplit('/').next().unwrap_or(path);
    let is_called_so = ["test.py", "tests.py"].contains(&file)
        || file.starts_with("test_")
        || file.ends_with("_test.py");
    let tests = ["pytest", "unittest", "django.test"];
    let is_one = |module: std::sync::Arc<crate::python::Module>| {
        let mut imports = module.imports.iter();
        let mut functions = module.functions.iter();
        imports.any(|one| tests.contains(&one.module.as_str()))
            || functions.any(|one| one.name.starts_with("test_"))
    };
    if file == "conftest.py" || is_called_so && code.module(path).is_some_and(is_one) {
        return Err(wrong(text, &format!("`{path}` holds tests itself"))
            .hint("name the code that they test"));
    }
    Ok(())
}

fn is_file(text: &str) -> bool {
    text.rsplit_once('.').is_some_and(|(_, end)| end == "py")
}

fn wrong(text: &str, what: &str) -> Error {
    Error::usage(format!("`--target {}`: {what}", shown(text)))
}

fn route(method: &str, path: &str) -> Result<Address> {
    let method = method.to_uppercase();
    let word = method.to_lowercase();
    if METHODS.contains(&word.as_str()) || word == SOCKET {
        return Ok(Address::Route {
            method,
            path: path.to_owned(),
        });
    }
    let text = format!("{method} {path}");
    Err(wrong(&text, "no such method").hint(format!(
        "a route begins with one of {}, or with {}",
        METHODS.map(str::to_uppercase).join(", "),
        SOCKET.to_uppercase()
    )))
}

fn ensure_public(text: &str, name: &str) -> Result<()> {
    let is_word =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_');
    if !name.split('.').all(is_word) || name.split('.').count() > 2 {
        return Err(wrong(
            text,
            "behind `:` stands a name, such as `OrderService` or `OrderService.total`",
        ));
    }
    if name.split('.').any(|part| part.starts_with('_')) {
        return Err(wrong(text, "a private name has no test of its own")
            .hint("test what uses it: a public function, class or route"));
    }
    Ok(())
}

/// The file at a path that a person gave.
fn file(code: &Code, path: &str, text: &str) -> Result<String> {
    let trimmed = path.strip_prefix("./").unwrap_or(path);
    let checked = RelPath::new(trimmed).map_err(|error| {
        wrong(text, error.message())
            .hint("a target lies in the project, and is named from its root")
    })?;
    let path = checked.as_str();
    if code.paths().iter().any(|known| known == path) {
        return Ok(path.to_owned());
    }
    let package = format!("{path}/__init__.py");
    if code.paths().contains(&package) {
        return Ok(package);
    }
    let known = code.paths().iter().map(String::as_str);
    Err(missing(text, "there is no such file", path, known))
}

/// The module of a dotted name; the last part may be a name in it.
fn dotted(
    code: &Code,
    module: &str,
    name: Option<&str>,
    text: &str,
) -> Result<(String, Option<String>)> {
    let is_word =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_');
    if !module.split('.').all(is_word) {
        return Err(wrong(text, "neither a file, a module nor a route").hint(
            "write it as `app/services/orders.py`, `app.services.orders:OrderService` or `GET /items/{id}`",
        ));
    }
    if let Some(path) = code.index.path(module) {
        return Ok((path.to_owned(), name.map(str::to_owned)));
    }
    if let (None, Some((before, last))) = (name, module.rsplit_once('.'))
        && let Some(path) = code.index.path(before)
        && code
            .module(path)
            .is_some_and(|found| found.class(last).is_some() || found.function(last).is_some())
    {
        ensure_public(text, last)?;
        return Ok((path.to_owned(), Some(last.to_owned())));
    }
    let modules: Vec<String> = code
        .paths()
        .iter()
        .filter_map(|path| code.index.module(path))
        .collect();
    let known = modules.iter().map(String::as_str);
    Err(missing(text, "there is no such module", module, known))
}

/// An error that names what comes near.
pub(super) fn missing<'a>(
    text: &str,
    what: &str,
    word: &str,
    known: impl Iterator<Item = &'a str>,
) -> Error {
    let error = wrong(text, what);
    match nearest(word, known) {
        Some(hint) => error.hint(hint),
        None => error.hint("name a file such as `app/services/orders.py`, or `module:name`"),
    }
}

/// What comes near, of dotted names and paths: by their last parts, then as a whole.
fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let known: Vec<&str> = known.collect();
    let last = |text: &str| -> String {
        let bare = text.strip_suffix(".py").unwrap_or(text);
        bare.rsplit(['/', '.']).next().unwrap_or(bare).to_owned()
    };
    let wanted = last(word);
    let mut same: Vec<&str> = known
        .iter()
        .copied()
        .filter(|one| last(one) == wanted)
        .collect();
    same.truncate(3);
    if same.is_empty() {
        return crate::error::did_you_mean(word, known.iter().copied());
    }
    let quoted: Vec<String> = same.iter().map(|one| format!("`{one}`")).collect();
    Some(format!("did you mean {}?", quoted.join(" or ")))
}
