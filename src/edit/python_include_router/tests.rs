//! `python-include-router` in tables: text before, text after.

use crate::edit::check::{self, changes, fails, is_manual, is_present};
use crate::edit::{Operation, Outcome, Rung};

const ROUTER: &str = "app/api/router.py";

fn include(args: &str) -> Operation {
    let entries = [
        ("receiver", "api_router"),
        ("router", "users_router"),
        ("args", args),
    ];
    check::operation("python-include-router", &entries)
}

#[track_caller]
fn adds(args: &str, before: &str, after: &str) {
    changes(&include(args), ROUTER, before, after);
}

#[test]
fn behind_the_last_sibling() {
    adds(
        "",
        "api_router = APIRouter()\napi_router.include_router(a)\napi_router.include_router(b)  # last\n\nx = 1\n",
        "api_router = APIRouter()\napi_router.include_router(a)\napi_router.include_router(b)  # last\napi_router.include_router(users_router)\n\nx = 1\n",
    );
    adds(
        "prefix=\"/users\", tags=[\"users\"]",
        "def create():\n\tapi_router = f()\n\tapi_router.include_router(\n\t\ta,\n\t)\n\treturn api_router\n",
        "def create():\n\tapi_router = f()\n\tapi_router.include_router(\n\t\ta,\n\t)\n\tapi_router.include_router(users_router, prefix=\"/users\", tags=[\"users\"])\n\treturn api_router\n",
    );
}

#[test]
fn conditional_includes_do_not_count_as_the_place() {
    adds(
        "",
        "api_router.include_router(a)\nif debug:\n    api_router.include_router(b)\n",
        "api_router.include_router(a)\napi_router.include_router(users_router)\nif debug:\n    api_router.include_router(b)\n",
    );
    adds(
        "",
        "if debug:\n    api_router.include_router(b)\napi_router.include_router(a)\n",
        "if debug:\n    api_router.include_router(b)\napi_router.include_router(a)\napi_router.include_router(users_router)\n",
    );
}

#[test]
fn other_receivers_are_no_siblings() {
    adds(
        "",
        "api_router = APIRouter()\napi_router.include_router(a)\nmy_api_router.include_router(b)\nx.api_router.include_router(c)\n",
        "api_router = APIRouter()\napi_router.include_router(a)\napi_router.include_router(users_router)\nmy_api_router.include_router(b)\nx.api_router.include_router(c)\n",
    );
}

#[test]
fn behind_the_assignment_where_there_is_no_sibling() {
    adds(
        "",
        "api_router = APIRouter(\n    prefix=\"/api\",\n)\n\n\ndef f():\n    pass\n",
        "api_router = APIRouter(\n    prefix=\"/api\",\n)\napi_router.include_router(users_router)\n\n\ndef f():\n    pass\n",
    );
    adds(
        "",
        "api_router: APIRouter = APIRouter()\n",
        "api_router: APIRouter = APIRouter()\napi_router.include_router(users_router)\n",
    );
}

#[test]
fn in_the_form_of_most_siblings() {
    adds(
        "tags=[]",
        "api_router.include_router(router=a)\napi_router.include_router(prefix=\"/b\", router=b)\napi_router.include_router(c)\n",
        "api_router.include_router(router=a)\napi_router.include_router(prefix=\"/b\", router=b)\napi_router.include_router(c)\napi_router.include_router(router=users_router, tags=[])\n",
    );
}

#[test]
fn a_long_call_is_taken_apart() {
    let long = "prefix=\"/users-with-a-rather-long-prefix\", tags=[\"users\", \"people\"]";
    adds(
        long,
        "api_router.include_router(a)\n",
        "api_router.include_router(a)\napi_router.include_router(\n    users_router, prefix=\"/users-with-a-rather-long-prefix\", tags=[\"users\", \"people\"]\n)\n",
    );
    let longer = "prefix=\"/users-with-a-rather-long-prefix\", tags=[\"users\", \"people\"], dependencies=[Depends(x)]";
    adds(
        longer,
        "api_router.include_router(a)\n",
        "api_router.include_router(a)\napi_router.include_router(\n    users_router,\n    prefix=\"/users-with-a-rather-long-prefix\",\n    tags=[\"users\", \"people\"],\n    dependencies=[Depends(x)],\n)\n",
    );
}

