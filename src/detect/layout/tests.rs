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

/// In the directory of an entity the file that is called like it holds the layer; where each entity has a directory, what
/// stands elsewhere is not for all.
#[test]
fn the_files_of_an_entitys_directory() {
    let own = "from fastapi import APIRouter\nrouter = APIRouter()\n";
    let model = "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\nclass User(Base):\n    __tablename__ = \"users\"\nclass Order(Base):\n    __tablename__ = \"orders\"\n";
    for (models, routers, expected) in [
        (
            "app/users/models.py",
            vec![
                "users/routes/auth",
                "users/routes/users",
                "users/routes/admins",
            ],
            "app/{plural}/routes/{plural}.py",
        ),
        (
            "app/users/models.py",
            vec!["users/api/users", "admin/api/users"],
            "app/{plural}/api/{plural}.py",
        ),
        (
            "app/models.py",
            vec!["users/api/users", "admin/api/users"],
            "? app/{plural}/api/{plural}.py | app/admin/api/{plural}.py",
        ),
        (
            "app/models.py",
            vec!["users/routes/tokens", "users/routes/admins"],
            "? app/{plural}/routes/tokens.py | app/{plural}/routes/admins.py",
        ),
    ] {
        let imports: Vec<String> = routers
            .iter()
            .enumerate()
            .map(|(at, path)| {
                format!(
                    "from app.{} import router as r{at}\napp.include_router(r{at})\n",
                    path.replace('/', ".")
                )
            })
            .collect();
        let main = format!(
            "from fastapi import FastAPI\napp = FastAPI()\n{}",
            imports.concat()
        );
        let paths: Vec<String> = routers
            .iter()
            .map(|path| format!("app/{path}.py"))
            .collect();
        let mut files = vec![("app/main.py", main.as_str()), (models, model)];
        files.extend(paths.iter().map(|path| (path.as_str(), own)));
        check(&files, &[("layout.router", expected)]);
    }
}

/// The tests of a part beside those of the entities are for itself.
#[test]
fn tests_of_a_part_aside() {
    let own = "from fastapi import APIRouter\nrouter = APIRouter()\n";
    let main = "from fastapi import FastAPI\nfrom app.users.api import router as a\nfrom app.orders.api import router as b\nfrom app.admin.orders import router as c\napp = FastAPI()\napp.include_router(a)\napp.include_router(b)\napp.include_router(c)\n";
    let test = "def test_a(client): client.get('/')\n";
    for (paths, expected) in [
        (
            [
                "tests/admin/test_admin_users.py",
                "tests/admin/test_admin_orders.py",
                "tests/api/test_users.py",
            ],
            "tests/api/test_{plural}.py",
        ),
        (
            [
                "tests/flows/test_flow_users.py",
                "tests/flows/test_flow_orders.py",
                "tests/api/test_users.py",
            ],
            "tests/flows/test_flow_{plural}.py",
        ),
    ] {
        let mut files = vec![
            MODELS,
            ("app/main.py", main),
            ("app/users/api.py", own),
            ("app/orders/api.py", own),
            ("app/admin/orders.py", own),
        ];
        files.extend(paths.map(|path| (path, test)));
        check(&files, &[("layout.test", expected)]);
    }
}

/// A function that hands out the class of its file counts no second time; of many entities one alone makes no layer.
#[test]
fn what_counts_for_a_layer() {
    let dao = "class OrderRepository:\n    def get(self): ...\ndef get_repository(): ...\n";
    let many: String = (0..17)
        .map(|at| format!("class Thing{at}(Base):\n    __tablename__ = \"t{at}\"\n"))
        .collect();
    let (order, user) = ("app/dao/cached_order_dao.py", "app/dao/user_dao.py");
    let plain = "class UserRepository:\n    def get(self): ...\n";
    for (files, expected) in [
        (
            vec![(order, dao), (user, plain), ("app/dao/order_dao.py", plain)],
            "app/dao/{singular}_dao.py",
        ),
        (vec![(user, plain)], "app/dao/{singular}_dao.py"),
        (
            vec![
                (user, plain),
                (
                    "app/things.py",
                    &format!("from app.models import Base\n{many}"),
                ),
            ],
            "",
        ),
    ] {
        let files: Vec<(&str, &str)> = files.into_iter().chain([MODELS]).collect();
        check(&files, &[("layout.repository", expected)]);
    }
}

/// Another router of an entity, and one for a single deed, say nothing of where the next entity's goes.
#[test]
fn routers_beside_an_entity_s_own() {
    let own = "from fastapi import APIRouter\nrouter = APIRouter()\n";
    let main = "from fastapi import FastAPI\nfrom app.api import user, user_me\nfrom app.api.orders import create\napp = FastAPI()\napp.include_router(user_me.router)\napp.include_router(user.router)\napp.include_router(create.router)\n";
    let files = [
        MODELS,
        ("app/main.py", main),
        ("app/api/user.py", own),
        ("app/api/user_me.py", own),
        ("app/api/orders/create.py", own),
    ];
    check(&files, &[("layout.router", "app/api/{singular}.py")]);
}

/// Forms that some siblings have, and that do not tell where a new entity goes.
#[test]
fn forms_in_doubt() {
    let base = "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\n";
    let table = |name: &str| {
        format!("from app.base import Base\nclass {name}(Base):\n    __tablename__ = \"{name}\"\n")
    };
    let schema =
        |name: &str| format!("from pydantic import BaseModel\nclass {name}(BaseModel): ...\n");
    let models = ("layout.model", "app/models/{singular}.py");
    for (files, expected) in [
        (
            vec![
                ("app/features/crew/models/role.py", table("Role")),
                ("app/features/crew/models/badge.py", table("Badge")),
                ("app/features/billing/models.py", table("Invoice")),
            ],
            [(
                "layout.model",
                "? app/features/crew/models/{singular}.py | app/features/{singular}/models.py",
            )],
        ),
        // Another layer is no other feature.
        (
            vec![
                ("app/models/role.py", table("Role")),
                ("app/models/badge.py", table("Badge")),
                ("app/audit/tables.py", table("Invoice")),
            ],
            [models],
        ),
        (
            vec![
                ("app/models/role.py", table("Role")),
                ("app/schemas/role/read.py", schema("RoleRead")),
                ("app/schemas/role/create.py", schema("RoleCreate")),
                ("app/schemas/role/invite.py", schema("RoleInvite")),
            ],
            [(
                "layout.schema",
                "? app/schemas/{singular}/schemas.py | app/schemas/{singular}/invite.py",
            )],
        ),
        (
            vec![
                ("app/models/role.py", table("Role")),
                ("app/schemas/role/role.py", schema("RoleRead")),
                ("app/schemas/role/create.py", schema("RoleCreate")),
            ],
            [("layout.schema", "app/schemas/{singular}/{singular}.py")],
        ),
    ] {
        let mut all = vec![("app/base.py", base)];
        all.extend(files.iter().map(|(path, text)| (*path, text.as_str())));
        check(&all, &expected);
    }
}
