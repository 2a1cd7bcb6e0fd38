//! Targets that are none.

use super::target;
use crate::error::Kind;

const FILES: [(&str, &str); 6] = [
    ("app/__init__.py", ""),
    (
        "app/orders.py",
        "class OrderService:\n    def total(self) -> int:\n        return 1\n\ndef _rate() -> int:\n    return 1\n\ndef price() -> int:\n    return 1\n",
    ),
    ("app/empty.py", "X = 1\n"),
    ("app/broken.py", "def f(:\n"),
    (
        "app/port.py",
        "from abc import abstractmethod\n\nclass Port:\n    @abstractmethod\n    def f(self) -> int: ...\n",
    ),
    (
        "app/api.py",
        "from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.get(\"/a/items/{id}\")\ndef one(id: int) -> int: ...\n\n@app.get(\"/b/items/{id}\")\ndef other(id: int) -> int: ...\n",
    ),
];

#[test]
fn each_says_what_is_wrong_and_what_comes_near() {
    for (text, message, hint) in [
        ("app/order.py", "there is no such file", "`app/orders.py`"),
        ("app.order", "there is no such module", "`app.orders`"),
        ("shop/orders.py", "there is no such file", "`app/orders.py`"),
        (
            "app.orders:OrderServce",
            "has no such class or function",
            "`app.orders:OrderService`",
        ),
        ("app.orders:OrderService.sum", "has no such method", "`app"),
        ("app.orders:_rate", "a private name", "test what uses it"),
        ("app.orders:price()", "behind `:` stands a name", ""),
        ("../other/x.py", "", "lies in the project"),
        ("/etc/x.py", "", "lies in the project"),
        ("app/empty.py", "no public function", "can be tested"),
        ("app.port:Port", "is abstract", "implements"),
        (
            "GET /itms/{id}",
            "there is no such route",
            "`GET /a/items/{id}` (app/api.py:6)",
        ),
        ("GET /items/{id}", "several routes", "the whole path"),
        ("FETCH /items", "no such method", "GET"),
        ("/items", "needs its method", "`GET /items`"),
        ("what is this", "neither a file", "GET /items/{id}"),
    ] {
        let error = target(&FILES, text).expect_err(text);
        assert_eq!(error.kind(), Kind::Usage, "{text}");
        assert!(error.message().contains(message), "{text}: {error}");
        let hints = error.hints().join("\n");
        assert!(hints.contains(hint), "{text}: {hints}");
    }
    let error = target(&FILES, "app/broken.py").expect_err("broken");
    assert_eq!(error.kind(), Kind::Project);
    assert!(error.message().starts_with("app/broken.py:1:"), "{error}");
}
