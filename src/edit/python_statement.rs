//! `python-statement`: a statement at the end of a function's own body, before its `return` or `yield`.
//!
//! The function is known by its name, a method as `Class.method`. Where the end is not plain (it returns
//! inside another block) the step is left to a person.

use tree_sitter::Node;

use super::imports::block::comments_above;
use super::python::{self, Module, statements};
use super::text::{self, Splice};
use super::verdict::Verdict;
use crate::error::{Error, Result};

/// The verdict on adding `source` to `function`, before its last `before`.
pub(super) fn edit(
    function: &str,
    source: &str,
    before: Option<&str>,
    module: &Module<'_>,
) -> Result<Verdict> {
    let source = text::dedent(source);
    ensure_statements(&source)?;
    Ok(add_to(
        function,
        &source,
        before.unwrap_or("return"),
        module,
    ))
}

fn ensure_statements(source: &str) -> Result<()> {
    let text = format!("{source}\n");
    let module = Module::parse("", &text);
    if module.root().has_error() || statements(module.root()).is_empty() {
        return Err(Error::pattern(format!("`{source}` is not a statement"))
            .hint("write it as it stands in the function: `register(app)`"));
    }
    Ok(())
}

fn add_to(function: &str, source: &str, before: &str, module: &Module<'_>) -> Verdict {
    let found = functions(module, function);
    let what = format!("the function `{function}`");
    let node = match module.only(&found, &what, "defined") {
        Ok(node) => node,
        Err((line, why)) => return Verdict::nowhere(line, why, source),
    };
    let line = module.line(node);
    if node.has_error() {
        let why = format!("the function `{function}` has a syntax error");
        return Verdict::manual(line, why, source);
    }
    let body = node.child_by_field_name("body");
    match body.filter(|body| module.begins_line(*body)) {
        Some(body) => add(module, body, source, before),
        None => Verdict::manual(line, "the body stands on the line of its function", source),
    }
}

fn add(module: &Module<'_>, body: Node<'_>, source: &str, before: &str) -> Verdict {
    if let Some(same) = present(module, body, source) {
        return Verdict::Present(same.start_byte());
    }
    let all = statements(body);
    let Some(last) = all.last().copied() else {
        return Verdict::manual(module.line(body), "the function has no statement", source);
    };
    let end = all.iter().rfind(|node| is_end(**node, before)).copied();
    let indent = text::indentation(module.text, all[0].start_byte());
    let lines = text::indented(source, indent);
    match end {
        Some(end) => before_end(module, &all, end, &lines),
        None if all.len() == 1 && last.kind() == "pass_statement" => {
            let start = text::line_start(module.text, last.start_byte());
            Verdict::Edit(vec![Splice::replace(start..last.end_byte(), lines)])
        }
        None if leaves(last, before) => {
            let why = format!("the function has no `{before}` in its own block");
            Verdict::nowhere(module.line(last), why, source)
        }
        None => {
            let gap = if is_definition(last) { "\n\n" } else { "\n" };
            Verdict::insert(module.line_end(last), format!("{gap}{lines}"))
        }
    }
}

/// The lines behind what stands before `end`, so that a blank line above `end` stays there.
fn before_end(module: &Module<'_>, all: &[Node<'_>], end: Node<'_>, lines: &str) -> Verdict {
    let start = comments_above(module, end);
    let previous = all.iter().rfind(|node| node.end_byte() <= start);
    let kept = module.text[..start].trim_end().len();
    match previous {
        Some(previous) if is_definition(*previous) => Verdict::insert(kept, format!("\n\n{lines}")),
        Some(_) => Verdict::insert(kept, format!("\n{lines}")),
        None => Verdict::insert(start, format!("{lines}\n")),
    }
}

/// A run of statements in the function that says what `source` says.
fn present<'t>(module: &Module<'_>, body: Node<'t>, source: &str) -> Option<Node<'t>> {
    let wanted = meanings(source);
    let mut found = None;
    python::visit(body, &mut |node| {
        if node.kind() == "block" && found.is_none() {
            found = run(module, node, &wanted);
        }
        found.is_none()
    });
    found
}

fn run<'t>(module: &Module<'_>, block: Node<'t>, wanted: &[Vec<String>]) -> Option<Node<'t>> {
    let all = statements(block);
    let said: Vec<Vec<String>> = all
        .iter()
        .map(|node| python::meaning(module.source(*node)))
        .collect();
    let mut windows = said.windows(wanted.len().max(1));
    windows
        .position(|window| window == wanted)
        .map(|at| all[at])
}

fn meanings(source: &str) -> Vec<Vec<String>> {
    let text = format!("{source}\n");
    let module = Module::parse("", &text);
    statements(module.root())
        .into_iter()
        .map(|node| python::meaning(module.source(node)))
        .collect()
}

fn functions<'t>(module: &'t Module<'_>, path: &str) -> Vec<Node<'t>> {
    let (class, name) = path
        .rsplit_once('.')
        .map_or((None, path), |(class, name)| (Some(class), name));
    python::find(module.root(), "function_definition")
        .into_iter()
        .filter(|node| module.field(*node, "name") == name && class_of(module, *node) == class)
        .collect()
}

/// The class that the function `node` is a method of.
fn class_of<'a>(module: &Module<'a>, node: Node<'_>) -> Option<&'a str> {
    let mut parent = node.parent()?;
    while matches!(parent.kind(), "block" | "decorated_definition") {
        parent = parent.parent()?;
    }
    (parent.kind() == "class_definition").then(|| module.field(parent, "name"))
}

