//! Functions that keep rows, `create_user(session, user_in)` of `crud.py`: where they are, and in which form.

mod called;
mod read;

use std::collections::BTreeSet;

use super::code::Code;
use super::entities::Entities;
use super::tally::{Decides, Tally, text};
use crate::facts::{Evidence, Fact, FactValue, Facts};
use read::{By, Keeper, Verb};

/// Where the functions of the data layer are.
const PLACE: &str = "layout.functions";

/// Adds `layout.functions` and `functions.…`, where functions and no classes keep the rows of the siblings.
pub(super) fn add(code: &Code, entities: &Entities, facts: &mut Facts) {
    let all = read::keepers(code, entities);
    let mut places = Tally::default();
    for keeper in &all {
        places.add(&keeper.place, keeper.evidence.clone());
    }
    let given = facts.text(PLACE).map(str::to_owned);
    let Some(mut decided) = places.decide(Decides::Most) else {
        return;
    };
    ensure_alone(&mut decided, &places);
    let place = given.unwrap_or_else(|| decided.value.to_string());
    let siblings: Vec<&Keeper> = all.iter().filter(|it| it.place == place).collect();
    if !is_layer(&siblings) {
        return;
    }
    facts.add(PLACE, decided);
    add_names(&siblings, facts);
    add_parameters(&siblings, facts);
    add_ways(&siblings, facts);
    called::add(code, &siblings, entities, facts);
}

/// One file that keeps the rows of several entities, beside files of one each, says nothing of where the next one goes.
fn ensure_alone(decided: &mut Fact, places: &Tally) {
    let place = decided.value.to_string();
    let (dir, file) = place.rsplit_once('/').unwrap_or(("", &place));
    let is_beside = |other: &str| {
        let (beside, other) = other.rsplit_once('/').unwrap_or(("", other));
        beside == dir && other.contains('{')
    };
    let ranked = places.ranked();
    if !file.contains('{') && ranked.iter().any(|(other, ..)| is_beside(other)) {
        decided.certain = false;
        decided.candidates = ranked
            .iter()
            .map(|(place, ..)| (*place).to_owned())
            .collect();
    }
}

/// Whether they are a layer: something is written, and not by a single function.
fn is_layer(siblings: &[&Keeper]) -> bool {
    let writes = siblings
        .iter()
        .any(|keeper| !matches!(keeper.verb, Verb::Get | Verb::List));
    let names: BTreeSet<&str> = siblings.iter().map(|it| it.function.as_str()).collect();
    let paths: BTreeSet<&str> = siblings.iter().map(|it| it.path.as_str()).collect();
    writes && names.len().max(paths.len()) > 1
}

/// The name of each function; where no sibling has one, it is made as the others are.
fn add_names(siblings: &[&Keeper], facts: &mut Facts) {
    let bare = siblings.iter().filter(|it| !it.name.contains('{')).count() * 2 > siblings.len();
    for verb in Verb::ALL {
        let mut tally = Tally::default();
        for keeper in siblings.iter().filter(|keeper| keeper.verb == verb) {
            tally.add(&keeper.name, keeper.evidence.clone());
        }
        let seen = tally
            .ranked()
            .first()
            .map(|(name, _, evidence)| text(name, (*evidence).clone()));
        let made = || text(verb.usual(bare), siblings[0].evidence.clone());
        facts.add(verb.fact(), seen.unwrap_or_else(made));
    }
}

/// What the parameters are called, and in which order they are.
fn add_parameters(siblings: &[&Keeper], facts: &mut Facts) {
    let first = &siblings[0].evidence;
    let mut most = |name: &str, of: &dyn Fn(&Keeper) -> Option<String>, usual: &str| {
        let mut tally = Tally::default();
        for keeper in siblings {
            if let Some(value) = of(keeper) {
                tally.add(value, keeper.evidence.clone());
            }
        }
        let ranked = tally.ranked();
        let (value, evidence) = ranked
            .first()
            .map_or((usual, first), |(value, _, at)| (value, *at));
        let value = FactValue::parse(value);
        facts.add(name, Fact::certain(value, evidence.clone()));
    };
    most(
        "functions.session",
        &|it| Some(it.session.clone()),
        "session",
    );
    most(
        "functions.keywords",
        &|it| Some(it.keywords.to_string()),
        "false",
    );
    most(
        "functions.session_last",
        &|it| it.is_last.map(|last| last.to_string()),
        "false",
    );
    most("functions.given", &|it| it.given.clone(), "data");
    most("functions.changes", &|it| it.changes.clone(), "changes");
    most("functions.row", &|it| it.row.clone(), "row");
    most("functions.id", &|it| it.id.clone(), "{singular}_id");
}

/// Whether rows are changed and deleted by their id, and whether what is done is committed at once.
fn add_ways(siblings: &[&Keeper], facts: &mut Facts) {
    for (name, verb) in [
        ("functions.update_by", Verb::Update),
        ("functions.delete_by", Verb::Delete),
    ] {
        let mut tally = Tally::default();
        for keeper in siblings.iter().filter(|keeper| keeper.verb == verb) {
            let by = if keeper.by == By::Id { "id" } else { "row" };
            tally.add(by, keeper.evidence.clone());
        }
        let seen = tally
            .ranked()
            .first()
            .map(|(by, _, evidence)| text(by, (*evidence).clone()));
        facts.add(
            name,
            seen.unwrap_or_else(|| text("row", siblings[0].evidence.clone())),
        );
    }
    let mut tally = Tally::default();
    for keeper in siblings.iter().filter(|keeper| keeper.verb.writes()) {
        tally.add(keeper.commits.to_string(), keeper.evidence.clone());
    }
    if let Some((value, _, evidence)) = tally.ranked().first() {
        let value = FactValue::parse(value);
        facts.add(
            "functions.commits",
            Fact::certain(value, (*evidence).clone()),
        );
    }
}

/// The evidence of a function.
fn at(path: &str, line: usize) -> Evidence {
    Evidence::line(path, line)
}

#[cfg(test)]
mod tests;
