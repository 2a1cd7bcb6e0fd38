//! What models show of their bases, tables and ids.

use crate::detect::tests::check;

const BASE: &str = "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\nclass Base(DeclarativeBase): ...\nclass Numbered:\n    id: Mapped[int] = mapped_column(primary_key=True)\n";

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
