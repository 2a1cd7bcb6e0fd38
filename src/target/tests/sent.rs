//! What a request carries beside a body, and which application it goes to.

use super::told;

/// The tests of the routes of one file.
fn of(handler: &str) -> Vec<String> {
    let source = format!(
        "from typing import Annotated\nfrom fastapi import Cookie, Depends, FastAPI, File, Form, Header, UploadFile\n\napp = FastAPI()\n\n{handler}"
    );
    let files = [
        ("app/__init__.py", ""),
        ("app/main.py", source.leak() as &'static str),
    ];
    told(&files, "app/main.py", "integration")
}

#[test]
fn forms_files_headers_and_cookies() {
    for (handler, expected) in [
        (
            "@app.post(\"/a\")\ndef a(name: Annotated[str, Form()], age: Annotated[int, Form()] = 1) -> str:\n    return name\n",
            &[
                "test_a: client.post(\"/a\", data={\"name\": \"name\"}) -> [200] []",
                "test_a_without_name: client.post(\"/a\") -> [422] []",
            ][..],
        ),
        (
            "@app.post(\"/a\")\ndef a(file: UploadFile, data: Annotated[bytes, File()]) -> str:\n    return file.filename\n",
            &[
                "test_a: client.post(\"/a\", files=[(\"file\", (\"data.txt\", b\"data\")), (\"data\", (\"data.txt\", b\"data\"))]) -> [200] []",
                "test_a_without_file: client.post(\"/a\", files=[(\"data\", (\"data.txt\", b\"data\"))]) -> [422] []",
            ],
        ),
        (
            "@app.get(\"/a\")\ndef a(x_part: Annotated[int, Header()], kind: Annotated[str, Cookie()]) -> int:\n    return x_part\n",
            &[
                "test_a: client.get(\"/a\", headers={\"x-part\": \"1\", \"Cookie\": \"kind=kind\"}) -> [200] []",
                "test_a_without_x_part: client.get(\"/a\", headers={\"Cookie\": \"kind=kind\"}) -> [422] []",
            ],
        ),
        // A handler that only reckons takes any key; one that looks something up does not.
        (
            "@app.get(\"/a/{name}\")\ndef a(name: str) -> str:\n    return name\n",
            &["test_a: client.get(\"/a/name\") -> [200] []"],
        ),
        (
            "@app.get(\"/a/{name}\")\ndef a(name: str) -> str:\n    return find(name)\n",
            &["test_a: waits"],
        ),
    ] {
        assert_eq!(of(handler), expected, "{handler}");
    }
}

#[test]
fn the_status_of_a_response_that_a_handler_makes() {
    for (body, expected) in [
        ("return JSONResponse({}, status_code=202)", "[202]"),
        ("return JSONResponse({})", "[200]"),
        (
            "return RedirectResponse(\"/b\")",
            "client.get(\"/a\", follow_redirects=False) -> [307] []; /b",
        ),
        (
            "return RedirectResponse(url=ELSEWHERE, status_code=status.HTTP_303_SEE_OTHER)",
            "follow_redirects=False) -> [303] []",
        ),
        (
            "if response:\n        return {}\n    return RedirectResponse(\"/\")",
            "waits",
        ),
        (
            "return StreamingResponse(rows(), media_type=\"text/csv; charset=utf-8\")",
            "[200] []; text/csv",
        ),
        ("return HTMLResponse(\"<p>\")", "[200] []; text/html"),
        ("return FileResponse(\"a.txt\")", "waits"),
        ("response.status_code = 201", "waits"),
    ] {
        let handler = format!("@app.get(\"/a\")\ndef a(response: Response):\n    {body}\n");
        let told = of(&handler);
        assert!(told[0].contains(expected), "{body}: {told:?}");
    }
}

const TWO: [(&str, &str); 4] = [
    ("app/__init__.py", ""),
    (
        "app/one.py",
        "from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get(\"/one\")\ndef one() -> int:\n    return 1\n",
    ),
    (
        "app/two.py",
        "from fastapi import FastAPI\n\nweb = FastAPI()\n\n@web.get(\"/two\")\ndef two() -> int:\n    return 2\n\nsub = FastAPI()\n\n@sub.get(\"/three\")\ndef three() -> int:\n    return 3\n",
    ),
    (
        "app/handled.py",
        "from fastapi import FastAPI\nfrom fastapi.exceptions import RequestValidationError\n\nother = FastAPI()\n\n@other.exception_handler(RequestValidationError)\ndef bad(request, error):\n    return 400\n",
    ),
];

#[test]
fn of_several_applications_the_one_that_has_the_route() {
    for (path, import) in [
        ("app/one.py", "from app.one import app"),
        ("app/two.py", "from app.two import web"),
    ] {
        let value = super::target(&TWO, path).expect("a target");
        let helpers = super::at(&value, "tests.integration.helpers");
        let client = helpers.get_item_by_index(0).expect("a client");
        assert_eq!(super::at(&client, "import").to_string(), import);
    }
    let told = told(&TWO, "app/two.py", "integration");
    assert_eq!(
        told,
        [
            "test_two: client.get(\"/two\") -> [200] []",
            "test_three: waits"
        ]
    );
}

#[test]
fn a_contract_is_what_the_route_declares() {
    let source = "from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get(\"/a\")\ndef a():\n    return JSONResponse({}, status_code=202)\n";
    let files = [("app/__init__.py", ""), ("app/main.py", source)];
    let told = told(&files, "app/main.py", "regression");
    assert_eq!(told[0], "test_a_keeps_its_contract: \"/a\" 200 [] alone");
    let source = "from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get(\"/a\", response_class=RedirectResponse)\ndef a():\n    return \"/b\"\n";
    let files = [("app/__init__.py", ""), ("app/main.py", source)];
    let told = self::told(&files, "app/main.py", "regression");
    assert_eq!(told[0], "test_a_keeps_its_contract: \"/a\" 307 [] alone");
    assert!(
        told[1].ends_with("client.get(\"/a\", follow_redirects=False) -> [307] []; /b"),
        "{told:?}"
    );
}

#[test]
fn an_answer_says_where_a_request_is_wrong_unless_something_handles_that() {
    let route =
        "@app.get(\"/a\")\ndef a(most: Annotated[int, Query(le=5)]) -> int:\n    return most\n";
    let handler = "\n@app.exception_handler(RequestValidationError)\ndef bad(request, error):\n    return JSONResponse({}, 422)\n";
    let source = |more: &str| -> &'static str {
        let head = "from typing import Annotated\nfrom fastapi import FastAPI, Query\n\napp = FastAPI()\n\n";
        format!("{head}{route}{more}").leak()
    };
    for (more, where_) in [("", "['query', 'most']"), (handler, "[]")] {
        let files = [("app/__init__.py", ""), ("app/main.py", source(more))];
        let value = super::target(&files, "app/main.py").expect("a target");
        let cases = super::at(&value, "tests.integration.cases");
        for case in cases.try_iter().expect("a list").skip(1) {
            assert_eq!(super::at(&case, "wrong").to_string(), where_, "{more}");
        }
    }
}

