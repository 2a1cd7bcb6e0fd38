//! A Python file as its syntax tree, with the questions that edits ask of it.
//!
//! Reads only; the parser tolerates broken and newer syntax, so each edit asks whether its own spot is sound.

use std::cell::RefCell;
use std::collections::VecDeque;

use tree_sitter::{InputEdit, Node, Parser, Point, Tree};

use super::text;

/// A parsed file: its path in the project, its plain text, its tree.
pub(super) struct Module<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a str,
    tree: Tree,
}

impl<'a> Module<'a> {
    /// Parses `text`, the plain view of the file at `path`.
    pub(super) fn parse(path: &'a str, text: &'a str) -> Self {
        Self {
            path,
            text,
            tree: parse(text),
        }
    }

    /// As [`Self::parse`], without a look at what was parsed before.
    #[cfg(test)]
    pub(super) fn alone(text: &'a str) -> Self {
        Self {
            path: "",
            text,
            tree: parse_with(text, None),
        }
    }

    /// The node of the whole file.
    pub(super) fn root(&self) -> Node<'_> {
        self.tree.root_node()
    }

    /// The source of `node`.
    pub(super) fn source(&self, node: Node<'_>) -> &'a str {
        &self.text[node.byte_range()]
    }

    /// The number of the line where `node` begins.
    pub(super) fn line(&self, node: Node<'_>) -> usize {
        text::line_number(self.text, node.start_byte())
    }

    /// The source of the field `name` of `node`; nothing if it has none.
    pub(super) fn field(&self, node: Node<'_>, name: &str) -> &'a str {
        node.child_by_field_name(name)
            .map_or("", |child| self.source(child))
    }

    /// Whether nothing but blanks stands before `node` on its line.
    pub(super) fn begins_line(&self, node: Node<'_>) -> bool {
        let start = text::line_start(self.text, node.start_byte());
        self.text[start..node.start_byte()].trim().is_empty()
    }

    /// How many places the parser could not make sense of.
    pub(super) fn errors(&self) -> usize {
        let mut count = 0;
        if self.root().has_error() {
            visit(self.root(), &mut |node| {
                count += usize::from(node.is_error() || node.is_missing());
                node.has_error()
            });
        }
        count
    }

    /// The line of the first syntax error.
    pub(super) fn first_error(&self) -> Option<usize> {
        if !self.root().has_error() {
            return None;
        }
        let mut first = None;
        visit(self.root(), &mut |node| {
            let wrong = node.is_error() || node.is_missing();
            if wrong && first.is_none() {
                first = Some(self.line(node));
            }
            first.is_none() && node.has_error()
        });
        first
    }

    /// The one node of `found`, else the line and the reason why there is not just one: `what` is not `made`.
    pub(super) fn only<'t>(
        &self,
        found: &[Node<'t>],
        what: &str,
        made: &str,
    ) -> Result<Node<'t>, (usize, String)> {
        match (found, self.first_error()) {
            ([only], _) => Ok(*only),
            ([_, second, ..], _) => Err((
                self.line(*second),
                format!("{what} is {made} more than once"),
            )),
            ([], None) => Err((0, format!("{what} is not {made} in this file"))),
            ([], Some(line)) => {
                let why =
                    format!("{what} is not {made} in this file, as far as its syntax error shows");
                Err((line, why))
            }
        }
    }

    /// The end of the last line of `node`, its own comment and what follows after `;` included.
    pub(super) fn line_end(&self, node: Node<'_>) -> usize {
        text::line_end(self.text, node.end_byte())
    }
}

/// Calls `see` for `node` and all below it, in order; below a node only where it answers yes.
pub(super) fn visit<'t>(node: Node<'t>, see: &mut impl FnMut(Node<'t>) -> bool) {
    // Without recursion: a long chain of operators is as deep as it is long.
    let mut cursor = node.walk();
    loop {
        if see(cursor.node()) && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
        }
    }
}

/// All nodes of `kind` at or below `node`, in order.
pub(super) fn find<'t>(node: Node<'t>, kind: &str) -> Vec<Node<'t>> {
    let mut found = Vec::new();
    visit(node, &mut |node| {
        if node.kind() == kind {
            found.push(node);
        }
        true
    });
    found
}

/// The statements of a module or block, without comments.
pub(super) fn statements(block: Node<'_>) -> Vec<Node<'_>> {
    block
        .named_children(&mut block.walk())
        .filter(|node| node.kind() != "comment")
        .collect()
}

/// Whether `node` is a docstring, seen as a statement.
pub(super) fn is_string_statement(node: Node<'_>) -> bool {
    node.kind() == "expression_statement"
        && node.named_child_count() == 1
        && node
            .named_child(0)
            .is_some_and(|child| child.kind() == "string")
}

/// Whether the statement `node` is a class or a function, decorated or not.
pub(super) fn is_definition(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "function_definition" | "class_definition" | "decorated_definition"
    )
}