#[test]
fn is_there_by_meaning() {
    for text in [
        "api_router.include_router(users_router)\n",
        "api_router.include_router(users_router, prefix=\"/people\")\n",
        "api_router.include_router(\n    prefix=\"/people\",\n    router=users_router,\n)\n",
        "if x:\n    api_router.include_router(users_router)\n",
        "from app.api import users\nfrom app.api.users import router as users_router\napi_router.include_router(users.router)\n",
        "from . import users\nfrom .users import router as users_router\napi_router.include_router(router=users.router)\n",
    ] {
        is_present(&include(""), ROUTER, text);
    }
}

#[test]
fn no_false_match() {
    for router in [
        "user_router",
        "my_users_router",
        "users_router2",
        "\"users_router\"",
    ] {
        let before = format!(
            "api_router.include_router({router})\n# api_router.include_router(users_router)\n"
        );
        let after = format!(
            "api_router.include_router({router})\napi_router.include_router(users_router)\n# api_router.include_router(users_router)\n"
        );
        adds("", &before, &after);
    }
}

#[test]
fn what_is_not_plain_is_left_to_a_person() {
    for (text, why) in [
        ("", "is not assigned"),
        ("x = 1\n", "is not assigned"),
        ("my_api_router = APIRouter()\n", "is not assigned"),
        ("# api_router = APIRouter()\n", "is not assigned"),
        (
            "for r in routers():\n    api_router.include_router(r)\n",
            "in a loop",
        ),
        (
            "for r in [(a, 1), (b, 2)]:\n    api_router.include_router(r)\n",
            "in a loop",
        ),
        (
            "for r, p in ((a, 1), (b, 2)):\n    api_router.include_router(r, prefix=p)\n",
            "in a loop",
        ),
        (
            "R = [a]\nR = [b]\nfor r in R:\n    api_router.include_router(r)\n",
            "in a loop",
        ),
        (
            "def add(r):\n    return api_router\n\n\nadd(a)\nadd(b)\n",
            "is not assigned",
        ),
        (
            "api_router.include_router(a, dependencies=[Depends(x)])\napi_router.include_router(b, dependencies=[Depends(y)])\n",
            "different `dependencies`",
        ),
        (
            "if x:\n    api_router = A()\nelse:\n    api_router = B()\n",
            "more than once",
        ),
        (
            "def f():\n    api_router.include_router(a)\n\n\ndef g():\n    api_router.include_router(b)\n",
            "more than one function",
        ),
        (
            "def f():\n    api_router.include_router(a)\n    x = (\n",
            "syntax error",
        ),
    ] {
        let snippet = is_manual(&include(""), ROUTER, text, why);
        assert_eq!(snippet, "api_router.include_router(users_router)");
    }
}

#[test]
fn an_anchor_shows_the_place() {
    let before = "for r in routers:\n    api_router.include_router(r)\n# patgen: routers\n";
    let after = "for r in routers:\n    api_router.include_router(r)\napi_router.include_router(users_router)\n# patgen: routers\n";
    let text = after.to_owned();
    let wanted = (Rung::Anchor, Outcome::Changed { text, line: 3 });
    assert_eq!(check::run(&include(""), ROUTER, before), wanted);
    is_present(&include(""), ROUTER, after);
}

#[test]
fn arguments_are_arguments() {
    fails(&include("prefix="), ROUTER, "", "are not arguments");
    fails(&include("a)("), ROUTER, "", "are not arguments");
}

/// Includes in the way of siblings: what the pattern gives, the siblings, the new line.
#[track_caller]
fn like(args: &str, siblings: &[&str], new: &str) {
    let line = |call: &str| format!("api_router.include_router({call})\n");
    let before: String = siblings.iter().map(|call| line(call)).collect();
    let (head, end) = ("api_router = APIRouter()\n", "\nx = 1\n");
    adds(
        args,
        &format!("{head}{before}{end}"),
        &format!("{head}{before}{}{end}", line(new)),
    );
}

