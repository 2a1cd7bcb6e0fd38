//! Tables of Python text and what is read of it.

mod index;

use super::*;

fn shown(expression: Option<&Expression>) -> String {
    expression.map_or("-".to_owned(), |expression| expression.source.clone())
}

#[test]
fn imports_and_what_they_bind() {
    for (text, bound, target) in [
        ("import a", "a", "a"),
        ("import a.b.c", "a", "a"),
        ("import a.b as x", "x", "a.b"),
        ("from a import b", "b", "a.b"),
        ("from a import (\n  b as c,  # why\n)", "c", "a.b"),
        ("from . import b", "b", ".b"),
        ("from ..a import b", "b", "..a.b"),
        ("from . a import b", "b", ".a.b"),
        ("from a import *", "", "a.*"),
        (
            "from __future__ import annotations",
            "annotations",
            "__future__.annotations",
        ),
        ("if TYPE_CHECKING:\n    from a import b", "b", "a.b"),
        ("def f():\n    import a", "a", "a"),
    ] {
        let module = read(text);
        let found: Vec<_> = module
            .imports
            .iter()
            .map(|import| (import.bound.as_str(), import.target()))
            .collect();
        assert_eq!(found, [(bound, target.to_owned())], "{text}");
    }
}

#[test]
fn absolute_names_of_imports() {
    for (text, module, is_package, expected) in [
        ("from a.b import c", "x", false, Some("a.b")),
        ("from . import c", "x.y", false, Some("x")),
        ("from . import c", "x.y", true, Some("x.y")),
        ("from .z import c", "x.y", false, Some("x.z")),
        ("from ..z import c", "x.y", true, Some("x.z")),
        ("from ... import c", "x.y", false, None),
    ] {
        let read = read(text);
        assert_eq!(
            read.imports[0].absolute(module, is_package).as_deref(),
            expected,
            "{text} in {module}"
        );
    }
}

#[test]
fn a_class_and_its_members() {
    let module = read(
        "@dec(1)\nclass User(UUIDModel, orm.Base, table=True):\n    \"\"\"A user.\"\"\"\n\n    __tablename__ = \"users\"\n    \
         id: Mapped[int] = mapped_column(\n        primary_key=True,\n    )\n    name: Mapped[str | None]\n\n    class Config:\n        x = 1\n\n    \
         @property\n    def full(self) -> str:\n        def inner():\n            y = 2\n        return self.name\n",
    );
    let class = module.class("User").expect("the class");
    let bases: Vec<_> = class.bases.iter().filter_map(Expression::as_name).collect();
    assert_eq!(bases, ["UUIDModel", "orm.Base"]);
    assert_eq!(class.doc.as_deref(), Some("A user."));
    assert_eq!(
        class.keyword("table").map(|value| &value.form),
        Some(&Form::Bool(true))
    );
    assert_eq!((class.line, class.end_line), (2, 18));
    let attributes: Vec<_> = class
        .attributes
        .iter()
        .map(|a| {
            (
                a.name.as_str(),
                shown(a.annotation.as_ref()),
                a.line,
                a.end_line,
            )
        })
        .collect();
    assert_eq!(
        attributes,
        [
            ("__tablename__", "-".to_owned(), 5, 5),
            ("id", "Mapped[int]".to_owned(), 6, 8),
            ("name", "Mapped[str | None]".to_owned(), 9, 9),
        ]
    );
    let methods: Vec<_> = class.methods.iter().map(Function::path).collect();
    assert_eq!(methods, ["User.full"]);
    assert_eq!(module.functions[0].path(), "User.full.inner");
    let nested = module.classes.iter().find(|class| class.name == "Config");
    assert_eq!(nested.map(|class| class.scope.as_str()), Some("User"));
    assert_eq!(module.assignments.len(), 1, "only `y = 2`");
}

