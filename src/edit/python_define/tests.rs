//! Tables of `python-define`.

use crate::edit::check::{changes, fails, is_manual, is_present, operation};
use crate::edit::{Operation, Outcome, check};

const SOURCE: &str = "\"\"\"An order.\"\"\"

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Order(Base):
    __tablename__ = \"orders\"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]
";

fn define(source: &str) -> Operation {
    operation("python-define", &[("source", source)])
}

/// The definitions of `SOURCE`.
fn body() -> &'static str {
    &SOURCE[SOURCE.find("class").unwrap_or(0)..]
}

#[test]
fn a_file_that_is_empty_becomes_the_source() {
    for before in ["", "\n\n"] {
        match check::run(&define(SOURCE), "app/models.py", before).1 {
            Outcome::Changed { text, line } => assert_eq!((text.as_str(), line), (SOURCE, 1)),
            other => panic!("{other:?}"),
        }
    }
    is_present(&define(SOURCE), "app/models.py", SOURCE);
}

#[test]
fn definitions_stand_behind_the_last_one_with_their_imports() {
    let before = "from sqlalchemy.orm import Mapped, relationship

from app.db import Base


class User(Base):
    name: Mapped[str]
    # more to come


User.x = 1
";
    let after = format!(
        "from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base


class User(Base):
    name: Mapped[str]
    # more to come


{}

User.x = 1
",
        body()
    );
    changes(&define(SOURCE), "app/models.py", before, &after);
}

#[test]
fn what_ends_a_module_stays_at_its_end() {
    let source = "def b() -> None:\n    pass\n";
    for (before, after) in [
        (
            "def a():\n    pass\n\n\na()\n\nif __name__ == \"__main__\":\n    a()\n",
            "def a():\n    pass\n\n\ndef b() -> None:\n    pass\n\n\na()\n\nif __name__ == \"__main__\":\n    a()\n",
        ),
        (
            "import os\n\nX = 1\n\n__all__ = [\"X\"]\n",
            "import os\n\nX = 1\n\n\ndef b() -> None:\n    pass\n\n\n__all__ = [\"X\", \"b\"]\n",
        ),
        (
            "\"\"\"Docs.\"\"\"\n",
            "\"\"\"Docs.\"\"\"\n\n\ndef b() -> None:\n    pass\n",
        ),
        ("# Docs.\n", "# Docs.\n\n\ndef b() -> None:\n    pass\n"),
        (
            "if __name__ == \"__main__\":\n    run()\n",
            "def b() -> None:\n    pass\n\n\nif __name__ == \"__main__\":\n    run()\n",
        ),
        (
            "# Runs.\nrun()\n",
            "def b() -> None:\n    pass\n\n\n# Runs.\nrun()\n",
        ),
    ] {
        changes(&define(source), "app/a.py", before, after);
    }
}

#[test]
fn what_the_definitions_use_stands_above_them() {
    changes(
        &define("class B(Base):\n    pass\n"),
        "app/a.py",
        "def now():\n    pass\n\n\nBase = make()\nx = 1\n",
        "def now():\n    pass\n\n\nBase = make()\n\n\nclass B(Base):\n    pass\n\n\nx = 1\n",
    );
}

#[test]
fn imports_of_the_file_itself_and_of_the_future_are_left_out() {
    let source = "from __future__ import annotations\n\nfrom app.models import Base\nfrom typing import Any\n\n\nclass B(Base):\n    x: Any\n";
    changes(
        &define(source),
        "backend/app/models.py",
        "import os\n\n\nclass Base:\n    pass\n",
        "import os\nfrom typing import Any\n\n\nclass Base:\n    pass\n\n\nclass B(Base):\n    x: Any\n",
    );
    for (source, path) in [
        (
            "from .models import Base\n\n\nclass B(Base):\n    pass\n",
            "app/models.py",
        ),
        (
            "from . import Base\n\n\nclass B(Base):\n    pass\n",
            "app/models/__init__.py",
        ),
        (
            "from ..db.models import Base\n\n\nclass B(Base):\n    pass\n",
            "app/db/models.py",
        ),
    ] {
        changes(
            &define(source),
            path,
            "class Base:\n    pass\n",
            "class Base:\n    pass\n\n\nclass B(Base):\n    pass\n",
        );
    }
    changes(
        &define(source),
        "app/models/__init__.py",
        "class Base:\n    pass\n",
        "from typing import Any\n\n\nclass Base:\n    pass\n\n\nclass B(Base):\n    x: Any\n",
    );
}

#[test]
fn all_of_the_module_lists_the_new_names() {
    let source = "class B:\n    pass\n\n\nclass _C:\n    pass\n\n\ndef d():\n    pass\n\n\nE = 1\n\n__all__ = [\"B\"]\n";
    changes(
        &define(source),
        "app/a.py",
        "__all__ = [\"A\"]\n\n\nclass A:\n    pass\n",
        "__all__ = [\"A\", \"B\", \"d\"]\n\n\nclass A:\n    pass\n\n\nclass B:\n    pass\n\n\nclass _C:\n    pass\n\n\ndef d():\n    pass\n\n\nE = 1\n",
    );
    is_manual(
        &define(source),
        "app/a.py",
        "__all__ = names()\n\n\nclass A:\n    pass\n",
        "`__all__` is not one plain list",
    );
}

