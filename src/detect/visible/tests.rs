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
