//! Expressions taken apart: from nodes of the syntax tree to their forms.

use tree_sitter::Node;

use super::{Argument, Call, Expression, Form};

/// How deep an expression is taken apart; what is deeper stays source.
pub(in crate::python) const DEPTH: usize = 24;

/// Takes the expression at `node` apart.
pub(in crate::python) fn expression(node: Node, text: &str) -> Expression {
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
pub(in crate::python) fn call(node: Node, text: &str, depth: usize) -> Option<Call> {
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
pub(in crate::python) fn arguments(list: Node, text: &str, depth: usize) -> Vec<Argument> {
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
pub(in crate::python) fn string(node: Node, text: &str) -> Option<String> {
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
