//! Names of constraints and indexes by the convention of the project's metadata, and the schema that its tables are in.

use super::code::Code;
use super::tables::Table;
use super::tally::{Decides, Tally, text};
use crate::facts::{Evidence, Facts};
use crate::naming::Names;
use crate::python::{Expression, Form, Resolved};

/// The kinds of names that a migration gives.
const KINDS: [&str; 4] = ["ix", "uq", "fk", "pk"];

/// What a convention calls the parts of a name, and what the forms of names in migrations call them.
const PARTS: [(&str, &str); 6] = [
    ("%(column_0_label)s", "%(table)s_%(column)s"),
    ("%(table_name)s", "%(table)s"),
    ("%(column_0_name)s", "%(column)s"),
    ("%(column_0_N_name)s", "%(column)s"),
    ("%(column_0_key)s", "%(column)s"),
    ("%(referred_table_name)s", "%(target)s"),
];

/// Adds `db.names.…` where the project has one convention, `db.schema` and `entities.NAME.table_schema`.
pub(super) fn add(code: &Code, tables: &[Table], facts: &mut Facts) {
    add_convention(code, facts);
    add_schemas(code, tables, facts);
}

fn add_convention(code: &Code, facts: &mut Facts) {
    let mut found: Vec<(Vec<(String, String)>, Evidence)> = Vec::new();
    for (path, module) in code.own() {
        let of_calls = module.calls.iter().filter_map(|site| {
            let is_metadata = site.call.name() == "MetaData";
            let value = site
                .call
                .keyword("naming_convention")
                .filter(|_| is_metadata)?;
            Some((value, site.call.line))
        });
        let of_assignments = module.assignments.iter().filter_map(|assigned| {
            let is_set = assigned.name.ends_with("metadata.naming_convention");
            Some((assigned.value.as_ref().filter(|_| is_set)?, assigned.line))
        });
        for (value, line) in of_calls.chain(of_assignments) {
            let names = convention(code, path, value);
            if !names.is_empty() && !found.iter().any(|(known, _)| *known == names) {
                found.push((names, Evidence::line(path, line)));
            }
        }
    }
    // Of several, nobody can tell which one the migrations go by.
    let [(names, evidence)] = &found[..] else {
        return;
    };
    for (kind, form) in names {
        facts.add(format!("db.names.{kind}"), text(form, evidence.clone()));
    }
}

/// The forms that a dictionary gives, or the name of one.
fn convention(code: &Code, path: &str, value: &Expression) -> Vec<(String, String)> {
    let (own, pairs);
    let given = match (&value.form, value.as_name()) {
        (Form::Pairs(given), _) => given,
        (_, Some(name)) => {
            own = constant(code, path, name);
            match own.as_ref().map(|value| &value.form) {
                Some(Form::Pairs(given)) => given,
                _ => return Vec::new(),
            }
        }
        _ => {
            pairs = Vec::new();
            &pairs
        }
    };
    let form = |(key, value): &(Expression, Expression)| {
        let kind = key.as_text().filter(|kind| KINDS.contains(kind))?;
        Some((kind.to_owned(), form(value.as_text()?)?))
    };
    given.iter().filter_map(form).collect()
}

/// What a name at the top of a module stands for, wherever it was imported from.
fn constant(code: &Code, path: &str, name: &str) -> Option<Expression> {
    let Resolved::Own(symbol) = code.resolve(path, name)? else {
        return None;
    };
    code.module(&symbol.path)?.value(&symbol.name, "").cloned()
}

/// The form of a name as migrations have it; nothing where it needs what a migration does not know.
fn form(convention: &str) -> Option<String> {
    let mut form = convention.to_owned();
    for (part, ours) in PARTS {
        form = form.replace(part, ours);
    }
    let known = ["%(table)s", "%(column)s", "%(target)s"];
    let rest = known
        .iter()
        .fold(form.clone(), |rest, part| rest.replace(part, ""));
    (!rest.contains('%')).then_some(form)
}

