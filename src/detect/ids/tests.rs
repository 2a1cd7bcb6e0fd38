//! What ids are, and what makes them, in the models of siblings.

use crate::detect::tests::check;

const HEAD: &str = "\
import uuid
from uuid import uuid4
from sqlalchemy import BigInteger, CHAR, Column, Identity, Integer, String, Text, func, text
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from typing import Annotated
from app import ids
from app.ids import LENGTH, key, new_id
class Base(DeclarativeBase): ...
class Wide:
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
class Named:
    @declared_attr
    def id(cls) -> Mapped[str]:
        return mapped_column(String(32), primary_key=True, default=cls.make)
";

const IDS: &str = "\
from sqlalchemy import String
from sqlalchemy.orm import mapped_column
from typing import Annotated
from nanoid import generate
LENGTH = 21
def new_id(): ...
key = Annotated[str, mapped_column(String(12), primary_key=True, default=lambda: generate(size=LENGTH))]
";

fn files(models: &str) -> Vec<(&str, &str)> {
    vec![
        ("app/__init__.py", ""),
        ("app/ids.py", IDS),
        ("app/models.py", models),
    ]
}

#[test]
fn columns_of_ids() {
    let columns = [
        (
            "Base",
            ": Mapped[int] = mapped_column(primary_key=True)",
            "",
        ),
        ("Base", " = Column(Integer, primary_key=True)", ""),
        (
            "Base",
            " = Column(BigInteger(), primary_key=True)",
            "sa.BigInteger()",
        ),
        (
            "Base",
            " = Column(BigInteger().with_variant(Integer, 'sqlite'), primary_key=True)",
            "sa.BigInteger().with_variant(sa.Integer(), \"sqlite\")",
        ),
        (
            "Wide, Base",
            "entity: Mapped[str]",
            "sa.BigInteger(), sa.Identity(always=True)",
        ),
        (
            "Base",
            ": Mapped[str] = mapped_column(primary_key=True)",
            "",
        ),
        ("Base", " = Column(String, primary_key=True)", "sa.String()"),
        (
            "Base",
            " = Column(String(length=36), primary_key=True)",
            "sa.String(36)",
        ),
        (
            "Base",
            " = Column(CHAR(26), primary_key=True)",
            "sa.CHAR(26)",
        ),
        (
            "Base",
            ": Mapped[str] = mapped_column(Text, primary_key=True)",
            "sa.Text()",
        ),
        (
            "Base",
            " = Column(String(LENGTH), primary_key=True)",
            "sa.String(21)",
        ),
        ("Base", ": Mapped[key]", "sa.String(12)"),
        ("Named, Base", "entity: Mapped[str]", "sa.String(32)"),
        (
            "Base",
            ": Mapped[str] = mapped_column(UUID(as_uuid=False), primary_key=True)",
            "sa.Uuid(as_uuid=False)",
        ),
        (
            "Base",
            " = Column(UUID(as_uuid=False), primary_key=True)",
            "sa.Uuid(as_uuid=False)",
        ),
        (
            "Base",
            " = Column(String, primary_key=True, server_default=text('gen_random_uuid()'))",
            "sa.String(), server_default=sa.text('gen_random_uuid()')",
        ),
        (
            "Base",
            ": Mapped[str] = mapped_column(primary_key=True, server_default=func.new_key())",
            "sa.String(), server_default=sa.func.new_key()",
        ),
    ];
    for (bases, id, column) in columns {
        let models =
            format!("{HEAD}class User({bases}):\n    __tablename__ = 'users'\n    id{id}\n");
        let facts = [
            ("db.id_column", column),
            ("entities.user.id_column", column),
        ];
        check(&files(&models), &facts);
    }
}

