//! What models show of their bases, tables and ids.

use crate::detect::tests::check;

const ID: &str = "    id: Mapped[int] = mapped_column(primary_key=True)\n";
const BASE: &str = "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\nclass Base(DeclarativeBase): ...\nclass Numbered:\n    id: Mapped[int] = mapped_column(primary_key=True)\n";

/// Whether tables are called for one row or for many; a class for several says nothing of that, and three of four decide.
#[test]
fn how_tables_are_called() {
    let table = |name: &str, table: &str| {
        format!("class {name}(Base):\n    __tablename__ = \"{table}\"\n{ID}")
    };
    for (models, expected) in [
        (table("Orders", "orders"), vec![("db.tables", "plural")]),
        // The class is for several itself, or one of many is called otherwise.
        (
            table("User", "user")
                + &table("UserStats", "user_stats")
                + &table("TextLabels", "text_labels"),
            vec![("db.tables", "singular")],
        ),
        (
            table("User", "users")
                + &table("Order", "orders")
                + &table("Cart", "carts")
                + &table("Rule", "casbin_rule"),
            vec![("db.tables", "plural")],
        ),
        (
            table("User", "users") + &table("Order", "orders") + &table("Rule", "casbin_rule"),
            vec![("db.tables", "? plural | singular")],
        ),
    ] {
        let models = format!("{BASE}{models}");
        check(&[("app/models.py", &models)], &expected);
    }
}

/// Names that other tables could have alike say what keys are called; what names the rows of one table alone does not.
#[test]
fn what_keys_are_called() {
    let key = |name: &str, key: &str| {
        let table = name.to_lowercase();
        format!(
            "class {name}(Base):\n    __tablename__ = \"{table}\"\n    {key}: Mapped[int] = mapped_column(primary_key=True)\n"
        )
    };
    let uid = "class Named:\n    uid: Mapped[int] = mapped_column(primary_key=True)\n";
    let named = |name: &str| {
        let table = name.to_lowercase();
        format!("class {name}(Named, Base):\n    __tablename__ = \"{table}\"\n")
    };
    for (models, expected) in [
        (
            key("User", "id") + &key("Order", "id"),
            vec![("db.key", "")],
        ),
        (
            key("User", "user_id") + &key("OrderLine", "order_line_id"),
            vec![("db.key", "{singular}_id"), ("db.id", "int")],
        ),
        (key("User", "id_user"), vec![("db.key", "id_{singular}")]),
        (key("User", "pk_uuid"), vec![("db.key", "pk_uuid")]),
        (
            key("User", "user_id") + &key("Order", "order_id") + &key("Line", "id"),
            vec![("db.key", "{singular}_id")],
        ),
        (
            key("User", "user_id").replace("[int]", "[str]") + &key("Order", "id"),
            vec![("db.key", ""), ("db.id", "int")],
        ),
        (
            key("User", "user_id") + &key("Order", "uid").replace("[int]", "[str]"),
            vec![
                ("db.key", "? {singular}_id | uid"),
                ("db.id", "? int | str"),
            ],
        ),
        (
            key("Session", "token") + &key("Setting", "name") + &key("Order", "id"),
            vec![("db.key", ""), ("entities.setting.key", "name")],
        ),
        (key("Photo", "user_id"), vec![("db.key", ""), ("db.id", "")]),
        (
            uid.to_owned() + &named("User") + &named("Order"),
            vec![
                ("db.key", "uid"),
                ("db.id", "int"),
                ("db.id_in", "base"),
                ("db.base.columns", "uid"),
                ("entities.order.key", "uid"),
            ],
        ),
    ] {
        check(&[("app/models.py", &format!("{BASE}{models}"))], &expected);
    }
}

/// A base may be one by its metaclass alone.
#[test]
fn a_base_by_its_metaclass() {
    for (from, expected) in [
        ("sqlalchemy.orm", "app.models:Base"),
        ("sqlalchemy.orm.decl_api", "app.models:Base"),
        ("app.meta", ""),
    ] {
        let models = format!(
            "from {from} import DeclarativeMeta\nclass Base(metaclass=DeclarativeMeta):\n    __abstract__ = True\nimport fastapi\n"
        );
        check(&[("app/models.py", &models)], &[("db.base", expected)]);
    }
}

