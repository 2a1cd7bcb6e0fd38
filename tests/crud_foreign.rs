//! `patgen new crud` and its layers in repositories that patgen did not begin: on their own bases, sessions, layout,
//! router and fixtures.

mod common;

use common::Sandbox;
use common::projects::{project, undated};

const FIELDS: &str = "total:decimal=10,2:min=0 status:enum=open,paid:default=open note:text:null \
                      number:str=20:unique:search secret:str=40:private:null";

/// The diff of `line`, which then is made, and leaves nothing to do.
fn stamped(sandbox: &Sandbox, line: &str) -> String {
    let run = sandbox.done(&format!("{line} --dry-run"));
    sandbox.done(&format!("{line} --yes"));
    let again = sandbox.done(&format!("{line} --check"));
    assert!(again.err.contains("nothing to do"), "{}", again.err);
    undated(run.text())
}

#[test]
fn single_layers() {
    let sandbox = project("flat_async");
    for layer in ["schema", "repository"] {
        let line = format!("new {layer} --entity Order author:ref=Author {FIELDS}");
        assert_stored!(format!("{layer}_alone"), stamped(&sandbox, &line));
    }
    let sandbox = project("src_domains");
    let line = format!("new endpoint --entity Order board:ref=Board {FIELDS} --routes get,list");
    assert_stored!("endpoint_alone", stamped(&sandbox, &line));
}

/// Columns that stand without annotations import only what they use themselves.
#[test]
fn imports_of_columns_without_annotations() {
    for (field, expected) in [
        ("price:decimal=10,2", false),
        ("price:decimal=10,2:default=1.50", true),
    ] {
        let sandbox = project("src_package_loop");
        let diff = stamped(&sandbox, &format!("new model --entity Order {field}"));
        assert!(diff.contains("(Numeric(10, 2)"), "{diff}");
        assert_eq!(diff.contains("import Decimal"), expected, "{diff}");
    }
}

