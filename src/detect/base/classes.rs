//! What the models of the siblings inherit, and what their bases bring.

use crate::detect::affix::bare;
use crate::detect::code::Code;
use crate::detect::columns::is_declared;
use crate::detect::tables::{Table, column_form};
use crate::detect::tally::{Decides, Tally};
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::python::{Class, Resolved, Symbol};

/// Of so many tables, what is seen twice as often as anything else is the usual.
const MANY: usize = 30;

/// Adds `db.base.classes`: the bases that most siblings have, with those columns that the bases bring. Gives the
/// siblings that have them; all where that is not certain.
pub(super) fn add_classes<'a>(
    code: &Code,
    siblings: &[&'a Table],
    facts: &mut Facts,
) -> Vec<&'a Table> {
    let mut tally = Tally::default();
    for table in siblings {
        let evidence = Evidence::line(&table.symbol.path, table.class.line);
        tally.add(listed(code, table), evidence);
    }
    let Some(mut fact) = tally.decide(Decides::Most) else {
        return siblings.to_vec();
    };
    // Twice as often as the next says nothing where each is seen once or twice.
    if tally.count(&fact.value.to_string()) * 3 < tally.total() && tally.total() < MANY {
        fact.certain = false;
        fact.candidates = tally
            .ranked()
            .iter()
            .map(|(list, ..)| (*list).to_owned())
            .collect();
    }
    let list = fact.value.to_string();
    let classes: Vec<String> = list
        .split(' ')
        .filter(|class| !class.is_empty())
        .map(str::to_owned)
        .collect();
    fact.candidates = fact
        .candidates
        .iter()
        .map(|list| list.replace(' ', ", "))
        .collect();
    let evidence = fact.evidence.clone();
    if fact.certain {
        add_brought(code, siblings, &list, &evidence, facts);
    }
    fact.value = FactValue::List(classes);
    let is_certain = fact.certain;
    facts.add("db.base.classes", fact);
    let has_them = |table: &&&Table| !is_certain || listed(code, table) == list;
    siblings.iter().filter(has_them).copied().collect()
}

/// The bases that a table shares with others, in one text.
fn listed(code: &Code, table: &Table) -> String {
    let bases = shared_bases(code, &table.symbol.path, &table.class, &table.symbol.name);
    let texts: Vec<String> = bases.iter().filter_map(symbol_text).collect();
    texts.join(" ")
}

/// The direct bases; one that is of this entity alone (`UserBase` of `User`, `UserEntity`) stands for its own bases,
/// but for those that come with another.
fn shared_bases(code: &Code, path: &str, class: &Class, entity: &str) -> Vec<Resolved> {
    let mut found = Vec::new();
    for base in code.bases(path, class) {
        match &base {
            Resolved::Own(symbol) if is_of_entity(&symbol.name, entity) => {
                let above = code.class(symbol);
                found.extend(
                    above
                        .iter()
                        .flat_map(|above| shared_bases(code, &symbol.path, above, entity)),
                );
            }
            _ => found.push(base),
        }
    }
    let mut seen: Vec<Resolved> = Vec::new();
    found.retain(|base| {
        let is_new = !seen.contains(base);
        seen.push(base.clone());
        is_new
    });
    // No class may stand before one that inherits it; and `SQLModel` need not be named beside one.
    let inherits = |heir: &Resolved, base: &Resolved| match heir {
        Resolved::Own(heir) => code
            .class(heir)
            .is_some_and(|class| code.ancestors(&heir.path, &class).contains(base)),
        _ => false,
    };
    let comes_with = |(at, base): (usize, &Resolved)| {
        let is_sqlmodel = base.external().is_some_and(|it| it.ends_with(".SQLModel"));
        let others = if is_sqlmodel {
            &found[..]
        } else {
            &found[at..]
        };
        others.iter().any(|it| inherits(it, base))
    };
    let brought: Vec<bool> = found.iter().enumerate().map(comes_with).collect();
    let mut brought = brought.into_iter();
    found.retain(|_| !brought.next().unwrap_or(false));
    found
}

/// Whether the name of a base has that of the entity, without what classes of models begin or end with.
fn is_of_entity(base: &str, class: &str) -> bool {
    base.contains(class) || bare(class).any(|short| base.contains(short))
}

fn symbol_text(resolved: &Resolved) -> Option<String> {
    match resolved {
        Resolved::Own(symbol) => Some(symbol.to_string()),
        Resolved::External(name) => {
            let (module, name) = name.rsplit_once('.')?;
            Some(format!("{module}:{name}"))
        }
        Resolved::Module(_) => None,
    }
}

/// Adds the columns that the bases in `list` bring, and whether they make dataclasses.
fn add_brought(
    code: &Code,
    siblings: &[&Table],
    list: &str,
    evidence: &Evidence,
    facts: &mut Facts,
) {
    let of_list = siblings.iter().find(|table| listed(code, table) == list);
    let Some(table) = of_list else { return };
    let bases = shared_bases(code, &table.symbol.path, &table.class, &table.symbol.name);
    let mut columns: Vec<String> = Vec::new();
    for symbol in with_ancestors(code, &bases) {
        if let Some(class) = code.class(&symbol) {
            columns.extend(
                column_names(&class)
                    .into_iter()
                    .filter(|name| !columns.contains(name))
                    .collect::<Vec<_>>(),
            );
        }
    }
    facts.add(
        "db.base.columns",
        Fact::certain(FactValue::List(columns), evidence.clone()),
    );
    let is_dataclass = |ancestor: &Resolved| {
        ancestor
            .external()
            .is_some_and(|name| name.ends_with(".MappedAsDataclass"))
    };
    if table.ancestors.iter().any(is_dataclass) {
        facts.add(
            "db.base.dataclass",
            Fact::certain(FactValue::Flag(true), evidence.clone()),
        );
    }
}

/// The classes of the project among `bases` and their ancestors.
fn with_ancestors(code: &Code, bases: &[Resolved]) -> Vec<Symbol> {
    let mut found = Vec::new();
    for base in bases {
        let Resolved::Own(symbol) = base else {
            continue;
        };
        found.push(symbol.clone());
        let above = code.ancestors_of(symbol);
        found.extend(above.into_iter().filter_map(Resolved::own));
    }
    found
}

/// The columns that a class declares, those of `declared_attr` included.
fn column_names(class: &Class) -> Vec<String> {
    let attributes = class.attributes.iter();
    let declared = attributes
        .filter(|attribute| column_form(attribute).is_some())
        .map(|attribute| attribute.name.clone());
    let methods = class.methods.iter().filter(|method| is_declared(method));
    declared
        .chain(methods.map(|method| method.name.clone()))
        .collect()
}