#[test]
fn shared_arguments_are_copied() {
    const GUARD: &str = "dependencies=[Depends(auth)]";
    like(
        "prefix=\"/users\"",
        &[
            &format!("a, prefix=\"/a\", {GUARD}"),
            "b, prefix=\"/b\"",
            "c, prefix=\"/c\", dependencies=[\n        Depends(auth)]",
        ],
        &format!("users_router, prefix=\"/users\", {GUARD}"),
    );
    like(
        "",
        &["a, prefix=settings.API", "b, prefix=settings.API"],
        "users_router, prefix=settings.API",
    );
    like(
        "",
        &["\n    a,\n    dependencies=[\n        Depends(x),\n        Depends(y),\n    ],\n"],
        "users_router, dependencies=[Depends(x), Depends(y)]",
    );
    like(
        "",
        &["router=a, prefix=settings.API"],
        "router=users_router, prefix=settings.API",
    );
    like(
        "",
        &["a, prefix=\"/api/v1\""],
        "users_router, prefix=\"/api/v1\"",
    );
    like(
        "",
        &["a, prefix=f\"{API}/v1\""],
        "users_router, prefix=f\"{API}/v1\"",
    );
    like("", &["a, prefix=f\"{API}/a\""], "users_router");
    // Tags that all have are of the place; those of most are of what most are about.
    like(
        "",
        &["a, tags=[\"v1\"]", "b, tags=[\"v1\"]"],
        "users_router, tags=[\"v1\"]",
    );
    like(
        "",
        &["a, tags=[\"auth\"]", "b, tags=[\"auth\"]", "c"],
        "users_router",
    );
    // What only some have, what names the sibling, and what hides it is not for the new one.
    like(
        "",
        &["a, include_in_schema=False", "b", "c"],
        "users_router",
    );
    like(
        "",
        &["a, prefix=\"/login\", tags=[\"login\"], include_in_schema=False"],
        "users_router",
    );
    like(
        "",
        &["a, prefix=\"/a\"", "b, prefix=\"/b\""],
        "users_router",
    );
}

#[test]
fn given_arguments_are_written_as_the_siblings_write_theirs() {
    let given = "prefix=\"/users\", tags=[\"users\"]";
    for (siblings, new) in [
        (
            ["a, tags=['a'], prefix='/a'", "b, tags=['b'], prefix='/b'"],
            "users_router, tags=['users'], prefix='/users'",
        ),
        (
            [
                "a, prefix=f\"{settings.API}/a\", tags=[\"A\"]",
                "b, prefix=f\"{settings.API}/b\", tags=[\"Bees\"]",
            ],
            "users_router, prefix=f\"{settings.API}/users\", tags=[\"Users\"]",
        ),
        (
            ["a, prefix=API + \"/a\"", "b, prefix=API + \"/b\""],
            "users_router, prefix=API + \"/users\", tags=[\"users\"]",
        ),
        (
            [
                "a, prefix=\"/api/v1/items\"",
                "b, prefix=\"/api/v1/invoices\"",
            ],
            "users_router, prefix=\"/api/v1/users\", tags=[\"users\"]",
        ),
        (
            ["a, prefix=\"/items/all\"", "b, prefix=\"/items/own\""],
            "users_router, prefix=\"/users\", tags=[\"users\"]",
        ),
        (
            ["a, prefix=\"/items\"", "b, prefix=\"/invoices\""],
            "users_router, prefix=\"/users\", tags=[\"users\"]",
        ),
    ] {
        like(given, &siblings, new);
    }
    // What others have of the place alone does not hide it.
    let siblings = [
        "a, prefix=settings.API",
        "b, prefix=f\"{settings.API}/b\"",
        "c, prefix=f\"{settings.API}/c\"",
    ];
    let new = "users_router, prefix=f\"{settings.API}/users\", tags=[\"users\"]";
    like(given, &siblings, new);
    // The one for health stands beside them.
    let siblings = [
        "a, prefix=\"/api/items\"",
        "b, prefix=\"/api/invoices\"",
        "c, prefix=\"/api/carts\"",
        "d, prefix=\"/health\"",
    ];
    let new = "users_router, prefix=\"/api/users\", tags=[\"users\"]";
    like(given, &siblings, new);
}

#[test]
fn a_plain_list_for_a_loop_takes_the_router() {
    for (before, after) in [
        (
            "for r in (a.router, b.router):\n    api_router.include_router(r)\n",
            "for r in (a.router, b.router, users_router):\n    api_router.include_router(r)\n",
        ),
        (
            "for r in (a, z):\n    api_router.include_router(r, prefix=X)\n",
            "for r in (a, users_router, z):\n    api_router.include_router(r, prefix=X)\n",
        ),
        (
            "ROUTERS = [\n    z,\n    b,  # b\n]\nfor r in ROUTERS:\n    api_router.include_router(router=r)\n",
            "ROUTERS = [\n    z,\n    b,  # b\n    users_router,\n]\nfor r in ROUTERS:\n    api_router.include_router(router=r)\n",
        ),
        (
            "for r in (a,):\n    api_router.include_router(r)\n",
            "for r in (a, users_router):\n    api_router.include_router(r)\n",
        ),
    ] {
        adds("", before, after);
    }
    is_manual(
        &include("prefix=\"/users\""),
        ROUTER,
        "for r in (a, b):\n    api_router.include_router(r)\n",
        "no arguments",
    );
}

