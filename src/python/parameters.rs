//! Parameters of a function.

use tree_sitter::Node;

use super::declaration::{Parameter, ParameterKind};
use super::expression::expression;

/// The parameters in `list`, with the kind that the separators give them.
pub(super) fn parameters(list: Node, text: &str) -> Vec<Parameter> {
    let mut found: Vec<Parameter> = Vec::new();
    let mut kind = ParameterKind::Ordinary;
    let mut cursor = list.walk();
    for node in list.named_children(&mut cursor) {
        match node.kind() {
            "comment" => {}
            "positional_separator" => {
                for parameter in &mut found {
                    parameter.kind = ParameterKind::PositionOnly;
                }
            }
            "keyword_separator" => kind = ParameterKind::KeywordOnly,
            _ => {
                let parameter = parameter(node, text, kind);
                if parameter.kind == ParameterKind::Rest {
                    kind = ParameterKind::KeywordOnly;
                }
                found.push(parameter);
            }
        }
    }
    found
}

fn parameter(node: Node, text: &str, kind: ParameterKind) -> Parameter {
    let field = |name| node.child_by_field_name(name);
    let name = match node.kind() {
        "typed_parameter" => node.named_child(0),
        _ => field("name"),
    };
    let name = name.unwrap_or(node);
    let kind = match name.kind() {
        "list_splat_pattern" => ParameterKind::Rest,
        "dictionary_splat_pattern" => ParameterKind::Keywords,
        _ => kind,
    };
    Parameter {
        name: text[name.byte_range()]
            .trim_start_matches('*')
            .trim()
            .to_owned(),
        kind,
        annotation: field("type").map(|node| expression(node, text)),
        default: field("value").map(|node| expression(node, text)),
    }
}