/// An alias that most keys have is told where it makes the values, too: the database numbers rows, and nothing else.
#[test]
fn aliases_of_keys() {
    let alias = |name: &str, of: &str, more: &str| {
        format!("{name} = Annotated[{of}, mapped_column(primary_key=True{more})]\n")
    };
    let key = |name: &str, key: &str, alias: &str| {
        let table = name.to_lowercase();
        format!(
            "class {name}(Base):\n    __tablename__ = \"{table}\"\n    {key}: Mapped[{alias}]\n"
        )
    };
    let pk = "app.models:pk";
    for (models, expected) in [
        (
            alias("pk", "int", "") + &key("User", "id", "pk") + &key("Order", "id", "pk"),
            vec![
                ("db.id_alias", pk),
                ("db.id", "int"),
                ("db.key", ""),
                ("db.base.indexed", ""),
            ],
        ),
        (
            alias("pk", "int", ", index=True") + &key("User", "user_id", "pk"),
            vec![
                ("db.id_alias", pk),
                ("db.key", "{singular}_id"),
                ("db.base.indexed", "{singular}_id"),
            ],
        ),
        (
            alias("pk", "UUID", "") + &key("User", "id", "pk"),
            vec![("db.id_alias", "")],
        ),
        (
            alias("pk", "UUID", ", default=uuid4") + &key("User", "id", "pk"),
            vec![("db.id_alias", pk), ("db.id", "uuid")],
        ),
        (
            alias("pk", "int", "")
                + &alias("big", "int", "")
                + &key("User", "id", "pk")
                + &key("Order", "id", "big"),
            vec![("db.id_alias", ""), ("db.id", "int")],
        ),
        (
            alias("pk", "int", "")
                + "short = Annotated[str, mapped_column(String(20), unique=True)]\n"
                + &key("User", "id", "pk")
                + "    name: Mapped[short]\n",
            vec![("entities.user.fields", "name:str=20:unique")],
        ),
    ] {
        check(
            &[(
                "app/models.py",
                &format!("from typing import Annotated\n{BASE}{models}"),
            )],
            &expected,
        );
    }
}

#[test]
fn what_models_inherit() {
    let table = |name: &str, bases: &str, table: &str, body: &str| {
        format!("class {name}({bases}):\n    __tablename__ = \"{table}\"\n{body}")
    };
    let id = "    id: Mapped[int] = mapped_column(primary_key=True)\n";
    for (models, expected) in [
        (
            table("User", "Base", "users", id) + &table("Order", "Base", "orders", id),
            vec![
                ("db.base", "app.models:Base"),
                ("db.base.classes", "app.models:Base"),
                ("db.id", "int"),
                ("db.id_in", "class"),
                ("db.tables", "plural"),
                ("db.columns.form", "mapped"),
            ],
        ),
        (
            table("User", "Numbered, Base", "shop_user", "")
                + &table("Order", "Numbered, Base", "shop_order", "")
                + &table("Line", "Numbered, Base", "shop_line", ""),
            vec![
                ("db.base.classes", "app.models:Numbered, app.models:Base"),
                ("db.base.columns", "id"),
                ("db.id_in", "base"),
                ("db.tables", "singular"),
                ("db.table_prefix", "shop_"),
            ],
        ),
        (
            table("User", "Base", "users", id) + &table("Order", "Numbered, Base", "order", ""),
            vec![
                (
                    "db.base.classes",
                    "? app.models:Base | app.models:Numbered, app.models:Base",
                ),
                ("db.id", "int"),
                ("db.id_in", "? class | base"),
                ("db.tables", "? plural | singular"),
            ],
        ),
        (
            table("User", "Base", "users", id)
                + &table("Media", "Base", "media", id)
                + &table("UserHistory", "Base", "user_history", id),
            vec![("db.tables", "plural")],
        ),
        // The ids are those of the tables with the usual bases.
        (
            table("User", "Numbered, Base", "users", "")
                + &table("Order", "Numbered, Base", "orders", "")
                + &table("Token", "Base", "tokens", id),
            vec![("db.id", "int"), ("db.id_in", "base")],
        ),
        // A base of one entity alone, whatever its table's class ends with; it brings nothing that stands behind it anyway.
        (
            format!(
                "class BaseUser(Base):\n    __abstract__ = True\n{}",
                table("UserEntity", "BaseUser, Numbered", "users", "")
            ),
            vec![("db.base.classes", "app.models:Base, app.models:Numbered")],
        ),
        (
            format!(
                "class Kept(Base):\n    __abstract__ = True\nclass UserBase(Base):\n    __abstract__ = True\n{}",
                table("User", "UserBase, Kept", "users", id)
            ),
            vec![("db.base.classes", "app.models:Kept")],
        ),
        (
            table(
                "User",
                "Base",
                "users",
                "    id = Column(Integer, primary_key=True)\n",
            ),
            vec![("db.columns.form", "column"), ("db.id", "int")],
        ),
        // One chain has one base.
        (
            "class Keyed(Base, DeclarativeBase): ...\n".to_owned()
                + &table("User", "Keyed", "users", id),
            vec![
                ("db.base", "app.models:Base"),
                ("db.base.classes", "app.models:Keyed"),
            ],
        ),
        // Made where it is inherited.
        (
            "from sqlalchemy.orm import declarative_base\nclass Made(declarative_base()):\n    __abstract__ = True\n".to_owned()
                + &table("User", "Made", "users", id),
            vec![
                ("db.base", "app.models:Made"),
                ("db.base.classes", "app.models:Made"),
            ],
        ),
    ] {
        let text = format!("{BASE}{models}");
        check(&[("app/models.py", &text)], &expected);
    }
}

