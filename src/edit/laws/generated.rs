//! The laws on files that are made up: modules, tables and lists in the shapes that projects have.
//!
//! Made twice is made once; what stood there stands there, statement for statement; a file that parsed still
//! does; other line ends and a byte order mark change nothing but themselves.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use ruff_python_formatter::{PyFormatOptions, format_module_source};

use super::super::check::operation;
use super::super::python::{self, Module, statements};
use super::super::text;
use super::super::{Operation, Outcome, Style, edit};

const PYTHON: &str = "app/api/router.py";

const IMPORTS: &[&str] = &[
    "import os",
    "import typing as t",
    "from typing import TYPE_CHECKING, Any",
    "from fastapi import (\n    APIRouter,\n    Depends,  # why\n)",
    "from app.api import items, zones  # noqa: F401",
    "from app.api.items import router as items_router",
    "from .zones import router as zones_router",
    "from app.models.item import Item",
    "from app.models import (Item as OneItem,\n    Zone as OneZone)",
    "import app.db.session",
];

const STATEMENTS: &[&str] = &[
    "# A comment of its own.\nlog = get(__name__)",
    "api_router = APIRouter(\n    prefix=\"/api\",\n)",
    "api_router.include_router(items_router, prefix=\"/items\", tags=[\"items\"])",
    "api_router.include_router(\n    zones_router, prefix='/zones', dependencies=[Depends(auth)],\n)  # guarded",
    "api_router.include_router(items.router)",
    "if settings.debug:\n    api_router.include_router(debug_router)",
    "for router in (a.router, b.router):\n    api_router.include_router(router)",
    "__all__ = [\"Item\", \"Zone\"]",
    "__all__ = (\n    'Item',\n    'Zone'\n)",
    "APPS = ['one', \"two\"]",
    "APPS: list[str] = [\n\t'one',  # first\n]",
    "class Settings(Base):\n    \"\"\"Doc.\"\"\"\n\n    model_config = Config()\n    debug: bool = False\n\n    @property\n    def url(self) -> str:\n        return f\"{self.debug}\"",
    "class Settings: ...",
    "class Item(Base):\n\tname: str\n\t# the end",
    "@decorated\nasync def create_app(a, /, *b):\n    from app.api import items\n\n    api_router.include_router(items.router)\n\n    return api_router",
    "def create_app(): return 1",
    "if TYPE_CHECKING:\n    from app.models.zone import Zone",
    "x = 1; y = 2   ",
    "match x:\n    case 1:\n        pass",
    "TEXT = \"\"\"\nfrom app.api.users import router\n__all__ = []\n\"\"\"",
    "if __name__ == \"__main__\":\n    run()",
    "Item.rebuild()",
];

/// A module: perhaps a head, imports in or out of order, statements, perhaps no final line feed.
fn module() -> impl Strategy<Value = String> {
    let head = select(vec![
        "",
        "\"\"\"Doc.\"\"\"\n\n",
        "#!/usr/bin/env python\n# Licence.\n\n",
        "# About what follows.\n",
    ]);
    let imports = subsequence(IMPORTS.to_vec(), 0..IMPORTS.len()).prop_shuffle();
    let gap = select(vec!["\n", "\n\n", "\n\n\n"]);
    let body = subsequence(STATEMENTS.to_vec(), 0..7).prop_shuffle();
    let end = select(vec!["", "\n", "\n\n"]);
    (head, imports, vec(gap, 20), body, end).prop_map(|(head, imports, gaps, body, end)| {
        let mut text = head.to_owned();
        for (part, gap) in imports.iter().chain(&body).zip(gaps) {
            text.push_str(part);
            text.push_str(gap);
        }
        format!("{}{end}", text.trim_end_matches('\n'))
    })
}

/// An operation on a module.
fn on_module() -> impl Strategy<Value = Operation> {
    let import = "from app.api.users import router as users_router";
    let user = "from app.models.user import User";
    let source = "from app.models.base import Base\nfrom typing import Any\n\n\nclass User(Base):\n    name: Any\n\n\nUser.rebuild()\n";
    let rows: Vec<(&str, Vec<(&str, &str)>)> = vec![
        ("python-import", vec![("line", import)]),
        (
            "python-import",
            vec![("line", "from fastapi import Request, Depends")],
        ),
        (
            "python-import",
            vec![("line", "from app.models import User as OneUser")],
        ),
        (
            "python-import",
            vec![("line", user), ("within", "TYPE_CHECKING")],
        ),
        (
            "python-import",
            vec![("line", import), ("within", "create_app")],
        ),
        (
            "python-include-router",
            vec![
                ("receiver", "api_router"),
                ("router", "users_router"),
                ("args", "prefix=\"/users\", tags=[\"users\"]"),
                ("import", import),
            ],
        ),
        (
            "python-include-router",
            vec![("receiver", "api_router"), ("router", "users.router")],
        ),
        (
            "python-export",
            vec![("module", "app.models.user"), ("name", "User")],
        ),
        (
            "python-list-item",
            vec![("target", "APPS"), ("item", "\"three\"")],
        ),
        (
            "python-member",
            vec![("class", "Settings"), ("source", "url2: str = \"\"")],
        ),
        (
            "python-member",
            vec![
                ("class", "Settings"),
                ("source", "def go(self) -> None:\n    pass"),
            ],
        ),
        (
            "python-statement",
            vec![("function", "create_app"), ("source", "register(app)")],
        ),
        ("python-define", vec![("source", source)]),
    ];
    select(rows).prop_map(|(op, keys)| operation(op, &keys))
}

