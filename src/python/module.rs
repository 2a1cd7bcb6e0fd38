//! A module as it was read.

use super::declaration::{Assignment, CallSite, Class, Function, Loop};
use super::expression::Expression;
use super::import::Import;

/// What stands in a module, in the order of the lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Module {
    /// Imported names, those in functions and branches included.
    pub imports: Vec<Import>,
    /// Classes, nested ones included.
    pub classes: Vec<Class>,
    /// Functions that are not methods, nested ones included. Methods are in their classes.
    pub functions: Vec<Function>,
    /// Assignments outside the bodies of classes.
    pub assignments: Vec<Assignment>,
    /// Loops over values.
    pub loops: Vec<Loop>,
    /// All calls.
    pub calls: Vec<CallSite>,
    /// The docstring.
    pub doc: Option<String>,
    /// The line of the first spot that could not be parsed.
    pub broken: Option<usize>,
    /// How many lines there are.
    pub lines: usize,
}

impl Module {
    /// What the name `bound` was imported as at the top, dotted, the module as it is written.
    ///
    /// `np.array` is followed by its first part where `np` is imported.
    #[must_use]
    pub fn imported(&self, bound: &str) -> Option<String> {
        let (first, rest) = match bound.split_once('.') {
            Some((first, rest)) => (first, Some(rest)),
            None => (bound, None),
        };
        let import = self
            .imports
            .iter()
            .rfind(|import| import.bound == first && !first.is_empty())?;
        Some(match rest {
            Some(rest) => format!("{}.{rest}", import.target()),
            None => import.target(),
        })
    }

    /// The class called `name` at the top.
    #[must_use]
    pub fn class(&self, name: &str) -> Option<&Class> {
        let mut classes = self.classes.iter();
        classes.find(|class| class.name == name && class.scope.is_empty())
    }

    /// The function called `name` at the top.
    #[must_use]
    pub fn function(&self, name: &str) -> Option<&Function> {
        let mut functions = self.functions.iter();
        functions.find(|function| function.name == name && function.scope.is_empty())
    }

    /// The function or method with this dotted path: `UserService.create`.
    #[must_use]
    pub fn function_at(&self, path: &str) -> Option<&Function> {
        self.all_functions()
            .find(|function| function.path() == path)
    }

    /// Functions and methods.
    pub fn all_functions(&self) -> impl Iterator<Item = &Function> {
        let methods = self.classes.iter().flat_map(|class| &class.methods);
        self.functions.iter().chain(methods)
    }

    /// The last value that `name` gets in `scope`, or at the top where the function does not set it.
    #[must_use]
    pub fn value(&self, name: &str, scope: &str) -> Option<&Expression> {
        let in_scope = |wanted: &str| {
            let found = self
                .assignments
                .iter()
                .rfind(|found| found.name == name && found.scope == wanted && !found.augmented);
            found.and_then(|found| found.value.as_ref())
        };
        in_scope(scope).or_else(|| in_scope(""))
    }

    /// The value that a plain name has in `scope`; anything else is its own value.
    #[must_use]
    pub fn as_value<'a>(&'a self, expression: &'a Expression, scope: &str) -> &'a Expression {
        let name = expression.as_name();
        name.and_then(|name| self.value(name, scope))
            .unwrap_or(expression)
    }

    /// The names in `__all__`.
    #[must_use]
    pub fn exported(&self) -> Vec<&str> {
        let lists = self
            .assignments
            .iter()
            .filter(|assignment| assignment.name == "__all__");
        lists
            .filter_map(|assignment| assignment.value.as_ref())
            .flat_map(Expression::texts)
            .collect()
    }
}