#[test]
fn a_client_of_another_application_is_not_asked() {
    let conftest = "import pytest\nfrom fastapi.testclient import TestClient\nfrom app.one import app\n\n@pytest.fixture\ndef client():\n    with TestClient(app) as client:\n        yield client\n";
    let mut files = TWO.to_vec();
    files.push(("tests/conftest.py", conftest));
    for (path, own) in [("app/one.py", 0), ("app/two.py", 1)] {
        let value = super::target(&files, path).expect("a target");
        let helpers = super::at(&value, "tests.integration.helpers");
        assert_eq!(helpers.len(), Some(own), "{path}");
    }
}

#[test]
fn websockets_refuse_what_their_parameters_do() {
    for (handler, expected) in [
        (
            "@app.websocket(\"/ws/{room}\")\nasync def ws(websocket: WebSocket, room: int) -> None:\n    await websocket.accept()\n",
            &[
                "test_ws: waits",
                "test_ws_with_wrong_room: client.websocket_connect(\"/ws/another-type\") -> 1008",
            ][..],
        ),
        (
            "@app.websocket(\"/ws/{room}\")\nasync def ws(websocket: WebSocket, room: str, token: str) -> None:\n    await websocket.accept()\n",
            &[
                "test_ws: waits",
                "test_ws_without_token: client.websocket_connect(\"/ws/room\") -> 1008",
            ],
        ),
        (
            "@app.websocket(\"/ws\")\nasync def ws(websocket: WebSocket, token: str | None = None) -> None:\n    await websocket.accept()\n",
            &["test_ws: waits"],
        ),
        // A dependency may turn a caller away first.
        (
            "@app.websocket(\"/ws/{room}\")\nasync def ws(websocket: WebSocket, room: int, user: Annotated[str, Depends(who)]) -> None:\n    await websocket.accept()\n",
            &["test_ws: waits"],
        ),
    ] {
        assert_eq!(of(handler), expected, "{handler}");
    }
}

