//! The words of sibling slices: how classes are called, what callers send to page, what packages and tests say.

mod directories;
mod layers;
mod routes;
mod schemas;
mod tests_of;

use super::code::Code;
use super::entities::Entities;
use super::tables::Table;
use super::tally::{Tally, text};
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::naming::Names;

/// Adds the words of the siblings.
pub(super) fn add(code: &Code, tables: &[Table], facts: &mut Facts) {
    schemas::add(code, tables, facts);
    layers::add(code, tables, facts);
    add_packages(code, tables, facts);
    directories::add(code, tables, facts);
    routes::add(code, facts);
    tests_of::add(code, facts);
}

/// The paths that a layout makes of the entities there are.
fn siblings(tables: &[Table], layout: Option<&str>) -> Vec<String> {
    let Some(layout) = layout else {
        return Vec::new();
    };
    let mut paths: Vec<String> = tables
        .iter()
        .filter_map(|table| Names::new(&table.entity).ok())
        .map(|names| {
            let singular = layout.replace("{singular}", &names.singular.snake);
            singular.replace("{plural}", &names.plural.snake)
        })
        .collect();
    paths.sort();
    paths.dedup();
    paths
}

fn set_most(tally: &Tally, name: &str, facts: &mut Facts) {
    if let Some((word, _, evidence)) = tally.ranked().first() {
        facts.add(name, text(word, (*evidence).clone()));
    }
}

/// `words.package` and `words.test_package`: what stands in the `__init__.py` of packages of one entity, and whether
/// their tests are in packages.
fn add_packages(code: &Code, tables: &[Table], facts: &mut Facts) {
    let init = |path: &String| {
        let (dir, _) = path.rsplit_once('/')?;
        Some(format!("{dir}/__init__.py"))
    };
    let there = |layout: &str| -> Vec<String> {
        let own = facts.text(layout).filter(|layout| layout.contains("}/"));
        let inits = siblings(tables, own);
        let inits = inits.iter().filter_map(init);
        inits.filter(|path| code.files.contains(path)).collect()
    };
    let (models, tests) = (there("layout.model"), there("layout.test"));
    let texts: Vec<String> = models.iter().filter_map(|path| code.text(path)).collect();
    let alike = texts.windows(2).all(|pair| pair[0] == pair[1]);
    let entities = Entities::new(tables.iter().map(|table| table.entity.as_str()));
    // What names an entity, by a class or by its module, is not for another.
    let names_one = |text: &String| {
        let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.any(|word| word.chars().all(char::is_lowercase) && entities.template(word).is_some())
            || tables.iter().any(|table| text.contains(&table.symbol.name))
    };
    let first = texts.first().filter(|text| alike && !names_one(text));
    if let Some(text) = first.filter(|text| !text.is_empty()) {
        let evidence = Evidence::line(&models[0], 1);
        facts.add("words.package", self::text(text, evidence));
    }
    if let Some(path) = tests.first() {
        let yes = Fact::certain(FactValue::Flag(true), Evidence::line(path, 1));
        facts.add("words.test_package", yes);
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    #[test]
    fn what_siblings_say() {
        let main = "from fastapi import FastAPI\nfrom sqlalchemy.orm import DeclarativeBase\napp = FastAPI()\nclass Base(DeclarativeBase): ...\n";
        let model =
            "from app.main import Base\nclass Order(Base):\n    __tablename__ = \"orders\"\n";
        for (init, service, expected) in [
            // What names an entity is not for another; one class alone is no layer.
            (
                "from .order import Order\n",
                "from sqlalchemy.orm import Session\nclass OrderActor: ...\ndef create(): ...\n",
                [("words.package", ""), ("words.service", "")],
            ),
            // It goes on in the middle of a word, or says all of them.
            (
                "from .order import Order\n",
                "from sqlalchemy.orm import Session\nclass OrderlyService: ...\n",
                [("words.package", ""), ("words.service", "")],
            ),
            (
                "from .order import Order\n",
                "from sqlalchemy.orm import Session\nclass OrdersService: ...\n",
                [
                    ("words.package", ""),
                    ("words.service", "{entities}Service"),
                ],
            ),
            (
                "from .order import Order\n",
                "from sqlalchemy.orm import Session\nclass SqlOrderService: ...\n",
                [
                    ("words.package", ""),
                    ("words.service", "Sql{entity}Service"),
                ],
            ),
            (
                "from app.orders.order import router\n",
                "from sqlalchemy.orm import Session\nclass OrderService: ...\n",
                [("words.package", ""), ("words.service", "{entity}Service")],
            ),
            (
                "\"\"\"Models.\"\"\"\n",
                "from sqlalchemy.orm import Session\nclass OrderService: ...\n",
                [
                    ("words.package", "\"\"\"Models.\"\"\"\n"),
                    ("words.service", "{entity}Service"),
                ],
            ),
        ] {
            let files = [
                ("app/__init__.py", ""),
                ("app/main.py", main),
                ("app/orders/__init__.py", ""),
                ("app/orders/models/__init__.py", init),
                ("app/orders/models/order.py", model),
                ("app/orders/service.py", service),
            ];
            check(&files, &expected);
        }
    }

    /// `OrderCreate` is of `OrderModel`, also where other tables have no such suffix.
    #[test]
    fn words_of_what_is_sent() {
        let models = "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\nclass OrderModel(Base):\n    __tablename__ = \"orders\"\nclass User(Base):\n    __tablename__ = \"users\"\n";
        for (classes, expected) in [
            (
                ["OrderCreate", "OrderPatch", "OrderRead"],
                ["Create", "Patch", "Read"],
            ),
            (
                ["UserIn", "UserUpdateDTO", "UserOutSchema"],
                ["In", "UpdateDTO", "OutSchema"],
            ),
            (
                ["OrderCreateModel", "OrderUpdateModel", "OrderResponseModel"],
                ["CreateModel", "UpdateModel", "ResponseModel"],
            ),
            (
                ["CreateOrderRequest", "UpdateUser", "ReadOrder"],
                ["Create{entity}Request", "Update{entity}", "Read{entity}"],
            ),
            // What says something else, or goes on within a word.
            (
                ["OrderCreateResponse", "OrderUpdater", "OrderGetRequest"],
                ["", "", ""],
            ),
            (
                ["OrderIncome", "RecreateOrder", "OrderReadout"],
                ["", "", ""],
            ),
        ] {
            let classes = classes.map(|class| format!("class {class}(BaseModel): ...\n"));
            let schemas = format!(
                "from pydantic import BaseModel\nfrom fastapi import File\n{}",
                classes.concat()
            );
            let files = [("app/models.py", models), ("app/schemas.py", &schemas)];
            let names = ["words.create", "words.update", "words.read"];
            let expected: Vec<_> = names.into_iter().zip(expected).collect();
            check(&files, &expected);
        }
    }

    /// A class that holds no data is no schema, whatever it is called.
    #[test]
    fn commands_are_no_schemas() {
        let models = "from sqlmodel import SQLModel\nclass Order(SQLModel, table=True): ...\n";
        let cases = "import sqlalchemy\nclass CreateOrder: ...\n";
        let files = [("app/models.py", models), ("app/cases.py", cases)];
        check(&files, &[("words.create", "")]);
    }
}
