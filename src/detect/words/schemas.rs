//! How the classes are called that callers send and get, and of what they are made.

use std::sync::Arc;

use super::{set_most, siblings};
use crate::detect::code::Code;
use crate::detect::entities::bare;
use crate::detect::tables::Table;
use crate::detect::tally::{Tally, text};
use crate::facts::{Evidence, Facts};
use crate::python::{Class, Module, Resolved};

/// Suffixes of the classes that callers send to create, to change, and of those that they get.
const SENT: [&str; 8] = [
    "Create",
    "In",
    "New",
    "Add",
    "CreateRequest",
    "CreateDTO",
    "InputDTO",
    "Input",
];
const CHANGED: [&str; 5] = ["Update", "Patch", "Edit", "UpdateRequest", "UpdateDTO"];
const SHOWN: [&str; 12] = [
    "Read", "Public", "Out", "Response", "Schema", "View", "Detail", "DTO", "Dto", "Get", "Show",
    "Resource",
];

/// A class that is called for an entity.
struct Schema {
    suffix: String,
    evidence: Evidence,
    has_id: bool,
}

/// Adds `words.create`, `words.update`, `words.read`: the suffixes that most classes have; and `words.schema`.
///
/// What callers get has an id: where some such classes have one, those without are not read but sent.
pub(super) fn add(code: &Code, tables: &[Table], facts: &mut Facts) {
    let modules = modules(code, tables, facts);
    let all = schemas(code, tables, &modules);
    let told = |suffixes: &[&str], is_meant: &dyn Fn(&Schema) -> bool| {
        let mut tally = Tally::default();
        let of_kind = |it: &&Schema| suffixes.contains(&it.suffix.as_str()) && is_meant(it);
        for schema in all.iter().filter(of_kind) {
            tally.add(schema.suffix.as_str(), schema.evidence.clone());
        }
        tally
    };
    let with_id = told(&SHOWN, &|it| it.has_id);
    let read = with_id
        .ranked()
        .first()
        .map(|(suffix, ..)| (*suffix).to_owned());
    let mut sent = told(&SENT, &|_| true);
    if let Some(read) = read.filter(|_| sent.is_empty()) {
        let with_id: Vec<&str> = with_id.ranked().iter().map(|(it, ..)| *it).collect();
        sent = told(&SHOWN, &|it| {
            it.suffix != read && !with_id.contains(&it.suffix.as_str())
        });
    }
    set_most(&sent, "words.create", facts);
    set_most(&told(&CHANGED, &|_| true), "words.update", facts);
    let shown = if with_id.is_empty() {
        told(&SHOWN, &|_| true)
    } else {
        with_id
    };
    set_most(&shown, "words.read", facts);
    add_form(&modules, facts);
}

/// The classes whose name is that of an entity with something behind.
fn schemas(code: &Code, tables: &[Table], modules: &[(String, Arc<Module>)]) -> Vec<Schema> {
    let suffix = |class: &Class| {
        let of = |table: &Table| {
            let whole = class.name.strip_prefix(table.symbol.name.as_str());
            let own = [table.entity.as_str()].into_iter();
            let mut names = own.chain(bare(&table.entity));
            whole.or_else(|| names.find_map(|name| class.name.strip_prefix(name)))
        };
        let is_known = |rest: &&str| {
            [&SENT[..], &CHANGED, &SHOWN]
                .iter()
                .any(|it| it.contains(rest))
        };
        tables
            .iter()
            .filter_map(of)
            .find(is_known)
            .map(str::to_owned)
    };
    let mut found = Vec::new();
    for (path, module) in modules {
        for class in module.classes.iter().filter(|class| class.scope.is_empty()) {
            found.extend(suffix(class).map(|suffix| Schema {
                suffix,
                evidence: Evidence::line(path, class.line),
                has_id: has_id(code, path, class),
            }));
        }
    }
    found
}

/// Whether the class or one that it inherits has an id.
fn has_id(code: &Code, path: &str, class: &Class) -> bool {
    let above = code.ancestors(path, class);
    let mut above = above.iter().filter_map(|ancestor| match ancestor {
        Resolved::Own(symbol) => code.class(symbol),
        _ => None,
    });
    class.attribute("id").is_some() || above.any(|class| class.attribute("id").is_some())
}