#[test]
fn a_function_and_its_parameters() {
    let module = read(
        "@router.get(\"/items/{id}\", response_model=Item)\nasync def show(a, /, b: int, c: str = 'x', *rest, d: Session = Depends(get_db), **more) -> Item:\n    \
         if not a:\n        raise HTTPException(status_code=404)\n    return b\n",
    );
    let function = module.function("show").expect("the function");
    assert!(function.is_async && !function.yields);
    assert_eq!(
        (function.first_line, function.line, function.end_line),
        (1, 2, 5)
    );
    let parameters: Vec<_> = function
        .parameters
        .iter()
        .map(|p| {
            let default = shown(p.default.as_ref());
            (
                p.name.as_str(),
                p.kind,
                shown(p.annotation.as_ref()),
                default,
            )
        })
        .collect();
    let dash = || "-".to_owned();
    assert_eq!(
        parameters,
        [
            ("a", ParameterKind::PositionOnly, dash(), dash()),
            ("b", ParameterKind::Ordinary, "int".to_owned(), dash()),
            (
                "c",
                ParameterKind::Ordinary,
                "str".to_owned(),
                "'x'".to_owned()
            ),
            ("rest", ParameterKind::Rest, dash(), dash()),
            (
                "d",
                ParameterKind::KeywordOnly,
                "Session".to_owned(),
                "Depends(get_db)".to_owned()
            ),
            ("more", ParameterKind::Keywords, dash(), dash()),
        ]
    );
    assert_eq!(shown(function.returns.as_ref()), "Item");
    assert_eq!(function.raised[0].exception.head(), Some("HTTPException"));
    let route = function
        .decorator("get")
        .and_then(Expression::as_call)
        .expect("a call");
    assert_eq!(route.receiver(), Some("router"));
    assert_eq!(
        route.positional(0).and_then(Expression::as_text),
        Some("/items/{id}")
    );
    assert_eq!(
        route
            .keyword("response_model")
            .and_then(Expression::as_name),
        Some("Item")
    );
}

#[test]
fn what_a_function_yields() {
    for (text, yielded) in [
        (
            "def f():\n    with Session() as s:\n        yield s\n",
            vec!["s"],
        ),
        ("async def f():\n    x = yield\n", vec![]),
        ("def f():\n    yield a\n    yield b, c\n", vec!["a", "b, c"]),
    ] {
        let module = read(text);
        let found: Vec<_> = module.functions[0]
            .yielded
            .iter()
            .map(|y| y.source.as_str())
            .collect();
        assert!(module.functions[0].yields, "{text}");
        assert_eq!(found, yielded, "{text}");
    }
}

#[test]
fn calls_in_their_places() {
    use BlockKind::{Branch, Function, Loop, Module};
    let module = read(
        "api = APIRouter()\napi.include_router(users.router, prefix=\"/users\")\nif X:\n    api.include_router(a)\n\
         def make():\n    for r in ROUTERS:\n        app.include_router(r, **more)\n    return f(g())\n",
    );
    let calls: Vec<_> = module
        .calls
        .iter()
        .map(|site| {
            let callee = site.call.callee().unwrap_or_default();
            (
                callee,
                site.scope.as_str(),
                site.block.kind,
                site.is_statement,
                site.in_loop,
            )
        })
        .collect();
    assert_eq!(
        calls,
        [
            ("APIRouter", "", Module, false, false),
            ("api.include_router", "", Module, true, false),
            ("api.include_router", "", Branch, true, false),
            ("app.include_router", "make", Loop, true, true),
            ("f", "make", Function, false, false),
            ("g", "make", Function, false, false),
        ]
    );
}

