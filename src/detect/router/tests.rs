//! What routers show of how they are joined.

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
