//! How the prefixes of siblings are spelled.

use crate::detect::entities::Entities;
use crate::detect::tally::{Decides, Tally};
use crate::facts::{Evidence, Fact, FactValue, Facts};

/// Last words of paths of routes that are about no entity.
const ASIDE: [&str; 14] = [
    "auth",
    "login",
    "token",
    "oauth",
    "oauth2",
    "health",
    "healthcheck",
    "ping",
    "admin",
    "me",
    "root",
    "metrics",
    "debug",
    "version",
];

/// Whether a part of a path is one word for what the routes are about: no value, no `api` and no `v1`.
fn says_what(part: &str) -> bool {
    let number = part.strip_prefix('v').unwrap_or_default();
    let is_version = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
    !part.is_empty() && !part.contains('{') && part != "api" && !is_version
}

/// Adds how prefixes are spelled: the words between slashes joined by dash or underscore, and for many or for one.
/// `/auth` and `/health` say nothing of that; where prefixes are called for entities, no others do.
pub(super) fn add_prefix_style(
    prefixes: &[(String, Evidence)],
    entities: &Entities,
    facts: &mut Facts,
) {
    let (mut separators, mut plural) = (Tally::default(), Tally::default());
    let (mut of_entities, mut of_files) = (Tally::default(), Tally::default());
    for (prefix, evidence) in prefixes {
        let file = entities.path_template(&evidence.place);
        if let Some(is_plural) = file.as_deref().and_then(is_for_many) {
            of_files.add(is_plural.to_string(), evidence.clone());
        }
        let words = prefix.split('/').filter(|part| says_what(part));
        let Some(last) = words.clone().next_back() else {
            continue;
        };
        for (sign, name) in [("-", "kebab"), ("_", "snake")] {
            if words.clone().any(|word| word.contains(sign)) {
                separators.add(name, evidence.clone());
            }
        }
        let is_plural = last.ends_with('s') && !last.ends_with("ss") && !last.ends_with("us");
        if !ASIDE.contains(&last) {
            plural.add(is_plural.to_string(), evidence.clone());
        }
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
        let others = Some(&of_files).filter(|_| !fact.certain);
        let settled = others.and_then(|files| settled(files, &plural));
        facts.add("http.router.plural", settled.unwrap_or(fact));
    }
}

/// So few prefixes that are spelled in both ways say nothing.
const FEW: usize = 4;

/// What is left where prefixes are spelled in both ways: as the files of routers are, where those are alike; for many,
/// where there are hardly any.
fn settled(files: &Tally, prefixes: &Tally) -> Option<Fact> {
    let of_files = files.decide(Decides::Share(100));
    let usual = || {
        let plural = Fact::certain(FactValue::Flag(true), prefixes.ranked().first()?.2.clone());
        (prefixes.total() <= FEW).then_some(plural)
    };
    of_files.filter(|fact| fact.certain).or_else(usual)
}

/// Whether the file of an entity is called for many of it or for one.
fn is_for_many(template: &str) -> Option<bool> {
    let is_plural = template.contains("{plural}");
    (is_plural != template.contains("{singular}")).then_some(is_plural)
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    const MODELS: &str = "from sqlmodel import SQLModel, Field\nclass Order(SQLModel, table=True):\n    id: int = Field(primary_key=True)\nclass User(SQLModel, table=True):\n    id: int = Field(primary_key=True)\n";

    /// Prefixes that are spelled in both ways: the files of the routers decide, and hardly any say nothing.
    #[test]
    fn prefixes_in_both_ways() {
        for (files, expected) in [
            (vec![("order", "/shop"), ("user", "/carts")], "false"),
            (vec![("orders", "/shop"), ("people", "/carts")], "true"),
            (vec![("goods", "/shop"), ("people", "/shops")], "true"),
            (
                vec![
                    ("a", "/shop"),
                    ("b", "/shops"),
                    ("c", "/cart"),
                    ("d", "/carts"),
                    ("e", "/firm"),
                    ("f", "/firms"),
                ],
                "? false | true",
            ),
        ] {
            let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
            let includes = names
                .iter()
                .map(|it| format!("app.include_router({it}.router)\n"));
            let main = format!(
                "from fastapi import FastAPI\nfrom app.api import {}\napp = FastAPI()\n{}",
                names.join(", "),
                includes.collect::<String>()
            );
            let routers = files.iter().map(|(name, prefix)| {
                let router = format!(
                    "from fastapi import APIRouter\nrouter = APIRouter(prefix=\"{prefix}\")\n"
                );
                (format!("app/api/{name}.py"), router)
            });
            let routers: Vec<(String, String)> = routers.collect();
            let mut tree = vec![
                ("app/main.py", main.as_str()),
                ("app/models.py", MODELS),
                ("app/api/__init__.py", ""),
            ];
            tree.extend(
                routers
                    .iter()
                    .map(|(path, text)| (path.as_str(), text.as_str())),
            );
            check(&tree, &[("http.router.plural", expected)]);
        }
    }
}