/// A decorator of a registry makes tables of classes that inherit nothing.
#[test]
fn what_a_registry_makes() {
    let head = "from sqlalchemy.orm import Mapped, mapped_as_dataclass, mapped_column, registry\nreg = registry()\n";
    let table = |decorator: &str, name: &str| {
        format!(
            "@{decorator}\nclass {name}:\n    __tablename__ = \"{name}s\"\n    id: Mapped[int] = mapped_column(init=False, primary_key=True)\n"
        )
    };
    for (decorator, dataclass) in [
        ("reg.mapped", ""),
        ("reg.mapped_as_dataclass", "true"),
        ("reg.mapped_as_dataclass(kw_only=True)", "true"),
        ("mapped_as_dataclass(reg)", "true"),
    ] {
        let models = format!(
            "{head}{}{}",
            table(decorator, "User"),
            table(decorator, "Order")
        );
        check(
            &[("app/models.py", &models)],
            &[
                ("db.base", "app.models:reg"),
                ("db.orm", "sqlalchemy"),
                ("db.base.classes", ""),
                ("db.base.decorator", decorator),
                ("db.base.dataclass", dataclass),
                ("db.id", "int"),
                ("entities.order.model", "app.models:Order"),
            ],
        );
    }
    // Elsewhere, by the name of its module; the base that it makes is what classes inherit.
    let module =
        "from sqlalchemy.orm import registry\nreg = registry()\nBase = reg.generate_base()\n";
    for (models, expected) in [
        (
            table("db.reg.mapped", "User"),
            [
                ("db.base", "app.db:reg"),
                ("db.base.decorator", "reg.mapped"),
            ],
        ),
        (
            table("dataclass", "User").replace("class User", "class User(db.Base)"),
            [("db.base", "app.db:Base"), ("db.base.decorator", "")],
        ),
    ] {
        let models = format!(
            "from app import db\nfrom sqlalchemy.orm import Mapped, mapped_column\n{models}"
        );
        check(
            &[
                ("app/__init__.py", ""),
                ("app/db.py", module),
                ("app/models.py", &models),
            ],
            &expected,
        );
    }
}

/// A method may say how the table is called, by a word of its own.
#[test]
fn tables_called_by_methods() {
    let base = "from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column\nclass Base(DeclarativeBase):\n    @declared_attr\n    def __tablename__(cls) -> str:\n        return cls.__name__.lower()\n";
    let table = |name: &str, body: &str| {
        format!(
            "class {name}(Base):\n    id: Mapped[int] = mapped_column(primary_key=True)\n    @declared_attr\n    def __tablename__(cls) -> str:\n        return {body}\n"
        )
    };
    let models = format!("{base}{}", table("Order", "\"orders\""));
    check(
        &[("app/models.py", &models)],
        &[("db.tables", "plural"), ("entities.order.table", "orders")],
    );
}
