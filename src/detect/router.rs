//! The router that joins the others, and the form in which it does.

use std::collections::BTreeMap;

use super::code::Code;
use super::entities::Entities;
use super::includes::{How, Include};
use super::tally::{Decides, Tally};
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::python::{Call, Expression, Resolved, Symbol};

/// Whether routers are imported from the package around their module, which passes them on.
const THROUGH: &str = "http.router.through";

/// The includes of the aggregating router: those with the receiver that has most of them.
#[derive(Debug, Default)]
pub(super) struct Aggregator {
    /// The includes, in the order of their lines.
    pub includes: Vec<Include>,
}

/// Adds `http.router` and `http.router.form`: the file and receiver with most includes, if it has at least twice as
/// many as the next file.
pub(super) fn add(code: &Code, all: &[Include], facts: &mut Facts) -> Aggregator {
    let mut tally = Tally::default();
    let mut by_file: BTreeMap<&str, usize> = BTreeMap::new();
    for include in all {
        let Some(module) = code.index.module(&include.path) else {
            continue;
        };
        let symbol = format!("{module}:{}", include.receiver);
        tally.add(&symbol, Evidence::line(&include.path, include.line));
        *by_file.entry(&include.path).or_default() += 1;
    }
    let ranked = tally.ranked();
    let Some((symbol, most, evidence)) = ranked.first().copied() else {
        return Aggregator::default();
    };
    let others = ranked
        .iter()
        .filter(|(.., other)| other.place != evidence.place);
    let next = others
        .clone()
        .map(|(_, count, _)| *count)
        .max()
        .unwrap_or(0);
    let mut fact = Fact::certain(FactValue::Text(symbol.to_owned()), evidence.clone());
    if most < next * 2 {
        fact.certain = false;
        fact.candidates = ranked
            .iter()
            .filter(|(_, count, _)| count * 2 >= most)
            .map(|(symbol, ..)| (*symbol).to_owned())
            .collect();
    }
    if let Some(parent) = parent(code, all, &fact.candidates) {
        let seen = ranked.iter().find(|(symbol, ..)| *symbol == parent);
        let evidence = seen.map_or(evidence, |(.., evidence)| *evidence);
        fact = Fact::certain(FactValue::Text(parent), evidence.clone());
    }
    let value = fact.value.to_string();
    let includes: Vec<Include> = of(code, all, facts.text("http.router").unwrap_or(&value));
    facts.add("http.router", fact);
    if let Some(first) = includes.first() {
        let form = match first.how {
            How::Call => "call",
            How::Loop => "loop",
            How::Helper => "helper",
            How::Dynamic => "dynamic",
        };
        let evidence = Evidence::line(&first.path, first.line);
        facts.add("http.router.form", text(form, evidence));
    }
    Aggregator { includes }
}

/// The one of several candidates that includes several of the others, and all but those that include it: what has
/// routers of its own is one of many.
fn parent(code: &Code, all: &[Include], candidates: &[String]) -> Option<String> {
    let has = |parent: &String, child: &String| {
        let mut includes = of(code, all, parent).into_iter();
        includes.any(|include| {
            let Some(Resolved::Own(symbol)) = code.resolve(&include.path, &include.router) else {
                return false;
            };
            &format!("{}:{}", symbol.module, symbol.name) == child
        })
    };
    let mut parents = candidates.iter().filter(|parent| {
        let others = candidates.iter().filter(|child| child != parent);
        let (inside, outside): (Vec<&String>, Vec<&String>) =
            others.partition(|child| has(parent, child));
        inside.len() > 1 && outside.iter().all(|other| has(other, parent))
    });
    let parent = parents.next()?;
    parents.next().is_none().then(|| parent.clone())
}

/// The prefix that all of several includes have alike: it is none of the siblings' own.
pub(super) fn shared_prefix<'a>(includes: &[&'a Include]) -> Option<&'a Expression> {
    let first = includes.first()?.prefix.as_ref()?;
    let is_same = |include: &&&Include| {
        let prefix = include.prefix.as_ref();
        prefix.is_some_and(|prefix| prefix.source == first.source)
    };
    (includes.len() > 1 && includes.iter().skip(1).filter(is_same).count() + 1 == includes.len())
        .then_some(first)
}

/// The includes whose receiver is `symbol`.
fn of(code: &Code, all: &[Include], symbol: &str) -> Vec<Include> {
    let is_of = |include: &&Include| {
        let module = code.index.module(&include.path);
        module.is_some_and(|module| format!("{module}:{}", include.receiver) == symbol)
    };
    all.iter().filter(is_of).cloned().collect()
}

/// A certain fact with a text.
pub(super) fn text(value: &str, evidence: Evidence) -> Fact {
    Fact::certain(FactValue::Text(value.to_owned()), evidence)
}

/// A router that was included: its definition and the call that makes it.
pub(super) struct Made {
    /// Where it is defined.
    pub symbol: Symbol,
    /// The call of `APIRouter`, or of what makes it.
    pub call: Option<Call>,
    /// The line of the definition.
    pub line: usize,
}

