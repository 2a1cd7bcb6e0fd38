//! Areas of a program: the API beside pages and the back office, and routers that join those of entities.

use super::{defined, has as includes, made, of};
use crate::detect::code::Code;
use crate::detect::entities::Entities;
use crate::detect::includes::Include;
use crate::detect::tally::{Decides, Tally};
use crate::facts::{Evidence, Fact};

/// Packages whose routers give pages, or are for the back office.
const ASIDE: [&str; 7] = [
    "admin", "pages", "site", "views", "web", "webapp", "webapps",
];

/// The one of several candidates whose module is in the package of the API, where one beside it is in that of pages or of
/// the back office. What joins several of them stands beside none.
pub(super) fn api_of<'a>(
    code: &Code,
    all: &[Include],
    candidates: &'a [String],
) -> Option<&'a str> {
    let joins = |it: &str| {
        candidates
            .iter()
            .any(|other| includes(code, all, it, other))
    };
    let beside = || candidates.iter().filter(|it| !joins(it));
    let has = |symbol: &str, words: &[&str]| {
        let (module, _) = symbol.split_once(':').unwrap_or((symbol, ""));
        module.split('.').any(|part| words.contains(&part))
    };
    let is_api = |it: &&String| has(it, &["api", "apis"]) && !has(it, &ASIDE);
    let mut apis = beside().filter(is_api);
    let api = apis.next()?;
    let are_aside = beside().any(|it| has(it, &ASIDE));
    (are_aside && apis.next().is_none()).then_some(api)
}

/// Where most of what a router joins are areas with the routers of entities in them, such as `admin` and `shop` of
/// `api`, a new router belongs into one of those. A package that is named for an entity is none.
pub(super) fn areas(
    code: &Code,
    all: &[Include],
    joined: &Fact,
    entities: &Entities,
) -> Option<Fact> {
    let top = joined.value.as_text().filter(|_| joined.certain)?;
    let included = of(code, all, top);
    let is_of_entity = |include: &Include| {
        let router = made(code, include);
        router.is_some_and(|it| entities.path_template(&it.symbol.path).is_some())
    };
    let mut tally = Tally::default();
    for include in &included {
        let area = defined(code, &include.path, &include.router);
        let Some(area) = area.filter(|it| it.symbol.path != include.path) else {
            continue;
        };
        let name = area.symbol.to_string();
        let inside = of(code, all, &name);
        let count = inside.iter().filter(|it| is_of_entity(it)).count();
        if count > 0 && entities.path_template(&area.symbol.path).is_none() {
            tally.add_times(name, count, Evidence::line(&area.symbol.path, area.line));
        }
    }
    if tally.ranked().len() * 2 <= included.len() {
        return None;
    }
    let mut fact = tally.decide(Decides::Times(2))?;
    if !fact.certain {
        fact.candidates.push(top.to_owned());
    }
    Some(fact)
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    const MODELS: &str = "from sqlmodel import SQLModel, Field\nclass Order(SQLModel, table=True):\n    id: int = Field(primary_key=True)\nclass User(SQLModel, table=True):\n    id: int = Field(primary_key=True)\n";

    const ROUTERS: &str = "from fastapi import APIRouter\n";

    /// Of the API and pages beside it the API is meant, and of an application that is mounted on another the inner one.
    #[test]
    fn the_router_of_the_api() {
        let join = |package: &str| {
            format!(
                "{ROUTERS}from app.{package} import orders, users\nrouter = APIRouter()\nrouter.include_router(orders.router)\nrouter.include_router(users.router)\n"
            )
        };
        let one = format!("{ROUTERS}router = APIRouter()\n");
        for (other, expected) in [
            ("views", "app.api.base:router"),
            ("admin", "app.api.base:router"),
            (
                "shop",
                "? app.api.base:router | app.shop.base:router | app.main:app",
            ),
        ] {
            let main = format!(
                "from fastapi import FastAPI\nfrom app.api import base\nfrom app.{other} import base as other\napp = FastAPI()\napp.include_router(base.router)\napp.include_router(other.router)\n"
            );
            let (api, aside) = (join("api"), join(other));
            let paths = ["__init__", "orders", "users"].map(|it| format!("app/{other}/{it}.py"));
            let base = format!("app/{other}/base.py");
            let files = [
                ("app/main.py", main.as_str()),
                ("app/api/__init__.py", ""),
                ("app/api/base.py", &api),
                ("app/api/orders.py", &one),
                ("app/api/users.py", &one),
                ("app/models.py", MODELS),
                (&paths[0], ""),
                (&paths[1], &one),
                (&paths[2], &one),
                (&base, &aside),
            ];
            check(&files, &[("http.router", expected)]);
        }
    }

    #[test]
    fn an_application_that_is_mounted() {
        let one = format!("{ROUTERS}router = APIRouter()\n");
        for (mount, expected) in [
            ("app.mount(\"/api\", api)\n", "app.main:api"),
            ("", "? app.main:api | app.main:app"),
        ] {
            let main = format!(
                "from fastapi import FastAPI\nfrom app.routes import a, b, c\napp = FastAPI()\napi = FastAPI()\n{mount}app.include_router(a.router)\napi.include_router(a.router)\napi.include_router(b.router)\napi.include_router(c.router)\napp.include_router(a.router, prefix=\"/x\")\n"
            );
            let files = [
                ("app/main.py", main.as_str()),
                ("app/routes/__init__.py", ""),
                ("app/routes/a.py", &one),
                ("app/routes/b.py", &one),
                ("app/routes/c.py", &one),
            ];
            check(&files, &[("http.router", expected)]);
        }
    }
}
