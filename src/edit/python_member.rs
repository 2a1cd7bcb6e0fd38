//! `python-member`: one more member of a class, known by its name.
//!
//! A field goes behind the last annotated field, a method to the end of the class.

use tree_sitter::Node;

use super::python::{self, Module, is_definition, is_string_statement, statements};
use super::sequence::deeper;
use super::text::{self, Splice};
use super::verdict::Verdict;
use crate::error::{Error, Result};

/// The verdict on adding the member `source` to `class`.
pub(super) fn edit(class: &str, source: &str, module: &Module<'_>) -> Result<Verdict> {
    let source = text::dedent(source);
    let member = Member::read(&source)?;
    let classes = classes(module, class);
    let what = format!("the class `{class}`");
    let class_node = match module.only(&classes, &what, "defined") {
        Ok(node) => node,
        Err((line, why)) => return Ok(Verdict::nowhere(line, why, source)),
    };
    if class_node.has_error() {
        let why = format!("the class `{class}` has a syntax error");
        return Ok(Verdict::manual(module.line(class_node), why, source));
    }
    Ok(add(module, class_node, &member))
}

/// The member of `class` with the name of `source`, and whether it is still as `source` says.
pub(super) fn found<'t>(
    class: &str,
    source: &str,
    module: &'t Module<'_>,
) -> Result<Option<(Node<'t>, bool)>> {
    let member = Member::read(&text::dedent(source))?;
    let wanted = format!("{}\n", member.source);
    let wanted = Module::parse("", &wanted);
    let said = statements(wanted.root());
    let bodies = classes(module, class).into_iter();
    let mut members = bodies
        .filter_map(|class| class.child_by_field_name("body"))
        .flat_map(statements);
    let Some(node) = members.find(|known| name(module, *known) == Some(&member.name)) else {
        return Ok(None);
    };
    let same = said
        .last()
        .is_some_and(|said| python::meaning(&wanted, *said) == python::meaning(module, node));
    Ok(Some((node, same)))
}

/// A member as the pattern gives it.
struct Member {
    source: String,
    name: String,
    is_method: bool,
    has_default: bool,
}

impl Member {
    fn read(source: &str) -> Result<Self> {
        let text = format!("{source}\n");
        let module = Module::parse("", &text);
        let all = statements(module.root());
        let named = all
            .last()
            .and_then(|node| Some((*node, name(&module, *node)?)));
        let Some((node, name)) = named.filter(|_| !module.root().has_error()) else {
            return Err(Error::pattern(format!("`{source}` is not a class member"))
                .hint("write a field such as `debug: bool = False`, or a method"));
        };
        Ok(Self {
            source: source.to_owned(),
            name: name.to_owned(),
            is_method: is_definition(node),
            has_default: has_default(node),
        })
    }
}

fn add(module: &Module<'_>, class: Node<'_>, member: &Member) -> Verdict {
    let Some(body) = class.child_by_field_name("body") else {
        return Verdict::manual(module.line(class), "the class has no body", &*member.source);
    };
    let members = statements(body);
    let same = members
        .iter()
        .find(|known| name(module, **known) == Some(&member.name));
    if let Some(same) = same
        .copied()
        .or_else(|| inherited(module, class, &member.name))
    {
        return Verdict::Present(same.start_byte());
    }
    if let [only] = members.as_slice()
        && is_placeholder(*only)
    {
        return instead_of(module, class, *only, &member.source);
    }
    if !module.begins_line(body) {
        let why = "the body of the class stands on its first line";
        return Verdict::manual(module.line(class), why, &*member.source);
    }
    match members.as_slice() {
        [] => Verdict::manual(module.line(class), "the class has no body", &*member.source),
        members => behind(module, members, member),
    }
}

/// The member called `wanted` in the classes of the file that `class` is made of.
fn inherited<'t>(module: &'t Module<'_>, class: Node<'t>, wanted: &str) -> Option<Node<'t>> {
    let mut seen = vec![class];
    let mut waiting = bases(module, class);
    while let Some(base) = waiting.pop() {
        if seen.contains(&base) {
            continue;
        }
        seen.push(base);
        let members = base.child_by_field_name("body").map(statements);
        let mut members = members.into_iter().flatten();
        if let Some(same) = members.find(|known| name(module, *known) == Some(wanted)) {
            return Some(same);
        }
        waiting.extend(bases(module, base));
    }
    None
}

