//! `python-import` in tables: text before, text after.

use crate::edit::check::{self, changes, fails, is_manual, is_present};
use crate::edit::{Operation, Outcome};

const ROUTER: &str = "app/api/router.py";

fn import(line: &str) -> Operation {
    check::operation("python-import", &[("line", line)])
}

#[track_caller]
fn adds(line: &str, before: &str, after: &str) {
    changes(&import(line), ROUTER, before, after);
}

#[test]
fn goes_into_sorted_place() {
    let before = "import os\nfrom typing import Any\n\nfrom fastapi import APIRouter\n\nfrom app.api.items import router as items_router\nfrom app.db.base import Base\n\nx = 1\n";
    for (line, neighbour) in [
        ("import sys", "import os\nimport sys\n"),
        ("from uuid import UUID", "Any\nfrom uuid import UUID\n\n"),
        ("import sqlalchemy", "\nimport sqlalchemy\nfrom fastapi"),
        (
            "from pydantic import BaseModel",
            "APIRouter\nfrom pydantic import BaseModel\n\n",
        ),
        (
            "from app.api.users import router as users_router",
            "items_router\nfrom app.api.users import router as users_router\nfrom app.db",
        ),
        (
            "from app.models import user",
            "Base\nfrom app.models import user\n\nx",
        ),
        (
            "from .users import router",
            "Base\n\nfrom .users import router\n\nx",
        ),
        (
            "from __future__ import annotations",
            "from __future__ import annotations\n\nimport os\n",
        ),
    ] {
        match check::run(&import(line), ROUTER, before).1 {
            Outcome::Changed { text, .. } => {
                assert!(text.contains(neighbour), "{text}");
                changes(&import(line), ROUTER, before, &text);
            }
            other => panic!("{line}: {other:?}"),
        }
    }
}

#[test]
fn joins_the_statement_of_its_module() {
    adds(
        "from fastapi import Depends",
        "from fastapi import APIRouter, status\n",
        "from fastapi import APIRouter, Depends, status\n",
    );
    adds(
        "from fastapi import HTTPException",
        "from fastapi import (\n    APIRouter,  # why\n    status,\n)\n",
        "from fastapi import (\n    APIRouter,  # why\n    HTTPException,\n    status,\n)\n",
    );
    adds(
        "from fastapi import Depends",
        "from fastapi import (APIRouter)  # noqa: F401\n",
        "from fastapi import (APIRouter, Depends)  # noqa: F401\n",
    );
    adds(
        "from app.api import users",
        "from app.api import items\n\nx = items\n",
        "from app.api import items, users\n\nx = items\n",
    );
}

#[test]
fn a_new_first_name_may_move_the_statement() {
    adds(
        "from x import A",
        "from x import B as C\nfrom x import b\n\ny = 1\n",
        "from x import A, b\nfrom x import B as C\n\ny = 1\n",
    );
}

#[test]
fn a_long_statement_is_taken_apart() {
    adds(
        "from fastapi import BackgroundTasks",
        "from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response, status\n",
        "from fastapi import (\n    APIRouter,\n    BackgroundTasks,\n    Depends,\n    HTTPException,\n    Query,\n    Request,\n    Response,\n    status,\n)\n",
    );
    adds(
        "from app.api.a_module_with_a_long_name_for_everything import router as a_router_of_that_name",
        "from app.api import x\n",
        "from app.api import x\nfrom app.api.a_module_with_a_long_name_for_everything import (\n    router as a_router_of_that_name,\n)\n",
    );
}

#[test]
fn several_names_at_once() {
    adds(
        "from fastapi import Depends, APIRouter, status",
        "from fastapi import APIRouter\n\nimport app\n",
        "from fastapi import APIRouter, Depends, status\n\nimport app\n",
    );
    adds("import os, sys", "import os\n", "import os\nimport sys\n");
}