/// Whether the statement `node` is the `return` or `yield` that is looked for.
fn is_end(node: Node<'_>, keyword: &str) -> bool {
    match keyword {
        "yield" => node
            .named_child(0)
            .is_some_and(|child| child.kind() == "yield"),
        _ => node.kind() == "return_statement",
    }
}

/// Whether the function leaves inside its last statement `node`: what stands behind it may not run.
fn leaves(node: Node<'_>, keyword: &str) -> bool {
    let mut leaves = false;
    python::visit(node, &mut |node| {
        leaves |=
            is_end(node, keyword) || matches!(node.kind(), "return_statement" | "raise_statement");
        !is_definition(node) && !leaves
    });
    leaves
}

fn is_definition(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "function_definition" | "class_definition" | "decorated_definition"
    )
}

#[cfg(test)]
mod tests {
    use crate::edit::Operation;
    use crate::edit::check::{self, changes, fails, is_manual, is_present};

    fn statement(function: &str, source: &str) -> Operation {
        check::operation(
            "python-statement",
            &[("function", function), ("source", source)],
        )
    }

    #[track_caller]
    fn adds(before: &str, after: &str) {
        changes(
            &statement("create_app", "register(app)"),
            "app/main.py",
            before,
            after,
        );
    }

    #[test]
    fn before_the_last_return() {
        adds(
            "def create_app():\n    app = FastAPI()\n    if x:\n        return None\n\n    # done\n    return app\n",
            "def create_app():\n    app = FastAPI()\n    if x:\n        return None\n    register(app)\n\n    # done\n    return app\n",
        );
        adds(
            "async def create_app():\n\tapp = FastAPI()  # new\n\treturn app\n",
            "async def create_app():\n\tapp = FastAPI()  # new\n\tregister(app)\n\treturn app\n",
        );
        adds(
            "@cache\ndef create_app():\n    return FastAPI()\n",
            "@cache\ndef create_app():\n    register(app)\n    return FastAPI()\n",
        );
        adds(
            "def create_app():\n    @app.get(\"/\")\n    def root():\n        return 1\n\n    return app\n",
            "def create_app():\n    @app.get(\"/\")\n    def root():\n        return 1\n\n    register(app)\n\n    return app\n",
        );
    }

    #[test]
    fn at_the_end_where_there_is_no_return() {
        adds(
            "def create_app():\n    app = x\n\n\ny = 1\n",
            "def create_app():\n    app = x\n    register(app)\n\n\ny = 1\n",
        );
        adds(
            "def create_app():\n    pass\n",
            "def create_app():\n    register(app)\n",
        );
        adds(
            "def create_app():\n    def f():\n        return 1\n",
            "def create_app():\n    def f():\n        return 1\n\n    register(app)\n",
        );
    }

    #[test]
    fn before_a_yield() {
        let entries = [
            ("function", "lifespan"),
            ("source", "await start()"),
            ("before", "yield"),
        ];
        let start = check::operation("python-statement", &entries);
        changes(
            &start,
            "app/main.py",
            "async def lifespan(app):\n    open()\n    yield\n    close()\n",
            "async def lifespan(app):\n    open()\n    await start()\n    yield\n    close()\n",
        );
        let text = "async def lifespan(app):\n    async with x():\n        yield\n";
        is_manual(&start, "app/main.py", text, "no `yield` in its own block");
    }

    #[test]
    fn a_method_by_its_class() {
        changes(
            &statement("App.start", "go()\nrun()"),
            "x.py",
            "def start():\n    pass\n\n\nclass App:\n    def start(self):\n        x()\n",
            "def start():\n    pass\n\n\nclass App:\n    def start(self):\n        x()\n        go()\n        run()\n",
        );
    }

    #[test]
    fn is_there_by_meaning() {
        for text in [
            "def create_app():\n    register( app, )\n    return app\n",
            "def create_app():\n    if x:\n        register(app)  # here\n    return app\n",
        ] {
            is_present(&statement("create_app", "register(app)"), "x.py", text);
        }
        adds(
            "def create_app():\n    # register(app)\n    my_register(app)\n    register(apps)\n",
            "def create_app():\n    # register(app)\n    my_register(app)\n    register(apps)\n    register(app)\n",
        );
    }

    #[test]
    fn what_is_not_plain_is_left_to_a_person() {
        let register = statement("create_app", "register(app)");
        for (text, why) in [
            ("", "is not defined"),
            ("def my_create_app():\n    pass\n", "is not defined"),
            (
                "class A:\n    def create_app(self):\n        pass\n",
                "is not defined",
            ),
            (
                "if x:\n    def create_app(): pass\nelse:\n    def create_app(): pass\n",
                "more than once",
            ),
            (
                "def create_app(): return 1\n",
                "on the line of its function",
            ),
            (
                "def create_app():\n    with x:\n        return 1\n",
                "no `return`",
            ),
            ("def create_app():\n    raise X\n", "no `return`"),
            (
                "def create_app(\n    x\n): return 1\n",
                "on the line of its function",
            ),
            ("def create_app():\n    x = (\n    return 1\n", ""),
        ] {
            assert_eq!(is_manual(&register, "x.py", text, why), "register(app)");
        }
    }

    #[test]
    fn a_statement_is_a_statement() {
        for source in ["register(", "# register(app)", "x = ", "return x)"] {
            fails(
                &statement("create_app", source),
                "x.py",
                "",
                "is not a statement",
            );
        }
    }

    #[test]
    fn an_anchor_shows_the_place() {
        changes(
            &statement("create_app", "register(app)"),
            "x.py",
            "def create_app():\n    with x:\n        # patgen: create_app\n        return 1\n",
            "def create_app():\n    with x:\n        register(app)\n        # patgen: create_app\n        return 1\n",
        );
    }
}
