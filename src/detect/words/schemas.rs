//! How the classes are called that callers send and get, and of what they are made.

use std::sync::Arc;

use heck::ToSnakeCase;

use super::{set_most, siblings};
use crate::detect::affix::bare;
use crate::detect::code::Code;
use crate::detect::tables::Table;
use crate::detect::tally::{Tally, text};
use crate::facts::{Evidence, Facts};
use crate::python::{Class, Module, Resolved};

/// The words that stand beside an entity's name in the name of a class: one says what it is for, others may follow.
struct Words {
    /// What it is for.
    says: &'static [&'static str],
    /// What may follow, and says no more.
    follows: &'static [&'static str],
}

/// Of what callers send to create.
const SENT: Words = Words {
    says: &["create", "in", "new", "add", "insert", "input"],
    follows: &[
        "body", "command", "data", "dto", "form", "in", "input", "model", "payload", "request",
        "schema",
    ],
};

/// Of what they send to change.
const CHANGED: Words = Words {
    says: &["update", "patch", "edit"],
    follows: SENT.follows,
};

/// Of what they get.
const SHOWN: Words = Words {
    says: &[
        "read", "public", "out", "output", "response", "schema", "view", "detail", "dto", "get",
        "show", "resource",
    ],
    follows: &["dto", "model", "out", "response", "schema"],
};

/// A class that is called for an entity.
struct Schema {
    word: String,
    evidence: Evidence,
    has_id: bool,
}

/// Adds `words.create`, `words.update`, `words.read`: what most classes have behind the entity's name, such as
/// `CreateModel`, or the whole with `{entity}` where something stands before it; and `words.schema`.
///
/// What callers get has an id: where some such classes have one, those without are not read but sent.
pub(super) fn add(code: &Code, tables: &[Table], facts: &mut Facts) {
    let modules = modules(code, tables, facts);
    let all = schemas(code, tables, &modules);
    let told = |words: &Words, is_meant: &dyn Fn(&Schema) -> bool| {
        let mut tally = Tally::default();
        let of_kind = |it: &&Schema| words.are_in(&it.word) && is_meant(it);
        for schema in all.iter().filter(of_kind) {
            tally.add(schema.word.as_str(), schema.evidence.clone());
        }
        tally
    };
    let with_id = told(&SHOWN, &|it| it.has_id);
    let read = with_id
        .ranked()
        .first()
        .map(|(word, ..)| (*word).to_owned());
    let mut sent = told(&SENT, &|_| true);
    if let Some(read) = read.filter(|_| sent.is_empty()) {
        let with_id: Vec<&str> = with_id.ranked().iter().map(|(it, ..)| *it).collect();
        sent = told(&SHOWN, &|it| {
            it.word != read && !with_id.contains(&it.word.as_str())
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

/// The classes whose name is that of an entity with words that say what they are for.
fn schemas(code: &Code, tables: &[Table], modules: &[(String, Arc<Module>)]) -> Vec<Schema> {
    let mut found = Vec::new();
    for (path, module) in modules {
        for class in module.classes.iter().filter(|class| class.scope.is_empty()) {
            let mut known = tables.iter().filter_map(|table| {
                let mut kinds = [&SENT, &CHANGED, &SHOWN].into_iter();
                kinds.find_map(|words| word(class, table, words))
            });
            let is_told = |word: &String| !word.contains('{') || is_data(code, path, class);
            found.extend(known.find(is_told).map(|word| Schema {
                word,
                evidence: Evidence::line(path, class.line),
                has_id: has_id(code, path, class),
            }));
        }
    }
    found
}

impl Words {
    /// Whether these words are in what stands behind an entity's name, or around it.
    fn are_in(&self, word: &str) -> bool {
        match word.split_once("{entity}") {
            Some((before, after)) => {
                self.says.contains(&before.to_snake_case().as_str()) && follow(after, self)
            }
            None => is_said(word, self),
        }
    }
}

/// What the name of a class says beside that of the entity.
fn word(class: &Class, table: &Table, words: &Words) -> Option<String> {
    let names = [table.symbol.name.as_str(), &table.entity];
    names
        .into_iter()
        .chain(bare(&table.entity))
        .find_map(|name| {
            let (before, after) = class.name.split_once(name)?;
            if before.is_empty() {
                return is_said(after, words).then(|| after.to_owned());
            }
            let before_says = words.says.contains(&before.to_snake_case().as_str());
            (before_says && follow(after, words)).then(|| format!("{before}{{entity}}{after}"))
        })
}

/// Whether it begins with a word that says what a class is for, and goes on with nothing else.
fn is_said(text: &str, words: &Words) -> bool {
    let mut says = words.says.iter();
    let snake = text.to_snake_case();
    let (first, rest) = snake.split_once('_').unwrap_or((&snake, ""));
    let goes_on = text.starts_with(|c: char| c.is_uppercase());
    goes_on && says.any(|word| *word == first) && follow(rest, words)
}

fn follow(rest: &str, words: &Words) -> bool {
    let snake = rest.to_snake_case();
    let mut parts = snake.split('_').filter(|part| !part.is_empty());
    parts.all(|part| words.follows.contains(&part))
}

/// Whether the class holds data for callers: commands of other kinds are called alike.
fn is_data(code: &Code, path: &str, class: &Class) -> bool {
    let ancestors = code.ancestors(path, class);
    let mut names = ancestors.iter().filter_map(Resolved::external);
    names.any(|name| name.starts_with("pydantic") || name.starts_with("sqlmodel"))
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
