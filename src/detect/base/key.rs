//! What the siblings call the column that names their rows.

use crate::detect::code::Code;
use crate::detect::tables::Table;
use crate::detect::tally::{Decides, Tally};
use crate::detect::{ids, keys};
use crate::facts::Facts;
use crate::naming::Names;

/// What stands in for the name of the entity.
const SINGULAR: &str = "{singular}";

/// What names of keys are made of, but for that of the entity: others say what the rows are, not how keys are called.
const WORDS: [&str; 6] = ["guid", "id", "oid", "pk", "uid", "uuid"];

/// Adds `db.key` where it is not `id`: a name, or how it is made, such as `{singular}_id`. Where half of the siblings have
/// `id`, it is that.
pub(super) fn add_key(code: &Code, siblings: &[&Table], facts: &mut Facts) {
    let mut tally = Tally::default();
    for table in siblings {
        let key = keys::of_table(code, table);
        let form = key.as_ref().and_then(|key| form(key, &table.entity));
        let declared = key.and_then(|key| ids::declared(code, table, &key));
        if let (Some(form), Some(declared)) = (form, declared) {
            tally.add(form, declared.evidence);
        }
    }
    let is_id = tally.count("id") * 2 >= tally.total();
    if let Some(fact) = tally.decide(Decides::Most).filter(|_| !is_id) {
        facts.add("db.key", fact);
    }
}

/// What the key of a table is called by `db.key`; by the table itself where that is split.
pub(super) fn key_of(code: &Code, table: &Table, facts: &Facts) -> Option<String> {
    let Some(fact) = facts.get("db.key") else {
        return Some("id".to_owned());
    };
    if !fact.certain {
        return keys::of_table(code, table);
    }
    let names = Names::new(&table.entity).ok()?;
    Some(
        fact.value
            .as_text()?
            .replace(SINGULAR, &names.singular.snake),
    )
}

/// How a key's name is made, where it is one that other tables could have alike.
fn form(key: &str, entity: &str) -> Option<String> {
    let is_general = |text: &str| text.split('_').all(|word| WORDS.contains(&word));
    if is_general(key) {
        return Some(key.to_owned());
    }
    let singular = Names::new(entity).ok()?.singular.snake;
    let after = key
        .strip_prefix(&singular)
        .and_then(|it| it.strip_prefix('_'));
    let before = key
        .strip_suffix(&singular)
        .and_then(|it| it.strip_suffix('_'));
    match (after, before) {
        (Some(after), _) if is_general(after) => Some(format!("{SINGULAR}_{after}")),
        (_, Some(before)) if is_general(before) => Some(format!("{before}_{SINGULAR}")),
        _ => None,
    }
}