/// A websocket is a target by itself.
#[test]
fn of_one_websocket() {
    let source = "from fastapi import FastAPI, WebSocket\n\napp = FastAPI()\n\n@app.get(\"/rooms\")\ndef rooms() -> int:\n    return 1\n\n@app.websocket(\"/ws/{room}\")\nasync def ws(websocket: WebSocket, room: int) -> None:\n    await websocket.accept()\n\n@app.websocket(\"/log\")\nasync def log(websocket: WebSocket) -> None: ...\n";
    let files = [("app/__init__.py", ""), ("app/main.py", source)];
    let refused = "test_ws_with_wrong_room: client.websocket_connect(\"/ws/another-type\") -> 1008";
    for name in ["WEBSOCKET /ws/{room}", "websocket /ws/{id}"] {
        let told = told(&files, name, "integration");
        assert_eq!(told, ["test_ws: waits", refused], "{name}");
    }
    let error = super::target(&files, "WEBSOCKET /wss").expect_err("an error");
    assert!(error.message().contains("there is no such websocket"));
    let hints = error.hints().join("\n");
    assert!(
        hints.contains("`WEBSOCKET /ws/{room}` (app/main.py:10)"),
        "{hints}"
    );
}

#[test]
fn a_contract_tells_what_is_sent_and_what_comes_back() {
    let head = "from typing import Annotated\nfrom fastapi import Body, Depends, FastAPI, Header\nfrom pydantic import BaseModel\n\napp = FastAPI()\n\nclass New(BaseModel):\n    name: str\n    size: int\n    note: str = \"\"\n\nclass Item(New):\n    id: int\n\ndef page(start: int): ...\n\ndef db(): ...\n\n";
    for (route, expected) in [
        (
            "@app.post(\"/a\", status_code=201)\ndef a(new: New, x_key: Annotated[str, Header()], most: int = 3) -> Item: ...\n",
            "201 ['x-key'] alone takes ['name', 'size'] gives ['name', 'size', 'note', 'id']",
        ),
        (
            "@app.get(\"/a\")\ndef a(db=Depends(db)) -> list[Item]: ...\n",
            "200 [] alone gives ['name', 'size', 'note', 'id']",
        ),
        // What a dependency asks for, or a parameter without a type, is not told.
        (
            "@app.get(\"/a\")\ndef a(first: int, page=Depends(page)) -> int: ...\n",
            "200 ['first']",
        ),
        ("@app.get(\"/a\")\ndef a(first) -> int: ...\n", "200 []"),
        // A body that is declared by more than its model stands elsewhere in the schema.
        (
            "@app.put(\"/a\")\ndef a(new: Annotated[New, Body(embed=True)]) -> int: ...\n",
            "200 [] alone",
        ),
        (
            "@app.put(\"/a\")\ndef a(new: New, other: New) -> int: ...\n",
            "200 [] alone",
        ),
    ] {
        let source = format!("{head}{route}");
        let files = [
            ("app/__init__.py", ""),
            ("app/main.py", source.leak() as &'static str),
        ];
        let told = told(&files, "app/main.py", "regression");
        assert_eq!(
            told[0],
            format!("test_a_keeps_its_contract: \"/a\" {expected}"),
            "{route}"
        );
    }
    let path = "from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get(\"/a/{file:path}\")\ndef a(file: str) -> int: ...\n";
    let files = [("app/__init__.py", ""), ("app/main.py", path)];
    let told = told(&files, "app/main.py", "regression");
    assert_eq!(
        told[0],
        "test_a_keeps_its_contract: \"/a/{file}\" 200 ['file'] alone"
    );
}

/// A body that cannot be made leaves nothing behind, no import either.
#[test]
fn what_is_not_sent_is_not_imported() {
    let source = "from uuid import UUID\nfrom fastapi import FastAPI\nfrom pydantic import BaseModel, EmailStr\nfrom other import Secret\n\napp = FastAPI()\n\nclass New(BaseModel):\n    key: Secret\n\n@app.post(\"/a\")\ndef a(email: EmailStr, new: New) -> int:\n    return 1\n";
    let files = [("app/__init__.py", ""), ("app/main.py", source)];
    let value = super::target(&files, "app/main.py").expect("a target");
    let cases = super::at(&value, "tests.integration.cases");
    let first = cases.get_item_by_index(0).expect("a case");
    assert!(!super::at(&first, "skip").is_none());
    let imports = super::at(&first, "imports").to_string();
    assert!(!imports.contains("uuid4"), "{imports}");
    assert_eq!(super::at(&first, "code").to_string(), "client.post(\"/a\")");
}
