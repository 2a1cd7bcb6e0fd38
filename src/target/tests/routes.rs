//! Routes.

use super::told;

const SHOP: [(&str, &str); 8] = [
    ("app/__init__.py", ""),
    ("app/api/__init__.py", ""),
    (
        "app/config.py",
        "from pydantic_settings import BaseSettings\n\nclass Settings(BaseSettings):\n    PREFIX: str = \"/v1\"\n\nsettings = Settings()\n",
    ),
    (
        "app/deps.py",
        "from typing import Annotated\nfrom fastapi import Depends, HTTPException\nfrom fastapi.security import OAuth2PasswordBearer\n\ntoken = OAuth2PasswordBearer(tokenUrl=\"x\")\n\ndef user(token: Annotated[str, Depends(token)]) -> str:\n    return token\n\nUser = Annotated[str, Depends(user)]\n",
    ),
    (
        "app/api/items.py",
        r#"from uuid import UUID
from fastapi import APIRouter, HTTPException, status
from pydantic import BaseModel, Field
from app.deps import User

router = APIRouter(prefix="/items")

class ItemBase(BaseModel):
    title: str = Field(min_length=1, max_length=9)

class NewItem(ItemBase):
    price: float = Field(gt=2)
    note: str | None = None

class Item(ItemBase):
    id: UUID

@router.post("/", status_code=status.HTTP_201_CREATED, response_model=Item)
def add_item(new: NewItem, user: User): ...

@router.get("/{id}")
async def read_item(id: UUID) -> Item:
    if find(id) is None:
        raise HTTPException(404)

@router.get("/")
def list_items(limit: int = 10) -> list[Item]: ...

@router.delete("/{id}", status_code=204)
def delete_item(id: UUID, user: User) -> None:
    if find(id) is None:
        raise HTTPException(status_code=404)
"#,
    ),
    (
        "app/api/main.py",
        "from fastapi import APIRouter\nfrom app.api import items\n\napi = APIRouter(prefix=\"/api\")\napi.include_router(items.router)\n",
    ),
    (
        "app/main.py",
        "from fastapi import FastAPI\nfrom app.api.main import api\nfrom app.config import settings\n\napp = FastAPI()\napp.include_router(api, prefix=settings.PREFIX)\n",
    ),
    (
        "tests/conftest.py",
        "import pytest\nfrom fastapi.testclient import TestClient\n\n@pytest.fixture\ndef client():\n    with TestClient(app) as c:\n        yield c\n\n@pytest.fixture\ndef user_headers() -> dict[str, str]: ...\n",
    ),
];

#[test]
fn of_one_route() {
    assert_eq!(
        told(&SHOP, "GET /items/{item_id}", "integration"),
        [
            "test_read_item: created = client.post(f\"{settings.PREFIX}/api/items/\", headers=user_headers, json={\"title\": \"title\", \"price\": 3.0}); client.get(f\"{settings.PREFIX}/api/items/{created.json()['id']}\") -> [200] ['title', 'id']",
            "test_read_item_of_unknown_key: client.get(f\"{settings.PREFIX}/api/items/{uuid4()}\") -> [404] []",
            "test_read_item_with_wrong_id: client.get(f\"{settings.PREFIX}/api/items/no-such-key\") -> [422] []",
        ]
    );
}

#[test]
fn of_every_route_of_a_module() {
    let told = told(&SHOP, "app/api/items.py", "integration");
    for expected in [
        "test_add_item: client.post(f\"{settings.PREFIX}/api/items/\", headers=user_headers, json={\"title\": \"title\", \"price\": 3.0}) -> [201] ['title', 'id']",
        "test_add_item_without_credentials: client.post(f\"{settings.PREFIX}/api/items/\") -> [401] []",
        "test_add_item_without_title: client.post(f\"{settings.PREFIX}/api/items/\", headers=user_headers, json={\"price\": 3.0}) -> [422] []",
        "test_add_item_with_title_beyond_its_limits: [\"\", \"xxxxxxxxxx\"] client.post(f\"{settings.PREFIX}/api/items/\", headers=user_headers, json={\"price\": 3.0, \"title\": value}) -> [422] []",
        "test_list_items: client.get(f\"{settings.PREFIX}/api/items/\") -> [200] ['title', 'id']",
        "test_list_items_with_wrong_limit: client.get(f\"{settings.PREFIX}/api/items/\", params={\"limit\": \"another type\"}) -> [422] []",
        "test_delete_item_without_credentials: client.delete(f\"{settings.PREFIX}/api/items/00000000-0000-4000-8000-000000000001\") -> [401] []",
    ] {
        assert!(told.contains(&expected.to_owned()), "{expected}\n{told:#?}");
    }
}

