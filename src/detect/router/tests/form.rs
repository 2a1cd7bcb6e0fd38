//! How routers are called and joined, and what their prefixes and tags are.

use crate::detect::tests::check;

/// What the prefixes of siblings begin with, wherever they stand; what is about one router is no part of it.
#[test]
fn roots_of_prefixes() {
    let head = "from fastapi import FastAPI\nfrom app.api import carts, items, users\nV1 = \"/api/v1\"\napp = FastAPI()\n";
    let own = |given: &str| {
        format!(
            "from fastapi import APIRouter\nrouter = APIRouter({given})\n@router.get(\"/\")\ndef one(): ...\n"
        )
    };
    let at_routes = |path: &str| {
        format!(
            "from fastapi import APIRouter\nrouter = APIRouter()\n@router.get(\"{path}\")\ndef one(): ...\n"
        )
    };
    let at_include = |prefixes: [&str; 3]| {
        let joined = ["items", "users", "carts"].iter().zip(prefixes);
        let joined =
            joined.map(|(name, prefix)| format!("app.include_router({name}.router{prefix})\n"));
        joined.collect::<String>()
    };
    let bare = at_include(["", "", ""]);
    for (joined, modules, expected) in [
        (
            at_include([
                ", prefix=\"/api/items\"",
                ", prefix=\"/api/users\"",
                ", prefix=\"/api/carts\"",
            ]),
            [own(""), own(""), own("")],
            "/api",
        ),
        (
            at_include([
                ", prefix=f\"{V1}/items\"",
                ", prefix=f\"{V1}/users\"",
                ", prefix=f\"{V1}/carts\"",
            ]),
            [own(""), own(""), own("")],
            "/api/v1",
        ),
        (
            at_include([
                ", prefix=V1 + \"/items\"",
                ", prefix=V1 + \"/users\"",
                ", prefix=V1 + \"/carts\"",
            ]),
            [own(""), own(""), own("")],
            "/api/v1",
        ),
        (
            bare.clone(),
            ["items", "users", "carts"].map(|name| own(&format!("prefix=\"/v1/{name}\""))),
            "/v1",
        ),
        (
            bare.clone(),
            ["items", "users/{id}", "carts"].map(|path| at_routes(&format!("/api/v1/{path}"))),
            "/api/v1",
        ),
        // What is alike is about the routers, or only some have it.
        (
            bare.clone(),
            ["items", "users", "carts"].map(|name| own(&format!("prefix=\"/shop/{name}\""))),
            "",
        ),
        (
            bare,
            ["api/items", "users", "carts"].map(|name| own(&format!("prefix=\"/{name}\""))),
            "",
        ),
    ] {
        let main = format!("{head}{joined}");
        let files = [
            ("app/main.py", main.as_str()),
            ("app/api/__init__.py", ""),
            ("app/api/items.py", &modules[0]),
            ("app/api/users.py", &modules[1]),
            ("app/api/carts.py", &modules[2]),
        ];
        check(&files, &[("http.router.root", expected)]);
    }
}

/// What includes call the routers of entities, or the modules that they are in.
#[test]
fn other_names_of_routers() {
    let own = "from fastapi import APIRouter\nrouter = APIRouter()\n";
    let model = "from sqlmodel import SQLModel, Field\nclass Order(SQLModel, table=True):\n    id: int = Field(primary_key=True)\nclass User(SQLModel, table=True):\n    id: int = Field(primary_key=True)\n";
    for (imports, routers, expected) in [
        (
            "from app.order import routes as order_routes\nfrom app.user import routes as user_routes\n",
            ["order_routes.router", "user_routes.router"],
            "{singular}_routes",
        ),
        (
            "from app.order.routes import router as orders\nfrom app.user.routes import router as users\n",
            ["orders", "users"],
            "{plural}",
        ),
        (
            "from app.order.routes import router as orders\nfrom app.user.routes import router as user_router\n",
            ["orders", "user_router"],
            "",
        ),
        (
            "import app.order.routes\nfrom app.user import routes\n",
            ["app.order.routes.router", "routes.router"],
            "",
        ),
    ] {
        let [a, b] = routers;
        let main = format!(
            "from fastapi import FastAPI\n{imports}api = FastAPI()\napi.include_router({a})\napi.include_router({b})\n"
        );
        let files = [
            ("app/models.py", model),
            ("app/order/routes.py", own),
            ("app/user/routes.py", own),
            ("app/main.py", main.as_str()),
        ];
        check(&files, &[("http.router.alias", expected)]);
    }
}