#[test]
fn keeps_to_the_ways_of_the_project() {
    // One name a line.
    adds(
        "from fastapi import Depends",
        "from fastapi import APIRouter\nfrom fastapi import status\n",
        "from fastapi import APIRouter\nfrom fastapi import Depends\nfrom fastapi import status\n",
    );
    // Aliases in one statement.
    adds(
        "from app.api.users import router as users_router",
        "from app.api.users import a as b, c\n",
        "from app.api.users import a as b, c, router as users_router\n",
    );
    // Modules and names mixed.
    adds(
        "import flask",
        "from alembic import op\nimport sqlalchemy as sa\nfrom zope import x\n",
        "from alembic import op\nimport flask\nimport sqlalchemy as sa\nfrom zope import x\n",
    );
    // Without an order: behind the nearest.
    adds(
        "from app.models.user import User",
        "from app.models.z import Z\nfrom app.models.a import A\nfrom app.db import base\nimport fastapi\n",
        "from app.models.z import Z\nfrom app.models.a import A\nfrom app.models.user import User\nfrom app.db import base\nimport fastapi\n",
    );
    // Sections not set apart.
    adds(
        "import uuid",
        "import os\nimport fastapi\nimport app\n",
        "import os\nimport uuid\nimport fastapi\nimport app\n",
    );
}

#[test]
fn relative_where_the_siblings_are() {
    adds(
        "from app.api.users import router as users_router",
        "from fastapi import APIRouter\n\nfrom .items import router as items_router\n",
        "from fastapi import APIRouter\n\nfrom .items import router as items_router\nfrom .users import router as users_router\n",
    );
    adds(
        "from app.models.user import User",
        "from ..db.base import Base\nfrom .items import x\n",
        "from ..db.base import Base\nfrom ..models.user import User\nfrom .items import x\n",
    );
    // As those beside it are, whatever leads elsewhere.
    adds(
        "from app.api.users import x",
        "from app.db import y\n\nfrom .items import z\n",
        "from app.db import y\n\nfrom .items import z\nfrom .users import x\n",
    );
    // The package itself, from which modules come.
    adds(
        "from app.api import users",
        "from app import db\n\nfrom . import items\n",
        "from app import db\n\nfrom . import items, users\n",
    );
    // A package in a directory of its own name.
    changes(
        &import("from app.models.user import User"),
        "app/app/models/__init__.py",
        "from .items import Item\n",
        "from .items import Item\nfrom .user import User\n",
    );
    changes(
        &import("from app.models.user import User"),
        "app/app/models/__init__.py",
        "from app.db import y\n\nfrom .items import Item\n",
        "from app.db import y\n\nfrom .items import Item\nfrom .user import User\n",
    );
    // Not deeper than the file goes itself, and not where those beside it have both forms.
    adds(
        "from app.models.user import User",
        "from .items import x\n",
        "from app.models.user import User\n\nfrom .items import x\n",
    );
    adds(
        "from app.api.users import x",
        "from app.api.orders import y\n\nfrom .items import z\n",
        "from app.api.orders import y\nfrom app.api.users import x\n\nfrom .items import z\n",
    );
}

#[test]
fn the_first_import_stands_behind_the_head() {
    let line = "import uuid";
    adds(
        line,
        "\"\"\"Doc.\"\"\"\n",
        "\"\"\"Doc.\"\"\"\n\nimport uuid\n",
    );
    adds(
        line,
        "#!/usr/bin/env python\n# Licence.\n\nx = 1\n",
        "#!/usr/bin/env python\n# Licence.\n\nimport uuid\n\nx = 1\n",
    );
    adds(
        line,
        "# Licence.\n\n\"\"\"Doc.\n\nMore.\n\"\"\"\n\n\nclass A:\n    pass\n",
        "# Licence.\n\n\"\"\"Doc.\n\nMore.\n\"\"\"\n\nimport uuid\n\n\nclass A:\n    pass\n",
    );
    adds(
        line,
        "# about x\nx = 1\n",
        "import uuid\n\n# about x\nx = 1\n",
    );
    let (_, outcome) = check::run(&import(line), ROUTER, "");
    let text = "import uuid\n".to_owned();
    assert_eq!(outcome, Outcome::Changed { text, line: 1 });
}

