//! What the prefixes of siblings begin with: `/api/v1` of `/api/v1/orders` and `/api/v1/users`.

use crate::detect::code::Code;
use crate::detect::full_path::value;
use crate::detect::tally::text;
use crate::edit::root_of;
use crate::facts::{Evidence, Facts};
use crate::python::{Expression, Form, Symbol};

/// A prefix as a sibling has it.
pub(super) struct Written {
    /// The file that it stands in.
    pub path: String,
    /// The prefix.
    pub prefix: Expression,
    /// Whether it stands at the include, at the router, or at each route.
    pub at: &'static str,
}

impl Written {
    /// The path of a route, as that of a router without a prefix.
    pub(super) fn of_route(router: &Symbol, route: &str) -> Self {
        Self {
            path: router.path.clone(),
            prefix: Expression {
                source: format!("\"{route}\""),
                line: 1,
                form: Form::Text(route.to_owned()),
            },
            at: "none",
        }
    }
}

/// Adds `http.router.root`, where most prefixes at the place that is usual begin alike, and it can be told from the
/// files. A router cannot have one that only the names of its own file tell.
pub(super) fn add_root(code: &Code, written: &[Written], facts: &mut Facts) {
    let at = facts.text("http.router.prefix_at");
    let usual: Vec<&Written> = written.iter().filter(|it| Some(it.at) == at).collect();
    let sources: Vec<&str> = usual.iter().map(|it| it.prefix.source.as_str()).collect();
    let Some(root) = root_of(&sources) else {
        return;
    };
    let Some(first) = usual.iter().find(|it| it.prefix.source.starts_with(root)) else {
        return;
    };
    let below = root.trim_end_matches('/');
    let Some(quote) = below.chars().find(|letter| "\"'".contains(*letter)) else {
        return;
    };
    let plain = below.starts_with(quote);
    let whole = Expression {
        source: format!("{below}{quote}"),
        form: if plain {
            Form::Text(below[1..].to_owned())
        } else {
            first.prefix.form.clone()
        },
        ..first.prefix.clone()
    };
    let told = value(code, &first.path, &whole, facts);
    if let Some(told) = told.filter(|_| plain || first.at == "include") {
        let evidence = Evidence::line(&first.path, first.prefix.line);
        facts.add("http.router.root", text(&told, evidence));
    }
}