/// What `node` says without its layout: its tokens, strings without regard to their quotes.
pub(super) fn meaning(module: &Module<'_>, node: Node<'_>) -> Vec<String> {
    let mut tokens = Vec::new();
    visit(node, &mut |node| {
        let text = module.source(node);
        match node.kind() {
            "comment" => false,
            "string" => {
                tokens.push(string_meaning(text));
                false
            }
            _ => {
                let says = node.child_count() == 0 && !text.trim().is_empty();
                if says && !is_last_comma(node) {
                    tokens.push(text.to_owned());
                }
                true
            }
        }
    });
    tokens
}

/// A comma before a closing bracket says nothing, except in a tuple of one.
fn is_last_comma(node: Node<'_>) -> bool {
    let mut next = node.next_sibling();
    while let Some(comment) = next.filter(|next| next.kind() == "comment") {
        next = comment.next_sibling();
    }
    let closes = next.is_some_and(|next| matches!(next.kind(), "]" | "}" | ")"));
    let in_single = node
        .parent()
        .is_some_and(|parent| parent.kind() == "tuple" && parent.named_child_count() == 1);
    node.kind() == "," && closes && !in_single
}

/// A string literal with one kind of quotes.
fn string_meaning(literal: &str) -> String {
    let start = literal.find(['"', '\'']).unwrap_or(0);
    let (prefix, quoted) = literal.split_at(start);
    let body = ["\"\"\"", "'''", "\"", "'"]
        .iter()
        .find_map(|quote| quoted.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(quoted);
    format!("{}\"{body}\"", prefix.to_lowercase())
}

/// How many trees are kept.
const KEPT: usize = 8;

thread_local! {
    /// The texts that were parsed last, with their trees: an edit begins with the text that the one before left.
    static LAST: RefCell<VecDeque<(String, Tree)>> = RefCell::default();
    static PARSER: RefCell<Parser> = RefCell::new(parser());
}

fn parser() -> Parser {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_python::LANGUAGE.into())
        .expect("the grammar is built for this version of the parser");
    parser
}

fn parse(source: &str) -> Tree {
    LAST.with_borrow_mut(|last| {
        if let Some((_, tree)) = last.iter().find(|(text, _)| text == source) {
            return tree.clone();
        }
        let tree = last
            .iter()
            .find_map(|(text, tree)| reparse(text, tree, source))
            .unwrap_or_else(|| parse_with(source, None));
        last.truncate(KEPT - 1);
        last.push_front((source.to_owned(), tree.clone()));
        tree
    })
}

fn parse_with(source: &str, old: Option<&Tree>) -> Tree {
    PARSER
        .with_borrow_mut(|parser| parser.parse(source, old))
        .expect("a parser with a language and without a time limit always answers")
}

/// The tree of `source` by that of `text`, where most of the one is in the other; only what differs is parsed.
///
/// How a parser mends what is broken may depend on where it began: broken texts are parsed as a whole.
fn reparse(text: &str, tree: &Tree, source: &str) -> Option<Tree> {
    let (start, end) = shared(text, source);
    let is_most = (start + end) * 2 >= text.len().max(source.len());
    if !is_most || tree.root_node().has_error() {
        return None;
    }
    let (old_end, new_end) = (text.len() - end, source.len() - end);
    let mut old = tree.clone();
    old.edit(&InputEdit {
        start_byte: start,
        old_end_byte: old_end,
        new_end_byte: new_end,
        start_position: point(text, start),
        old_end_position: point(text, old_end),
        new_end_position: point(source, new_end),
    });
    let new = parse_with(source, Some(&old));
    (!new.root_node().has_error()).then_some(new)
}

/// How many bytes the two share at the start, and behind that at the end, in whole characters.
fn shared(one: &str, other: &str) -> (usize, usize) {
    let alike = |(one, other): &(char, char)| one == other;
    let bytes = |(one, _): (char, char)| one.len_utf8();
    let both = one.chars().zip(other.chars());
    let start = both.take_while(alike).map(bytes).sum();
    let rest = one[start..].chars().rev().zip(other[start..].chars().rev());
    (start, rest.take_while(alike).map(bytes).sum())
}

fn point(text: &str, offset: usize) -> Point {
    let line = text::line_start(text, offset);
    Point {
        row: text[..line].matches('\n').count(),
        column: offset - line,
    }
}
