//! How Alembic comes to see models.

use crate::detect::tests::check;

const MODELS: [(&str, &str); 3] = [
    (
        "app/base.py",
        "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): ...\n",
    ),
    (
        "app/models/order.py",
        "from app.base import Base\nclass Order(Base):\n    __tablename__ = \"orders\"\n",
    ),
    (
        "app/models/user.py",
        "from app.base import Base\nclass User(Base):\n    __tablename__ = \"users\"\n",
    ),
];

/// A function that `env.py` calls may import the models, and others do not count.
#[test]
fn models_that_a_function_imports() {
    for (env, function, expected) in [
        (
            "from app.registry import import_all\nimport_all()\n",
            "import_all",
            [
                ("db.models.visible_form", "module"),
                ("db.models.visible_by", "app/registry.py"),
                ("db.models.visible_in", "import_all"),
            ],
        ),
        (
            "from app.registry import load\ndef run():\n    load()\nrun()\n",
            "load",
            [
                ("db.models.visible_form", "module"),
                ("db.models.visible_by", "app/registry.py"),
                ("db.models.visible_in", "load"),
            ],
        ),
        (
            "from app.registry import import_all\n",
            "import_all",
            [
                ("db.models.visible_form", "none"),
                ("db.models.visible_by", ""),
                ("db.models.visible_in", ""),
            ],
        ),
    ] {
        let registry =
            format!("def {function}():\n    import app.models.order\n    import app.models.user\n");
        let env = format!("from alembic import context\nfrom app.base import Base\n{env}");
        let files: Vec<(&str, &str)> = [
            ("alembic.ini", "[alembic]\nscript_location = migrations\n"),
            ("migrations/env.py", env.as_str()),
            ("migrations/script.py.mako", ""),
            ("app/registry.py", registry.as_str()),
        ]
        .into_iter()
        .chain(MODELS)
        .collect();
        check(&files, &expected);
    }
}

/// What is imported above the base is none of its models, and one of these there would import in a circle.
#[test]
fn imports_above_the_base() {
    let shared = "from sqlalchemy.orm import DeclarativeBase\nclass Other(DeclarativeBase): ...\nclass Firm(Other):\n    __tablename__ = \"firms\"\n";
    let model = |name: &str| {
        format!(
            "from app.db import Base\nclass {name}(Base):\n    __tablename__ = \"{}s\"\n",
            name.to_lowercase()
        )
    };
    let (order, user) = (model("Order"), model("User"));
    let base = "class Base(DeclarativeBase): ...\n";
    for (db, form, by) in [
        (
            format!("from app.models.shared import Firm\n{base}"),
            "none",
            "",
        ),
        (
            format!("{base}from app.models.user import User\nfrom app.models.order import Order\n"),
            "import",
            "app/db.py",
        ),
    ] {
        let db = format!("from sqlalchemy.orm import DeclarativeBase\n{db}");
        let files = [
            ("alembic.ini", "[alembic]\nscript_location = migrations\n"),
            (
                "migrations/env.py",
                "from alembic import context\nfrom app.db import Base\n",
            ),
            ("migrations/script.py.mako", ""),
            ("app/db.py", db.as_str()),
            ("app/models/shared.py", shared),
            ("app/models/order.py", &order),
            ("app/models/user.py", &user),
        ];
        check(
            &files,
            &[
                ("db.models.visible_form", form),
                ("db.models.visible_by", by),
            ],
        );
    }
}

const ROOT: &str = "from fastapi import FastAPI\nfrom sqlalchemy.orm import DeclarativeBase\napp = FastAPI()\nclass Base(DeclarativeBase): ...\n";

fn model(name: &str) -> String {
    let table = name.to_lowercase();
    format!("from app.main import Base\nclass {name}(Base):\n    __tablename__ = \"{table}s\"\n")
}

/// The module of a model may be imported for Alembic, by a name made of the entity's.
#[test]
fn modules_of_models() {
    let (order, user) = (model("Order"), model("User"));
    for (imports, form, name) in [
        (
            "from app.orders import model as orders_model\nfrom app.users import model as users_model\n",
            "submodule",
            "{plural}_model",
        ),
        (
            "from app.orders.model import Order\nfrom app.users.model import User\n",
            "import",
            "",
        ),
    ] {
        let env = format!("from alembic import context\n{imports}");
        let files = [
            ("alembic.ini", "[alembic]\nscript_location = m\n"),
            ("m/env.py", &env),
            ("app/__init__.py", ""),
            ("app/main.py", ROOT),
            ("app/orders/__init__.py", ""),
            ("app/orders/model.py", &order),
            ("app/users/__init__.py", ""),
            ("app/users/model.py", &user),
        ];
        check(
            &files,
            &[
                ("db.models.visible_form", form),
                ("db.models.visible_as", name),
            ],
        );
    }
}

/// Without migrations, a package that passes its models on passes on the next, too.
#[test]
fn packages_without_migrations() {
    let (order, user) = (model("Order"), model("User"));
    let init = "from .order import Order\nfrom .user import User\n";
    for (init, by, form) in [
        (
            format!("{init}__all__ = [\"Order\", \"User\"]\n"),
            "app/models/__init__.py",
            "export",
        ),
        (init.to_owned(), "app/models/__init__.py", "import"),
        (String::new(), "", ""),
    ] {
        let files = [
            ("app/__init__.py", ""),
            ("app/main.py", ROOT),
            ("app/models/__init__.py", init.as_str()),
            ("app/models/order.py", &order),
            ("app/models/user.py", &user),
        ];
        check(
            &files,
            &[
                ("db.models.visible_by", by),
                ("db.models.visible_form", form),
            ],
        );
    }
}