#[test]
fn values() {
    for (text, form) in [
        ("'a' \"b\"", Form::Text("ab".to_owned())),
        ("r'\\d'", Form::Text("\\d".to_owned())),
        ("'\\n\\''", Form::Text("\n'".to_owned())),
        ("f'{a}'", Form::Other),
        ("f'a'", Form::Text("a".to_owned())),
        ("a.b.c", Form::Name("a.b.c".to_owned())),
        ("True", Form::Bool(true)),
        ("None", Form::None),
        ("12", Form::Number("12".to_owned())),
    ] {
        let module = read(&format!("x = {text}\n"));
        let value = module.value("x", "").map(|value| value.form.clone());
        assert_eq!(value, Some(form), "{text}");
    }
    let module = read(
        "x: Annotated[AsyncSession, Depends(get_db)] = None\nY = Annotated[S, Depends(get)]\ntype Z = dict[str, int] | None\n",
    );
    let annotation = module.assignments[0]
        .annotation
        .as_ref()
        .expect("an annotation");
    for (expression, heads) in [
        (annotation, ["AsyncSession", "Depends"]),
        (module.value("Y", "").expect("a value"), ["S", "Depends"]),
    ] {
        let (name, items) = expression.as_index().expect("a subscript");
        assert_eq!(name, "Annotated");
        assert_eq!(
            items
                .iter()
                .filter_map(Expression::head)
                .collect::<Vec<_>>(),
            heads
        );
    }
    let Some(Form::Either(left, right)) = module.value("Z", "").map(|z| z.form.clone()) else {
        panic!("{:?}", module.value("Z", ""));
    };
    assert_eq!((left.head(), right.form), (Some("dict"), Form::None));
}

#[test]
fn assignments_of_every_form() {
    let module = read(
        "a = b = C()\nasync def f():\n    async with make() as client:\n        pass\n    global x\n    x += 1\n",
    );
    let found: Vec<_> = module
        .assignments
        .iter()
        .map(|a| (a.name.as_str(), a.scope.as_str(), a.in_with, a.augmented))
        .collect();
    assert_eq!(
        found,
        [
            ("a", "", false, false),
            ("b", "", false, false),
            ("client", "f", true, false),
            ("x", "f", false, true)
        ]
    );
    assert_eq!(module.value("a", "").and_then(Expression::head), Some("C"));
    assert_eq!(
        module.value("client", "f").and_then(Expression::head),
        Some("make")
    );
    assert_eq!(module.value("a", "f").and_then(Expression::head), Some("C"));
}

/// Broken and newer code, odd line ends: what can be read is.
#[test]
fn odd_files() {
    for (text, names, broken) in [
        (
            "class A:\r\n    x: int\r\n\r\nclass B:\r\n    pass\r\n",
            vec!["A", "B"],
            None,
        ),
        (
            "class A[T: int](Base[T]): ...\nclass B: pass",
            vec!["A", "B"],
            None,
        ),
        ("class A: pass\ny = = 2\nz = 1\n", vec!["A"], Some(2)),
        (
            "match x:\n    case A(): pass\nclass B: pass\n",
            vec!["B"],
            None,
        ),
        (
            "try:\n    pass\nexcept* E:\n    pass\nclass B: pass\n",
            vec!["B"],
            None,
        ),
        ("", vec![], None),
        ("\0", vec![], Some(1)),
    ] {
        let module = read(text);
        let found: Vec<_> = module
            .classes
            .iter()
            .map(|class| class.name.as_str())
            .collect();
        assert_eq!((found, module.broken), (names, broken), "{text:?}");
    }
}

#[test]
fn depth_does_not_matter() {
    let sum = format!("x = {}1\n", "1 + ".repeat(20_000));
    assert_eq!(read(&sum).assignments.len(), 1);
    let nested = format!("x = {}1{}\n", "f(".repeat(2_000), ")".repeat(2_000));
    assert_eq!(read(&nested).assignments.len(), 1);
    let blocks: String = (0..500)
        .map(|n| format!("{}if x:\n", " ".repeat(n)))
        .collect();
    assert_eq!(
        read(&format!("{blocks}{}y = 1\n", " ".repeat(500)))
            .assignments
            .len(),
        1
    );
}

#[test]
fn bytes_as_text() {
    let text = |bytes: &[u8]| source(bytes).map(|source| (source.text.into_owned(), source.lossy));
    for (bytes, expected) in [
        (
            &b"\xef\xbb\xbfx = 1\r\n"[..],
            Ok(("x = 1\r\n".to_owned(), false)),
        ),
        (b"# caf\xe9\n", Ok(("# caf\u{fffd}\n".to_owned(), true))),
        (b"a\0b", Err(Unread::Binary)),
    ] {
        assert_eq!(text(bytes), expected, "{bytes:?}");
    }
    assert_eq!(text(&vec![b' '; LARGEST + 1]), Err(Unread::TooLarge));
}