fn style(line_length: usize) -> Style {
    Style {
        first_party: vec!["app".to_owned()],
        line_length,
        ..Style::default()
    }
}

/// The text that the operation makes of `before`, if it makes one.
fn changed(operation: &Operation, path: &str, before: &str, style: &Style) -> Option<String> {
    match edit(operation, path, before, style) {
        Ok((_, Outcome::Changed { text, .. })) => Some(text),
        _ => None,
    }
}

/// What holds of every edit: it is recognised afterwards, and made the same on other line ends.
fn ensure_lawful(
    operation: &Operation,
    path: &str,
    before: &str,
    style: &Style,
) -> Result<Option<String>, TestCaseError> {
    let Some(after) = changed(operation, path, before, style) else {
        return Ok(None);
    };
    let again = edit(operation, path, &after, style);
    prop_assert!(
        matches!(again, Ok((_, Outcome::Present { .. }))),
        "{operation:?}\n{before}\n---\n{after}\n---\n{again:?}"
    );
    let carried = |text: &str| text.replace('\n', "\r\n");
    let marked = |text: &str| format!("\u{feff}{text}");
    if before.contains('\n') {
        let other = changed(operation, path, &carried(before), style);
        prop_assert_eq!(other, Some(carried(&after)));
    }
    let other = changed(operation, path, &marked(before), style);
    prop_assert_eq!(other, Some(marked(&after)));
    Ok(Some(after))
}

/// The tokens of each top-level statement.
fn meanings(text: &str) -> Vec<Vec<String>> {
    let module = Module::parse(PYTHON, text);
    let all = statements(module.root()).into_iter();
    all.map(|node| python::meaning(&module, node)).collect()
}

/// Every node of a tree: what it is, where it is.
fn nodes(module: &Module<'_>) -> Vec<String> {
    let mut nodes = Vec::new();
    python::visit(module.root(), &mut |node| {
        nodes.push(format!("{node:?}"));
        true
    });
    nodes
}

/// How many of the statements `before` are not among those `after`.
fn touched(before: &[Vec<String>], after: &[Vec<String>]) -> usize {
    let mut left: Vec<&Vec<String>> = after.iter().collect();
    let kept = |statement: &&Vec<String>| {
        let place = left.iter().position(|other| other == statement);
        place.map(|at| left.remove(at)).is_none()
    };
    before.iter().filter(kept).count()
}

/// Whether the items of `before` stand in `after`, in their order.
fn is_within<T: PartialEq>(before: &[T], after: &[T]) -> bool {
    let mut rest = after.iter();
    before.iter().all(|item| rest.any(|other| other == item))
}

/// Lines of `after` that are new and longer than `width`.
fn long_lines<'a>(before: &str, after: &'a str, width: usize) -> Vec<&'a str> {
    let known: Vec<&str> = before.lines().collect();
    after
        .lines()
        .filter(|line| text::width(line) > width && !known.contains(line))
        .collect()
}