/// The modules of the siblings' schemas; where no layout tells them, all of the program.
fn modules(code: &Code, tables: &[Table], facts: &Facts) -> Vec<(String, Arc<Module>)> {
    let layout = facts.get("layout.schema").filter(|fact| fact.certain);
    let paths = siblings(tables, layout.and_then(|fact| fact.value.as_text()));
    let all = || code.own().map(|(path, _)| path.to_owned()).collect();
    let paths: Vec<String> = if paths.is_empty() { all() } else { paths };
    let read = |path: String| code.module(&path).map(|module| (path, module));
    paths.into_iter().filter_map(read).collect()
}

/// Adds `words.schema` where tables are those of `SQLModel` and schemas, in modules of their own, are Pydantic's.
fn add_form(modules: &[(String, Arc<Module>)], facts: &mut Facts) {
    let (schema, model) = (facts.text("layout.schema"), facts.text("layout.model"));
    if schema.is_none() || schema == model || facts.text("db.orm") != Some("sqlmodel") {
        return;
    }
    let imports = |module: &Module, from: &str| {
        let mut imports = module.imports.iter();
        let found =
            imports.find(|import| import.module == from && import.name.as_deref() == Some("Field"));
        found.map(|import| import.line)
    };
    let by_sqlmodel = modules
        .iter()
        .any(|(_, module)| imports(module, "sqlmodel").is_some());
    let mut by_pydantic = modules
        .iter()
        .filter_map(|(path, module)| Some(Evidence::line(path, imports(module, "pydantic")?)));
    if let Some(evidence) = by_pydantic.next().filter(|_| !by_sqlmodel) {
        facts.add("words.schema", text("pydantic", evidence));
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    const MODELS: &str = "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\nclass User(Base):\n    __tablename__ = \"users\"\nclass Order(Base):\n    __tablename__ = \"orders\"\n";

    /// What has an id is what callers get.
    #[test]
    fn what_is_sent_and_what_is_shown() {
        let class = |name: &str, body: &str| format!("class {name}(BaseModel):\n    {body}\n");
        for (schemas, create, read) in [
            (
                class("OrderSchema", "name: str") + &class("OrderPublic", "id: int"),
                "Schema",
                "Public",
            ),
            (
                class("Shown", "id: int")
                    + "class OrderPublic(Shown): ...\n"
                    + &class("OrderSchema", "name: str"),
                "Schema",
                "Public",
            ),
            (
                class("OrderCreate", "name: str")
                    + &class("OrderPublic", "id: int")
                    + &class("OrderSchema", "name: str"),
                "Create",
                "Public",
            ),
            (
                class("UserSchema", "id: int") + &class("OrderSchema", "name: str"),
                "",
                "Schema",
            ),
            (class("OrderSchema", "name: str"), "", "Schema"),
        ] {
            let text = format!("import fastapi\nfrom pydantic import BaseModel\n{schemas}");
            check(
                &[("app/models.py", MODELS), ("app/schemas.py", &text)],
                &[("words.create", create), ("words.read", read)],
            );
        }
    }

    /// Schemas beside tables of `SQLModel` may be Pydantic's own.
    #[test]
    fn what_schemas_are_made_of() {
        let model = "from sqlmodel import Field, SQLModel\nclass OrderBase(SQLModel):\n    name: str\nclass Order(OrderBase, table=True):\n    id: int = Field(primary_key=True)\n";
        for (base, from, expected) in [
            ("BaseModel", "pydantic import BaseModel, Field", "pydantic"),
            ("SQLModel", "sqlmodel import Field, SQLModel", ""),
        ] {
            let schemas = format!(
                "import fastapi\nfrom {from}\nfrom app.models import OrderBase\nclass OrderCreate(OrderBase): ...\nclass OrderUpdate({base}): ...\n"
            );
            check(
                &[("app/models.py", model), ("app/schemas.py", &schemas)],
                &[("words.schema", expected), ("words.create", "Create")],
            );
        }
    }
}
