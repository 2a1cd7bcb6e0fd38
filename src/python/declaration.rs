//! What a module declares: classes, functions, assignments, calls.

use super::expression::{Argument, Call, Expression};

/// A class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// Its name.
    pub name: String,
    /// The class or function that it stands in, empty at the top; dotted where nested.
    pub scope: String,
    /// The bases in their order.
    pub bases: Vec<Expression>,
    /// The keywords of its head: `table=True`, `metaclass=ABCMeta`.
    pub keywords: Vec<Argument>,
    /// The decorators, without `@`.
    pub decorators: Vec<Expression>,
    /// Its docstring.
    pub doc: Option<String>,
    /// Assigned and annotated names in its body.
    pub attributes: Vec<Attribute>,
    /// The functions in its body.
    pub methods: Vec<Function>,
    /// The line of `class`, from 1.
    pub line: usize,
    /// Its last line.
    pub end_line: usize,
}

impl Class {
    /// The attribute called `name`.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|found| found.name == name)
    }

    /// The method called `name`.
    #[must_use]
    pub fn method(&self, name: &str) -> Option<&Function> {
        self.methods.iter().find(|found| found.name == name)
    }

    /// The value of the keyword `name` of its head.
    #[must_use]
    pub fn keyword(&self, name: &str) -> Option<&Expression> {
        let found = self.keywords.iter();
        found
            .clone()
            .find(|keyword| keyword.name.as_deref() == Some(name))
            .map(|keyword| &keyword.value)
    }
}

/// A name in the body of a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The name.
    pub name: String,
    /// Its annotation.
    pub annotation: Option<Expression>,
    /// Its value.
    pub value: Option<Expression>,
    /// The line, from 1.
    pub line: usize,
    /// The last line.
    pub end_line: usize,
}

/// A function or method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// The class or function that it stands in, empty at the top; dotted where nested.
    pub scope: String,
    /// Whether it is `async def`.
    pub is_async: bool,
    /// The decorators, without `@`.
    pub decorators: Vec<Expression>,
    /// The parameters in their order.
    pub parameters: Vec<Parameter>,
    /// The annotation of what it returns.
    pub returns: Option<Expression>,
    /// Its docstring.
    pub doc: Option<String>,
    /// What it yields, each `yield`; a bare one has no value and is not among them.
    pub yielded: Vec<Expression>,
    /// Whether there is any `yield` in it.
    pub yields: bool,
    /// What it returns, each `return` with a value.
    pub returned: Vec<Expression>,
    /// What it raises, each `raise` with a value.
    pub raised: Vec<Raised>,
    /// The line of `def`, from 1.
    pub line: usize,
    /// The line of its first decorator, else that of `def`.
    pub first_line: usize,
    /// Its last line.
    pub end_line: usize,
}

impl Function {
    /// Its name with the scope before it: `UserService.create`.
    #[must_use]
    pub fn path(&self) -> String {
        dotted(&self.scope, &self.name)
    }

    /// The decorator whose last part is `name`, called or not.
    #[must_use]
    pub fn decorator(&self, name: &str) -> Option<&Expression> {
        self.decorators
            .iter()
            .find(|decorator| decorator.head() == Some(name))
    }
}

/// A raised exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// What is raised.
    pub exception: Expression,
    /// The line, from 1.
    pub line: usize,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, without stars.
    pub name: String,
    /// How it is passed.
    pub kind: ParameterKind,
    /// Its annotation.
    pub annotation: Option<Expression>,
    /// Its default.
    pub default: Option<Expression>,
}

/// How a parameter is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    /// Before `/`.
    PositionOnly,
    /// By position or keyword.
    Ordinary,
    /// `*args`.
    Rest,
    /// After `*`.
    KeywordOnly,
    /// `**kwargs`.
    Keywords,
}

/// A value that gets a name: `x = v`, `x: T = v`, `with v as x`, `type x = v`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The name, dotted as in `app.state.db`.
    pub name: String,
    /// Its annotation.
    pub annotation: Option<Expression>,
    /// The value.
    pub value: Option<Expression>,
    /// Whether it is the `as` of a `with`.
    pub in_with: bool,
    /// Whether it adds to what is there, as `+=` does.
    pub augmented: bool,
    /// The class or function that it stands in, empty at the top.
    pub scope: String,
    /// The line, from 1.
    pub line: usize,
    /// The last line.
    pub end_line: usize,
}

/// A loop: `for x in values`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loop {
    /// The name that it gives each value, or the names.
    pub target: Expression,
    /// What it goes through.
    pub values: Expression,
    /// The class or function that it stands in, empty at the top.
    pub scope: String,
    /// The first line of its block.
    pub block: usize,
    /// The line, from 1.
    pub line: usize,
}

/// A call in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallSite {
    /// The call.
    pub call: Call,
    /// The class or function that it stands in, empty at the top.
    pub scope: String,
    /// The block that it stands in.
    pub block: Block,
    /// Whether it is a statement of its own.
    pub is_statement: bool,
    /// Whether it stands in a loop, as far as the function around it.
    pub in_loop: bool,
}

/// A block of statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Block {
    /// What it belongs to.
    pub kind: BlockKind,
    /// The line where it begins; 0 for the module.
    pub line: usize,
}

/// What a block belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BlockKind {
    /// The module itself.
    Module,
    /// A class.
    Class,
    /// A function.
    Function,
    /// `if`, `elif`, `else`, `match`.
    Branch,
    /// `for` or `while`.
    Loop,
    /// `with`.
    With,
    /// `try`, `except`, `finally`.
    Try,
}

/// `name` in `scope`.
pub(super) fn dotted(scope: &str, name: &str) -> String {
    if scope.is_empty() {
        name.to_owned()
    } else {
        format!("{scope}.{name}")
    }
}