/// What most includes have alike is the place of all routes, also where one for health has it not.
#[test]
fn a_prefix_that_most_share() {
    let own = "from fastapi import APIRouter\nrouter = APIRouter(prefix=\"/x\")\n";
    for (prefix, expected) in [
        ("prefix=\"/v1\"", "router"),
        ("prefix=settings.V1", "router"),
        ("prefix=f\"/{len(x)}\"", "router"),
    ] {
        let main = format!(
            "from fastapi import FastAPI\nfrom app import a, b, health\napp = FastAPI()\napp.include_router(health.router)\napp.include_router(a.router, {prefix})\napp.include_router(b.router, {prefix})\n"
        );
        let files = [
            ("app/main.py", main.as_str()),
            ("app/a.py", own),
            ("app/b.py", own),
            ("app/health.py", own),
        ];
        check(&files, &[("http.router.prefix_at", expected)]);
    }
}

/// A router without tags says nothing of where tags are.
#[test]
fn routers_without_tags() {
    let main = "from fastapi import FastAPI\nfrom app import items, users\napp = FastAPI()\n";
    let own = |given: &str| format!("from fastapi import APIRouter\nrouter = APIRouter({given})\n");
    for (items, users, joined, expected) in [
        (
            "tags=[\"i\"]",
            "",
            "app.include_router(users.router)",
            "router",
        ),
        (
            "",
            "",
            "app.include_router(users.router, tags=[\"u\"])",
            "include",
        ),
        (
            "tags=[\"i\"]",
            "",
            "app.include_router(users.router, tags=[\"u\"])",
            "? router | include",
        ),
    ] {
        let main = format!("{main}app.include_router(items.router)\n{joined}\n");
        let (items, users) = (own(items), own(users));
        let files = [
            ("app/main.py", main.as_str()),
            ("app/items.py", &items),
            ("app/users.py", &users),
        ];
        check(&files, &[("http.router.tags_at", expected)]);
    }
}

#[test]
fn prefixes_of_entities_decide() {
    let main = "from fastapi import FastAPI\nfrom sqlalchemy.orm import DeclarativeBase\nfrom app import auth, health, order_items\napp = FastAPI()\nclass Base(DeclarativeBase): ...\nclass OrderItem(Base):\n    __tablename__ = \"order_items\"\napp.include_router(auth.router)\napp.include_router(health.router)\napp.include_router(order_items.router)\n";
    let own = |prefix: &str| {
        format!("from fastapi import APIRouter\nrouter = APIRouter(prefix={prefix})\n")
    };
    for (prefix, expected) in [
        ("\"/order-items\"", "true"),
        ("\"/order_item\"", "false"),
        ("f\"{version}/order-items\"", "true"),
        ("\"/api/v1\"", ""),
    ] {
        let (auth, health, items) = (own("\"/auth\""), own("\"/health\""), own(prefix));
        let files = [
            ("app/main.py", main),
            ("app/auth.py", auth.as_str()),
            ("app/health.py", health.as_str()),
            ("app/order_items.py", items.as_str()),
        ];
        check(&files, &[("http.router.plural", expected)]);
    }
}