/// All that stand behind other statements have a comment that says so; one that is for a single line is not copied.
#[test]
fn the_comment_that_all_siblings_have() {
    let line = "from app.api.users import users_router";
    for (comment, new) in [
        ("# noqa", "  # noqa"),
        ("# noqa: E402", "  # noqa: E402"),
        ("# noqa: E501", ""),
    ] {
        let head = "import sys\n\nsys.path.append(\".\")\n\n";
        let sibling = |name: &str| format!("from app.api.{name} import {name}_router  {comment}\n");
        let kept = sibling("items") + &sibling("parts");
        let after = "\nx = [items_router, parts_router]\n";
        adds(
            line,
            &format!("{head}{kept}{after}"),
            &format!("{head}{kept}{line}{new}\n{after}"),
        );
    }
}

#[test]
fn comments_stay_with_their_imports() {
    adds(
        "import sys",
        "# Standard library\nimport os\n\n# Others\nimport fastapi\n",
        "# Standard library\nimport os\nimport sys\n\n# Others\nimport fastapi\n",
    );
    adds(
        "import asyncio",
        "\"\"\"Doc.\"\"\"\n\n# Standard library\nimport os\n# needed here\nimport uuid  # noqa\n",
        "\"\"\"Doc.\"\"\"\n\n# Standard library\nimport asyncio\nimport os\n# needed here\nimport uuid  # noqa\n",
    );
    adds(
        "import os",
        "\"\"\"Doc.\"\"\"\n\n# Others\nimport fastapi\n",
        "\"\"\"Doc.\"\"\"\n\nimport os\n\n# Others\nimport fastapi\n",
    );
    adds(
        "import os",
        "# Licence\nimport fastapi\n",
        "# Licence\nimport os\n\nimport fastapi\n",
    );
}

#[test]
fn looks_past_guarded_imports() {
    adds(
        "from app.api.users import router",
        "import os\n\ntry:\n    import fast\nexcept ImportError:\n    fast = None\n\nfrom app.api.items import x\n",
        "import os\n\ntry:\n    import fast\nexcept ImportError:\n    fast = None\n\nfrom app.api.items import x\nfrom app.api.users import router\n",
    );
    adds(
        "from app.models.user import User",
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from app.models.user import User\n",
        "from typing import TYPE_CHECKING\n\nfrom app.models.user import User\n\nif TYPE_CHECKING:\n    from app.models.user import User\n",
    );
}

#[test]
fn tabs_stay_tabs() {
    adds(
        "from fastapi import Depends",
        "from fastapi import (\n\tAPIRouter,\n\tstatus\n)\n",
        "from fastapi import (\n\tAPIRouter,\n\tDepends,\n\tstatus\n)\n",
    );
    adds(
        "from fastapi import testing",
        "from fastapi import (\n\tAPIRouter,\n\tstatus  # last\n)\n",
        "from fastapi import (\n\tAPIRouter,\n\tstatus,  # last\n\ttesting\n)\n",
    );
}

#[test]
fn is_there_by_meaning() {
    let users = import("from app.api.users import router as users_router");
    for text in [
        "from app.api.users import router as users_router\n",
        "from app.api.users import (\n    get,\n    router as users_router,\n)\n",
        "from .users import router as users_router\n",
        "from ..api.users import x, router as users_router\n",
        "import app.api.users.router as users_router\n",
        "try:\n    from app.api.users import router as users_router\nexcept ImportError:\n    raise\n",
        "import os; from app.api.users import router as users_router\n",
    ] {
        is_present(&users, ROUTER, text);
        is_present(&users, "src/app/api/router.py", text);
    }
    is_present(
        &import("import app.api.users as u"),
        ROUTER,
        "from app.api import users as u\n",
    );
    is_present(
        &import("from app.api import users"),
        ROUTER,
        "import app.api.users as users\n",
    );
    is_present(&import("import app.api"), ROUTER, "import app.api.users\n");
    is_present(
        &import("from app.x import *"),
        ROUTER,
        "from app.x import *\n",
    );
}

