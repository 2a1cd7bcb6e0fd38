//! Routers that stand between an entity's own and the one that joins all: `router` in the `__init__.py` of a package,
//! which includes the entity's router with a prefix.

use super::code::Code;
use super::entities::Entities;
use super::router::{Aggregator, Made, defined, made, router_name};
use super::tally::{Decides, Tally, text};
use crate::facts::{Evidence, Facts};
use crate::python::{Argument, Expression};

/// Adds `http.nested`, the form of the packages' paths, and how the routers are called and included there.
pub(super) fn add(code: &Code, aggregator: &Aggregator, entities: &Entities, facts: &mut Facts) {
    let names = [
        "http.nested",
        "http.nested.variable",
        "http.nested.alias",
        "http.nested.args",
        "http.nested.prefix",
    ];
    let mut tallies: Vec<(&str, Tally)> = names.map(|name| (name, Tally::default())).into();
    let mut direct = 0;
    for include in &aggregator.includes {
        let outer = defined(code, &include.path, &include.router);
        let (Some(outer), Some(inner)) = (outer, made(code, include)) else {
            continue;
        };
        match between(code, &outer, &inner, entities) {
            None => direct += 1,
            Some((values, evidence)) => {
                for ((_, tally), value) in tallies.iter_mut().zip(values) {
                    tally.add(value, evidence.clone());
                }
            }
        }
    }
    if tallies[0].1.total() <= direct {
        return;
    }
    for (name, tally) in tallies {
        if let Some(fact) = tally.decide(Decides::Share(60)) {
            facts.add(name, fact);
        }
    }
    if facts
        .text("http.nested.prefix")
        .is_some_and(|prefix| prefix.contains('{'))
    {
        let evidence = facts.get("http.nested").map(|fact| fact.evidence.clone());
        if let Some(evidence) = evidence {
            facts.set("http.router.prefix_at", text("nested", evidence));
        }
    }
}

/// How the router of a package includes that of the entity, with the entity's name taken out.
fn between(
    code: &Code,
    outer: &Made,
    inner: &Made,
    entities: &Entities,
) -> Option<([String; 5], Evidence)> {
    let path = &outer.symbol.path;
    if !path.ends_with("/__init__.py") || *path == inner.symbol.path {
        return None;
    }
    let module = code.module(path)?;
    let mut calls = module.calls.iter().filter(|site| {
        site.call.name() == "include_router" && site.call.receiver() == Some(&outer.symbol.name)
    });
    let site = calls.next()?;
    let router = site.call.argument("router", 0)?.as_name()?;
    let prefix = site.call.keyword("prefix").and_then(Expression::as_text);
    let keywords = site.call.arguments.iter().filter(|argument| {
        argument
            .name
            .as_deref()
            .is_some_and(|name| name != "router")
    });
    let arguments: Vec<String> = keywords
        .map(|argument| written(argument, entities))
        .collect();
    let values = [
        entities.path_template(path)?,
        router_name(&outer.symbol, entities),
        entities
            .template(router)
            .unwrap_or_else(|| router.to_owned()),
        arguments.join(", "),
        prefix
            .map(|prefix| of_path(prefix, entities))
            .unwrap_or_default(),
    ];
    Some((values, Evidence::line(path, site.call.line)))
}

/// `prefix="/api/v1/{singular}"`, `tags=["{entity}"]`; what names no entity stays as it is.
fn written(argument: &Argument, entities: &Entities) -> String {
    let name = argument.name.as_deref().unwrap_or_default();
    let mut source = argument.value.source.clone();
    let texts = argument.value.texts();
    let one = argument.value.as_text();
    for found in texts.into_iter().chain(one) {
        let form = if found.contains('/') {
            of_path(found, entities)
        } else if entities.begins(found) && found.chars().next().is_some_and(char::is_uppercase) {
            let lower = found.to_lowercase();
            let many = entities
                .template(&lower)
                .is_some_and(|form| form.contains("{plural}"));
            (if many { "{Entities}" } else { "{Entity}" }).to_owned()
        } else {
            entities.template(found).unwrap_or_else(|| found.to_owned())
        };
        source = source.replacen(found, &form, 1);
    }
    format!("{name}={source}")
}

/// A path with the entity's name taken out of its parts.
fn of_path(path: &str, entities: &Entities) -> String {
    let part = |part: &str| {
        let snake = part.replace('-', "_");
        entities.template(&snake).unwrap_or_else(|| part.to_owned())
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    #[test]
    fn routers_between() {
        let main = "from fastapi import FastAPI\nfrom app.user.api import router as user_router\nfrom app.order.api import router as order_router\napp = FastAPI()\napp.include_router(user_router)\napp.include_router(order_router)\n";
        let own = "from fastapi import APIRouter\nX_router = APIRouter()\n@X_router.get('')\ndef x(): ...\n";
        let outer = "from fastapi import APIRouter\nfrom app.X.api.v1.X import X_router as X_v1_router\nrouter = APIRouter()\nrouter.include_router(X_v1_router, prefix='/api/v1/X', tags=['T'])\n";
        let of = |text: &str, name: &str, tag: &str| text.replace('X', name).replace('T', tag);
        let (user, order) = (of(own, "user", ""), of(own, "order", ""));
        let (users, orders) = (of(outer, "user", "User"), of(outer, "order", "Order"));
        let files = [
            ("app/__init__.py", ""),
            ("app/main.py", main),
            (
                "app/models.py",
                "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\nclass User(Base):\n    __tablename__ = 'users'\nclass Order(Base):\n    __tablename__ = 'orders'\n",
            ),
            ("app/user/api/v1/user.py", &user),
            ("app/order/api/v1/order.py", &order),
            ("app/user/api/__init__.py", &users),
            ("app/order/api/__init__.py", &orders),
        ];
        check(
            &files,
            &[
                ("layout.router", "app/{singular}/api/v1/{singular}.py"),
                ("http.nested", "app/{singular}/api/__init__.py"),
                ("http.nested.variable", "router"),
                ("http.nested.alias", "{singular}_v1_router"),
                ("http.nested.prefix", "/api/v1/{singular}"),
                (
                    "http.nested.args",
                    "prefix='/api/v1/{singular}', tags=['{Entity}']",
                ),
                ("http.router.prefix_at", "nested"),
                ("http.router.variable", "{singular}_router"),
            ],
        );
        let flat = main.replace("_router)", "_router, prefix='/x')");
        check(
            &[("app/main.py", &flat), ("app/user/api/__init__.py", &user)],
            &[("http.nested", "")],
        );
    }
}
