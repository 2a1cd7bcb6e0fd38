//! How the prefixes of siblings are spelled.

use crate::detect::entities::Entities;
use crate::detect::tally::{Decides, Tally};
use crate::facts::{Evidence, FactValue, Facts};

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

/// Adds how prefixes are spelled: the words between slashes joined by dash or underscore, and for many or for one.
/// `/auth` and `/health` say nothing of that where others are called for an entity.
pub(super) fn add_prefix_style(
    prefixes: &[(String, Evidence)],
    entities: &Entities,
    facts: &mut Facts,
) {
    let (mut separators, mut plural) = (Tally::default(), Tally::default());
    let (mut of_entities, mut aside) = <(Tally, Tally)>::default();
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
        let tally = if ASIDE.contains(&last) {
            &mut aside
        } else {
            &mut plural
        };
        tally.add(is_plural.to_string(), evidence.clone());
        let template = entities.template(&last.replace('-', "_"));
        if let Some(template) =
            template.filter(|it| ["{plural}", "{singular}"].contains(&it.as_str()))
        {
            of_entities.add((template == "{plural}").to_string(), evidence.clone());
        }
    }
    if !of_entities.is_empty() {
        plural = of_entities;
    } else if plural.is_empty() {
        plural = aside;
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
