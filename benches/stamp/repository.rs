//! A synthetic repository that patgen did not make: a service of many modules, one in ten for an entity.

use std::fs;
use std::path::{Path, PathBuf};

use super::Outcome;

const BASE: &str =
    "from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase):\n    pass\n";

const SESSION: &str = "from collections.abc import Iterator

from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

engine = create_engine(\"postgresql+psycopg://localhost/app\")
factory = sessionmaker(engine)


def get_session() -> Iterator[Session]:
    with factory() as session:
        yield session
";

/// Modules of one directory.
const FOLDER: usize = 100;

/// Functions of a module that is for no entity.
const FUNCTIONS: usize = 16;

/// Makes a repository of `count` Python files at `root`.
pub(crate) fn make(root: &Path, count: usize) -> Outcome<PathBuf> {
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap_or(root))?;
        fs::write(path, text)
    };
    write(
        "pyproject.toml",
        "[project]\nname = \"app\"\nversion = \"1\"\nrequires-python = \">=3.12\"\ndependencies = [\"fastapi\", \"sqlalchemy\", \"psycopg\"]\n",
    )?;
    write("app/db/base.py", BASE)?;
    write("app/db/session.py", SESSION)?;
    write("app/main.py", &main_module(count))?;
    for number in 0..count.saturating_sub(3) {
        let (path, text) = match number % 30 {
            0 => (format!("app/models/thing_{number}.py"), model(number)),
            1 => (
                format!("app/schemas/thing_{}.py", number - 1),
                schema(number - 1),
            ),
            2 => (
                format!("app/api/thing_{}.py", number - 2),
                router(number - 2),
            ),
            _ => (
                format!("app/part_{:02}/module_{number}.py", number / FOLDER),
                module(number),
            ),
        };
        write(&path, &text)?;
    }
    Ok(root.to_owned())
}

fn main_module(count: usize) -> String {
    let numbers = || (0..count.saturating_sub(5)).step_by(30);
    let imports: String = numbers()
        .map(|number| format!("from app.api import thing_{number}\n"))
        .collect();
    let included: String = numbers()
        .map(|number| format!("app.include_router(thing_{number}.router)\n"))
        .collect();
    format!("from fastapi import FastAPI\n\n{imports}\napp = FastAPI()\n{included}")
}

fn model(number: usize) -> String {
    format!(
        "from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.db.base import Base


class Thing{number}(Base):
    __tablename__ = \"thing_{number}s\"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    note: Mapped[str | None]
"
    )
}

fn schema(number: usize) -> String {
    format!(
        "from pydantic import BaseModel


class Thing{number}Create(BaseModel):
    name: str
    note: str | None = None


class Thing{number}Read(Thing{number}Create):
    id: int
"
    )
}

fn router(number: usize) -> String {
    format!(
        "from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from app.db.session import get_session
from app.models.thing_{number} import Thing{number}
from app.schemas.thing_{number} import Thing{number}Create, Thing{number}Read

router = APIRouter(prefix=\"/thing_{number}s\", tags=[\"thing_{number}s\"])


@router.post(\"\", response_model=Thing{number}Read, status_code=201)
def create(
    new: Thing{number}Create, session: Annotated[Session, Depends(get_session)]
) -> Thing{number}:
    row = Thing{number}(**new.model_dump())
    session.add(row)
    session.commit()
    return row
"
    )
}

/// A module of six kilobytes; one in three has to do with the database.
fn module(number: usize) -> String {
    let import = if number.is_multiple_of(3) {
        "from sqlalchemy.orm import Session\n"
    } else {
        ""
    };
    let functions: String = (0..FUNCTIONS)
        .map(|nth| {
            format!(
                "

def step_{nth}(values: list[int], *, factor: int = {number}) -> dict[str, int]:
    \"\"\"What comes of the values in step {nth}.\"\"\"
    found: dict[str, int] = {{}}
    for index, value in enumerate(values):
        if value % {divisor} == 0 and index < factor:
            found[f\"{{index}}-{nth}\"] = value * factor
        else:
            found.setdefault(\"rest\", sum(values[index:], start=value))
    return found
",
                divisor = nth + 2
            )
        })
        .collect();
    format!("import logging\n{import}\nlogger = logging.getLogger(__name__)\n{functions}")
}
