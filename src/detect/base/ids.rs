//! Of what type the ids are, and where they are declared.

use crate::detect::code::Code;
use crate::detect::tables::{Table, id_of};
use crate::detect::tally::{Decides, Tally};
use crate::facts::{Evidence, Facts};
use crate::python::Resolved;

/// Adds `db.id` and `db.id_in`.
pub(super) fn add_ids(code: &Code, siblings: &[&Table], facts: &mut Facts) {
    let (mut kinds, mut places) = (Tally::default(), Tally::default());
    for table in siblings {
        if let Some((kind, place, evidence)) = id(code, table) {
            kinds.add(kind, evidence.clone());
            places.add(place, evidence);
        }
    }
    for (name, tally) in [("db.id", kinds), ("db.id_in", places)] {
        if let Some(fact) = tally.decide(Decides::Share(80)) {
            facts.add(name, fact);
        }
    }
}

/// The type of a table's id, whether its class or a base has it, and where.
pub(super) fn id(code: &Code, table: &Table) -> Option<(&'static str, &'static str, Evidence)> {
    let path = &table.symbol.path;
    if let Some((kind, line)) = id_of(code, path, &table.class, "id") {
        return Some((kind, "class", Evidence::line(path, line)));
    }
    let mut above = table.ancestors.iter();
    above.find_map(|ancestor| {
        let Resolved::Own(symbol) = ancestor else {
            return None;
        };
        let class = code.class(symbol)?;
        let (kind, line) = id_of(code, &symbol.path, &class, "id")?;
        Some((kind, "base", Evidence::line(&symbol.path, line)))
    })
}