#[test]
fn no_false_match() {
    let users = "from app.api.users import router as users_router";
    for text in [
        "from app.api.my_users import router as my_users_router\n",
        "from app.api.users import router as user_router\n",
        "from app.api.users_old import router\n",
        "# from app.api.users import router as users_router\n",
        "x = \"from app.api.users import router as users_router\"\n",
        "def f():\n    from app.api.users import router as users_router\n",
        "from other.api.users import router\n",
    ] {
        match check::run(&import(users), ROUTER, text).1 {
            Outcome::Changed { text, .. } => assert!(text.contains(users)),
            other => panic!("{other:?}\n{text}"),
        }
    }
    adds(
        "import app.api.user",
        "import app.api.users\n",
        "import app.api.user\nimport app.api.users\n",
    );
}

#[test]
fn a_taken_name_is_left_to_a_person() {
    let users = import("from app.api.users import router as users_router");
    for text in [
        "from app.api.admin import router as users_router\n",
        "from .admin import router as users_router\n",
        "users_router = 1\n",
        "def users_router():\n    pass\n",
        "@cached\nclass users_router:\n    pass\n",
    ] {
        let snippet = is_manual(&users, ROUTER, text, "`users_router`");
        assert_eq!(snippet, "from app.api.users import router as users_router");
    }
}

#[test]
fn broken_imports_are_left_to_a_person() {
    let text = "import os\nfrom app.api import (\n\nx = 1\n";
    is_manual(&import("import uuid"), ROUTER, text, "syntax error");
    let text = "<<<<<<< ours\nimport os\n=======\nimport sys\n>>>>>>> theirs\n";
    is_manual(&import("import uuid"), ROUTER, text, "syntax error");
    // An error elsewhere is not in the way.
    adds(
        "import uuid",
        "import os\n\nx = 1\n\n\ndef f(:\n    pass\n",
        "import os\nimport uuid\n\nx = 1\n\n\ndef f(:\n    pass\n",
    );
}

#[test]
fn only_imports_are_imports() {
    for line in ["x = 1", "import", "from x import", "import a\nimport b", ""] {
        let operation = Operation::PythonImport {
            line: line.to_owned(),
            within: None,
        };
        fails(&operation, ROUTER, "", "is not an import line");
    }
}

#[track_caller]
fn adds_within(within: &str, line: &str, before: &str, after: &str) {
    let entries = [("line", line), ("within", within)];
    let operation = check::operation("python-import", &entries);
    changes(&operation, ROUTER, before, after);
}

#[test]
fn for_type_checkers_alone() {
    const USER: &str = "from app.models.user import User";
    for (before, after) in [
        (
            "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from app.models.item import Item\n    from app.models.zone import Zone\n\nx = 1\n",
            "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from app.models.item import Item\n    from app.models.user import User\n    from app.models.zone import Zone\n\nx = 1\n",
        ),
        (
            "if typing.TYPE_CHECKING:\n\tfrom app.models.user import (\n\t\tAddress,\n\t)\n",
            "if typing.TYPE_CHECKING:\n\tfrom app.models.user import (\n\t\tAddress,\n\t\tUser,\n\t)\n",
        ),
        (
            "import os\n\nx = 1\n",
            "import os\nfrom typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from app.models.user import User\n\nx = 1\n",
        ),
        (
            "from typing import TYPE_CHECKING, Any\n\n\nclass A:\n    pass\n",
            "from typing import TYPE_CHECKING, Any\n\nif TYPE_CHECKING:\n    from app.models.user import User\n\n\nclass A:\n    pass\n",
        ),
        (
            "x = 1\n",
            "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from app.models.user import User\n\nx = 1\n",
        ),
        (
            "if TYPE_CHECKING:\n    pass\n",
            "if TYPE_CHECKING:\n    from app.models.user import User\n",
        ),
    ] {
        adds_within("TYPE_CHECKING", USER, before, after);
    }
    let operation = check::operation(
        "python-import",
        &[("line", USER), ("within", "TYPE_CHECKING")],
    );
    is_present(&operation, ROUTER, "from ..models.user import User\n");
    is_manual(
        &operation,
        ROUTER,
        "if TYPE_CHECKING:\n    from app.models.admin import User\n",
        "`User` already stands for",
    );
}

