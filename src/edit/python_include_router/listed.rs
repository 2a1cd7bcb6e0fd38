//! Routers that a loop includes: `for r in (a.router, b.router): app.include_router(r)`, or their modules:
//! `for module in (a, b): app.include_router(module.router)`.

use tree_sitter::Node;

use super::super::Style;
use super::super::python::{self, Module, statements};
use super::super::sequence::{self, Sequence};
use super::super::verdict::Verdict;
use super::call::Call;
use super::include::Include;
use super::is_same;

/// The list or tuple that the only include of the file goes through, and what is taken of each of its items:
/// nothing, or `.router`.
pub(super) fn list<'t>(
    module: &'t Module<'_>,
    includes: &[Include<'t>],
) -> Option<(Node<'t>, String)> {
    let [include] = includes else { return None };
    let body = include.statement.parent()?;
    let each = body
        .parent()
        .filter(|node| node.kind() == "for_statement")?;
    let taken = include.router.strip_prefix(module.field(each, "left"))?;
    if !(taken.is_empty() || taken.starts_with('.')) {
        return None;
    }
    let right = each.child_by_field_name("right")?;
    match right.kind() {
        "list" | "tuple" => Some(right),
        "identifier" => assigned(module, module.source(right)),
        _ => None,
    }
    .filter(|list| !list.has_error() && is_plain(*list))
    .map(|list| (list, taken.to_owned()))
}

/// The list or tuple that `name` is, if it is assigned just once.
fn assigned<'t>(module: &'t Module<'_>, name: &str) -> Option<Node<'t>> {
    let mut all = python::find(module.root(), "assignment")
        .into_iter()
        .filter(|node| module.field(*node, "left") == name);
    let only = all.next().filter(|_| all.next().is_none())?;
    let value = only.child_by_field_name("right")?;
    matches!(value.kind(), "list" | "tuple").then_some(value)
}

/// Whether it holds nothing but names.
fn is_plain(list: Node<'_>) -> bool {
    let items = statements(list);
    let named = |item: &Node<'_>| matches!(item.kind(), "identifier" | "attribute");
    !items.is_empty() && items.iter().all(named)
}

/// The verdict on the router of `call` in `list`, of whose items the loop takes `taken`.
pub(super) fn edit(
    module: &Module<'_>,
    (list, taken): (Node<'_>, &str),
    call: &Call<'_>,
    style: &Style,
) -> Verdict {
    let items = statements(list);
    let names: Vec<&str> = items.iter().map(|item| module.source(*item)).collect();
    let same = names
        .iter()
        .position(|known| is_same(module, &format!("{known}{taken}"), call.router, style));
    if let Some(same) = same {
        return Verdict::Present(items[same].start_byte());
    }
    let Some(item) = call.router.strip_suffix(taken) else {
        let why = format!("the routers are included in a loop, which takes `{taken}` of each");
        return Verdict::nowhere(module.line(list), why, call.on_one_line());
    };
    if !call.keywords.is_empty() {
        let why = "the routers are included in a loop, which gives them no arguments";
        return Verdict::nowhere(module.line(list), why, call.on_one_line());
    }
    let sequence = Sequence {
        inner: list.start_byte() + 1..list.end_byte() - 1,
        items: items.iter().map(Node::byte_range).collect(),
    };
    let later = names.iter().position(|known| *known > item);
    let at = later.filter(|_| names.len() > 1 && names.is_sorted());
    let place = (at.unwrap_or(names.len()), item);
    let splices = sequence::insert(module.text, &sequence, place, style.line_length);
    Verdict::Edit(splices)
}
