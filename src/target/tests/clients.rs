//! Clients: what they put before every address.

use super::told;

const APP: &str = "from fastapi import APIRouter, FastAPI\nfrom app.config import settings\n\napp = FastAPI()\nrouter = APIRouter()\n\n@router.get(\"/items\")\nasync def items() -> str:\n    return \"1\"\n\napp.include_router(router, prefix=settings.API)\n\n@app.get(\"/health\")\nasync def health() -> str:\n    return \"1\"\n\n@app.websocket(\"/api/v1/talk/{id}\")\nasync def talk(id: int): ...\n";
const CONFIG: &str = "from pydantic_settings import BaseSettings\n\nclass Settings(BaseSettings):\n    API: str = \"/api/v1\"\n\nsettings = Settings()\n\nclass TestSettings(Settings):\n    HOST: str = load()\n";

/// What is told of both routes and the websocket, with a conftest.
fn of(conftest: &str) -> Vec<String> {
    let conftest = format!(
        "import pytest\nfrom httpx import AsyncClient\nfrom fastapi.testclient import TestClient\nfrom app.config import settings, TestSettings\nfrom app.main import app\n\n{conftest}"
    );
    let files = [
        ("app/__init__.py", ""),
        ("app/config.py", CONFIG),
        ("app/main.py", APP),
        ("tests/conftest.py", conftest.leak() as &'static str),
    ];
    let told = told(&files, "app/main.py", "integration");
    told.iter()
        .map(|line| line.split(" -> ").next().unwrap_or(line).to_owned())
        .collect()
}

#[test]
fn what_they_put_before_every_address_is_left_out() {
    let whole = ["f\"{settings.API}/items\"", "\"/health\""];
    let below = ["\"/items\"", "\"http://test/health\""];
    for (head, given, [items, health]) in [
        ("", "base_url=\"http://test\"", whole),
        ("", "base_url=\"http://test/api/v1\"", below),
        ("", "base_url=\"http://test/api/v1/\"", below),
        ("", "base_url=f\"http://test{settings.API}\"", below),
        ("", "base_url=\"http://test\" + settings.API", below),
        (
            "URL = f\"http://test{settings.API}\"\n",
            "base_url=URL",
            below,
        ),
        ("", "base_url=f\"http://test{given.API}\"", below),
        ("", "base_url=url", below),
        (
            "",
            "base_url=f\"http://{given.HOST}{given.API}\"",
            ["\"/items\"", "\"http://testserver/health\""],
        ),
        ("", "base_url=f\"http://test{load()}\"", whole),
        // What it cannot reach below its path it asks for from the host on.
        (
            "",
            "base_url=\"http://test/other\"",
            [
                "f\"http://test{settings.API}/items\"",
                "\"http://test/health\"",
            ],
        ),
    ] {
        for (kind, wait) in [("AsyncClient", "await "), ("TestClient", "")] {
            let told = of(&format!(
                "{head}@pytest.fixture\ndef client(given: TestSettings) -> {kind}:\n    url = \"http://test/api/v1\"\n    with {kind}(app, {given}) as client:\n        yield client\n"
            ));
            let expected = [
                format!("test_items: {wait}client.get({items})"),
                format!("test_health: {wait}client.get({health})"),
            ];
            assert_eq!(told[..2], expected, "{given}");
        }
    }
}

#[test]
fn so_do_those_that_are_made_of_one() {
    let plain = "@pytest.fixture\ndef plain():\n    with TestClient(app, base_url=\"http://test/api/v1\") as client:\n        yield client\n\n";
    for (own, address) in [
        (
            "    plain.headers[\"a\"] = \"b\"\n    return plain\n",
            "\"/items\"",
        ),
        ("    return TestClient(app)\n", "f\"{settings.API}/items\""),
    ] {
        let made = format!("{plain}@pytest.fixture\ndef client(plain) -> TestClient:\n{own}");
        let told = of(&made);
        assert_eq!(told[0], format!("test_items: client.get({address})"));
        let talks =
            "test_talk_with_wrong_id: client.websocket_connect(\"/api/v1/talk/another-type\")";
        assert!(told.contains(&talks.to_owned()), "{told:?}");
    }
}
