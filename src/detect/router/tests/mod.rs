//! What routers show of how they are joined.

mod form;

use crate::detect::tests::check;

#[test]
fn where_routers_are_joined() {
    let main = "from fastapi import FastAPI\nfrom app.api import items, users\napp = FastAPI()\n";
    let own = "from fastapi import APIRouter\nrouter = APIRouter()\n";
    let prefixed =
        "from fastapi import APIRouter\nrouter = APIRouter(prefix=\"/x-ys\", tags=[\"x\"])\n";
    for (joined, modules, expected) in [
        (
            "app.include_router(items.router, prefix=\"/items\", tags=[\"i\"])\napp.include_router(users.router, prefix=\"/users\", tags=[\"u\"])\n",
            own,
            vec![
                ("http.router", "app.main:app"),
                ("http.router.form", "call"),
                ("http.router.import", "module"),
                ("http.router.prefix_at", "include"),
                ("http.router.tags_at", "include"),
                ("http.router.plural", "true"),
                ("http.router.variable", "router"),
            ],
        ),
        (
            "app.include_router(items.router)\napp.include_router(users.router)\n",
            prefixed,
            vec![
                ("http.router.prefix_at", "router"),
                ("http.router.tags_at", "router"),
                ("http.router.prefix_sep", "kebab"),
            ],
        ),
        (
            "for module in (items, users):\n    app.include_router(module.router)\n",
            own,
            vec![
                ("http.router", "app.main:app"),
                ("http.router.form", "loop"),
            ],
        ),
        (
            "routers = {\"Items\": items.router, \"Users\": users.router}\nfor tag, router in routers.items():\n    app.include_router(router, tags=[tag])\n",
            prefixed,
            vec![
                ("http.router", "app.main:app"),
                ("http.router.form", "loop"),
                ("http.router.prefix_at", "router"),
            ],
        ),
        // Only running the program shows what is included.
        (
            "for module in discovered():\n    app.include_router(module.router)\n",
            own,
            vec![
                ("http.router", "app.main:app"),
                ("http.router.form", "dynamic"),
            ],
        ),
        (
            "",
            own,
            vec![
                ("http.app", "app.main:app"),
                ("http.router.form", "none"),
                ("http.router.through", ""),
            ],
        ),
    ] {
        let main = format!("{main}{joined}");
        let files = [
            ("app/main.py", main.as_str()),
            ("app/api/__init__.py", ""),
            ("app/api/items.py", modules),
            ("app/api/users.py", modules),
        ];
        check(&files, &expected);
    }
}

