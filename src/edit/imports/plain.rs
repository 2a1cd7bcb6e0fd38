//! Import lines of the plainest form, read without a parser: most lines of most blocks are such.

use super::statement::{From, Import, Name};
use crate::naming::PYTHON_KEYWORDS;

/// The imports of a line that has no brackets, comments or other statements; none of a blank one. `None` where the
/// line is not that plain, or not an import at all.
pub(in crate::edit) fn plain(line: &str) -> Option<Vec<Import>> {
    let line = line.trim();
    if line.contains('\n') {
        return None;
    }
    if line.is_empty() {
        return Some(Vec::new());
    }
    if let Some(modules) = line.strip_prefix("import ") {
        let read = |text| name(text, is_dotted).map(Import::Module);
        return modules.split(',').map(read).collect();
    }
    let (module, names) = line.strip_prefix("from ")?.split_once(" import ")?;
    let written = module.trim();
    let path = written.trim_start_matches('.');
    let is_module = is_dotted(path) || (path.is_empty() && !written.is_empty());
    let from = From {
        level: written.len() - path.len(),
        module: path.to_owned(),
        names: from_names(names)?,
        split: false,
    };
    is_module.then(|| vec![Import::From(from)])
}

fn from_names(text: &str) -> Option<Vec<Name>> {
    if text.trim() == "*" {
        let name = "*".to_owned();
        return Some(vec![Name { name, alias: None }]);
    }
    text.split(',').map(|text| name(text, is_word)).collect()
}

/// `a` or `a as b`.
fn name(text: &str, is_name: fn(&str) -> bool) -> Option<Name> {
    let mut words = text.split_ascii_whitespace();
    let name = words.next().filter(|name| is_name(name))?.to_owned();
    let alias = match words.next() {
        None => None,
        Some("as") => Some(words.next().filter(|alias| is_word(alias))?.to_owned()),
        Some(_) => return None,
    };
    words.next().is_none().then_some(Name { name, alias })
}

fn is_dotted(text: &str) -> bool {
    text.split('.').all(is_word)
}

/// A name that is none in any version of the language is left to the parser, and so is one outside ASCII.
fn is_word(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    text.bytes().all(fits)
        && text.starts_with(|c: char| !c.is_ascii_digit())
        && !PYTHON_KEYWORDS.contains(&text)
        && !["print", "exec"].contains(&text)
}