/// The bases of `class` that the file itself defines, each once.
fn bases<'t>(module: &'t Module<'_>, class: Node<'_>) -> Vec<Node<'t>> {
    let list = class.child_by_field_name("superclasses").map(statements);
    let names = list.into_iter().flatten().map(|base| module.source(base));
    names
        .filter_map(|base| match classes(module, base).as_slice() {
            [only] => Some(*only),
            _ => None,
        })
        .collect()
}

/// The member in the place of a `pass` or `...` that was all there was.
fn instead_of(module: &Module<'_>, class: Node<'_>, only: Node<'_>, source: &str) -> Verdict {
    if module.begins_line(only) {
        let start = text::line_start(module.text, only.start_byte());
        let indent = text::indentation(module.text, only.start_byte());
        let lines = text::indented(source, indent);
        return Verdict::Edit(vec![Splice::replace(start..only.end_byte(), lines)]);
    }
    let indent = deeper(text::indentation(module.text, class.start_byte()));
    let colon = module.text[..only.start_byte()].trim_end().len();
    let lines = format!("\n{}", text::indented(source, &indent));
    Verdict::Edit(vec![Splice::replace(colon..only.end_byte(), lines)])
}

/// The member behind the last of its kind.
fn behind(module: &Module<'_>, members: &[Node<'_>], member: &Member) -> Verdict {
    let indent = text::indentation(module.text, members[0].start_byte());
    let lines = text::indented(&member.source, indent);
    let last = members[members.len() - 1];
    if member.is_method {
        return Verdict::insert(module.line_end(last), format!("\n\n{lines}"));
    }
    let field = last_field(members, member).or_else(|| last_simple(members));
    match field {
        Some(field) if is_string_statement(field) => {
            Verdict::insert(module.line_end(field), format!("\n\n{lines}"))
        }
        Some(field) => Verdict::insert(module.line_end(field), format!("\n{lines}")),
        None => {
            let start = text::comments_above(module.text, members[0].start_byte());
            Verdict::insert(start, format!("{lines}\n\n"))
        }
    }
}

/// The last annotated field; for a field without a default the last one that has none either, if there are any.
fn last_field<'t>(members: &[Node<'t>], member: &Member) -> Option<Node<'t>> {
    let fields = || members.iter().copied().filter(|node| is_annotated(*node));
    let required = fields().rfind(|node| !has_default(*node));
    let last = fields().next_back();
    if member.has_default {
        return last;
    }
    required.or(last)
}

/// The last of the statements before the first method.
fn last_simple<'t>(members: &[Node<'t>]) -> Option<Node<'t>> {
    let simple = members.iter().take_while(|node| !is_definition(**node));
    simple.last().copied()
}

fn classes<'t>(module: &'t Module<'_>, name: &str) -> Vec<Node<'t>> {
    let all = python::find(module.root(), "class_definition");
    all.into_iter()
        .filter(|class| module.field(*class, "name") == name)
        .collect()
}

/// The name that a statement of a class body gives to something.
fn name<'a>(module: &Module<'a>, node: Node<'_>) -> Option<&'a str> {
    let named = match node.kind() {
        "function_definition" | "class_definition" => module.field(node, "name"),
        "decorated_definition" => module.field(node.child_by_field_name("definition")?, "name"),
        _ => module.field(assignment(node)?, "left"),
    };
    (!named.is_empty()).then_some(named)
}

fn assignment(node: Node<'_>) -> Option<Node<'_>> {
    node.named_child(0)
        .filter(|child| child.kind() == "assignment")
}

fn is_annotated(node: Node<'_>) -> bool {
    assignment(node).is_some_and(|inner| inner.child_by_field_name("type").is_some())
}

fn has_default(node: Node<'_>) -> bool {
    assignment(node).is_some_and(|inner| inner.child_by_field_name("right").is_some())
}

fn is_placeholder(node: Node<'_>) -> bool {
    let ellipsis = || {
        node.named_child(0)
            .is_some_and(|child| child.kind() == "ellipsis")
    };
    node.kind() == "pass_statement" || (node.kind() == "expression_statement" && ellipsis())
}

#[cfg(test)]
mod tests;
