//! Schemas beside the routes, where a layer between routes and tables takes them: each would import the other.

use crate::detect::code::Code;
use crate::detect::entities::Entities;
use crate::detect::tally::{Decides, Tally, text};
use crate::facts::{Evidence, Facts};
use crate::python::{Resolved, Symbol};

/// The layers that routes call and that are given schemas.
const BETWEEN: [&str; 3] = ["layout.functions", "layout.repository", "layout.service"];

/// Takes `layout.schema` out of the files of routers, where those of another layer would have to import them: the
/// schemas go where the siblings of that layer have theirs from, or into a file of their own.
pub(in crate::detect) fn part(code: &Code, entities: &Entities, facts: &mut Facts) {
    let Some(router) = facts.text("layout.router").map(str::to_owned) else {
        return;
    };
    let schema = facts.get("layout.schema");
    let is_seen = |it: &&Evidence| it.line.is_some();
    let at_routes = schema.filter(|fact| fact.value.as_text() == Some(&router));
    let Some(evidence) = at_routes
        .map(|fact| &fact.evidence)
        .filter(is_seen)
        .cloned()
    else {
        return;
    };
    let layers: Vec<String> = BETWEEN
        .iter()
        .filter_map(|layer| facts.text(layer))
        .filter(|place| *place != router)
        .map(str::to_owned)
        .collect();
    if layers.is_empty() {
        return;
    }
    let theirs = taken(code, entities, &layers, &router).decide(Decides::Most);
    let own = || {
        let stem = router.trim_end_matches(".py");
        text(&format!("{stem}_schemas.py"), evidence.clone())
    };
    facts.set("layout.schema", theirs.unwrap_or_else(own));
}

/// Where the files of these layers have classes of data from, but for the routers.
fn taken(code: &Code, entities: &Entities, layers: &[String], router: &str) -> Tally {
    let place = |path: &str| {
        let template = entities.path_template(path);
        template.unwrap_or_else(|| path.to_owned())
    };
    let mut tally = Tally::default();
    for (path, module) in code.own() {
        if !layers.contains(&place(path)) {
            continue;
        }
        for import in &module.imports {
            let symbol = code.resolve(path, &import.bound).and_then(Resolved::own);
            let symbol = symbol.filter(|it| is_data(code, it) && place(&it.path) != router);
            if let Some(symbol) = symbol {
                tally.add(place(&symbol.path), Evidence::line(path, import.line));
            }
        }
    }
    tally
}

/// Whether the symbol is a class of Pydantic's.
fn is_data(code: &Code, symbol: &Symbol) -> bool {
    let above = code.ancestors_of(symbol);
    let mut names = above.iter().filter_map(Resolved::external);
    code.class(symbol).is_some() && names.any(|name| name.ends_with(".BaseModel"))
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    const MODELS: &str = "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\nclass User(Base):\n    __tablename__ = \"users\"\nclass Order(Base):\n    __tablename__ = \"orders\"\n";

    /// Functions that take what the routers hold cannot import them: they have data from elsewhere, or it moves.
    #[test]
    fn schemas_that_would_import_in_a_circle() {
        let main = "from fastapi import FastAPI\nfrom app.api import orders, users\napp = FastAPI()\napp.include_router(orders.router)\napp.include_router(users.router)\n";
        let api = |name: &str, class: &str| {
            format!(
                "from fastapi import APIRouter\nfrom pydantic import BaseModel\nfrom app.store import {name}\nrouter = APIRouter(prefix=\"/{name}\")\nclass {class}In(BaseModel):\n    name: str\n"
            )
        };
        let store = |class: &str, import: &str| {
            let name = class.to_lowercase();
            format!(
                "from sqlalchemy.orm import Session\nfrom app.models import {class}\n{import}def create_{name}(db: Session, name: str) -> {class}:\n    row = {class}(name=name)\n    db.add(row)\n    return row\ndef delete_{name}(db: Session, {name}: {class}) -> None:\n    db.delete({name})\n"
            )
        };
        let (orders, users) = (api("orders", "Order"), api("users", "User"));
        let shown = "from pydantic import BaseModel\nclass Shown(BaseModel):\n    id: int\n";
        for (import, expected) in [
            ("from app.api.shown import Shown\n", "app/api/shown.py"),
            ("", "app/api/{plural}_schemas.py"),
        ] {
            let kept = [store("Order", import), store("User", import)];
            let files = [
                ("app/__init__.py", ""),
                ("app/main.py", main),
                ("app/models.py", MODELS),
                ("app/api/__init__.py", ""),
                ("app/api/shown.py", shown),
                ("app/api/orders.py", &orders),
                ("app/api/users.py", &users),
                ("app/store/__init__.py", ""),
                ("app/store/orders.py", &kept[0]),
                ("app/store/users.py", &kept[1]),
            ];
            check(
                &files,
                &[
                    ("layout.functions", "app/store/{plural}.py"),
                    ("layout.router", "app/api/{plural}.py"),
                    ("layout.schema", expected),
                ],
            );
        }
    }
}
