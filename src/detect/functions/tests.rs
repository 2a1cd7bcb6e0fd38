//! Functions that keep rows, as they are found.

use crate::detect::tests::check;

const MODELS: (&str, &str) = (
    "app/models.py",
    "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\nclass User(Base):\n    __tablename__ = \"users\"\nclass Order(Base):\n    __tablename__ = \"orders\"\n",
);

const ROUTES: &str = "from fastapi import APIRouter\nIMPORT\nrouter = APIRouter()\n@router.post('/')\ndef make(session, data):\n    return CALL\n";

/// Where columns are given one by one, nothing says how a whole row is called.
#[test]
fn values_that_are_given_one_by_one() {
    let head = "from sqlalchemy.orm import Session\ndef delete_user(db: Session, user_id): ...\n";
    for (makes, expected) in [
        (
            "def create_user(db: Session, *, name: str, age: int | None): ...\ndef create_order(db: Session, *, title: str, lines: OrderIn): ...\n",
            "lines",
        ),
        (
            "def create_user(db: Session, *, name: str, age: int | None): ...\n",
            "data",
        ),
        ("def create_user(db: Session, given): ...\n", "given"),
    ] {
        let crud = format!("{head}{makes}");
        let files = [MODELS, ("app/crud.py", &crud)];
        check(&files, &[("functions.given", expected)]);
    }
}

#[test]
fn where_they_are_and_in_which_form() {
    let crud = "from sqlalchemy.orm import Session\n\
        def create_user(*, session: Session, user_create: UserCreate) -> User:\n    session.commit()\n\
        def update_user(*, session: Session, db_user: User, user_in: UserUpdate): ...\n\
        def get_user_by_email(*, session: Session, email: str): ...\n";
    let bare = "from sqlalchemy.ext.asyncio import AsyncSession\n\
        async def create(data: X, db: AsyncSession): ...\n\
        async def get(pk: int, db: AsyncSession): ...\n\
        async def update(pk: int, data: X, db: AsyncSession): ...\n\
        async def remove(pk: int, db: AsyncSession): ...\n";
    for (files, expected) in [
        (
            vec![("app/crud.py", crud)],
            vec![
                ("layout.functions", "app/crud.py"),
                ("functions.create", "create_{singular}"),
                ("functions.get", "get_{singular}"),
                ("functions.list", "get_{plural}"),
                ("functions.delete", "delete_{singular}"),
                ("functions.keywords", "true"),
                ("functions.session", "session"),
                ("functions.given", "{singular}_create"),
                ("functions.row", "db_{singular}"),
                ("functions.changes", "{singular}_in"),
                ("functions.update_by", "row"),
                ("functions.commits", "true"),
                ("functions.called", "false"),
            ],
        ),
        // A file of several entities beside one of its own.
        (
            vec![
                (
                    "app/crud/shop.py",
                    "from sqlalchemy.orm import Session\ndef create_user(db: Session, data): ...\ndef create_order(db: Session, data): ...\n",
                ),
                (
                    "app/crud/user.py",
                    "from sqlalchemy.orm import Session\ndef get_user(db: Session, user_id): ...\n",
                ),
            ],
            vec![(
                "layout.functions",
                "? app/crud/shop.py | app/crud/{singular}.py",
            )],
        ),
        (
            vec![
                ("app/services/user.py", bare),
                ("app/services/order.py", bare),
            ],
            vec![
                ("layout.functions", "app/services/{singular}.py"),
                ("functions.create", "create"),
                ("functions.list", "get_all"),
                ("functions.delete", "remove"),
                ("functions.keywords", "false"),
                ("functions.session", "db"),
                ("functions.session_last", "true"),
                ("functions.given", "data"),
                ("functions.id", "pk"),
                ("functions.update_by", "id"),
                ("functions.delete_by", "id"),
                ("functions.commits", "false"),
            ],
        ),
        // Only readers, a single function, a class, and functions beside routes are no layer.
        (
            vec![(
                "app/deps.py",
                "from sqlalchemy.orm import Session\ndef get_user(db: Session, user_id: int): ...\ndef get_order(db: Session, order_id: int): ...\n",
            )],
            vec![("layout.functions", "")],
        ),
        (
            vec![(
                "app/seed.py",
                "from sqlalchemy.orm import Session\ndef create_user(db: Session): ...\n",
            )],
            vec![("layout.functions", "")],
        ),
        (
            vec![(
                "app/api.py",
                "from fastapi import APIRouter\nfrom sqlalchemy.orm import Session\nrouter = APIRouter()\n@router.get('/')\ndef x(): ...\ndef create_user(db: Session): ...\ndef delete_user(db: Session): ...\n",
            )],
            vec![("layout.functions", "")],
        ),
    ] {
        let files: Vec<(&str, &str)> = files.into_iter().chain([MODELS]).collect();
        check(&files, &expected);
    }
}

#[test]
fn how_routes_call_them() {
    let crud = "from sqlalchemy.orm import Session\n\
        def create_user(session: Session, data): ...\ndef get_user(session: Session, id): ...\n";
    for (import, call, way, word) in [
        (
            "from app.crud import user",
            "user.create_user(session, data)",
            "module",
            "{singular}",
        ),
        (
            "from app.crud import user as user_crud",
            "user_crud.create_user(session, data)",
            "module",
            "{singular}_crud",
        ),
        (
            "from app import crud",
            "crud.create_user(session, data)",
            "package",
            "crud",
        ),
        (
            "from app.crud.user import create_user",
            "create_user(session, data)",
            "name",
            "",
        ),
        (
            "from app.crud import create_user",
            "create_user(session, data)",
            "package-name",
            "",
        ),
        ("from app.crud import user", "data", "false", ""),
    ] {
        let routes = ROUTES.replace("IMPORT", import).replace("CALL", call);
        let files = [
            MODELS,
            ("app/__init__.py", ""),
            ("app/crud/__init__.py", "from .user import create_user\n"),
            ("app/crud/user.py", crud),
            ("app/api.py", &routes),
        ];
        check(
            &files,
            &[
                ("layout.functions", "app/crud/{singular}.py"),
                ("functions.called", way),
                ("functions.module", word),
            ],
        );
    }
}
