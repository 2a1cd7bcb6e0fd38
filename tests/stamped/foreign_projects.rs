//! The projects of `tests/projects/` that can be run, and what is stamped into each.

use crate::foreign::Database::{Postgresql, Sqlite};
use crate::foreign::Foreign;
use crate::foreign::Step::{Edit, New};

/// One field of every kind, and the modifiers.
pub const FIELDS: &[&str] = &[
    "title:str=80:search:unique",
    "note:text:null",
    "amount:int:min=0:max=1000",
    "big:bigint:null",
    "ratio:float:null",
    "total:decimal=10,2:min=0",
    "paid:bool:default=false",
    "due:date:null",
    "at:datetime",
    "wake:time:null",
    "token:uuid:index",
    "payload:json:null",
    "blob:bytes:null",
    "contact:email:null",
    "site:url:null",
    "status:enum=open,paid:default=open",
    "secret:str=40:private:null",
];

/// What is made in a transaction goes with it, also where a savepoint is the first thing in one: SQLite's driver begins
/// none for that.
const ROLLED_BACK: &str = r#"from sqlalchemy import func, select
from sqlalchemy.orm import Session

from taskboard.board.models import Board
from taskboard.order.models import Order
from tests.order.test_order_router import SENT


def test_an_order_goes_with_its_transaction(engine, api, session):
    with Session(engine) as other:
        board = Board(name="Home")
        other.add(board)
        other.commit()
        sent = {**SENT, "board_id": board.id}
    assert api.post("/order", json=sent).status_code == 201
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Order)) == 0


def test_create_and_get(api):
"#;

const RUFF: &[&[&str]] = &[&["ruff", "check"], &["ruff", "format", "--check"]];