#[test]
fn names_tell_what_is_there() {
    let source = "import os\n\n\nclass A:\n    pass\n\n\nclass B:\n    pass\n";
    is_present(
        &define(source),
        "app/a.py",
        "class B:\n    x = 1\n\n\nclass A:\n    y = 2\n",
    );
    let rest = is_manual(
        &define(source),
        "app/a.py",
        "class A:\n    x = 1\n",
        "`A` is defined here",
    );
    assert_eq!(rest, "class B:\n    pass");
    let all = is_manual(
        &define(source),
        "app/a.py",
        "from app.b import B\n",
        "`B` already stands for `app.b.B`",
    );
    assert_eq!(all, source);
    // What is there word for word is no reason to stop.
    changes(
        &define("log = get(__name__)\n\n\nclass B:\n    pass\n"),
        "app/a.py",
        "log = get(__name__)\n\n\nclass A:\n    pass\n",
        "log = get(__name__)\n\n\nclass A:\n    pass\n\n\nclass B:\n    pass\n",
    );
    // `post` beside `posts`: another name is another thing.
    changes(
        &define("class Post:\n    pass\n"),
        "app/a.py",
        "class Posts:\n    pass\n\n\nclass BlogPost:\n    pass\n",
        "class Posts:\n    pass\n\n\nclass BlogPost:\n    pass\n\n\nclass Post:\n    pass\n",
    );
}

#[test]
fn a_clash_of_imports_leaves_the_file_alone() {
    let source = "from app.b import datetime\n\n\nclass B:\n    at: datetime\n";
    let all = is_manual(
        &define(source),
        "app/a.py",
        "import datetime\n\n\nclass A:\n    pass\n",
        "`datetime` already stands for `datetime`",
    );
    assert_eq!(all, source.trim_end());
    is_manual(&define(source), "app/a.py", "class A(:\n", "syntax error");
}

#[test]
fn calls_of_the_source_come_along_once() {
    let source = "class B:\n    pass\n\n\nB.rebuild()\n";
    changes(
        &define(source),
        "app/a.py",
        "class A:\n    pass\n\n\nA.rebuild()\n",
        "class A:\n    pass\n\n\nclass B:\n    pass\n\n\nB.rebuild()\n\n\nA.rebuild()\n",
    );
}

#[test]
fn a_source_that_defines_nothing_is_an_error() {
    for source in ["import os\n", "run()\n", "class (\n"] {
        fails(&define(source), "app/a.py", "", "defines nothing");
    }
}

/// What a name of the standard library cannot be imported by is named with the library, as it is imported in the file.
#[test]
fn names_of_the_library_that_are_taken() {
    let class = "from uuid import UUID, uuid4\n\n\nclass B:\n    UUID: Id[UUID] = column(UUID=1, other=B.UUID, default=uuid4)\n";
    let there = "UUID: Id[LIB.UUID] = column(UUID=1, other=B.UUID, default=LIB.uuid4)";
    for (imports, added, library) in [
        ("from sqlalchemy import UUID\n", "import uuid\n\n", "uuid"),
        ("import uuid\n\nfrom sqlalchemy import UUID\n", "", "uuid"),
        ("import uuid as u\n\nfrom sqlalchemy import UUID\n", "", "u"),
        ("import json\n\n\ndef uuid4():\n    pass\n", "", "uuid"),
    ] {
        let before = format!("{imports}\n\nclass A:\n    pass\n");
        let is_own = imports.contains("def uuid4");
        let head = if is_own {
            imports.replace("import json\n", "import json\nimport uuid\n")
        } else {
            format!("{added}{imports}")
        };
        let there = there.replace("LIB", library);
        let after = format!("{head}\n\nclass A:\n    pass\n\n\nclass B:\n    {there}\n");
        changes(&define(class), "app/a.py", &before, &after);
    }
    // The library's own name may be taken, too.
    is_manual(
        &define(class),
        "app/a.py",
        "from app import uuid\nfrom sqlalchemy import UUID\n\n\nclass A:\n    pass\n",
        "`UUID` already stands for `sqlalchemy.UUID`",
    );
}

/// So is what SQLAlchemy calls as Python calls something else.
#[test]
fn names_of_sqlalchemy_that_are_taken() {
    changes(
        &define("from sqlalchemy import Enum, String\n\n\nclass B:\n    a = Enum(String(3))\n"),
        "app/a.py",
        "from enum import Enum\n\n\nclass A(Enum):\n    pass\n",
        "from enum import Enum\n\nimport sqlalchemy as sa\n\n\nclass A(Enum):\n    pass\n\n\nclass B:\n    a = sa.Enum(sa.String(3))\n",
    );
}
