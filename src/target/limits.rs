//! What limits a value: `min_length`, `ge`, `pattern` and the like, in the calls beside a type.

use super::types::Annotated;
use crate::python::{Call, Expression, Form};

/// The limits of a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Limits {
    /// Least and greatest number of characters or items.
    pub length: (Option<usize>, Option<usize>),
    /// The least value, and whether it is itself too small.
    pub least: Option<(f64, bool)>,
    /// The greatest value, and whether it is itself too great.
    pub greatest: Option<(f64, bool)>,
    /// What it must be a multiple of.
    pub step: Option<f64>,
    /// A regular expression that it must match.
    pub pattern: Option<String>,
    /// A limit whose value could not be read.
    pub unknown: bool,
}

impl Limits {
    /// The limits in some calls.
    pub fn of<'a>(calls: impl IntoIterator<Item = &'a Call>) -> Self {
        let mut limits = Self::default();
        for call in calls {
            for argument in &call.arguments {
                if let Some(name) = &argument.name {
                    limits.take(name, &argument.value);
                }
            }
        }
        limits
    }

    /// With those that stand in a type, where it has none of its own.
    pub fn with(&self, of: &Annotated) -> Self {
        let mut whole = self.clone();
        whole.add(&Self::of(of.beside.iter().map(|(_, call)| call)));
        if let Some(least) = of.least {
            let least: i32 = least.try_into().unwrap_or(0);
            whole.least = whole.least.or(Some((f64::from(least), false)));
        }
        whole
    }

    /// Takes limits that stand elsewhere, where it has none of its own.
    fn add(&mut self, other: &Self) {
        self.length.0 = self.length.0.or(other.length.0);
        self.length.1 = self.length.1.or(other.length.1);
        self.least = self.least.or(other.least);
        self.greatest = self.greatest.or(other.greatest);
        self.step = self.step.or(other.step);
        self.pattern = self.pattern.take().or_else(|| other.pattern.clone());
        self.unknown |= other.unknown;
    }

    fn take(&mut self, name: &str, value: &Expression) {
        if value.form == Form::None {
            return;
        }
        let number = number(value);
        match name {
            "min_length" | "min_items" => self.length.0 = self.count(number),
            "max_length" | "max_items" => self.length.1 = self.count(number),
            "ge" => self.least = self.bound(number, false),
            "gt" => self.least = self.bound(number, true),
            "le" => self.greatest = self.bound(number, false),
            "lt" => self.greatest = self.bound(number, true),
            "multiple_of" => self.step = self.bound(number, false).map(|(step, _)| step),
            "pattern" | "regex" => match value.as_text() {
                Some(text) => self.pattern = Some(text.to_owned()),
                None => self.unknown = true,
            },
            _ => {}
        }
    }

    fn count(&mut self, number: Option<f64>) -> Option<usize> {
        let count = number.and_then(|number| format!("{number}").parse().ok());
        self.unknown |= count.is_none();
        count
    }

    fn bound(&mut self, number: Option<f64>, open: bool) -> Option<(f64, bool)> {
        self.unknown |= number.is_none();
        number.map(|number| (number, open))
    }

    /// Whether a number keeps to them.
    pub fn allow(&self, number: f64) -> bool {
        let above = |(least, open): (f64, bool)| number > least || (!open && number >= least);
        let below =
            |(greatest, open): (f64, bool)| number < greatest || (!open && number <= greatest);
        self.least.is_none_or(above)
            && self.greatest.is_none_or(below)
            && self.step.is_none_or(|step| number % step == 0.0)
    }

    /// The first number that keeps to them, of those that come to mind.
    pub fn number(&self) -> Option<f64> {
        let mut tried = vec![1.0];
        for (bound, _) in self.least.iter().chain(&self.greatest) {
            tried.extend([*bound, bound + 1.0, bound - 1.0, bound + 0.5]);
        }
        tried.extend(self.step);
        tried.push(0.0);
        tried.into_iter().find(|number| self.allow(*number))
    }
}

/// The number that an expression is, with its sign.
pub(super) fn number(value: &Expression) -> Option<f64> {
    let digits = value.source.replace('_', "");
    digits.trim().parse().ok()
}