pub const PROJECTS: &[Foreign] = &[
    Foreign {
        name: "flat_async",
        root: "",
        database: Sqlite("LIBRARY_DATABASE_URL", "sqlite+aiosqlite:///"),
        old: false,
        linters: RUFF,
        steps: &[
            New(&["crud", "--entity", "Order", "author:ref=Author", "{fields}"]),
            New(&[
                "migration",
                "--kind",
                "add-column",
                "--table",
                "books",
                "pages:int:null",
            ]),
            Edit(
                "app/models/book.py",
                "    author_id:",
                "    pages: Mapped[int | None]\n    author_id:",
            ),
            New(&["test", "--target", "app/services/book.py"]),
            New(&["test", "--target", "GET /api/v1/books/{book_id}"]),
        ],
        tests: 60,
    },
    Foreign {
        name: "dataclass_factory",
        root: "",
        database: Sqlite("DATABASE_URL", "sqlite+aiosqlite:///"),
        old: false,
        linters: RUFF,
        steps: &[New(&[
            "crud",
            "--entity",
            "Order",
            "patient:ref=Patient",
            "{fields}",
        ])],
        tests: 55,
    },
    Foreign {
        name: "src_domains",
        root: "",
        database: Sqlite("TASKBOARD_DB", "sqlite:///"),
        old: false,
        linters: &[&["ruff", "format", "--check", "--line-length", "79"]],
        steps: &[
            New(&["crud", "--entity", "Order", "board:ref=Board", "{fields}"]),
            Edit(
                "tests/board/test_board_router.py",
                "def test_create_and_get(api):\n",
                ROLLED_BACK,
            ),
        ],
        tests: 55,
    },
    Foreign {
        name: "session_proxy",
        root: "",
        database: Sqlite("PINBOARD_DB", "sqlite:///"),
        old: false,
        linters: RUFF,
        steps: &[New(&[
            "crud",
            "--entity",
            "Order",
            "wall:ref=Wall",
            "{fields}",
        ])],
        tests: 55,
    },
    Foreign {
        name: "backend_sqlmodel",
        root: "backend",
        database: Sqlite("DATABASE_URL", "sqlite:///"),
        old: false,
        linters: RUFF,
        steps: &[New(&[
            "crud",
            "--entity",
            "Order",
            "warehouse:ref=Warehouse",
            "{fields}",
        ])],
        tests: 55,
    },
    Foreign {
        name: "one_module_crlf",
        root: "",
        database: Sqlite("NOTEBOOK_DATABASE", "sqlite:///"),
        old: false,
        linters: RUFF,
        steps: &[
            New(&[
                "crud",
                "--entity",
                "Order",
                "notebook:ref=Notebook",
                "{fields}",
            ]),
            New(&[
                "migration",
                "--kind",
                "add-index",
                "--table",
                "pages",
                "--columns",
                "notebook_id,written",
            ]),
            Edit(
                "app/models.py",
                "    __tablename__ = \"pages\"\r\n",
                "    __tablename__ = \"pages\"\r\n    __table_args__ = (Index(\"ix_pages_notebook_id_written\", \"notebook_id\", \"written\"),)\r\n",
            ),
            Edit(
                "app/models.py",
                "    ForeignKey,\r\n",
                "    ForeignKey,\r\n    Index,\r\n",
            ),
            New(&["test", "--target", "app/routers/notebooks.py"]),
        ],
        tests: 60,
    },
    Foreign {
        name: "crud_functions",
        root: "",
        database: Sqlite("TOOLS_DATABASE", "sqlite:///"),
        old: false,
        linters: RUFF,
        steps: &[
            New(&[
                "crud",
                "--entity",
                "Order",
                "member:ref=Member",
                "tool:ref=Tool",
                "{fields}",
            ]),
            New(&[
                "migration",
                "--kind",
                "add-column",
                "--table",
                "tools",
                "shelf:str=40:unique:null",
            ]),
            Edit(
                "app/models/tool.py",
                "    weight: Mapped[int]\n",
                "    weight: Mapped[int]\n    shelf: Mapped[str | None] = mapped_column(String(40), unique=True)\n",
            ),
            New(&["test", "--target", "app/crud/tool.py"]),
        ],
        tests: 60,
    },
    Foreign {
        name: "ledger_packages",
        root: "",
        database: Postgresql("LEDGER_DATABASE_URL", "psycopg"),
        old: false,
        linters: RUFF,
        steps: &[
            New(&["crud", "--entity", "Order", "branch:ref=Branch", "{fields}"]),
            New(&[
                "migration",
                "--kind",
                "add-column",
                "--table",
                "teller",
                "shelf:str=40:unique:null",
                "branch:ref=Branch:null",
            ]),
            Edit(
                "ledger/teller/models.py",
                "    name: Mapped[str] = mapped_column(String(60))\n",
                "    name: Mapped[str] = mapped_column(String(60))\n    shelf: Mapped[str | None] = mapped_column(String(40), unique=True)\n    branch_id: Mapped[int | None] = mapped_column(ForeignKey(\"books.branch.id\"), index=True)\n",
            ),
            Edit(
                "ledger/teller/models.py",
                "import String",
                "import ForeignKey, String",
            ),
            New(&["test", "--target", "ledger/teller/api/v1/teller.py"]),
        ],
        tests: 55,
    },
    Foreign {
        name: "psycopg_factory",
        root: "",
        database: Postgresql("BILLING_DATABASE_URL", "psycopg"),
        old: false,
        linters: RUFF,
        steps: &[
            New(&[
                "crud",
                "--entity",
                "Order",
                "account:ref=Account",
                "{fields}",
            ]),
            New(&["test", "--target", "billing/api/invoices.py"]),
        ],
        tests: 60,
    },
    Foreign {
        name: "key_alias",
        root: "",
        database: Sqlite("QUARRY_DATABASE", "sqlite:///"),
        old: false,
        linters: RUFF,
        steps: &[
            New(&[
                "crud",
                "--entity",
                "Order",
                "pit:ref=Pit",
                "before:ref=Order:null",
                "{fields}",
            ]),
            New(&["crud", "--from-model", "quarry/models.py:Digger"]),
        ],
        tests: 60,
    },
    Foreign {
        name: "named_keys",
        root: "",
        database: Sqlite("CLINIC_DATABASE", "sqlite:///"),
        old: false,
        linters: RUFF,
        steps: &[
            New(&[
                "crud",
                "--entity",
                "Order",
                "owner:ref=Owner",
                "species:ref=Species:null",
                "before:ref=Order:null",
                "{fields}",
            ]),
            New(&["crud", "--from-model", "clinic/models/visit.py:Visit"]),
            New(&["test", "--target", "clinic/routers/pets.py"]),
        ],
        tests: 60,
    },
    Foreign {
        name: "text_ids",
        root: "",
        database: Postgresql("COURIER_DATABASE_URL", "psycopg"),
        old: false,
        linters: RUFF,
        steps: &[
            New(&[
                "crud",
                "--entity",
                "Order",
                "depot:ref=Depot",
                "parcel:ref=Parcel:null",
                "{fields}",
            ]),
            New(&["crud", "--from-model", "courier/models/van.py:Van"]),
            New(&["test", "--target", "courier/routers/parcels.py"]),
        ],
        tests: 60,
    },
    Foreign {
        name: "text_ids_sqlmodel",
        root: "",
        database: Sqlite("SHELTER_DATABASE", "sqlite:///"),
        old: false,
        linters: RUFF,
        steps: &[
            New(&["crud", "--entity", "Order", "keeper:ref=Keeper", "{fields}"]),
            New(&["test", "--target", "shelter/routes/animals.py"]),
        ],
        tests: 60,
    },
    Foreign {
        name: "two_heads",
        root: "",
        database: Sqlite("DEPOT_DB", "sqlite:///"),
        old: false,
        linters: &[&["ruff", "format", "--check", "--line-length", "100"]],
        steps: &[
            New(&["crud", "--from-model", "depot/models/supplier.py:Supplier"]),
            New(&["migration", "--merge"]),
            New(&[
                "crud",
                "--entity",
                "Order",
                "supplier:ref=Supplier",
                "{fields}",
            ]),
            New(&[
                "migration",
                "--kind",
                "rename-column",
                "--table",
                "item",
                "--from",
                "name",
                "--to",
                "label",
            ]),
            Edit(
                "depot/models/item.py",
                "    name = Column(",
                "    label = Column(",
            ),
            Edit(
                "depot/schemas/item.py",
                "    name: str = Field(",
                "    label: str = Field(",
            ),
            Edit(
                "depot/schemas/item.py",
                "    id: int\n    name: str",
                "    id: int\n    label: str",
            ),
            Edit(
                "depot/tests/test_item.py",
                "\"name\": \"Bolt\"",
                "\"label\": \"Bolt\"",
            ),
        ],
        tests: 80,
    },
    Foreign {
        name: "web_dao",
        root: "",
        database: Sqlite("WEATHERLOG_DB_FILE", ""),
        old: false,
        linters: RUFF,
        steps: &[
            New(&[
                "crud",
                "--entity",
                "Order",
                "station:ref=Station",
                "{fields}",
            ]),
            New(&[
                "migration",
                "--kind",
                "add-column",
                "--table",
                "station_model",
                "height:int:default=0",
            ]),
            Edit(
                "weatherlog/db/models/station_model.py",
                "    name: Mapped[str]",
                "    height: Mapped[int] = mapped_column(default=0)\n    name: Mapped[str]",
            ),
            New(&["test", "--target", "weatherlog/web/api/station/views.py"]),
        ],
        tests: 60,
    },
    Foreign {
        name: "sqlmodel_async",
        root: "",
        database: Sqlite("LEAGUE_DATABASE_URL", "sqlite+aiosqlite:///"),
        old: false,
        linters: RUFF,
        steps: &[
            New(&["crud", "--entity", "Order", "team:ref=Team", "{fields}"]),
            New(&[
                "migration",
                "--kind",
                "add-column",
                "--table",
                "teams",
                "founded:date:null",
            ]),
            Edit(
                "app/models/team.py",
                "    city: str\n",
                "    city: str\n    founded: date | None = None\n",
            ),
            Edit(
                "app/models/team.py",
                "from sqlmodel import Field",
                "from datetime import date\n\nfrom sqlmodel import Field",
            ),
            New(&["test", "--target", "app/api/v1/endpoints/teams.py"]),
        ],
        tests: 60,
    },
    Foreign {
        name: "old_columns",
        root: "",
        database: Postgresql("BAKERY_DATABASE", "psycopg2"),
        old: true,
        linters: RUFF,
        steps: &[
            New(&["crud", "--entity", "Order", "oven:ref=Oven", "{fields}"]),
            New(&[
                "migration",
                "--kind",
                "add-column",
                "--table",
                "ovens",
                "key:uuid:null",
            ]),
            Edit(
                "bakery/models/oven.py",
                "    heat = ",
                "    key = Column(UUID(as_uuid=True), nullable=True)\n    heat = ",
            ),
        ],
        tests: 55,
    },
    Foreign {
        name: "old_sqlmodel",
        root: "",
        database: Sqlite("HERBARIUM_DATABASE", "sqlite+aiosqlite:///"),
        old: true,
        linters: RUFF,
        steps: &[New(&[
            "crud",
            "--entity",
            "Order",
            "place:ref=Place",
            "{fields}",
        ])],
        tests: 55,
    },
];