fn cases() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(300)
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn modules(before in module(), operation in on_module()) {
        let wide = style(10_000);
        if let Some(after) = ensure_lawful(&operation, PYTHON, &before, &wide)? {
            // A statement may move (an import that gets a new first name), its bytes may not change.
            let lines = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
            let moved = !is_within(before.as_bytes(), after.as_bytes());
            let (mut old, mut new) = (lines(&before), lines(&after));
            old.sort();
            new.sort();
            prop_assert!(
                !moved || is_within(old.concat().as_bytes(), new.concat().as_bytes()) || lost(&old, &new) < 2,
                "{operation:?}\n{before}\n---\n{after}"
            );
            let (old, new) = (meanings(&before), meanings(&after));
            prop_assert!(touched(&old, &new) < 3, "{operation:?}\n{before}\n---\n{after}");
            let sound = format_module_source(&after, PyFormatOptions::default());
            prop_assert!(sound.is_ok(), "{:?}\n{before}\n---\n{after}", sound.err());
        }
    }

    #[test]
    fn a_tree_by_another_is_that_of_the_text_alone(
        before in module(),
        with in select([STATEMENTS, IMPORTS, &["", "(", "    ", "\"\"\"", "\n"]].concat()),
        at in any::<prop::sample::Index>(),
        cut in 0..30_usize,
    ) {
        let places: Vec<usize> = before.char_indices().map(|(at, _)| at).chain([before.len()]).collect();
        let at = at.index(places.len());
        let (start, end) = (places[at], places[(at + cut).min(places.len() - 1)]);
        let after = format!("{}{with}{}", &before[..start], &before[end..]);
        Module::parse(PYTHON, &before);
        let by_another = nodes(&Module::parse(PYTHON, &after));
        prop_assert_eq!(by_another, nodes(&Module::alone(&after)), "{}\n---\n{}", before, after);
    }

    #[test]
    fn new_lines_fit(before in module(), operation in on_module()) {
        if let Some(after) = ensure_lawful(&operation, PYTHON, &before, &style(60))? {
            let long = long_lines(&before, &after, 60);
            prop_assert!(long.is_empty(), "{long:?}\n{operation:?}\n{before}\n---\n{after}");
            let sound = format_module_source(&after, PyFormatOptions::default());
            prop_assert!(sound.is_ok(), "{:?}\n{before}\n---\n{after}", sound.err());
        }
    }
}

/// How many of the sorted lines `old` are not among `new`.
fn lost(old: &[String], new: &[String]) -> usize {
    old.iter().filter(|line| !new.contains(line)).count()
}

const TABLES: &[&str] = &[
    "[project]\nname = \"x\"\ndependencies = [\n  \"fastapi>=0.1\",  # web\n  'uvicorn[standard]~=0.3',\n]",
    "[project]\nname = 'x'\ndependencies = [\"a==1\", \"pydantic==2\"]",
    "[project]\ndynamic = [\"dependencies\"]",
    "[project.optional-dependencies]\ntest = [ \"pytest\" ]",
    "[dependency-groups]\ndev = [\"mypy\", { include-group = \"lint\" }]",
    "[tool.poetry.dependencies]\npython = \"^3.11\"\npydantic = { version = \"^2\", optional = true }\nfastapi = \"^0.1\"",
    "[tool.poetry.group.test.dependencies]\npytest = \"~8\"",
    "[tool.uv]\ndev-dependencies = []",
    "[tool.hatch.envs.default]\ndependencies = [\n\t\"pytest\"\n]",
    "[tool.ruff.lint]\nselect = [\"E\"] # all",
    "# The end.",
];

const LINES: &[&str] = &[
    "-r base.txt",
    "# about",
    "fastapi==0.115.0",
    "  pydantic ~= 2.1  # why",
    "uvicorn[standard, extra]==0.30 ; python_version < \"3.13\"",
    "-e git+https://x/y.git#egg=z",
    "",
    "A.b_c",
];

fn on_dependencies() -> impl Strategy<Value = Operation> {
    let requirement = select(vec![
        "httpx>=0.28",
        "pydantic[email]>=2",
        "uvicorn[extra,more]",
        "pytest>=8; python_version < \"4\"",
    ]);
    let place = select(vec![None, Some(("group", "dev")), Some(("extra", "more"))]);
    (requirement, place).prop_map(|(requirement, place)| {
        let mut keys = vec![("requirement", requirement)];
        keys.extend(place);
        operation("toml-dependency", &keys)
    })
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn tables(
        parts in subsequence(TABLES.to_vec(), 0..TABLES.len()).prop_shuffle(),
        end in select(vec!["", "\n"]),
        operation in on_dependencies(),
    ) {
        let before = parts.join("\n\n") + end;
        if let Some(after) = ensure_lawful(&operation, "pyproject.toml", &before, &style(10_000))? {
            prop_assert!(is_within(before.as_bytes(), after.as_bytes()), "{before}\n---\n{after}");
            let sound = toml_edit::Document::parse(after.as_str());
            prop_assert!(sound.is_ok(), "{:?}\n{after}", sound.err());
        }
    }

    #[test]
    fn lists(
        lines in subsequence(LINES.to_vec(), 0..LINES.len()).prop_shuffle(),
        end in select(vec!["", "\n"]),
        operation in on_dependencies(),
    ) {
        let before = lines.join("\n") + end;
        if let Some(after) = ensure_lawful(&operation, "requirements.txt", &before, &style(60))? {
            prop_assert!(is_within(before.as_bytes(), after.as_bytes()), "{before}\n---\n{after}");
        }
    }
}