#[test]
fn what_makes_ids() {
    let column =
        |default: &str| format!(": Mapped[str] = mapped_column(primary_key=True{default})");
    for (first, second, default, imports) in [
        ("", "", "", ""),
        (", default=None", ", default='x'", "", ""),
        (", default=new_id", ", default=new_id", "app.ids:new_id", ""),
        (
            ", insert_default=ids.new_id",
            "",
            "ids.new_id",
            "from app import ids",
        ),
        (
            ", default=lambda: str(uuid.uuid4())",
            ", default=lambda: str(uuid4())",
            "lambda: str(uuid.uuid4())",
            "import uuid",
        ),
        // What each makes for itself says nothing of a new one.
        (
            ", default=lambda: f'a_{uuid4()}'",
            ", default=lambda: f'b_{uuid4()}'",
            "? lambda: f'a_{uuid4()}' | lambda: f'b_{uuid4()}'",
            "",
        ),
        // Not to be had elsewhere.
        (", default=made_here()", "", "", ""),
    ] {
        let table = |name: &str, default: &str| {
            format!(
                "class {name}(Base):\n    __tablename__ = '{name}s'\n    id{}\n",
                column(default)
            )
        };
        let models = format!("{HEAD}{}{}", table("user", first), table("order", second));
        check(
            &files(&models),
            &[
                ("db.id", "str"),
                ("db.id_default", default),
                ("db.id_imports", imports),
            ],
        );
    }
}

/// An alias of the type, a method of a base, and what `SQLModel` says.
#[test]
fn what_makes_ids_elsewhere() {
    for (class, [id, place, default, imports]) in [
        (
            "(Base):\n    __tablename__ = 'users'\n    id: Mapped[key]",
            [
                "str",
                "class",
                "lambda: generate(size=LENGTH)",
                "from nanoid import generate, from app.ids import LENGTH",
            ],
        ),
        (
            "(Named, Base):\n    __tablename__ = 'users'\n    name: Mapped[str]",
            ["str", "base", "cls.make", ""],
        ),
        (
            "(SQLModel, table=True):\n    id: str = Field(default_factory=new_id, primary_key=True)",
            ["str", "class", "app.ids:new_id", ""],
        ),
        (
            "(SQLModel, table=True):\n    id: str = Field(sa_column=Column(String(8), primary_key=True, default=new_id))",
            ["str", "class", "app.ids:new_id", ""],
        ),
    ] {
        let models = format!("{HEAD}from sqlmodel import Field, SQLModel\nclass User{class}\n");
        check(
            &files(&models),
            &[
                ("db.id", id),
                ("db.id_in", place),
                ("db.id_default", default),
                ("db.id_imports", imports),
            ],
        );
    }
}

/// A row of a table whose keys nobody makes has one; what lacks it cannot be stamped.
#[test]
fn keys_that_are_given() {
    for (id, row, needed) in [
        (
            "code = Column(String(8), primary_key=True)",
            "code=uuid4().hex[:8]",
            "code",
        ),
        (
            "id = Column(String(36), primary_key=True, default=new_id)",
            "",
            "",
        ),
        ("id = Column(Integer, primary_key=True)", "", ""),
    ] {
        let models = format!("{HEAD}class User(Base):\n    __tablename__ = 'users'\n    {id}\n");
        check(
            &files(&models),
            &[("entities.user.row", row), ("entities.user.needed", needed)],
        );
    }
}

/// What bases bring has its indexes and constraints, the id too.
#[test]
fn indexes_that_bases_bring() {
    for (id, indexed, unique) in [
        ("primary_key=True", "", ""),
        ("primary_key=True, index=True", "id", ""),
        ("primary_key=True, unique=True", "", "id"),
    ] {
        let models = format!(
            "{HEAD}class Keyed(Base):\n    __abstract__ = True\n    id = Column(String(36), {id}, default=new_id)\nclass User(Keyed):\n    __tablename__ = 'users'\n    name: Mapped[str]\n"
        );
        check(
            &files(&models),
            &[("db.base.indexed", indexed), ("db.base.unique", unique)],
        );
    }
}