/// One package passes on the routers of all modules in it.
#[test]
fn routers_that_one_package_passes_on() {
    let own = |name: &str| format!("from fastapi import APIRouter\n{name}_router = APIRouter()\n");
    let model = "from sqlmodel import SQLModel, Field\nclass Order(SQLModel, table=True):\n    id: int = Field(primary_key=True)\n";
    let main = "from fastapi import FastAPI\nfrom app.api import order_router, x_router, y_router\napp = FastAPI()\napp.include_router(order_router)\napp.include_router(x_router)\napp.include_router(y_router)\n";
    let init = "from app.api.order import order_router\nfrom app.api.tools import x_router\nfrom app.api.more import y_router\n";
    let (order, x, y) = (own("order"), own("x"), own("y"));
    let files = [
        ("app/__init__.py", ""),
        ("app/main.py", main),
        ("app/models.py", model),
        ("app/api/__init__.py", init),
        ("app/api/order.py", order.as_str()),
        ("app/api/tools.py", x.as_str()),
        ("app/api/more.py", y.as_str()),
    ];
    let expected = [
        ("http.router.through", "shared"),
        ("http.router.variable", "{singular}_router"),
    ];
    check(&files, &expected);
}

#[test]
fn routers_that_packages_pass_on() {
    let own =
        "from fastapi import APIRouter\nrouter = APIRouter()\n@router.get(\"/\")\ndef x(): ...\n";
    for (main, init, expected) in [
        (
            "from app.api import item, user\nX.include_router(item.router)\nX.include_router(user.router)\n",
            "from app.api.{}.views import router",
            "package",
        ),
        (
            "from app.api.item import router as a\nfrom app.api.user import router as b\nX.include_router(a)\nX.include_router(b)\n",
            "from .views import router",
            "package",
        ),
        (
            "from app.api.item import views as a\nfrom app.api.user.views import router as b\nX.include_router(a.router)\nX.include_router(b)\n",
            "from .views import router",
            "",
        ),
    ] {
        let main = format!("from fastapi import FastAPI\n{main}").replace('X', "app");
        let main = main.replacen("\napp.", "\napp = FastAPI()\napp.", 1);
        let inits = ["item", "user"].map(|name| init.replace("{}", name));
        let files = [
            ("app/main.py", main.as_str()),
            ("app/__init__.py", ""),
            ("app/api/__init__.py", ""),
            ("app/api/item/__init__.py", &inits[0]),
            ("app/api/item/views.py", own),
            ("app/api/user/__init__.py", &inits[1]),
            ("app/api/user/views.py", own),
        ];
        check(
            &files,
            &[
                ("http.router", "app.main:app"),
                ("http.router.through", expected),
            ],
        );
    }
}

/// One router with a prefix of its own, below one that is none of its own; tags that begin with capitals.
#[test]
fn one_router_with_two_prefixes() {
    let own = "APIRouter(prefix=\"/{id}\")";
    for (prefix, made, expected) in [
        (
            "f\"{API}/v1\"",
            "APIRouter(prefix=\"/items\", tags=[\"Items\"])",
            [
                ("http.router.prefix_at", "router"),
                ("http.router.plural", "true"),
                ("http.router.tag_case", "title"),
                ("http.routes.full_path", "/api/v1"),
            ],
        ),
        (
            "\"/items\"",
            own,
            [
                ("http.router.prefix_at", "include"),
                ("http.router.plural", "true"),
                ("http.router.tag_case", ""),
                ("http.routes.full_path", ""),
            ],
        ),
        (
            "\"/api/v1\"",
            "APIRouter(tags=[\"items\"])",
            [
                ("http.router.prefix_at", "include"),
                ("http.router.plural", ""),
                ("http.router.tag_case", ""),
                ("http.routes.full_path", ""),
            ],
        ),
    ] {
        let items = format!("from fastapi import APIRouter\nrouter = {made}\n");
        let main = format!(
            "from fastapi import FastAPI\nfrom app.api import items\nAPI = \"/api\"\napp = FastAPI()\napp.include_router(items.router, prefix={prefix})\n"
        );
        let files = [
            ("app/__init__.py", ""),
            ("app/main.py", main.as_str()),
            ("app/api/__init__.py", ""),
            ("app/api/items.py", &items),
        ];
        check(&files, &expected);
    }
}