/// The definition of the router that `include` names. One that has no routes of its own and only includes another
/// stands for that other.
pub(super) fn made(code: &Code, include: &Include) -> Option<Made> {
    let mut found = defined(code, &include.path, &include.router)?;
    for _ in 0..4 {
        let module = code.module(&found.symbol.path)?;
        let name = &found.symbol.name;
        let mut routes = module
            .all_functions()
            .flat_map(|function| &function.decorators);
        let has_routes = routes.any(|decorator| {
            let call = decorator.as_call();
            call.and_then(Call::receiver) == Some(name)
        });
        let included = module.calls.iter().filter(|site| {
            site.call.name() == "include_router" && site.call.receiver() == Some(name)
        });
        let routers: Vec<&Expression> = included
            .filter_map(|site| site.call.argument("router", 0))
            .collect();
        let ([only], false) = (&routers[..], has_routes) else {
            break;
        };
        let Some(next) = defined(code, &found.symbol.path, &only.source) else {
            break;
        };
        found = next;
    }
    Some(found)
}

pub(super) fn defined(code: &Code, path: &str, router: &str) -> Option<Made> {
    let Resolved::Own(symbol) = code.resolve(path, router)? else {
        return None;
    };
    let module = code.module(&symbol.path)?;
    let mut assignments = module.assignments.iter();
    let assigned =
        assignments.find(|assigned| assigned.name == symbol.name && assigned.scope.is_empty())?;
    Some(Made {
        call: assigned
            .value
            .as_ref()
            .and_then(Expression::as_call)
            .cloned(),
        line: assigned.line,
        symbol,
    })
}

/// Adds how siblings are imported, and where they put prefix and tags.
pub(super) fn add_form(
    code: &Code,
    aggregator: &Aggregator,
    entities: &Entities,
    facts: &mut Facts,
) {
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut prefixes: Vec<(String, Evidence)> = Vec::new();
    let all: Vec<&Include> = aggregator.includes.iter().collect();
    let is_shared = shared_prefix(&all).is_some();
    for include in &aggregator.includes {
        let evidence = Evidence::line(&include.path, include.line);
        let mut count = |name: &'static str, value: &str, evidence: &Evidence| {
            tallies
                .entry(name)
                .or_default()
                .add(value, evidence.clone());
        };
        let Some(made) = made(code, include) else {
            continue;
        };
        let form = if include.router.contains('.') {
            "module"
        } else {
            "name"
        };
        count("http.router.import", form, &evidence);
        let way = if passes_on(code, include, &made) {
            "package"
        } else {
            "module"
        };
        count(THROUGH, way, &evidence);
        let own = Evidence::line(&made.symbol.path, made.line);
        let of_call = |name: &str| made.call.as_ref().and_then(|call| call.keyword(name));
        let (prefix, prefix_at) = match (&include.prefix, of_call("prefix")) {
            (Some(prefix), _) if !is_shared => (Some(prefix), "include"),
            (_, Some(prefix)) => (Some(prefix), "router"),
            (_, None) => (None, "none"),
        };
        count("http.router.prefix_at", prefix_at, &evidence);
        let tags_at = match (include.has_tags, of_call("tags").is_some()) {
            (true, _) => "include",
            (false, true) => "router",
            (false, false) => "none",
        };
        count("http.router.tags_at", tags_at, &evidence);
        let name = router_name(&made.symbol, entities);
        count("http.router.variable", &name, &own);
        let own_text = prefix.and_then(Expression::as_text).map(str::to_owned);
        let of_routes = || first_route(code, &made.symbol);
        prefixes.extend(own_text.or_else(of_routes).map(|text| (text, own)));
    }
    for (name, tally) in tallies {
        let fact = tally.decide(Decides::Share(60));
        // How a router is called in its own module is nobody else's affair: where they differ, one is called `router`.
        let is_told = |fact: &Fact| match name {
            THROUGH => fact.value.as_text() == Some("package"),
            "http.router.variable" => fact.certain,
            _ => true,
        };
        if let Some(fact) = fact.filter(is_told) {
            facts.add(name, fact);
        }
    }
    add_prefix_style(&prefixes, entities, facts);
}

/// Whether the package around the router's module passes it on: `from shop.api.orders.views import router` stands in
/// `shop/api/orders/__init__.py`, and the router is taken from there.
fn passes_on(code: &Code, include: &Include, made: &Made) -> bool {
    let Some(module) = code.module(&include.path) else {
        return false;
    };
    let (bound, rest) = match include.router.split_once('.') {
        Some((bound, rest)) => (bound, Some(rest)),
        None => (include.router.as_str(), None),
    };
    let Some(dotted) = module.imported(bound) else {
        return false;
    };
    let from = match rest {
        Some(rest) if !rest.contains('.') => Some(dotted.as_str()),
        Some(_) => None,
        None => dotted.rsplit_once('.').map(|(module, _)| module),
    };
    let is_around = |package: &str| {
        let inside = made.symbol.module.strip_prefix(package);
        inside.is_some_and(|inside| inside.starts_with('.') && !inside[1..].contains('.'))
    };
    from.is_some_and(|from| code.index.is_package(from) && is_around(from))
}

