//! One walk over the syntax tree that gathers what a module declares.
//!
//! Without recursion over statements: a file may be nested as deep as its author likes.

use tree_sitter::{Node, Parser, Tree, TreeCursor};

use super::declaration::{
    Assignment, Attribute, Block, BlockKind, CallSite, Class, Function, Loop, Raised, dotted,
};
use super::expression::{self, Argument, Expression, expression};
use super::import;
use super::module::Module;
use super::parameters::parameters;

/// Reads the text of a module. Never fails: what cannot be parsed is left out, and [`Module::broken`] names its line.
#[must_use]
pub fn read(text: &str) -> Module {
    let Some(tree) = parse(text) else {
        return Module::default();
    };
    let mut reader = Reader::new(text);
    reader.module.doc = doc(tree.root_node(), text);
    reader.walk(&tree);
    let mut module = reader.module;
    module.lines = text.lines().count();
    module.broken = tree
        .root_node()
        .has_error()
        .then(|| first_error(&tree))
        .flatten();
    module
}

fn parse(text: &str) -> Option<Tree> {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_python::LANGUAGE.into())
        .ok()?;
    parser.parse(text, None)
}

/// What is open around the node that the walk stands on.
enum Open {
    Class(Box<Class>),
    Function(Box<Function>),
    Block(Block),
}

