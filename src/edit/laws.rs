//! The laws of edits, on many texts: files, and the same files damaged at random places.
//!
//! No edit panics; made twice is made once; all that stood in the file stands there still, in its order.

mod generated;

use super::check::operation;
use super::{Operation, Outcome, Style, edit};

const MODULE: &str = "\"\"\"The app.\"\"\"

import os
from typing import (
    Any,  # why
    Self,
)

from fastapi import APIRouter, FastAPI

from app.api.items import router as items_router
from .shapes import Shape

__all__ = [\"Base\", \"Shape\"]

api_router = APIRouter(prefix=\"/api\")
api_router.include_router(items_router)
APPS = [
    \"one\",
    \"two\"  # last
]


class Settings(Base):
    \"\"\"Doc.\"\"\"

    debug: bool = False

    def f(self) -> Any:
        return self


def create_app() -> FastAPI:
    app = FastAPI()
    if app:
        # patgen: routers
        app.include_router(api_router)

    return app
";

const TABLES: &str = "# About.
[project]
name = \"x\"
dependencies = [
    \"fastapi\", # web
    'uvicorn[standard]>=0.3'
]
urls.home = \"x\"

[dependency-groups]
dev = [\"mypy\", { include-group = \"lint\" }, \"ruff\"]

[tool.ruff]
line-length = 100

[tool.poetry.dependencies]
python = \"^3.11\"
";

const LINES: &str = "# Settings
APP_NAME=x
export APP_TEXT=\"a
b\"
# patgen: routers
";

fn operations() -> Vec<(Operation, &'static str, &'static str)> {
    let python: &[(&str, &[(&str, &str)])] = &[
        (
            "python-import",
            &[("line", "from app.api.users import router as users_router")],
        ),
        ("python-import", &[("line", "from fastapi import Depends")]),
        (
            "python-import",
            &[("line", "from typing import Annotated, Self")],
        ),
        ("python-import", &[("line", "import uuid")]),
        (
            "python-include-router",
            &[("receiver", "api_router"), ("router", "users_router")],
        ),
        (
            "python-export",
            &[("module", "app.models.user"), ("name", "User")],
        ),
        (
            "python-list-item",
            &[("target", "APPS"), ("item", "\"three\"")],
        ),
        (
            "python-member",
            &[("class", "Settings"), ("source", "url: str = \"\"")],
        ),
        (
            "python-statement",
            &[("function", "create_app"), ("source", "register(app)")],
        ),
        ("anchor", &[("name", "routers"), ("source", "one()\ntwo()")]),
    ];
    let tables: &[(&str, &[(&str, &str)])] = &[
        ("toml-dependency", &[("requirement", "httpx>=1")]),
        (
            "toml-dependency",
            &[("requirement", "pytest>=9"), ("group", "dev")],
        ),
        (
            "toml-dependency",
            &[("requirement", "asyncpg"), ("extra", "pg")],
        ),
        (
            "toml-set",
            &[("key", "tool.ruff.lint.select"), ("value", "[\"E\"]")],
        ),
        (
            "toml-set",
            &[("key", "project.urls.docs"), ("value", "\"y\"")],
        ),
    ];
    let lines: &[(&str, &[(&str, &str)])] = &[
        (
            "env-set",
            &[("key", "APP_KEY"), ("value", "a b"), ("comment", "Key")],
        ),
        ("line", &[("line", ".env")]),
        ("anchor", &[("name", "routers"), ("source", "one")]),
    ];
    let files = [
        (python, "app/main.py", MODULE),
        (tables, "pyproject.toml", TABLES),
        (lines, ".env", LINES),
    ];
    files
        .into_iter()
        .flat_map(|(all, path, text)| {
            all.iter()
                .map(move |(op, keys)| (operation(op, keys), path, text))
        })
        .collect()
}

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }
}

/// `text` with another way to end its lines, a byte order mark, or damage.
fn variant(text: &str, numbers: &mut Numbers) -> String {
    let mut text = match numbers.below(4) {
        0 => text.replace('\n', "\r\n"),
        1 => format!("\u{feff}{text}"),
        2 => text.replacen('\n', "\r\n", numbers.below(20)),
        _ => text.to_owned(),
    };
    for _ in 0..numbers.below(3) {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        if places.is_empty() {
            break;
        }
        let start = numbers.below(places.len());
        let end = (start + numbers.below(30)).min(places.len() - 1);
        let (start, end) = (places[start], places[end]);
        match numbers.below(3) {
            0 => text.replace_range(start..end, ""),
            1 => text.insert_str(end, ["(", "]", "\"", "\n", "é", "\r"][numbers.below(6)]),
            _ => text.truncate(end),
        }
    }
    text
}

fn style() -> Style {
    Style {
        first_party: vec!["app".to_owned()],
        // So wide that nothing is taken apart: then every byte must stay.
        line_length: 10_000,
        ..Style::default()
    }
}

#[test]
fn an_edit_keeps_every_byte_and_is_made_once() {
    let mut numbers = Numbers(7);
    let mut changed = 0;
    for (operation, path, text) in operations() {
        for _ in 0..40 {
            let before = variant(text, &mut numbers);
            let Ok((_, Outcome::Changed { text: after, .. })) =
                edit(&operation, path, &before, &style())
            else {
                continue;
            };
            changed += 1;
            assert!(
                before.trim().is_empty() || is_within(&before, &after),
                "{operation:?}\n{before}\n---\n{after}"
            );
            match edit(&operation, path, &after, &style()) {
                Ok((_, Outcome::Present { .. })) => {}
                other => panic!("{operation:?}: {other:?}\n{before}\n---\n{after}"),
            }
        }
    }
    assert!(changed > 400, "{changed}");
}

#[test]
fn an_edit_of_the_whole_file_is_made() {
    for (operation, path, text) in operations() {
        let (_, outcome) = edit(&operation, path, text, &style()).expect("the file is right");
        assert!(
            matches!(outcome, Outcome::Changed { .. }),
            "{operation:?}: {outcome:?}"
        );
    }
}

/// Whether the bytes of `before` stand in `after`, in their order.
fn is_within(before: &str, after: &str) -> bool {
    let mut rest = after.bytes();
    before.bytes().all(|byte| rest.any(|other| other == byte))
}