/// The name of a router in its module: the same for all, or made of the entity's.
pub(super) fn router_name(symbol: &Symbol, entities: &Entities) -> String {
    let stem = symbol.module.rsplit('.').next().unwrap_or_default();
    let by_stem = || {
        let rest = symbol.name.strip_prefix(stem)?;
        let of_stem = Entities::new([stem]);
        let template = of_stem.template(stem)?;
        rest.starts_with('_').then(|| format!("{template}{rest}"))
    };
    let template = entities.template(&symbol.name).or_else(by_stem);
    template.unwrap_or_else(|| symbol.name.clone())
}

/// The path of the first route of a router without a prefix.
fn first_route(code: &Code, symbol: &Symbol) -> Option<String> {
    let module = code.module(&symbol.path)?;
    let mut functions = module.functions.iter();
    functions.find_map(|function| {
        let call = function.decorators.iter().find_map(|decorator| {
            let call = decorator.as_call()?;
            (call.receiver() == Some(&symbol.name)).then_some(call)
        })?;
        Some(call.argument("path", 0)?.as_text()?.to_owned())
    })
}

/// Adds how prefixes are spelled: the words between slashes joined by dash or underscore, and for many or for one.
/// `/auth` and `/health` say nothing of that where others are called for an entity.
fn add_prefix_style(prefixes: &[(String, Evidence)], entities: &Entities, facts: &mut Facts) {
    let (mut separators, mut plural) = (Tally::default(), Tally::default());
    let mut of_entities = Tally::default();
    for (prefix, evidence) in prefixes {
        let words = prefix
            .split('/')
            .filter(|part| !part.is_empty() && !part.contains('{'));
        let Some(last) = words.clone().next_back() else {
            continue;
        };
        for (sign, name) in [("-", "kebab"), ("_", "snake")] {
            if words.clone().any(|word| word.contains(sign)) {
                separators.add(name, evidence.clone());
            }
        }
        let is_plural = last.ends_with('s') && !last.ends_with("ss") && !last.ends_with("us");
        plural.add(is_plural.to_string(), evidence.clone());
        let template = entities.template(&last.replace('-', "_"));
        if let Some(template) =
            template.filter(|it| ["{plural}", "{singular}"].contains(&it.as_str()))
        {
            of_entities.add((template == "{plural}").to_string(), evidence.clone());
        }
    }
    if !of_entities.is_empty() {
        plural = of_entities;
    }
    if let Some(fact) = separators.decide(Decides::Share(66)) {
        facts.add("http.router.prefix_sep", fact);
    }
    if let Some(fact) = plural.decide(Decides::Share(60)) {
        let says = fact.value == FactValue::Flag(true) || !fact.certain;
        if says {
            facts.add("http.router.plural", fact);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    #[test]
    fn where_routers_are_joined() {
        let main =
            "from fastapi import FastAPI\nfrom app.api import items, users\napp = FastAPI()\n";
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

    /// An application that includes the router of the others and some of its own is as likely the place as that router.
    #[test]
    fn an_application_beside_its_router() {
        let own = "from fastapi import APIRouter\nrouter = APIRouter()\n";
        let api = "from fastapi import APIRouter\nfrom app import a, b\napi = APIRouter()\napi.include_router(a.router)\napi.include_router(b.router)\n";
        let main = "from fastapi import FastAPI\nfrom app import health\nfrom app.api import api\napp = FastAPI()\napp.include_router(api)\napp.include_router(health.router)\n";
        let files = [
            ("app/a.py", own),
            ("app/b.py", own),
            ("app/health.py", own),
            ("app/api.py", api),
            ("app/main.py", main),
        ];
        check(&files, &[("http.router", "? app.api:api | app.main:app")]);
    }

    #[test]
    fn prefixes_of_entities_decide() {
        let main = "from fastapi import FastAPI\nfrom sqlalchemy.orm import DeclarativeBase\nfrom app import auth, health, order_items\napp = FastAPI()\nclass Base(DeclarativeBase): ...\nclass OrderItem(Base):\n    __tablename__ = \"order_items\"\napp.include_router(auth.router)\napp.include_router(health.router)\napp.include_router(order_items.router)\n";
        let own = |prefix: &str| {
            format!("from fastapi import APIRouter\nrouter = APIRouter(prefix=\"{prefix}\")\n")
        };
        for (prefix, expected) in [("/order-items", "true"), ("/order_item", "")] {
            let (auth, health, items) = (own("/auth"), own("/health"), own(prefix));
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

    #[test]
    fn routers_that_packages_pass_on() {
        let own = "from fastapi import APIRouter\nrouter = APIRouter()\n@router.get(\"/\")\ndef x(): ...\n";
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
}
