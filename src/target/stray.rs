//! Modules that tests cannot import: those whose path is no name, and those that import others from their own directory,
//! where imports start for scripts only.

use super::code::Code;
use crate::error::{Error, Result};
use crate::naming::{PYTHON_KEYWORDS, shown};
use crate::python::{Import, Module};

/// Makes sure that what a module imports is found from where the imports of tests start.
///
/// # Errors
/// A project error that names the import and the directory.
pub(super) fn ensure_found(code: &Code, path: &str, module: &Module, text: &str) -> Result<()> {
    ensure_named(code, path, text)?;
    let mut imports = module.imports.iter();
    let stray = imports.find_map(|import| Some((import, stray(code, path, import)?)));
    let Some((import, dir)) = stray.filter(|_| !has_path_of_its_own(code)) else {
        return Ok(());
    };
    Err(Error::project(format!(
        "`--target {}`: {path}:{}: `{}` is found from `{dir}`, where imports of a script start, and not those of tests",
        shown(text),
        import.statement,
        import.module
    ))
    .hint(format!(
        "put `{dir}` into `pythonpath` in the settings of pytest, or import it by its whole name"
    )))
}

/// Makes sure that an import can name a module.
fn ensure_named(code: &Code, path: &str, text: &str) -> Result<()> {
    let dotted = code.index.module(path).unwrap_or_default();
    match dotted.split('.').find(|part| !is_name(part)) {
        None => Ok(()),
        Some(part) => Err(Error::project(format!(
            "`--target {}`: tests cannot import {path}: `{}` is no name of a module",
            shown(text),
            shown(part)
        ))
        .hint("put what is to be tested into a module whose path is made of names")),
    }
}

/// Whether Python takes a text for a name.
fn is_name(text: &str) -> bool {
    let is_inner = |c: char| c.is_alphanumeric() || c == '_';
    let is_first = |c: char| c.is_alphabetic() || c == '_';
    text.starts_with(is_first) && text.chars().all(is_inner) && !PYTHON_KEYWORDS.contains(&text)
}

/// The directory around a module from which alone an import at its top is found.
fn stray(code: &Code, path: &str, import: &Import) -> Option<String> {
    let top = import
        .module
        .split('.')
        .next()
        .filter(|top| !top.is_empty())?;
    let source = code.text(path)?;
    let line = source.lines().nth(import.statement.checked_sub(1)?)?;
    let holds = |dir: &str| {
        let own = match dir {
            "" => top.to_owned(),
            dir => format!("{dir}/{top}"),
        };
        let is_in =
            |path: &String| *path == format!("{own}.py") || path.starts_with(&format!("{own}/"));
        code.paths().iter().any(is_in)
    };
    let is_known = [code.root.as_str(), ""].into_iter().any(holds) || is_required(code, top);
    if line.starts_with(char::is_whitespace) || is_known {
        return None;
    }
    let mut around = path;
    while let Some((dir, _)) = around.rsplit_once('/') {
        let is_package = code.paths().contains(&format!("{dir}/__init__.py"));
        if holds(dir) && (!is_package || has(code, dir, import)) {
            return Some(dir.to_owned());
        }
        around = dir;
    }
    None
}

/// Whether what an import takes by its name stands below a directory: `from log import get` means no library then.
fn has(code: &Code, dir: &str, import: &Import) -> bool {
    let Some(name) = &import.name else {
        return false;
    };
    let module = format!("{dir}/{}", import.module.replace('.', "/"));
    let files = [format!("{module}.py"), format!("{module}/__init__.py")];
    let defines = |path: &String| {
        code.module(path).is_some_and(|found| {
            found.class(name).is_some()
                || found.function(name).is_some()
                || found.value(name, "").is_some()
        })
    };
    code.paths().contains(&format!("{module}/{name}.py")) || files.iter().any(defines)
}

/// Whether the files that say what a project needs speak of a name.
fn is_required(code: &Code, name: &str) -> bool {
    let dashed = name.replace('_', "-");
    let files = [
        "pyproject.toml",
        "requirements.txt",
        "setup.py",
        "setup.cfg",
    ];
    files.into_iter().any(|file| {
        let text = code.plain(file);
        text.contains(name) || text.contains(&dashed)
    })
}

/// Whether the tests say themselves where imports start.
fn has_path_of_its_own(code: &Code) -> bool {
    let files = ["pyproject.toml", "pytest.ini", "setup.cfg", "tox.ini"];
    let mut tests = code.tests().into_iter().filter_map(|path| code.text(path));
    files
        .into_iter()
        .any(|file| code.plain(file).contains("pythonpath"))
        || tests.any(|text| text.contains("sys.path"))
}
