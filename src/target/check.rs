//! What a model does with values of a type: keeps them, refuses those of another type, and those beyond its limits.

use super::case::{Case, Over};
use super::limits::Limits;
use super::pattern::refuses_nothing;
use super::sample::quoted;
use super::types::{Annotated, Type};

/// Whether what is given of a type is what a model has.
pub(super) fn is_kept(of: &Type) -> bool {
    matches!(
        of,
        Type::Str
            | Type::Int
            | Type::Float
            | Type::Bool
            | Type::Uuid
            | Type::Decimal
            | Type::Date
            | Type::Datetime
            | Type::Enum(..)
            | Type::Literal(_)
    )
}

/// Whether a list in its place is sure to be refused: what is kept, and what is put into a form of its own.
pub(super) fn is_checked(of: &Type) -> bool {
    is_kept(of) || *of == Type::Email
}

/// Values at the limits of a type, and those just beyond, as code that JSON and Python read alike.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Edges {
    /// What is taken.
    pub taken: Vec<String>,
    /// What is refused.
    pub refused: Vec<String>,
    /// The type as code.
    pub annotation: &'static str,
}

impl Edges {
    /// The refused value as code: `value`, with which a test is run for each, where there are several.
    pub fn beyond(self, case: &mut Case) -> Option<String> {
        if let [] | [_] = &self.refused[..] {
            return self.refused.into_iter().next();
        }
        case.import(["import pytest".to_owned()]);
        case.over = Some(Over {
            values: self.refused,
            annotation: self.annotation,
        });
        Some("value".to_owned())
    }
}

/// The edges of a type within limits; none where it has no limits that can be read.
pub(super) fn edges(of: &Annotated, own: &Limits) -> Edges {
    let limits = own.with(of);
    if limits.unknown {
        return Edges::default();
    }
    match of.essence() {
        Type::Int => numbers(&limits, "int", |number| {
            (number.fract() == 0.0).then(|| format!("{number}"))
        }),
        Type::Float => numbers(&limits, "float", |number| Some(format!("{number:?}"))),
        Type::Str => texts(&limits),
        _ => Edges::default(),
    }
}

fn numbers(limits: &Limits, annotation: &'static str, code: fn(f64) -> Option<String>) -> Edges {
    let mut edges = Edges {
        annotation,
        ..Edges::default()
    };
    let sides = [(limits.least, -1.0), (limits.greatest, 1.0)];
    for ((bound, open), step) in sides
        .into_iter()
        .filter_map(|(bound, step)| Some((bound?, step)))
    {
        let beyond = if open { bound } else { bound + step };
        edges.refused.extend(code(beyond));
        let at = if open { bound - step } else { bound };
        edges.taken.extend(code(at).filter(|_| limits.allow(at)));
    }
    edges.taken.dedup();
    edges
}

/// The longest text that a test writes.
const LONGEST: usize = 100_000;

fn texts(limits: &Limits) -> Edges {
    let mut edges = Edges {
        annotation: "str",
        ..Edges::default()
    };
    let (least, most) = limits.length;
    if let Some(least) = least.filter(|least| (1..LONGEST).contains(least)) {
        edges.taken.push(text(least));
        edges.refused.push(text(least - 1));
    }
    if let Some(most) = most.filter(|most| *most < LONGEST) {
        edges.taken.push(text(most));
        edges.refused.push(text(most + 1));
    }
    edges.taken.dedup();
    if let Some(pattern) = &limits.pattern {
        edges.taken.clear();
        let nothing = quoted("");
        if refuses_nothing(pattern) && !edges.refused.contains(&nothing) {
            edges.refused.insert(0, nothing);
        }
    }
    edges
}

/// A text of so many letters.
fn text(length: usize) -> String {
    if length > 20 {
        format!("\"x\" * {length}")
    } else {
        quoted(&"x".repeat(length))
    }
}