/// What a library makes, what is joined inside of one entity, and what only joins what joins entities.
#[test]
fn routers_that_join_no_entities() {
    let head = "from fastapi import APIRouter, FastAPI\n";
    let model = "from sqlmodel import SQLModel\nclass User(SQLModel, table=True): ...\nclass Order(SQLModel, table=True): ...\n";
    let own = format!("{head}router = APIRouter(tags=[\"users\"])\n");
    let bare = format!("{head}router = APIRouter()\n");
    let both = "from app.order import routes as orders\nfrom app.user import routes as users\n";
    for (main, api, users, expected) in [
        (
            format!(
                "{head}from app.api import router\napp = FastAPI()\napp.include_router(router)\n"
            ),
            format!(
                "{head}{both}from app.libs import made\nrouter = APIRouter()\nrouter.include_router(users.router)\nrouter.include_router(orders.router)\ndef sign_in(app):\n    app.include_router(made.first())\n    app.include_router(made.second())\n    app.include_router(made.third())\n"
            ),
            own.clone(),
            [
                ("http.router", "app.api:router"),
                ("http.router.tags_at", "router"),
            ],
        ),
        (
            format!(
                "{head}from app.api import router\napp = FastAPI()\napp.include_router(router)\n"
            ),
            format!(
                "{head}from app.user import routes as users\nrouter = APIRouter()\nrouter.include_router(users.router)\n"
            ),
            format!(
                "{head}from app.parts.user import signing, tokens\nrouter = APIRouter()\nrouter.include_router(signing.router)\nrouter.include_router(tokens.router)\n"
            ),
            [
                ("http.router", "app.api:router"),
                ("http.router.tags_at", "none"),
            ],
        ),
        (
            format!(
                "{head}from app import signing, tokens\nfrom app.api import router\napp = FastAPI()\napp.include_router(router)\napp.include_router(signing.router)\napp.include_router(tokens.router)\n"
            ),
            format!(
                "{head}from app.user import routes as users\nv1 = APIRouter()\nv1.include_router(users.router)\nrouter = APIRouter()\nrouter.include_router(v1)\n"
            ),
            own.clone(),
            [
                ("http.router", "app.api:v1"),
                ("http.router.tags_at", "router"),
            ],
        ),
    ] {
        let files = [
            ("app/main.py", main.as_str()),
            ("app/models.py", model),
            ("app/api.py", &api),
            ("app/signing.py", &bare),
            ("app/tokens.py", &bare),
            ("app/parts/user/__init__.py", ""),
            ("app/parts/user/signing.py", &bare),
            ("app/parts/user/tokens.py", &bare),
            (
                "app/libs.py",
                "from fastapi_users import FastAPIUsers\nmade = FastAPIUsers()\n",
            ),
            ("app/user/__init__.py", ""),
            ("app/user/routes.py", &users),
            ("app/order/__init__.py", ""),
            ("app/order/routes.py", &bare),
        ];
        check(&files, &expected);
    }
}

/// What an area of the routes joins belongs there, not to the router above the areas.
#[test]
fn routers_of_areas() {
    let own = "from fastapi import APIRouter\nrouter = APIRouter()\n";
    let joins = |names: &[&str]| {
        let includes = names.iter();
        let includes = includes.map(|name| {
            format!("from app.{name} import router as {name}\nrouter.include_router({name})\n")
        });
        own.to_owned() + &includes.collect::<String>()
    };
    for (admin, shop, api, expected) in [
        (
            &["users"][..],
            &["orders"][..],
            &["admin", "shop"][..],
            "? app.admin:router | app.shop:router | app.api:router",
        ),
        (
            &["users"],
            &["orders", "carts"],
            &["admin", "shop"],
            "app.shop:router",
        ),
        (
            &["users"],
            &["orders"],
            &["admin", "carts", "hooks"],
            "app.api:router",
        ),
    ] {
        let (admin, shop, api) = (joins(admin), joins(shop), joins(api));
        let files = [
            (
                "app/main.py",
                "from fastapi import FastAPI\nfrom app.api import router\napp = FastAPI()\napp.include_router(router)\n",
            ),
            (
                "app/models.py",
                "from sqlmodel import SQLModel\nclass User(SQLModel, table=True): ...\nclass Order(SQLModel, table=True): ...\nclass Cart(SQLModel, table=True): ...\n",
            ),
            ("app/a.py", own),
            ("app/b.py", own),
            ("app/api.py", api.as_str()),
            ("app/admin.py", admin.as_str()),
            ("app/shop.py", shop.as_str()),
            ("app/users.py", own),
            ("app/orders.py", own),
            ("app/carts.py", own),
            ("app/hooks.py", own),
        ];
        check(&files, &[("http.router", expected)]);
    }
}

/// Of two applications in one file neither is the place; of a router and what includes it, the router is.
#[test]
fn two_in_one_file() {
    let own = "from fastapi import APIRouter\nrouter = APIRouter()\n";
    for (joined, expected) in [
        (
            "app.include_router(a.router)\nadmin = FastAPI()\nadmin.include_router(b.router)\n",
            "? app.main:app | app.main:admin",
        ),
        (
            "api = APIRouter()\napi.include_router(a.router)\napp.include_router(api)\n",
            "app.main:api",
        ),
        (
            "app.include_router(a.router)\napp.include_router(b.router)\nadmin = FastAPI()\nadmin.include_router(c.router)\n",
            "app.main:app",
        ),
    ] {
        let main = format!(
            "from fastapi import APIRouter, FastAPI\nfrom app import a, b, c\napp = FastAPI()\n{joined}"
        );
        let files = [
            ("app/main.py", main.as_str()),
            ("app/a.py", own),
            ("app/b.py", own),
            ("app/c.py", own),
        ];
        check(&files, &[("http.router", expected)]);
    }
}

