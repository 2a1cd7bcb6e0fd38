//! Expressions, as far as declarations and calls need them.

use tree_sitter::Node;

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

/// How deep an expression is taken apart; what is deeper stays source.
pub(super) const DEPTH: usize = 24;

/// Takes the expression at `node` apart.
pub(super) fn expression(node: Node, text: &str) -> Expression {
    at_depth(node, text, 0)
}

fn at_depth(node: Node, text: &str, depth: usize) -> Expression {
    let node = unwrapped(node);
    Expression {
        source: text[node.byte_range()].to_owned(),
        line: node.start_position().row + 1,
        form: if depth < DEPTH {
            form(node, text, depth + 1)
        } else {
            Form::Other
        },
    }
}

/// The node in a `type` node, which only says that it stands for a type.
fn unwrapped(node: Node) -> Node {
    match node.named_child(0) {
        Some(inner) if node.kind() == "type" => unwrapped(inner),
        _ => node,
    }
}

fn form(node: Node, text: &str, depth: usize) -> Form {
    let source = &text[node.byte_range()];
    let field = |name| node.child_by_field_name(name);
    match node.kind() {
        "identifier" | "dotted_name" => Form::Name(source.to_owned()),
        "attribute" => attribute(node, text, depth),
        "member_type" => Form::Name(source.split_whitespace().collect()),
        "string" => string(node, text).map_or(Form::Other, Form::Text),
        "concatenated_string" => concatenated(node, text).map_or(Form::Other, Form::Text),
        "integer" | "float" => Form::Number(source.to_owned()),
        "true" => Form::Bool(true),
        "false" => Form::Bool(false),
        "none" => Form::None,
        "call" => call(node, text, depth).map_or(Form::Other, |call| Form::Call(Box::new(call))),
        "list" | "tuple" | "set" | "expression_list" | "pattern_list" | "tuple_pattern"
        | "list_pattern" => Form::Items(children(node, text, depth)),
        "dictionary" => Form::Pairs(pairs(node, text, depth)),
        "subscript" | "generic_type" => index(node, text, depth),
        "binary_operator" | "union_type" => either(node, text, depth),
        "await" | "parenthesized_expression" | "list_splat" | "dictionary_splat" => {
            node.named_child(0).map_or(Form::Other, |inner| {
                Form::Of(Box::new(at_depth(inner, text, depth)))
            })
        }
        "assignment" => {
            field("right").map_or(Form::Other, |right| form(unwrapped(right), text, depth))
        }
        "as_pattern" | "named_expression" => node
            .named_child(0)
            .filter(|_| node.kind() == "as_pattern")
            .or(field("value"))
            .map_or(Form::Other, |inner| form(unwrapped(inner), text, depth)),
        _ => Form::Other,
    }
}

fn attribute(node: Node, text: &str, depth: usize) -> Form {
    let (Some(object), Some(name)) = (
        node.child_by_field_name("object"),
        node.child_by_field_name("attribute"),
    ) else {
        return Form::Other;
    };
    let name = &text[name.byte_range()];
    let object = at_depth(object, text, depth);
    match object.form {
        Form::Name(before) => Form::Name(format!("{before}.{name}")),
        _ => Form::Attribute(Box::new(object), name.to_owned()),
    }
}

fn children(node: Node, text: &str, depth: usize) -> Vec<Expression> {
    named(node)
        .into_iter()
        .map(|child| at_depth(child, text, depth))
        .collect()
}

/// The named children without comments.
fn named(node: Node) -> Vec<Node> {
    node.named_children(&mut node.walk())
        .filter(|child| child.kind() != "comment")
        .collect()
}

fn pairs(node: Node, text: &str, depth: usize) -> Vec<(Expression, Expression)> {
    let pair = |child: Node| {
        let key = child.child_by_field_name("key")?;
        let value = child.child_by_field_name("value")?;
        Some((at_depth(key, text, depth), at_depth(value, text, depth)))
    };
    named(node).into_iter().filter_map(pair).collect()
}

/// `a[b]`, and `a[b]` as the grammar has it where a type is wanted.
fn index(node: Node, text: &str, depth: usize) -> Form {
    let parts = named(node);
    let [value, rest @ ..] = &parts[..] else {
        return Form::Other;
    };
    let items = rest.iter().flat_map(|part| parts_of(*part));
    let items = items.map(|item| at_depth(item, text, depth)).collect();
    Form::Index(Box::new(at_depth(*value, text, depth)), items)
}

/// What stands side by side in the brackets.
fn parts_of(part: Node<'_>) -> Vec<Node<'_>> {
    match part.kind() {
        "type_parameter" | "tuple" => named(part),
        _ => vec![part],
    }
}

fn either(node: Node, text: &str, depth: usize) -> Form {
    let is_bar = node
        .child_by_field_name("operator")
        .is_none_or(|operator| operator.kind() == "|");
    match named(node)[..] {
        [left, right] if is_bar => Form::Either(
            Box::new(at_depth(left, text, depth)),
            Box::new(at_depth(right, text, depth)),
        ),
        _ => Form::Other,
    }
}

/// The call at `node`.
pub(super) fn call(node: Node, text: &str, depth: usize) -> Option<Call> {
    let function = node.child_by_field_name("function")?;
    let list = node.child_by_field_name("arguments")?;
    let arguments = if list.kind() == "argument_list" {
        arguments(list, text, depth)
    } else {
        vec![Argument {
            name: None,
            value: at_depth(list, text, depth),
        }]
    };
    Some(Call {
        function: at_depth(function, text, depth),
        arguments,
        line: node.start_position().row + 1,
        end_line: node.end_position().row + 1,
    })
}

/// The arguments of a call, or the bases and keywords of a class.
pub(super) fn arguments(list: Node, text: &str, depth: usize) -> Vec<Argument> {
    let argument = |child: Node| {
        let value = child.child_by_field_name("value");
        let (name, value) = match child.kind() {
            "keyword_argument" => (
                child
                    .child_by_field_name("name")
                    .map(|name| text[name.byte_range()].to_owned()),
                value?,
            ),
            "list_splat" => (Some("*".to_owned()), child.named_child(0)?),
            "dictionary_splat" => (Some("**".to_owned()), child.named_child(0)?),
            _ => (None, child),
        };
        Some(Argument {
            name,
            value: at_depth(value, text, depth),
        })
    };
    named(list).into_iter().filter_map(argument).collect()
}

fn concatenated(node: Node, text: &str) -> Option<String> {
    let pieces = named(node).into_iter().map(|piece| string(piece, text));
    pieces
        .collect::<Option<Vec<_>>>()
        .map(|pieces| pieces.concat())
}

/// The text of a string literal; nothing where it is one with values in it.
pub(super) fn string(node: Node, text: &str) -> Option<String> {
    let start = node.named_child(0)?;
    let prefix = text[start.byte_range()].to_lowercase();
    let mut joined = String::new();
    for child in named(node) {
        match child.kind() {
            "interpolation" => return None,
            "string_content" => joined.push_str(&text[child.byte_range()]),
            _ => {}
        }
    }
    Some(if prefix.contains('r') {
        joined
    } else {
        unescaped(&joined)
    })
}

fn unescaped(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut plain = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let next = if c == '\\' { chars.next() } else { None };
        match next {
            None => plain.push(c),
            Some('n') => plain.push('\n'),
            Some('t') => plain.push('\t'),
            Some('r') => plain.push('\r'),
            Some('\n') => {}
            Some(c @ ('\\' | '\'' | '"')) => plain.push(c),
            Some(other) => plain.extend(['\\', other]),
        }
    }
    plain
}
