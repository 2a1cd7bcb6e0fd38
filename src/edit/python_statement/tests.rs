//! `python-statement` in tables: text before, text after.

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