struct Reader<'a> {
    text: &'a str,
    module: Module,
    open: Vec<(usize, Open)>,
    scope: String,
    /// How many calls are open, one in the arguments of the other.
    calls: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            module: Module::default(),
            open: Vec::new(),
            scope: String::new(),
            calls: 0,
        }
    }

    fn walk(&mut self, tree: &Tree) {
        let mut cursor: TreeCursor = tree.walk();
        loop {
            self.enter(cursor.node());
            if cursor.goto_first_child() {
                continue;
            }
            self.leave(cursor.node());
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
                self.leave(cursor.node());
            }
        }
    }

    fn enter(&mut self, node: Node) {
        match node.kind() {
            "class_definition" => self.open_class(node),
            "function_definition" => self.open_function(node),
            "block" => self.open_block(node),
            "import_statement" | "import_from_statement" | "future_import_statement" => {
                let found = import::imports(node, self.text, &self.scope);
                self.module.imports.extend(found);
            }
            "assignment" | "augmented_assignment" | "type_alias_statement" => self.assign(node),
            "as_pattern" => self.bind(node),
            "for_statement" => self.go_through(node),
            "call" => {
                self.calls += 1;
                if self.calls <= expression::DEPTH {
                    self.call(node);
                }
            }
            "return_statement" | "yield" | "raise_statement" => self.leaves_function(node),
            _ => {}
        }
    }

    fn leave(&mut self, node: Node) {
        self.calls -= usize::from(node.kind() == "call");
        if self.open.last().is_none_or(|(id, _)| *id != node.id()) {
            return;
        }
        match self.open.pop() {
            Some((_, Open::Class(class))) => {
                self.scope.clone_from(&class.scope);
                self.module.classes.push(*class);
            }
            Some((_, Open::Function(function))) => {
                self.scope.clone_from(&function.scope);
                self.place(*function);
            }
            _ => {}
        }
    }

    /// A function goes into the class that is directly around it, else to the module.
    fn place(&mut self, function: Function) {
        match self.owner() {
            Some(class) => class.methods.push(function),
            None => self.module.functions.push(function),
        }
    }

    /// The class whose body the walk is in, with no function between.
    fn owner(&mut self) -> Option<&mut Class> {
        let mut around = self.open.iter_mut().rev();
        around.find_map(|(_, open)| match open {
            Open::Class(class) => Some(Some(class.as_mut())),
            Open::Function(_) => Some(None),
            Open::Block(_) => None,
        })?
    }

    fn function(&mut self) -> Option<&mut Function> {
        let mut around = self.open.iter_mut().rev();
        around.find_map(|(_, open)| match open {
            Open::Function(function) => Some(Some(function.as_mut())),
            Open::Class(_) => Some(None),
            Open::Block(_) => None,
        })?
    }

    fn open_class(&mut self, node: Node) {
        let list = node.child_by_field_name("superclasses");
        let arguments =
            list.map_or_else(Vec::new, |list| expression::arguments(list, self.text, 0));
        let (keywords, bases): (Vec<Argument>, Vec<Argument>) = arguments
            .into_iter()
            .partition(|argument| argument.name.is_some());
        let class = Class {
            name: self.field(node, "name"),
            scope: self.scope.clone(),
            bases: bases.into_iter().map(|base| base.value).collect(),
            keywords,
            decorators: decorators(node, self.text),
            doc: node
                .child_by_field_name("body")
                .and_then(|body| doc(body, self.text)),
            attributes: Vec::new(),
            methods: Vec::new(),
            line: line(node),
            end_line: end_line(node),
        };
        self.scope = dotted(&self.scope, &class.name);
        self.open.push((node.id(), Open::Class(Box::new(class))));
    }

    fn open_function(&mut self, node: Node) {
        let first = node
            .parent()
            .filter(|parent| parent.kind() == "decorated_definition");
        let function = Function {
            name: self.field(node, "name"),
            scope: self.scope.clone(),
            is_async: node.child(0).is_some_and(|first| first.kind() == "async"),
            decorators: decorators(node, self.text),
            parameters: node
                .child_by_field_name("parameters")
                .map_or_else(Vec::new, |list| parameters(list, self.text)),
            returns: self.expression_at(node, "return_type"),
            doc: node
                .child_by_field_name("body")
                .and_then(|body| doc(body, self.text)),
            yielded: Vec::new(),
            yields: false,
            returned: Vec::new(),
            raised: Vec::new(),
            line: line(node),
            first_line: line(first.unwrap_or(node)),
            end_line: end_line(node),
        };
        self.scope = dotted(&self.scope, &function.name);
        self.open
            .push((node.id(), Open::Function(Box::new(function))));
    }

    fn open_block(&mut self, node: Node) {
        let Some(parent) = node.parent() else { return };
        let kind = match parent.kind() {
            "class_definition" => BlockKind::Class,
            "function_definition" => BlockKind::Function,
            "for_statement" | "while_statement" => BlockKind::Loop,
            "with_statement" => BlockKind::With,
            "try_statement" | "except_clause" | "finally_clause" => BlockKind::Try,
            _ => BlockKind::Branch,
        };
        let block = Block {
            kind,
            line: line(node),
        };
        self.open.push((node.id(), Open::Block(block)));
    }

    fn assign(&mut self, node: Node) {
        let Some(left) = node.child_by_field_name("left") else {
            return;
        };
        let assignment = Assignment {
            name: self.text[left.byte_range()].split_whitespace().collect(),
            annotation: self.expression_at(node, "type"),
            value: self.expression_at(node, "right"),
            in_with: false,
            augmented: node.kind() == "augmented_assignment",
            scope: self.scope.clone(),
            line: line(node),
            end_line: end_line(node),
        };
        match self.owner() {
            Some(class) => class.attributes.push(Attribute {
                name: assignment.name,
                annotation: assignment.annotation,
                value: assignment.value,
                line: assignment.line,
                end_line: assignment.end_line,
            }),
            None => self.module.assignments.push(assignment),
        }
    }

    /// `with v as x`.
    fn bind(&mut self, node: Node) {
        let is_with = node
            .parent()
            .is_some_and(|parent| parent.kind() == "with_item");
        let (Some(value), Some(name)) = (node.named_child(0), node.child_by_field_name("alias"))
        else {
            return;
        };
        if is_with {
            self.module.assignments.push(Assignment {
                name: self.text[name.byte_range()].to_owned(),
                annotation: None,
                value: Some(expression(value, self.text)),
                in_with: true,
                augmented: false,
                scope: self.scope.clone(),
                line: line(node),
                end_line: end_line(node),
            });
        }
    }

    fn go_through(&mut self, node: Node) {
        let (Some(target), Some(values)) = (
            self.expression_at(node, "left"),
            self.expression_at(node, "right"),
        ) else {
            return;
        };
        self.module.loops.push(Loop {
            target,
            values,
            scope: self.scope.clone(),
            block: node.child_by_field_name("body").map_or(0, line),
            line: line(node),
        });
    }

    fn call(&mut self, node: Node) {
        let Some(call) = expression::call(node, self.text, 0) else {
            return;
        };
        let mut around = self.open.iter().rev();
        let block = around.find_map(|(_, open)| match open {
            Open::Block(block) => Some(*block),
            _ => None,
        });
        let mut within = self.open.iter().rev();
        let in_loop = within
            .by_ref()
            .take_while(|(_, open)| matches!(open, Open::Block(_)))
            .any(|(_, open)| matches!(open, Open::Block(block) if block.kind == BlockKind::Loop));
        self.module.calls.push(CallSite {
            call,
            scope: self.scope.clone(),
            block: block.unwrap_or(Block {
                kind: BlockKind::Module,
                line: 0,
            }),
            is_statement: node
                .parent()
                .is_some_and(|parent| parent.kind() == "expression_statement"),
            in_loop,
        });
    }

    fn leaves_function(&mut self, node: Node) {
        let text = self.text;
        let Some(function) = self.function() else {
            return;
        };
        let is_yield = node.kind() == "yield";
        function.yields |= is_yield;
        let Some(value) = node.named_child(0) else {
            return;
        };
        let value = expression(value, text);
        match node.kind() {
            "yield" => function.yielded.push(value),
            "return_statement" => function.returned.push(value),
            _ => function.raised.push(Raised {
                exception: value,
                line: line(node),
            }),
        }
    }

    fn field(&self, node: Node, name: &str) -> String {
        node.child_by_field_name(name)
            .map_or_else(String::new, |child| {
                self.text[child.byte_range()].to_owned()
            })
    }

    fn expression_at(&self, node: Node, field: &str) -> Option<Expression> {
        let child = node.child_by_field_name(field)?;
        Some(expression(child, self.text))
    }
}

fn line(node: Node) -> usize {
    node.start_position().row + 1
}

fn end_line(node: Node) -> usize {
    node.end_position().row + 1
}

fn decorators(definition: Node, text: &str) -> Vec<Expression> {
    let Some(parent) = definition
        .parent()
        .filter(|parent| parent.kind() == "decorated_definition")
    else {
        return Vec::new();
    };
    let mut cursor = parent.walk();
    let decorators = parent
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "decorator");
    decorators
        .filter_map(|decorator| decorator.named_child(0))
        .map(|node| expression(node, text))
        .collect()
}

/// The string that is the first statement of a block.
fn doc(block: Node, text: &str) -> Option<String> {
    let mut cursor = block.walk();
    let first = block
        .named_children(&mut cursor)
        .find(|child| child.kind() != "comment")?;
    let string = first.named_child(0)?;
    if first.kind() != "expression_statement" {
        return None;
    }
    expression(string, text).as_text().map(str::to_owned)
}

fn first_error(tree: &Tree) -> Option<usize> {
    let mut cursor = tree.walk();
    loop {
        let node = cursor.node();
        if node.is_error() || node.is_missing() {
            return Some(line(node));
        }
        if node.has_error() && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return None;
            }
        }
    }
}
