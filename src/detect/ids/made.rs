//! What gives a key its value where nobody gives one.

use super::Declared;
use crate::detect::code::Code;
use crate::python::{Call, Expression, Form, Resolved};

/// What keyword gives a column its value.
const DEFAULTS: [&str; 3] = ["default", "default_factory", "insert_default"];

/// What makes values of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::detect) struct Made {
    /// `module:name`, or an expression.
    pub default: String,
    /// The import lines that the expression needs.
    pub imports: Vec<String>,
    /// The same for all that make values alike: without the modules before names.
    pub alike: String,
}

/// What makes the values of a text's key; nothing where they are given, or where no other module could say it.
pub(in crate::detect) fn made(code: &Code, key: &Declared) -> Option<Made> {
    let value = default(key.call()?)?;
    if let Some(symbol) = value
        .as_name()
        .and_then(|name| symbol(code, &key.path, name))
    {
        return Some(Made {
            alike: symbol.clone(),
            default: symbol,
            imports: Vec::new(),
        });
    }
    let default = value
        .source
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let (mut imports, mut alike) = (Vec::new(), default.clone());
    for name in free_names(&default) {
        let Some(line) = import_line(code, &key.path, name) else {
            continue;
        };
        if line.starts_with("import ") {
            alike = alike.replace(&format!("{name}."), "");
        }
        if !imports.contains(&line) {
            imports.push(line);
        }
    }
    // What a base brings need not be said again.
    let is_said = key.place == "base" || !imports.is_empty();
    is_said.then_some(Made {
        default,
        imports,
        alike,
    })
}

/// What a column is told to take where it gets no value, also in `sa_column`; a constant makes no key.
fn default(call: &Call) -> Option<&Expression> {
    let given = DEFAULTS.iter().find_map(|name| call.keyword(name));
    let made = given.filter(|value| {
        let is_constant = matches!(
            value.form,
            Form::None | Form::Bool(_) | Form::Number(_) | Form::Text(_)
        );
        !is_constant && value.source != "..."
    });
    made.or_else(|| default(call.keyword("sa_column")?.as_call()?))
}

/// `module:name` of a function that the module at `path` imports by its name, or defines.
fn symbol(code: &Code, path: &str, name: &str) -> Option<String> {
    let line = import_line(code, path, name)?;
    let (module, bound) = line.strip_prefix("from ")?.split_once(" import ")?;
    (bound == name).then(|| format!("{module}:{name}"))
}

/// The line that binds `name` elsewhere to what it is in the module at `path`.
pub(in crate::detect) fn import_line(code: &Code, path: &str, name: &str) -> Option<String> {
    let module = code.module(path)?;
    let mut imports = module.imports.iter().rev();
    let Some(import) = imports.find(|import| import.bound == name) else {
        let Resolved::Own(symbol) = code.resolve(path, name)? else {
            return None;
        };
        return Some(format!("from {} import {}", symbol.module, symbol.name));
    };
    let alias = if import.aliased {
        format!(" as {name}")
    } else {
        String::new()
    };
    Some(match &import.name {
        Some(of) => {
            let from = code.index.absolute(import, path)?;
            format!("from {from} import {of}{alias}")
        }
        None => format!("import {}{alias}", import.module),
    })
}

/// The names of an expression that are neither attributes nor keywords nor in a text; what stands in an f-string counts.
pub(in crate::detect) fn free_names(source: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut at, mut open) = (0, None);
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let word = &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())];
        let next = rest[word.len()..].chars().next();
        let first = rest.chars().next().unwrap_or_default();
        if !word.is_empty() {
            let is_prefix = matches!(next, Some('"' | '\'')) && word.len() < 3;
            if is_prefix && word.to_lowercase().contains('f') {
                open = next;
                at += 1;
            } else if !is_prefix && is_free(&source[..at], word, &rest[word.len()..]) {
                found.push(word);
            }
            at += word.len();
        } else if open == Some(first) {
            open = None;
            at += 1;
        } else if open.is_none() && matches!(first, '"' | '\'') {
            at += rest[1..].find(first).map_or(rest.len(), |end| end + 2);
        } else {
            at += first.len_utf8();
        }
    }
    found
}

fn is_free(before: &str, word: &str, after: &str) -> bool {
    let after = after.trim_start();
    let is_keyword = after.starts_with('=') && !after.starts_with("==");
    !before.ends_with('.') && !is_keyword && !word.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::free_names;

    #[test]
    fn names_of_an_expression() {
        for (source, names) in [
            ("new_id", "new_id"),
            ("lambda: str(uuid4())", "lambda str uuid4"),
            (
                "lambda: str(uuid.uuid4()).replace('uuid1', \"x\")",
                "lambda str uuid",
            ),
            (
                "lambda: f'usr_{uuid4().hex}' + end",
                "lambda usr_ uuid4 end",
            ),
            ("partial(nanoid, size=SIZE, 12)", "partial nanoid SIZE"),
            ("rb'uuid4' == x", "x"),
            ("'é' or x", "or x"),
            ("'open", ""),
        ] {
            assert_eq!(free_names(source).join(" "), names, "{source}");
        }
    }
}