#[test]
fn in_a_function() {
    const USERS: &str = "from app.api.users import router as users_router";
    for (before, after) in [
        (
            "def f():\n    from app.api.items import router as items_router\n    from fastapi import FastAPI\n\n    return 1\n",
            "def f():\n    from app.api.items import router as items_router\n    from app.api.users import router as users_router\n    from fastapi import FastAPI\n\n    return 1\n",
        ),
        (
            "def f():\n    from app.api.items import items  # noqa: F401\n",
            "def f():\n    from app.api.items import items  # noqa: F401\n    from app.api.users import router as users_router  # noqa: F401\n",
        ),
        (
            "def f():\n    \"\"\"Doc.\"\"\"\n    return 1\n",
            "def f():\n    \"\"\"Doc.\"\"\"\n    from app.api.users import router as users_router\n    return 1\n",
        ),
        (
            "def f():\n\treturn 1\n",
            "def f():\n\tfrom app.api.users import router as users_router\n\n\treturn 1\n",
        ),
    ] {
        adds_within("f", USERS, before, after);
    }
    let operation = check::operation("python-import", &[("line", USERS), ("within", "f")]);
    for (text, why) in [
        ("def g():\n    pass\n", "is not defined"),
        ("def f(): return 1\n", "not plain"),
    ] {
        is_manual(&operation, ROUTER, text, why);
    }
}

#[test]
fn only_first_party_is_made_relative() {
    let text = "from .client import x\n";
    let redis = import("from redis.asyncio import Redis");
    match check::run(&redis, "app/redis/cache.py", text).1 {
        Outcome::Changed { text, .. } => {
            assert_eq!(
                text,
                "from redis.asyncio import Redis\n\nfrom .client import x\n"
            );
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn behind_what_says_where_modules_are_found() {
    let line = "from app.models.user import User";
    adds(
        line,
        "import os\nimport sys\n\nsys.path.append(os.getcwd())\n\nfrom core.db import Base\n\nx = 1\n",
        "import os\nimport sys\n\nsys.path.append(os.getcwd())\n\nfrom core.db import Base\n\nfrom app.models.user import User\n\nx = 1\n",
    );
    adds(
        line,
        "import sys\n\nsys.path.insert(0, \".\")\n\nx = 1\n",
        "import sys\n\nsys.path.insert(0, \".\")\n\nfrom app.models.user import User\n\nx = 1\n",
    );
    adds(
        "import os",
        "import sys\n\nsys.path.insert(0, \".\")\n\nimport app\n",
        "import os\nimport sys\n\nsys.path.insert(0, \".\")\n\nimport app\n",
    );
}

#[test]
fn with_the_comment_for_linters_that_its_siblings_have() {
    adds(
        "from app.models.user import User",
        "from app.models.item import Item  # noqa: F401\nfrom app.models.zone import Zone  # noqa: F401\n",
        "from app.models.item import Item  # noqa: F401\nfrom app.models.user import User  # noqa: F401\nfrom app.models.zone import Zone  # noqa: F401\n",
    );
    adds(
        "from app.models.user import User",
        "from app.models.item import Item  # noqa\n\nx = Item\n",
        "from app.models.item import Item  # noqa\nfrom app.models.user import User\n\nx = Item\n",
    );
    adds(
        "from app.models.user import User",
        "from app.models.item import Item  # noqa: F401\nfrom app.models.zone import Zone  # why\n",
        "from app.models.item import Item  # noqa: F401\nfrom app.models.user import User\nfrom app.models.zone import Zone  # why\n",
    );
}

/// Among equally near modules, next to those that take the same name out of theirs, with the comment that these have.
#[test]
fn goes_beside_what_is_alike() {
    adds(
        "from app.users import model as users_model",
        "from app.config import Config\n\n# Every model.\nfrom app.books import model as books_model  # noqa: F401\nfrom app.auth import model as auth_model  # noqa: F401\n\nConfig()\n",
        "from app.config import Config\n\n# Every model.\nfrom app.books import model as books_model  # noqa: F401\nfrom app.auth import model as auth_model  # noqa: F401\nfrom app.users import model as users_model  # noqa: F401\n\nConfig()\n",
    );
}
