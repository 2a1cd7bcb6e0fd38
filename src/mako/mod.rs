//! The part of Mako that revision templates of Alembic use, rendered without Python.
//!
//! Known are `${…}` with plain expressions and the filters `comma`, `n`, `trim`, `str` and `repr`, lines of
//! `% if`/`% elif`/`% else`/`% endif`, `## comments`, `<%doc>` and a backslash that joins two lines. Everything else is
//! named in the error, so that the caller can take another form. Nothing is run and nothing is read.

mod eval;
mod expression;
mod value;

use std::collections::BTreeMap;

pub use value::Value;

/// What the expressions may name.
pub type Variables = BTreeMap<&'static str, Value>;

/// Renders `template`.
///
/// # Errors
/// What of the template is not known here, or does not fit the variables.
pub fn render(template: &str, variables: &Variables) -> Result<String, String> {
    let template = without_documentation(template)?;
    let mut out = String::new();
    let mut branches = Branches::default();
    let mut lines = template.split_inclusive('\n');
    while let Some(line) = lines.next() {
        match Line::of(line) {
            Line::Comment => {}
            Line::Control(control) => branches.take(control, variables)?,
            Line::Text(text) => {
                let mut whole = text;
                while let (Some(joined), Some(next)) =
                    (whole.strip_suffix("\\\n"), lines.clone().next())
                {
                    whole = format!("{joined}{next}");
                    lines.next();
                }
                if branches.is_open() {
                    out += &expression::fill(&whole, variables)?;
                }
            }
        }
    }
    branches.ensure_closed()?;
    Ok(out)
}

/// The template without its `<%doc>` blocks; any other tag is refused.
fn without_documentation(template: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("<%") {
        let Some((_, behind)) = after
            .strip_prefix("doc>")
            .and_then(|doc| doc.split_once("</%doc>"))
        else {
            let word: String = after.chars().take_while(|c| !c.is_whitespace()).collect();
            return Err(format!("the tag `<%{word}`"));
        };
        out += before;
        rest = behind.strip_prefix('\n').unwrap_or(behind);
    }
    Ok(out + rest)
}

/// What a line of a template is.
enum Line<'a> {
    Comment,
    /// The statement behind the `%`.
    Control(&'a str),
    Text(String),
}

impl<'a> Line<'a> {
    fn of(line: &'a str) -> Self {
        let start = line.trim_start();
        if start.starts_with("##") {
            return Self::Comment;
        }
        match start.strip_prefix('%') {
            Some(text) if text.starts_with('%') => Self::Text(line.replacen("%%", "%", 1)),
            Some(statement) => Self::Control(statement.trim()),
            None => Self::Text(line.to_owned()),
        }
    }
}

/// The `% if` blocks around a line, outermost first.
#[derive(Default)]
struct Branches(Vec<Branch>);

struct Branch {
    open: bool,
    /// One of its conditions held.
    taken: bool,
}

impl Branches {
    fn is_open(&self) -> bool {
        self.0.iter().all(|branch| branch.open)
    }

    fn take(&mut self, statement: &str, variables: &Variables) -> Result<(), String> {
        let unknown = || format!("the line `% {statement}`");
        let holds = |condition: &str| eval::holds(condition.trim(), variables);
        if statement == "endif" {
            return self.0.pop().map(drop).ok_or_else(unknown);
        }
        let head = statement.strip_suffix(':').ok_or_else(unknown)?;
        if let Some(condition) = head.strip_prefix("if ") {
            let open = holds(condition)?;
            self.0.push(Branch { open, taken: open });
            return Ok(());
        }
        let branch = self.0.last_mut().ok_or_else(unknown)?;
        branch.open = match head.strip_prefix("elif ") {
            Some(condition) => !branch.taken && holds(condition)?,
            None if head == "else" => !branch.taken,
            None => return Err(unknown()),
        };
        branch.taken |= branch.open;
        Ok(())
    }

    fn ensure_closed(&self) -> Result<(), String> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err("an `% if` without its `% endif`".to_owned())
    }
}

#[cfg(test)]
mod tests;