fn add_schemas(code: &Code, tables: &[Table], facts: &mut Facts) {
    let (of_all, mut schemas) = (of_metadata(code), Tally::default());
    for table in tables {
        let own = of_table(code, table);
        let schema = own.or_else(|| of_all.as_ref().map(|(schema, _)| schema.clone()));
        let evidence = Evidence::line(&table.symbol.path, table.class.line);
        if let (Some(schema), Ok(names)) = (&schema, Names::new(&table.entity)) {
            let name = format!("entities.{}.table_schema", names.singular.snake);
            facts.add(name, text(schema, evidence.clone()));
        }
        schemas.add(schema.unwrap_or_default(), evidence);
    }
    let decided = schemas.decide(Decides::Share(80));
    let is_none = |value: &str| value.is_empty();
    if let Some(fact) =
        decided.filter(|fact| !fact.certain || !fact.value.as_text().is_some_and(is_none))
    {
        facts.add("db.schema", fact);
    }
    if let Some((_, evidence)) = of_all {
        facts.add("db.schema_in", text("metadata", evidence));
    }
}

/// The schema that `MetaData(schema=…)` gives to all tables.
fn of_metadata(code: &Code) -> Option<(String, Evidence)> {
    code.own().find_map(|(path, module)| {
        let mut calls = module
            .calls
            .iter()
            .filter(|site| site.call.name() == "MetaData");
        calls.find_map(|site| {
            let schema = words(code, path, site.call.keyword("schema")?)?;
            Some((schema, Evidence::line(path, site.call.line)))
        })
    })
}

/// The schema in the class's own `__table_args__`.
fn of_table(code: &Code, table: &Table) -> Option<String> {
    let value = table.class.attribute("__table_args__")?.value.as_ref()?;
    let last = match &value.form {
        Form::Items(items) => items.last()?,
        _ => value,
    };
    let Form::Pairs(pairs) = &last.form else {
        return None;
    };
    let mut pairs = pairs.iter();
    let (_, schema) = pairs.find(|(key, _)| key.as_text() == Some("schema"))?;
    words(code, &table.symbol.path, schema)
}

/// A text, or what a constant holds.
fn words(code: &Code, path: &str, value: &Expression) -> Option<String> {
    let own = || {
        constant(code, path, value.as_name()?)?
            .as_text()
            .map(str::to_owned)
    };
    value.as_text().map(str::to_owned).or_else(own)
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    #[test]
    fn conventions_and_schemas() {
        let rules = "{\"ix\": \"ix_%(column_0_label)s\", \"uq\": \"%(table_name)s_%(column_0_name)s_uniq\", \"fk\": \"fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s\", \"ck\": \"ck_%(constraint_name)s\", \"pk\": \"pk_%(other)s\"}";
        for (metadata, args, expected) in [
            (
                format!("MetaData(naming_convention={rules})"),
                "",
                [
                    "ix_%(table)s_%(column)s",
                    "%(table)s_%(column)s_uniq",
                    "",
                    "",
                    "",
                ],
            ),
            (
                format!("MetaData(naming_convention=RULES)\nRULES = {rules}"),
                "    __table_args__ = {'schema': 'billing'}\n",
                [
                    "ix_%(table)s_%(column)s",
                    "%(table)s_%(column)s_uniq",
                    "",
                    "billing",
                    "billing",
                ],
            ),
            (
                "MetaData(schema=SCHEMA)\nSCHEMA = 'shop'".to_owned(),
                "",
                ["", "", "", "shop", "shop"],
            ),
            (
                "MetaData()".to_owned(),
                "    __table_args__ = (UniqueConstraint('a'), {'schema': 'x'})\n",
                ["", "", "", "x", "x"],
            ),
        ] {
            let models = format!(
                "from sqlalchemy import MetaData\nfrom sqlalchemy.orm import DeclarativeBase\nmeta = {metadata}\nclass Base(DeclarativeBase): ...\nclass User(Base):\n    __tablename__ = 'users'\n{args}"
            );
            let names = [
                "db.names.ix",
                "db.names.uq",
                "db.names.pk",
                "db.schema",
                "entities.user.table_schema",
            ];
            let expected: Vec<(&str, &str)> = names.into_iter().zip(expected).collect();
            check(&[("app/models.py", &models)], &expected);
        }
    }
}