#[test]
fn over_several_routes() {
    let told = told(&SHOP, "POST /items", "e2e");
    let [way] = &told[..] else {
        panic!("{told:#?}");
    };
    let methods: Vec<&str> = way
        .split(" | ")
        .filter_map(|step| step.rsplit("client.").next()?.split('(').next())
        .collect();
    assert_eq!(methods, ["post", "get", "get", "delete", "get"], "{way}");
}

#[test]
fn what_callers_rely_on() {
    let told = told(&SHOP, "GET /api/items/{id}", "regression");
    assert_eq!(
        told[0],
        "test_read_item_keeps_its_contract: f\"{settings.PREFIX}/api/items/{{id}}\" 200 ['id'] alone gives ['title', 'id']"
    );
    assert_eq!(
        told[1],
        "test_read_item_regression: # Put in the request that went wrong, and the answer that is right.; client.get(f\"{settings.PREFIX}/api/items/{created.json()['id']}\") -> [200] ['title', 'id']"
    );
}

#[test]
fn without_headers_of_a_user_there_is_no_answer_to_one() {
    let mut files = SHOP;
    files[7].1 = "import pytest\nfrom fastapi.testclient import TestClient\n\n@pytest.fixture\ndef client() -> TestClient: ...\n";
    let told = told(&files, "POST /items", "integration");
    assert_eq!(
        told,
        [
            "test_add_item: waits",
            "test_add_item_without_credentials: client.post(f\"{settings.PREFIX}/api/items/\") -> [401] []",
        ]
    );
}

#[test]
fn behind_settings_that_a_function_gives() {
    let mut files = SHOP;
    files[2].1 = "from pydantic_settings import BaseSettings\n\nclass Settings(BaseSettings):\n    PREFIX: str = \"/v1\"\n\ndef settings() -> Settings: ...\n";
    files[6].1 = "from fastapi import FastAPI\nfrom app.api.main import api\nfrom app.config import settings\n\napp = FastAPI()\napp.include_router(api, prefix=settings().PREFIX)\n";
    let told = told(&files, "GET /v1/api/items/{item_id}", "integration");
    let address = "client.get(f\"{settings().PREFIX}/api/items/{uuid4()}\")";
    assert!(told[1].contains(address), "{told:#?}");
}

#[test]
fn with_the_client_that_the_file_of_tests_has() {
    let mut files = SHOP;
    files[7] = (
        "tests/test_items.py",
        "from fastapi.testclient import TestClient\nfrom app.main import app\n\nweb = TestClient(app)\n",
    );
    let value = super::target(&files, "GET /items").expect("a target");
    let cases = super::at(&value, "tests.integration.cases");
    for case in cases.try_iter().expect("a list") {
        let shown = super::line(&case);
        assert!(shown.contains("web."), "{shown}");
        assert_eq!(super::at(&case, "fixtures").len(), Some(0), "{shown}");
    }
    assert_eq!(
        super::at(&value, "tests.integration.helpers").len(),
        Some(0)
    );
}

#[test]
fn in_a_loop_over_modules() {
    let mut files = SHOP;
    files[5].1 = "from fastapi import APIRouter\nfrom app.api import items\n\napi = APIRouter()\nfor module in (items,):\n    api.include_router(module.router, prefix=\"/api\")\n";
    let told = told(&files, "GET /v1/api/items/{item_id}", "integration");
    assert!(
        told[0].contains("{settings.PREFIX}/api/items/"),
        "{told:#?}"
    );
}

