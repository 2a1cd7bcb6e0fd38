//! Extras that a declared package lacks: `pydantic>=2` becomes `pydantic[email]>=2`.

use super::present::{Form, Found};
use crate::edit::text::{self, Splice};
use crate::edit::toml::{self, Toml};
use crate::edit::verdict::Verdict;

/// The verdict on the extras `missing` in a declaration.
pub(super) fn add(toml: &Toml<'_>, found: &Found, name: &str, missing: &[&str]) -> Verdict {
    let quoted: Vec<String> = missing.iter().map(|extra| format!("\"{extra}\"")).collect();
    let list = quoted.join(", ");
    match &found.form {
        Form::Text(requirement, span) => {
            let literal = &toml.text[span.clone()];
            let quote = &literal[..1];
            let whole = requirement.with_extras(missing);
            Verdict::Edit(vec![Splice::replace(
                span.clone(),
                toml::string(&whole, quote),
            )])
        }
        Form::Version(version, span) => {
            let version = toml::string(version, "\"");
            let table = format!("{{ version = {version}, extras = [{list}] }}");
            Verdict::Edit(vec![Splice::replace(span.clone(), table)])
        }
        Form::Inline(span) if found.extras.is_empty() => {
            let inner = toml.text[..span.end - 1].trim_end().len();
            Verdict::insert(inner, format!(", extras = [{list}]"))
        }
        Form::Inline(_) | Form::Other => {
            let line = text::line_number(toml.text, found.at);
            let why = format!("`{name}` is declared without the extra {list}");
            Verdict::manual(line, why, format!("extras = [{list}]"))
        }
    }
}
