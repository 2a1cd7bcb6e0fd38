//! Expressions, as far as declarations and calls need them.

mod taken_apart;

pub(super) use taken_apart::{DEPTH, arguments, call, expression};

/// An expression: its source, its line, and its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// As it stands in the file.
    pub source: String,
    /// The line where it begins, from 1.
    pub line: usize,
    /// What it is.
    pub form: Form,
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// A name, dotted or not: `db`, `sa.orm.Session`.
    Name(String),
    /// A string literal, pieces joined, escapes resolved.
    Text(String),
    /// A number as it is written.
    Number(String),
    /// `True` or `False`.
    Bool(bool),
    /// `None`.
    None,
    /// A call.
    Call(Box<Call>),
    /// A list, tuple or set.
    Items(Vec<Expression>),
    /// A dictionary.
    Pairs(Vec<(Expression, Expression)>),
    /// `value[index, …]`, subscripts of types included.
    Index(Box<Expression>, Vec<Expression>),
    /// `a | b`, of types and values alike.
    Either(Box<Expression>, Box<Expression>),
    /// An attribute of something that is not a name: `make().app`.
    Attribute(Box<Expression>, String),
    /// `await x`, `*x`, `**x`, `(x)`: what is in it.
    Of(Box<Expression>),
    /// Anything else.
    Other,
}

/// A call: of what, with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// What is called.
    pub function: Expression,
    /// The arguments in their order.
    pub arguments: Vec<Argument>,
    /// The line where it begins, from 1.
    pub line: usize,
    /// The line where it ends.
    pub end_line: usize,
}

/// An argument of a call or a class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its keyword; `*` and `**` where a sequence or mapping is spread.
    pub name: Option<String>,
    /// Its value.
    pub value: Expression,
}

impl Expression {
    /// The dotted name, where it is one.
    #[must_use]
    pub fn as_name(&self) -> Option<&str> {
        match &self.form {
            Form::Name(name) => Some(name),
            _ => None,
        }
    }

    /// The text, where it is a string literal.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match &self.form {
            Form::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The call, where it is one; also an awaited one or one in brackets.
    #[must_use]
    pub fn as_call(&self) -> Option<&Call> {
        match &self.form {
            Form::Call(call) => Some(call),
            Form::Of(inner) => inner.as_call(),
            _ => None,
        }
    }

    /// The items, where it is a list, tuple or set.
    #[must_use]
    pub fn items(&self) -> &[Expression] {
        match &self.form {
            Form::Items(items) => items,
            _ => &[],
        }
    }

    /// The texts in it: of a string itself, of a list or tuple its strings.
    #[must_use]
    pub fn texts(&self) -> Vec<&str> {
        match &self.form {
            Form::Text(text) => vec![text],
            Form::Items(items) => items.iter().flat_map(Expression::texts).collect(),
            Form::Of(inner) => inner.texts(),
            _ => Vec::new(),
        }
    }

    /// The name before `[…]` and what stands in it: `Mapped` and `[int]` of `Mapped[int]`.
    #[must_use]
    pub fn as_index(&self) -> Option<(&str, &[Expression])> {
        match &self.form {
            Form::Index(value, items) => Some((value.as_name()?, items)),
            _ => None,
        }
    }

    /// The last part of the name that it is, is a call of, or is a subscript of: `Session` of `orm.Session[int]()`.
    #[must_use]
    pub fn head(&self) -> Option<&str> {
        match &self.form {
            Form::Name(name) => Some(last(name)),
            Form::Call(call) => call.function.head(),
            Form::Index(value, _) => value.head(),
            Form::Attribute(_, name) => Some(name),
            Form::Of(inner) => inner.head(),
            _ => None,
        }
    }
}

impl Call {
    /// The last part of what is called: `include_router` of `api.include_router(…)`.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.function.form {
            Form::Name(name) => last(name),
            Form::Attribute(_, name) => name,
            Form::Index(value, _) => value.head().unwrap_or_default(),
            _ => "",
        }
    }

    /// The dotted name of what is called.
    #[must_use]
    pub fn callee(&self) -> Option<&str> {
        match &self.function.form {
            Form::Index(value, _) => value.as_name(),
            _ => self.function.as_name(),
        }
    }

    /// The name before the last part: `api` of `api.include_router(…)`.
    #[must_use]
    pub fn receiver(&self) -> Option<&str> {
        Some(self.callee()?.rsplit_once('.')?.0)
    }

    /// The argument with the keyword `name`.
    #[must_use]
    pub fn keyword(&self, name: &str) -> Option<&Expression> {
        let found = self
            .arguments
            .iter()
            .find(|argument| argument.name.as_deref() == Some(name));
        found.map(|argument| &argument.value)
    }

    /// The argument at `index` among those without a keyword.
    #[must_use]
    pub fn positional(&self, index: usize) -> Option<&Expression> {
        let bare = self
            .arguments
            .iter()
            .filter(|argument| argument.name.is_none());
        bare.map(|argument| &argument.value).nth(index)
    }

    /// The argument with the keyword `name`, else the one at `index`.
    #[must_use]
    pub fn argument(&self, name: &str, index: usize) -> Option<&Expression> {
        self.keyword(name).or_else(|| self.positional(index))
    }
}

fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
