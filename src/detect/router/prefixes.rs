//! How the prefixes of siblings are spelled.

use crate::detect::entities::Entities;
use crate::detect::tally::{Decides, Tally};
use crate::facts::{Evidence, Facts};

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
    let mut of_entities = Tally::default();
    for (prefix, evidence) in prefixes {
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
        facts.add("http.router.plural", fact);
    }
}