#[test]
fn behind_a_dependency_that_a_call_makes() {
    let guard = "def user(token: Annotated[str, Depends(token)]) -> str:\n    return token\n";
    for (made, asked) in [
        (
            "def role(name: str):\n    def check(user: Annotated[str, Depends(user)]) -> None:\n        if user != name:\n            raise HTTPException(403)\n    return check\n",
            "Depends(role(\"a\"))",
        ),
        (
            "class Role:\n    def __init__(self, name: str) -> None:\n        self.name = name\n    def __call__(self, user: Annotated[str, Depends(user)]) -> str:\n        return user\n",
            "Depends(Role(\"a\"))",
        ),
        (
            "class Role:\n    def __call__(self, user: Annotated[str, Depends(user)]) -> str:\n        return user\n\nrole = Role()\n",
            "Depends(role)",
        ),
    ] {
        let mut files = SHOP;
        let source = files[3].1.replace(guard, &format!("{guard}\n{made}"));
        let user = format!("User = Annotated[str, {asked}]");
        files[3].1 = source
            .replace("User = Annotated[str, Depends(user)]", &user)
            .leak();
        let told = told(&files, "POST /items", "integration");
        let stranger = "test_add_item_without_credentials: client.post(f\"{settings.PREFIX}/api/items/\") -> [401] []";
        assert!(told.contains(&stranger.to_owned()), "{made}: {told:#?}");
    }
}

#[test]
fn where_nothing_is_made_a_way_asks_what_is_there() {
    let source = "from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get(\"/rates\")\ndef rates() -> int:\n    return 1\n\n@app.get(\"/towns/{name}\")\ndef town(name: str) -> str:\n    return find(name)\n";
    let files = [("app/__init__.py", ""), ("app/main.py", source)];
    assert_eq!(
        told(&files, "app/main.py", "e2e"),
        [
            "test_rates_from_first_to_last: client.get(\"/rates\")",
            "test_towns_from_first_to_last: waits",
        ]
    );
}

/// The collection at the root has no name of its own.
#[test]
fn of_the_root_the_way_is_named() {
    for (path, body) in [("/", "return 1"), ("/{key}", "return find(key)")] {
        let source = format!(
            "from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get(\"{path}\")\ndef it(key: str = \"\") -> int:\n    {body}\n"
        );
        let files = [
            ("app/__init__.py", ""),
            ("app/main.py", source.leak() as &'static str),
        ];
        let value = super::target(&files, "app/main.py").expect("a target");
        let cases = super::at(&value, "tests.e2e.cases");
        let case = cases.get_item_by_index(0).expect("a case");
        let doc = super::at(&case, "doc").to_string();
        assert_eq!(doc, "The way of a caller through `/`.");
    }
}

/// Without its start, a service that connects then answers nothing that it has to look up.
#[test]
fn a_client_that_does_not_start_the_service_gets_no_answer() {
    let app = "from fastapi import FastAPI\nfrom app.db import database\n\napp = FastAPI()\n\n@app.on_event(\"startup\")\nasync def start() -> None:\n    await database.connect()\n\n@app.get(\"/items\")\nasync def items() -> list[str]:\n    return await database.all()\n\n@app.get(\"/ping\")\ndef ping() -> str:\n    return \"pong\"\n";
    let lazy = app.replace("database.connect", "database.log");
    let client = "import pytest\nfrom fastapi.testclient import TestClient\nfrom app.main import app\n\n@pytest.fixture\ndef client():\n    MAKE\n";
    let entered = client.replace(
        "MAKE",
        "with TestClient(app) as client:\n        yield client",
    );
    let bare = client.replace("MAKE", "return TestClient(app)");
    for (app, conftest, is_asked) in [
        (app, &*entered, true),
        (app, &*bare, false),
        (&*lazy, &*bare, true),
    ] {
        let files = [
            ("app/__init__.py", String::new()),
            ("app/main.py", app.to_owned()),
            ("tests/conftest.py", conftest.to_owned()),
        ];
        let files = files.map(|(path, text)| (path, text.leak() as &'static str));
        let told = told(&files, "app/main.py", "integration");
        let items = if is_asked {
            "client.get(\"/items\") -> [200] []"
        } else {
            "waits"
        };
        assert_eq!(
            told,
            [
                format!("test_items: {items}"),
                "test_ping: client.get(\"/ping\") -> [200] []".to_owned()
            ]
        );
    }
}
