//! Where layers are found.

use crate::detect::tests::check;

const MODELS: (&str, &str) = (
    "app/models.py",
    "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\nclass User(Base):\n    __tablename__ = \"users\"\nclass Order(Base):\n    __tablename__ = \"orders\"\n",
);

#[test]
fn where_layers_are() {
    for (files, expected) in [
        (
            vec![
                ("app/services/user.py", "class UserService: ..."),
                ("app/services/order.py", "class OrderService: ..."),
                ("app/crud/crud_users.py", "crud_users = CRUD(User)"),
            ],
            [
                ("layout.service", "app/services/{singular}.py"),
                ("layout.repository", "app/crud/crud_{plural}.py"),
            ],
        ),
        (
            vec![
                (
                    "app/google_utils/resources.py",
                    "class DriveService: ...\nclass MailService: ...",
                ),
                ("app/users/gmail.py", "class GmailService: ..."),
                ("app/orders/utils/repositories/cache.py", "def get(): ..."),
            ],
            [("layout.service", ""), ("layout.repository", "")],
        ),
        (
            vec![
                ("ee/server/billing/service.py", "def charge(): ..."),
                (
                    "app/users/models.py",
                    "from pydantic import BaseModel\nfrom fastapi import File\nclass GitRepository(BaseModel): ...",
                ),
            ],
            [("layout.service", ""), ("layout.repository", "")],
        ),
        (
            vec![
                ("tests/user/test_service.py", "def test_a(): ..."),
                (
                    "tests/user/test_endpoints.py",
                    "def test_a(client): client.get('/')",
                ),
                ("tests/order/test_repository.py", "def test_a(): ..."),
                (
                    "tests/order/test_endpoints.py",
                    "def test_a(client): client.get('/')",
                ),
            ],
            [
                ("layout.test", "tests/{singular}/test_endpoints.py"),
                ("layout.service", ""),
            ],
        ),
        (
            vec![
                (
                    "tests/test_user_create.py",
                    "def test_a(client): client.get('/')",
                ),
                (
                    "tests/test_user_delete.py",
                    "def test_a(client): client.get('/')",
                ),
            ],
            [("layout.test", ""), ("layout.service", "")],
        ),
        (
            vec![
                ("app/users/service.py", "def create(): ..."),
                ("app/orders/service.py", "def create(): ..."),
                (
                    "app/storage.py",
                    "class UserRepository: ...\nclass OrderRepository: ...",
                ),
            ],
            [
                ("layout.service", "app/{plural}/service.py"),
                ("layout.repository", "app/storage.py"),
            ],
        ),
        (
            vec![
                ("app/crud.py", "from app import models\ndef get_user(): ..."),
                ("app/user/service.py", "def create(): ..."),
                ("app/orders/service.py", "def create(): ..."),
            ],
            [
                (
                    "layout.service",
                    "? app/{plural}/service.py | app/{singular}/service.py",
                ),
                ("layout.repository", "app/crud.py"),
            ],
        ),
    ] {
        let files: Vec<(&str, &str)> = files.into_iter().chain([MODELS]).collect();
        check(&files, &expected);
    }
}

/// What is called like a layer, and is not that of the entities.
#[test]
fn what_is_no_layer() {
    for (files, expected) in [
        // A file for one deed is no place for an entity.
        (
            vec![
                ("app/users/services/list_users.py", "class UserService: ..."),
                ("app/users/services/get_user.py", "class UserService: ..."),
                ("app/domain/user_repo.py", "class UserRepository(ABC): ..."),
                (
                    "tests/test_list_users.py",
                    "def test_a(client): client.get('/')",
                ),
            ],
            [("layout.service", ""), ("layout.repository", "")],
        ),
        // What is called like a layer, and is one's own: it names none of the tables.
        (
            vec![
                (
                    "app/registry/repository.py",
                    "import fastapi\ndef sync(): ...",
                ),
                (
                    "app/mail/service.py",
                    "from app.smtp import send\ndef create(): ...",
                ),
            ],
            [("layout.service", ""), ("layout.repository", "")],
        ),
        (
            vec![
                (
                    "app/crud.py",
                    "from fastapi import HTTPException\nfrom app.models import Order, User\ndef get_user(): ...",
                ),
                (
                    "app/routes/crud.py",
                    "from fastapi import APIRouter\nfrom app.models import Order, User\nrouter = APIRouter()",
                ),
            ],
            [("layout.service", ""), ("layout.repository", "app/crud.py")],
        ),
        // Tables are no functions, whatever their directory is called.
        (
            vec![(
                "app/repositories/lines/models.py",
                "from app.models import Base\nx = 1\nclass Line(Base):\n    __tablename__ = 'lines'",
            )],
            [("layout.service", ""), ("layout.repository", "")],
        ),
    ] {
        let files: Vec<(&str, &str)> = files.into_iter().chain([MODELS]).collect();
        check(&files, &expected);
    }
}

/// Where each entity has a directory, what is called like a layer in another one is not for all.
#[test]
fn layers_beside_directories_of_entities() {
    let model = "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\nclass User(Base):\n    __tablename__ = \"users\"\n";
    let service = "from app.core.user.models import User\ndef hash(): ...\n";
    for (path, expected) in [
        ("app/core/security/services.py", ""),
        (
            "app/core/user/services.py",
            "app/core/{singular}/services.py",
        ),
        ("app/core/services.py", "app/core/services.py"),
    ] {
        let files = [("app/core/user/models.py", model), (path, service)];
        check(&files, &[("layout.service", expected)]);
    }
}

/// Where routers are about no entity, the next one goes beside them, and into none of them.
#[test]
fn routers_that_are_of_no_entity() {
    let own = "from fastapi import APIRouter\na = APIRouter()\nb = APIRouter()\n";
    for (imports, routers, expected) in [
        (
            "from app.auth import routes\nfrom app.api import root",
            ["routes.a", "routes.b", "root.a"],
            "app/api/{plural}.py",
        ),
        (
            "from app.auth import routes",
            ["routes.a", "routes.b", ""],
            "",
        ),
        (
            "from app.api import health, login",
            ["health.a", "login.a", ""],
            "app/api/{plural}.py",
        ),
        (
            "from app import routes",
            ["routes.a", "routes.b", ""],
            "app/routes.py",
        ),
    ] {
        let included = routers.iter().filter(|it| !it.is_empty());
        let included: Vec<String> = included
            .map(|router| format!("app.include_router({router})\n"))
            .collect();
        let main = format!(
            "from fastapi import FastAPI\n{imports}\napp = FastAPI()\n{}",
            included.concat()
        );
        let files = [
            ("app/main.py", main.as_str()),
            ("app/auth/routes.py", own),
            ("app/api/root.py", own),
            ("app/api/health.py", own),
            ("app/api/login.py", own),
            ("app/routes.py", own),
        ];
        check(&files, &[("layout.router", expected)]);
    }
}