#[test]
fn a_plain_list_of_modules_takes_the_module() {
    let entries = [("receiver", "api_router"), ("router", "users.router")];
    let wanted = check::operation("python-include-router", &entries);
    changes(
        &wanted,
        ROUTER,
        "for m in (items, visits):\n    api_router.include_router(m.router, prefix=\"/v2\")\n",
        "for m in (items, users, visits):\n    api_router.include_router(m.router, prefix=\"/v2\")\n",
    );
    is_manual(
        &include(""),
        ROUTER,
        "for m in (items, visits):\n    api_router.include_router(m.router)\n",
        "takes `.router` of each",
    );
}

#[test]
fn what_a_loop_gives_to_all_is_in_the_step() {
    let before = "for r in routers():\n    api_router.include_router(r, prefix=\"/v2\")\n";
    let found =
        crate::edit::edit(&include(""), ROUTER, before, &check::style()).expect("a verdict");
    let crate::edit::Outcome::Manual { snippet, .. } = found.1 else {
        panic!("{found:?}");
    };
    assert_eq!(
        snippet,
        "api_router.include_router(users_router, prefix=\"/v2\")"
    );
}

/// The import of a router and its call: what the pattern gives, the text before and after.
#[track_caller]
fn imports(line: &str, router: &str, before: &str, after: &str) {
    let entries = [
        ("receiver", "api_router"),
        ("router", router),
        ("import", line),
    ];
    let operation = check::operation("python-include-router", &entries);
    changes(&operation, ROUTER, before, after);
}

const NAME_FORM: &str = "from app.api.users import router as users_router";

#[test]
fn the_import_has_the_form_of_the_siblings() {
    for (before, after) in [
        (
            "from app.api import (\n    items,\n    zones,\n)\n\napi_router.include_router(items.router)\napi_router.include_router(zones.router)\n",
            "from app.api import (\n    items,\n    users,\n    zones,\n)\n\napi_router.include_router(items.router)\napi_router.include_router(zones.router)\napi_router.include_router(users.router)\n",
        ),
        (
            "from . import items\n\napi_router.include_router(items.router)\n",
            "from . import items, users\n\napi_router.include_router(items.router)\napi_router.include_router(users.router)\n",
        ),
        (
            "from .items import router as items_api\nfrom .zones import router as zones_api\n\napi_router.include_router(items_api)\napi_router.include_router(zones_api)\n",
            "from .items import router as items_api\nfrom .users import router as users_api\nfrom .zones import router as zones_api\n\napi_router.include_router(items_api)\napi_router.include_router(zones_api)\napi_router.include_router(users_api)\n",
        ),
        (
            "from app.api import items\n\nfor r in (items.router,):\n    api_router.include_router(r)\n",
            "from app.api import items, users\n\nfor r in (items.router, users.router):\n    api_router.include_router(r)\n",
        ),
        (
            "api_router = APIRouter()\n",
            "from app.api.users import router as users_router\n\napi_router = APIRouter()\napi_router.include_router(users_router)\n",
        ),
    ] {
        imports(NAME_FORM, "users_router", before, after);
        imports("from app.api import users", "users.router", before, &after.replace(
            "from app.api.users import router as users_router\n\napi_router = APIRouter()\napi_router.include_router(users_router)",
            "from app.api import users\n\napi_router = APIRouter()\napi_router.include_router(users.router)",
        ));
    }
}

#[test]
fn the_import_stands_where_those_of_the_siblings_stand() {
    imports(
        NAME_FORM,
        "users_router",
        "import os\n\n\ndef create_app():\n    from app.api import items\n\n    api_router = FastAPI()\n    api_router.include_router(items.router)\n    return api_router\n",
        "import os\n\n\ndef create_app():\n    from app.api import items, users\n\n    api_router = FastAPI()\n    api_router.include_router(items.router)\n    api_router.include_router(users.router)\n    return api_router\n",
    );
}

#[test]
fn import_and_call_are_made_both_or_not_at_all() {
    let entries = [
        ("receiver", "api_router"),
        ("router", "users_router"),
        ("import", NAME_FORM),
    ];
    let operation = check::operation("python-include-router", &entries);
    let snippet = is_manual(
        &operation,
        ROUTER,
        "import os\n\nfor r in routers():\n    api_router.include_router(r)\n",
        "in a loop",
    );
    let wanted = format!("{NAME_FORM}\n\napi_router.include_router(users_router)");
    assert_eq!(snippet, wanted);
    let taken = "users_router = 1\napi_router.include_router(a)\n";
    assert_eq!(
        is_manual(&operation, ROUTER, taken, "already defined"),
        wanted
    );
}