/// An application that includes the router of the others and some of its own is as likely the place as that router,
/// unless that is called as the one for all; one that includes no other router is not.
#[test]
fn an_application_beside_its_router() {
    let own = "from fastapi import APIRouter\nrouter = APIRouter()\n";
    for (name, beside, expected) in [
        (
            "shop",
            "app.include_router(health.router)",
            "? app.api:shop | app.main:app | app.api:hooks",
        ),
        (
            "api_router",
            "app.include_router(health.router)",
            "app.api:api_router",
        ),
        (
            "v1",
            "app.include_router(health.router)\napp.include_router(a.router)",
            "? app.main:app | app.api:v1",
        ),
        ("shop", "", "app.api:shop"),
        ("shop", "app.include_router(hooks)", "app.api:shop"),
    ] {
        let api = format!(
            "from fastapi import APIRouter\nfrom app import a, b, c\n{name} = APIRouter()\n{name}.include_router(a.router)\n{name}.include_router(b.router)\nhooks = APIRouter()\nhooks.include_router(c.router)\n"
        );
        let main = format!(
            "from fastapi import FastAPI\nfrom app import a, health\nfrom app.api import {name}, hooks\napp = FastAPI()\napp.include_router({name})\n{beside}\n"
        );
        let files = [
            ("app/a.py", own),
            ("app/b.py", own),
            ("app/c.py", own),
            ("app/health.py", own),
            ("app/api.py", api.as_str()),
            ("app/main.py", main.as_str()),
        ];
        check(&files, &[("http.router", expected)]);
    }
}

/// Where a router of an entity has its prefix and tags is where the next one has them, whatever those of others have; and
/// `/auth` says nothing of how an entity's is spelled.
#[test]
fn routers_that_are_aside() {
    let main = "from fastapi import FastAPI\nfrom sqlmodel import SQLModel, Field\nfrom app import auth, health, orders\napp = FastAPI()\napp.include_router(auth.router)\napp.include_router(health.router)\napp.include_router(orders.router)\n@app.get(\"/\")\ndef root(): ...\n";
    let model = "class Order(SQLModel, table=True):\n    id: int = Field(primary_key=True)\n";
    let auth = "from fastapi import APIRouter\nrouter = APIRouter(prefix=\"/auth\")\n";
    let health = "from fastapi import APIRouter\nrouter = APIRouter()\n";
    let orders = "from fastapi import APIRouter\nrouter = APIRouter(prefix=\"/orders\", tags=[\"o\"])\n@router.get(\"\")\ndef all(): ...\n";
    for (model, tags_at) in [(model, "router"), ("", "none")] {
        let main = format!("{main}{model}");
        let files = [
            ("app/main.py", main.as_str()),
            ("app/auth.py", auth),
            ("app/health.py", health),
            ("app/orders.py", orders),
        ];
        let expected = [
            ("http.router.prefix_at", "router"),
            ("http.router.tags_at", tags_at),
            ("http.router.plural", "true"),
            ("words.slash", "false"),
        ];
        check(&files, &expected);
    }
}

/// A method that includes whatever it is given shows no place for another one.
#[test]
fn routers_that_a_method_is_given() {
    for (router, expected) in [("router", "dynamic"), ("orders", "call")] {
        let main = format!(
            "from fastapi import FastAPI\nfrom app.orders import orders\nclass Auto:\n    def add(self, router):\n        self.app.include_router({router})\napp = FastAPI()\n"
        );
        let files = [
            ("app/main.py", main.as_str()),
            (
                "app/orders.py",
                "from fastapi import APIRouter\norders = APIRouter()\n",
            ),
        ];
        check(&files, &[("http.router.form", expected)]);
    }
}

