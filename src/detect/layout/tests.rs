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
                ("app/crud.py", "def get_user(): ..."),
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
