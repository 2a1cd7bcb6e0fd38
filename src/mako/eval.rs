//! Expressions of Python as far as revision templates go: names, literals, conditions, comparisons, a few methods.

use tree_sitter::{Node, Parser};

use super::{Value, Variables};

/// Whether `source` holds.
pub(super) fn holds(source: &str, variables: &Variables) -> Result<bool, String> {
    Ok(value(source, variables)?.is_true())
}

/// The value of `source`.
pub(super) fn value(source: &str, variables: &Variables) -> Result<Value, String> {
    let unknown = || format!("the expression `{source}`");
    let mut parser = Parser::new();
    let language = tree_sitter_python::LANGUAGE.into();
    parser.set_language(&language).map_err(|_| unknown())?;
    let tree = parser.parse(source, None).ok_or_else(unknown)?;
    let root = tree.root_node();
    let statement = root
        .named_child(0)
        .filter(|_| !root.has_error() && root.named_child_count() == 1);
    let expression = statement
        .filter(|node| node.kind() == "expression_statement" && node.named_child_count() == 1)
        .and_then(|node| node.named_child(0));
    let reader = Reader { source, variables };
    expression
        .and_then(|node| reader.value(node))
        .ok_or_else(unknown)
}

struct Reader<'a> {
    source: &'a str,
    variables: &'a Variables,
}

impl Reader<'_> {
    fn text(&self, node: Node) -> &str {
        &self.source[node.byte_range()]
    }

    /// The value of a node; none where it is not plain.
    fn value(&self, node: Node) -> Option<Value> {
        match node.kind() {
            "none" => Some(Value::None),
            "true" => Some(Value::Bool(true)),
            "false" => Some(Value::Bool(false)),
            "integer" => self.text(node).parse().ok().map(Value::Number),
            "string" => self.literal(node).map(Value::Text),
            "identifier" => self.variables.get(self.text(node)).cloned(),
            "parenthesized_expression" => self.value(node.named_child(0)?),
            "conditional_expression" => self.conditional(node),
            "not_operator" => Some(Value::Bool(!self.value(node.named_child(0)?)?.is_true())),
            "boolean_operator" => self.boolean(node),
            "comparison_operator" => self.comparison(node),
            "binary_operator" => self.sum(node),
            "call" => self.call(node),
            _ => None,
        }
    }

    /// A plain literal.
    fn literal(&self, node: Node) -> Option<String> {
        let text = self.text(node);
        let quote = text.chars().next().filter(|c| "'\"".contains(*c))?;
        let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
        (!inner.contains(quote)).then_some(())?;
        let plain = inner.replace("\\n", "\n").replace("\\t", "\t");
        (!plain.contains('\\')).then_some(plain)
    }

    fn conditional(&self, node: Node) -> Option<Value> {
        let condition = self.value(node.named_child(1)?)?;
        self.value(node.named_child(if condition.is_true() { 0 } else { 2 })?)
    }

    fn boolean(&self, node: Node) -> Option<Value> {
        let left = self.value(node.named_child(0)?)?;
        let is_and = self.text(node.child_by_field_name("operator")?) == "and";
        if left.is_true() == is_and {
            self.value(node.named_child(1)?)
        } else {
            Some(left)
        }
    }

    fn comparison(&self, node: Node) -> Option<Value> {
        (node.named_child_count() == 2).then_some(())?;
        let (left, right) = (node.named_child(0)?, node.named_child(1)?);
        let operator = self.source[left.end_byte()..right.start_byte()].trim();
        let (left, right) = (self.value(left)?, self.value(right)?);
        let held = match operator {
            "==" | "is" => left == right,
            "!=" | "is not" => left != right,
            "in" => contains(&right, &left)?,
            "not in" => !contains(&right, &left)?,
            _ => return None,
        };
        Some(Value::Bool(held))
    }

    fn sum(&self, node: Node) -> Option<Value> {
        let (left, right) = (
            self.value(node.named_child(0)?)?,
            self.value(node.named_child(1)?)?,
        );
        match (
            left,
            self.text(node.child_by_field_name("operator")?),
            right,
        ) {
            (Value::Text(left), "+", Value::Text(right)) => Some(Value::Text(left + &right)),
            _ => None,
        }
    }

    fn call(&self, node: Node) -> Option<Value> {
        let function = node.child_by_field_name("function")?;
        let list = node.child_by_field_name("arguments")?;
        let mut cursor = list.walk();
        let arguments: Option<Vec<Value>> = list
            .named_children(&mut cursor)
            .map(|argument| self.value(argument))
            .collect();
        let arguments = arguments?;
        if function.kind() == "identifier" {
            return builtin(self.text(function), &arguments);
        }
        (function.kind() == "attribute").then_some(())?;
        let object = self.value(function.child_by_field_name("object")?)?;
        method(
            &object,
            self.text(function.child_by_field_name("attribute")?),
            &arguments,
        )
    }
}

fn contains(whole: &Value, part: &Value) -> Option<bool> {
    match (whole, part) {
        (Value::Text(whole), Value::Text(part)) => Some(whole.contains(part.as_str())),
        (Value::Tuple(items), Value::Text(part)) => Some(items.contains(part)),
        _ => None,
    }
}

fn builtin(name: &str, arguments: &[Value]) -> Option<Value> {
    let [value] = arguments else { return None };
    match (name, value) {
        ("repr", value) => Some(Value::Text(value.repr())),
        ("str", value) => Some(Value::Text(value.shown())),
        ("comma", value) => Some(Value::Text(value.comma())),
        ("bool", value) => Some(Value::Bool(value.is_true())),
        ("len", Value::Text(text)) => i64::try_from(text.chars().count()).ok().map(Value::Number),
        ("len", Value::Tuple(items)) => i64::try_from(items.len()).ok().map(Value::Number),
        _ => None,
    }
}

/// A method of a text.
fn method(object: &Value, name: &str, arguments: &[Value]) -> Option<Value> {
    let Value::Text(text) = object else {
        return None;
    };
    let arguments: Option<Vec<&str>> = arguments
        .iter()
        .map(|argument| match argument {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let out = match (name, arguments?.as_slice()) {
        ("endswith", [end]) => return Some(Value::Bool(text.ends_with(end))),
        ("startswith", [start]) => return Some(Value::Bool(text.starts_with(start))),
        ("replace", [from, to]) => text.replace(from, to),
        ("strip", []) => text.trim().to_owned(),
        ("rstrip", []) => text.trim_end().to_owned(),
        ("lstrip", []) => text.trim_start().to_owned(),
        ("rstrip", [ends]) => text.trim_end_matches(|c| ends.contains(c)).to_owned(),
        ("lower", []) => text.to_lowercase(),
        ("upper", []) => text.to_uppercase(),
        ("capitalize", []) => capitalized(text),
        ("isoformat", []) => text.replacen(' ', "T", 1),
        ("strftime", [form]) => day(text, form)?,
        _ => return None,
    };
    Some(Value::Text(out))
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    first + &chars.as_str().to_lowercase()
}

/// A day written `2026-11-21 00:00:00`, in the form of `strftime`.
fn day(text: &str, form: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['-', ' ', ':', '+']).collect();
    let mut out = form.to_owned();
    for (index, code) in ["%Y", "%m", "%d", "%H", "%M", "%S"].iter().enumerate() {
        out = out.replace(code, parts.get(index)?);
    }
    (!out.contains('%')).then_some(out)
}