/// Modules side by side, in no package: linters take each for the project's own.
#[test]
fn imports_of_modules_at_the_root() {
    let sandbox = Sandbox::new();
    sandbox
        .write(
            "main.py",
            "from fastapi import FastAPI

from routers import items

app = FastAPI()
app.include_router(items.router)
",
        )
        .write(
            "database.py",
            "from collections.abc import Iterator

from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Session

engine = create_engine(\"sqlite:///shop.db\")


class Base(DeclarativeBase):
    pass


def get_db() -> Iterator[Session]:
    with Session(engine) as session:
        yield session
",
        )
        .write(
            "models.py",
            "from sqlalchemy.orm import Mapped, mapped_column

from database import Base


class Item(Base):
    __tablename__ = \"items\"

    id: Mapped[int] = mapped_column(primary_key=True)
",
        )
        .write("routers/__init__.py", "")
        .write(
            "routers/items.py",
            "from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from database import get_db
from models import Item

router = APIRouter(prefix=\"/items\", tags=[\"items\"])


@router.get(\"/{item_id}\")
def get_item(item_id: int, session: Session = Depends(get_db)) -> int:
    return session.get_one(Item, item_id).id
",
        );
    let diff = stamped(&sandbox, "new crud --entity Order number:int");
    let own = "+from sqlalchemy.orm import Session\n+\n+from database import get_db\n+from models import Order\n+\n";
    assert!(diff.contains(own), "{diff}");
}

#[test]
fn a_layer_that_siblings_do_not_have_is_stamped_where_it_is_asked_for() {
    let sandbox = project("dataclass_factory");
    let line = "new crud --entity Order number:str=20 --layers service";
    let diff = stamped(&sandbox, line);
    assert!(diff.contains("+++ b/clinic/services/order.py"), "{diff}");
    assert!(!diff.contains("repositories/order.py"), "{diff}");
}

/// A service that is given the repository leaves the transaction to that, and the route makes both.
#[test]
fn services_that_are_given_a_repository() {
    let sandbox = project("flat_async");
    for (file, class) in [("author", "Author"), ("book", "Book")] {
        let service = format!(
            "from app.repositories.{file} import {class}Repository\n\n\nclass {class}Service:\n    def __init__(self, repository: {class}Repository) -> None:\n        self._repository = repository\n"
        );
        sandbox.write(&format!("app/services/{file}.py"), &service);
    }
    let diff = stamped(&sandbox, "new crud --entity Order number:str=20:unique");
    for line in [
        "+    def __init__(self, repository: OrderRepository) -> None:\n+        self._repository = repository\n",
        "+        return await self._repository.create(new)\n",
        "+    return OrderService(OrderRepository(session))\n",
        "+from app.repositories.order import OrderConflictError, OrderRepository\n",
        "+            await self.session.commit()\n",
    ] {
        assert!(diff.contains(line), "{line}\n{diff}");
    }
}

#[test]
fn a_model_that_a_person_wrote_is_the_entity() {
    let sandbox = project("src_domains");
    sandbox.write("src/taskboard/note/__init__.py", "");
    sandbox.write(
        "src/taskboard/note/models.py",
        "from sqlalchemy import ForeignKey, String, func
from sqlalchemy.orm import Mapped, mapped_column

from taskboard.database import Base


class Note(Base):
    __tablename__ = \"note\"

    id: Mapped[int] = mapped_column(primary_key=True)
    board_id: Mapped[int] = mapped_column(ForeignKey(\"board.id\"), index=True)
    title: Mapped[str] = mapped_column(String(40), unique=True)
    rank: Mapped[int] = mapped_column(server_default=func.random())
",
    );
    let line = "new crud --from-model src/taskboard/note/models.py:Note";
    let said = sandbox.done(&format!("{line} --dry-run")).err;
    assert!(said.contains("no field can say `rank` of `Note`"), "{said}");
    let diff = stamped(&sandbox, line);
    assert!(!diff.contains("note/models.py"), "{diff}");
    assert!(!diff.contains("migrations/"), "{diff}");
    assert_stored!("from_model", diff);
}

/// A savepoint is the first thing in no transaction of SQLite's driver; that of a server does without.
#[test]
fn savepoints_by_database() {
    let begun = "session.execute(delete(Order).where(false()))";
    let asked = "if session.get_bind().dialect.name == \"sqlite\":";
    let sandbox = project("src_domains");
    for (dialects, is_begun, is_asked) in [
        ("sqlite", true, false),
        ("postgresql,sqlite", true, true),
        ("postgresql", false, false),
    ] {
        let run = sandbox.done(&format!(
            "new crud --entity Order number:str=20:unique --fact db.dialects={dialects} --dry-run"
        ));
        let diff = run.text();
        assert!(diff.contains("with session.begin_nested():"), "{diff}");
        assert_eq!(diff.contains(begun), is_begun, "{dialects}: {diff}");
        assert_eq!(diff.contains(asked), is_asked, "{dialects}: {diff}");
    }
}

#[test]
fn a_column_that_no_field_can_say_and_every_row_needs() {
    let sandbox = project("src_domains");
    sandbox.write(
        "src/taskboard/note/models.py",
        "\
from sqlalchemy.orm import Mapped, mapped_column

from taskboard.base import Shade
from taskboard.database import Base


class Note(Base):
    __tablename__ = \"note\"

    id: Mapped[int] = mapped_column(primary_key=True)
    shade: Mapped[Shade]
",
    );
    let run = sandbox.refused("new crud --from-model src/taskboard/note/models.py:Note");
    let said = "no field can say `shade` of `Note`, and no row can be made without";
    assert!(run.err.contains(said), "{}", run.err);
}

#[test]
fn models_that_are_not_there_or_in_the_way() {
    let sandbox = project("src_domains");
    for (line, message) in [
        (
            "new crud --from-model src/taskboard/bord/models.py:Board",
            "`--from-model`: there is no model `src/taskboard/bord/models.py:Board`",
        ),
        (
            "new crud --entity Task --from-model taskboard.board.models:Board",
            "`--entity`: the model is called `Board`, not `Task`",
        ),
        (
            "new crud --entity Task title:str=20",
            "`--entity`: `Task` is there already, in `src/taskboard/task/models.py`",
        ),
    ] {
        let run = sandbox.refused(line);
        assert!(run.err.contains(message), "{line}: {}", run.err);
    }
}

/// `name:str` is the fields of an entity, though it looks like a symbol; a package names the models that it passes on.
#[test]
fn a_model_of_one_field() {
    let sandbox = Sandbox::new();
    for (path, text) in [
        ("shop/__init__.py", ""),
        (
            "shop/main.py",
            "from fastapi import FastAPI\n\nfrom shop.models import Order\n\napp = FastAPI()\n",
        ),
        (
            "shop/models/__init__.py",
            "from shop.models.order import Order\n",
        ),
        (
            "shop/models/order.py",
            "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n\n\nclass Base(DeclarativeBase):\n    pass\n\n\nclass Order(Base):\n    __tablename__ = \"orders\"\n\n    id: Mapped[int] = mapped_column(primary_key=True)\n    name: Mapped[str]\n",
        ),
    ] {
        sandbox.write(path, text);
    }
    for model in ["shop/models/order.py:Order", "shop.models:Order"] {
        let run = sandbox.done(&format!("new schema --from-model {model} --dry-run"));
        assert!(run.text().contains("+    name: str"), "{}", run.text());
    }
}

/// A fact that is settled once is asked for no second time: neither by the same stamp, nor by an update, nor by another.
#[test]
fn what_was_settled_stays_so() {
    let sandbox = project("mixed_evidence");
    let line = "new model --entity Order number:str=20 --yes";
    let run = sandbox.refused(line);
    assert!(run.err.contains("not certain"), "{}", run.err);
    let settled = "--fact db.tables=plural --fact db.id=int --fact db.async=false \
                   --fact db.session=app.db:get_session --fact layout.router=app/routes/{plural}.py";
    sandbox.done(&format!("{line} {settled}"));
    for line in [line, "update --check"] {
        let again = sandbox.done(line);
        assert!(again.err.contains("nothing to do"), "{line}: {}", again.err);
    }
    let other = sandbox.done("new model --entity Ticket number:str=20 --dry-run");
    assert!(other.text().contains("\"tickets\""), "{}", other.text());
    sandbox.done("undo --yes");
    sandbox.refused(line);
}

/// Tables of `SQLModel` have what their siblings inherit, the id and the moments among it.
#[test]
fn tables_of_sqlmodel_with_bases() {
    let sandbox = Sandbox::new();
    for (path, text) in [
        ("shop/__init__.py", ""),
        (
            "shop/main.py",
            "from fastapi import FastAPI\n\nfrom shop.models import Customer, Parcel\n\napp = FastAPI()\n",
        ),
        (
            "shop/models.py",
            "from uuid import UUID, uuid4\n\nfrom sqlmodel import Field, SQLModel\n\n\nclass Numbered(SQLModel):\n    id: UUID = Field(default_factory=uuid4, primary_key=True)\n\n\nclass CustomerBase(SQLModel):\n    name: str\n\n\nclass Customer(Numbered, CustomerBase, table=True):\n    pass\n\n\nclass Parcel(Numbered, table=True):\n    weight: int\n",
        ),
    ] {
        sandbox.write(path, text);
    }
    let run = sandbox.done("new model --entity Order number:str=20 --dry-run");
    let diff = run.text();
    assert!(
        diff.contains("+class Order(Numbered, OrderBase, table=True):"),
        "{diff}"
    );
    assert!(!diff.contains("+    id:"), "{diff}");
}

/// A revision that adds to a table is about a model that is there.
#[test]
fn a_column_for_a_model_that_is_there() {
    let sandbox = project("src_domains");
    let line = "new migration --entity Task --kind add-column remark:str=40:null --dry-run";
    let diff = sandbox.done(line);
    assert!(
        diff.text().contains("op.drop_column(\"task\", \"remark\")"),
        "{}",
        diff.text()
    );
}

/// What the versions call differently, each by its own words alone.
#[test]
fn what_the_first_pydantic_understands() {
    let words = [
        ("model_validate(", "from_orm("),
        ("model_dump(", ".dict("),
        ("field_validator(", "@validator("),
        ("ConfigDict(from_attributes=True", "orm_mode = True"),
        ("(StrEnum)", "(str, Enum)"),
        ("@router.get(\"\")", "response_class=Response"),
        ("Base64UrlBytes", "b64decode("),
        ("    site: Annotated[HttpUrl", "    site: HttpUrl"),
        ("    at: AwareDatetime", "a time zone is wanted"),
        ("    total: Decimal = Field(", "    total: condecimal("),
        ("\"total\": \"1.00\"", "\"total\": 1.00"),
    ];
    let fields = "status:enum=a,b at:datetime blob:bytes site:url total:decimal=10,2:min=0";
    let line = format!("new crud --entity Order {fields} --dry-run --fact project.pydantic=");
    let sandbox = project("psycopg_factory");
    let stamped = |version: &str| {
        let run = sandbox.done(&format!("{line}{version}"));
        let lines = run.text().replace('\r', "");
        let added: Vec<&str> = lines
            .lines()
            .filter_map(|it| it.strip_prefix('+'))
            .collect();
        added.join("\n")
    };
    let (new, old) = (stamped("2"), stamped("1"));
    // Siblings annotate what their routes are given, and so FastAPI knows how to read that.
    assert!(old.contains("Annotated[int, Path(ge=1"), "{old}");
    for (of_new, of_old) in words {
        assert_eq!(
            (new.contains(of_new), old.contains(of_new)),
            (true, false),
            "{of_new}"
        );
        assert_eq!(
            (new.contains(of_old), old.contains(of_old)),
            (false, true),
            "{of_old}"
        );
    }
}

/// Of SQLAlchemy 1 only PostgreSQL keeps a `uuid`.
#[test]
fn what_the_first_sqlalchemy_cannot_keep() {
    let sandbox = project("one_module_crlf");
    let line = "new crud --entity Order token:uuid --fact project.sqlalchemy=1 --yes";
    let run = sandbox.refused(line);
    assert!(run.err.contains("`token:uuid`"), "{}", run.err);
    let run = sandbox
        .refused("new model --entity Order token:uuid:null --fact project.sqlalchemy=1 --yes");
    assert!(run.err.contains("str=36"), "{}", run.err);
    sandbox.done("new crud --entity Order token:str=36 --fact project.sqlalchemy=1 --yes");
}

#[test]
fn an_application_without_a_database_gets_no_second_one() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "web/main.py",
        "from fastapi import FastAPI\n\napp = FastAPI()\n",
    );
    sandbox.write("web/__init__.py", "");
    let run = sandbox.refused("new crud --entity Order number:str=20 --yes");
    assert!(run.err.contains("`crud` needs `db.base`"), "{}", run.err);
    assert!(run.err.contains("patgen new database"), "{}", run.err);
    assert_eq!(sandbox.tree().files(), ["web/__init__.py", "web/main.py"]);
}

/// Where rows are kept otherwise the way out is no second database.
#[test]
fn rows_that_are_kept_otherwise() {
    let base =
        "from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase):\n    pass\n";
    let keeper = "\n\nclass Keeper:\n    def __init__(self) -> None:\n        self.sessions = sessionmaker()\n";
    let made = format!("from sqlalchemy.orm import sessionmaker\n{base}{keeper}");
    for (models, message) in [
        (
            "from tortoise.models import Model\n",
            "its rows are kept by Tortoise ORM (web/models.py:1)",
        ),
        (
            made.as_str(),
            "`sessionmaker` makes sessions in web/models.py:11",
        ),
    ] {
        let sandbox = Sandbox::new();
        let main = "from fastapi import FastAPI\n\nfrom web import models\n\napp = FastAPI()\n";
        for (path, text) in [
            ("web/main.py", main),
            ("web/__init__.py", ""),
            ("web/models.py", models),
        ] {
            sandbox.write(path, text);
        }
        let run = sandbox.refused("new crud --entity Order number:str=20 --yes");
        assert!(run.err.contains(message), "{}", run.err);
        assert!(!run.err.contains("patgen new database"), "{}", run.err);
    }
}