/// A router that is made twice is what it was made last.
#[test]
fn a_router_that_is_made_again() {
    let main = "from fastapi import FastAPI\nfrom app import items, users\napp = FastAPI()\napp.include_router(items.router)\napp.include_router(users.router)\n";
    let head = "from fastapi import APIRouter\n";
    let own = |name: &str| format!("router = APIRouter(prefix=\"/{name}\")\n");
    let (items, users) = (
        head.to_owned() + &own("items"),
        format!("{head}router = APIRouter()\n{}", own("users")),
    );
    let files = [
        ("app/main.py", main),
        ("app/items.py", &items),
        ("app/users.py", &users),
    ];
    check(&files, &[("http.router.prefix_at", "router")]);
}

#[test]
fn a_router_that_joins_the_routers_that_join_others() {
    let own = "from fastapi import APIRouter\nrouter = APIRouter()\n";
    let joins = |names: [&str; 2]| {
        let joined = names.map(|name| format!("all.include_router({name}.router)\n"));
        format!(
            "from fastapi import APIRouter\nfrom app import {}, {}\nall = APIRouter()\n{}",
            names[0],
            names[1],
            joined.concat()
        )
    };
    for (top, expected) in [
        (
            "from app import orders, users\nfrom fastapi import APIRouter\ntop = APIRouter()\ntop.include_router(orders.all)\ntop.include_router(users.all)\n",
            "app.top:top",
        ),
        (
            "from app import orders\nfrom fastapi import APIRouter\ntop = APIRouter()\ntop.include_router(orders.all)\n",
            "? app.orders:all | app.users:all | app.top:top",
        ),
    ] {
        let (orders, users) = (joins(["a", "b"]), joins(["c", "d"]));
        let files = [
            (
                "app/main.py",
                "from fastapi import FastAPI\napp = FastAPI()\n",
            ),
            ("app/a.py", own),
            ("app/orders.py", orders.as_str()),
            ("app/users.py", users.as_str()),
            ("app/top.py", top),
        ];
        check(&files, &[("http.router", expected)]);
    }
}

/// What joins the parts of one entity's routes is where they are, not where others go.
#[test]
fn routers_of_one_entity() {
    let models = "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\nclass User(Base):\n    __tablename__ = \"users\"\n";
    let leaf = "from fastapi import APIRouter\nrouter = APIRouter()\n";
    let joined = |routers: [&str; 3]| {
        let line = |it: &str| {
            let name = it.rsplit('.').next().unwrap_or(it);
            format!("from {it} import router as {name}\nrouter.include_router({name})\n")
        };
        format!("{leaf}{}", routers.map(line).concat())
    };
    let main = "from fastapi import FastAPI\nfrom app.api.v1 import router\napp = FastAPI()\napp.include_router(router)\n";
    let v1 = "from fastapi import APIRouter\nfrom app.api.users.api import router as users\nfrom app.api.health import router as health\nrouter = APIRouter()\nrouter.include_router(users)\nrouter.include_router(health)\n";
    for (parts, expected) in [
        (
            [
                "app.api.users.create",
                "app.api.users.read",
                "app.api.users.remove",
            ],
            "app.api.v1:router",
        ),
        // What it joins may stand elsewhere.
        (
            ["app.api.users.create", "app.api.orders", "app.api.health"],
            "? app.api.users.api:router | app.api.v1:router",
        ),
    ] {
        let paths = parts.map(|it| format!("{}.py", it.replace('.', "/")));
        let api = joined(parts);
        let mut files = vec![
            ("app/main.py", main),
            ("app/models.py", models),
            ("app/api/v1.py", v1),
            ("app/api/users/api.py", api.as_str()),
        ];
        files.extend(paths.iter().map(|path| (path.as_str(), leaf)));
        check(&files, &[("http.router", expected)]);
    }
}
