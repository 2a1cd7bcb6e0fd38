//! A small project, and what its names stand for.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::python::*;

const FILES: &[(&str, &str)] = &[
    ("backend/app/__init__.py", ""),
    (
        "backend/app/models/__init__.py",
        "from .user import User as Account\nfrom app.models import base\nfrom .star import *\n",
    ),
    (
        "backend/app/models/user.py",
        "from .base import Base\nfrom sqlalchemy import orm as o\nclass User(Base): pass\n",
    ),
    (
        "backend/app/models/base.py",
        "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase): pass\n",
    ),
    ("backend/app/models/star.py", "class Star: pass\n"),
    ("backend/app/loop.py", "from .loop import x\n"),
    (
        "backend/app/main.py",
        "from app.models import Account, base, Star\nfrom app import models\nimport app.models.user\nfrom fastapi import FastAPI\nimport sqlalchemy as sa\nfrom .loop import x\n",
    ),
    ("backend/nopackage/inner.py", "y = 1\n"),
    (
        "backend/other.py",
        "from nopackage import inner\nimport nopackage.inner\n",
    ),
];

fn project(files: &[(&str, &str)]) -> BTreeMap<String, Arc<Module>> {
    files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), Arc::new(read(text))))
        .collect()
}

#[test]
fn names_are_followed_to_their_definition() {
    let modules = project(FILES);
    let index = Index::new(modules.keys().map(String::as_str), &["backend"]);
    let read = |path: &str| modules.get(path).cloned();
    let own = |path: &str, module: &str, name: &str| {
        Some(Resolved::Own(Symbol {
            module: module.to_owned(),
            name: name.to_owned(),
            path: path.to_owned(),
        }))
    };
    let user = own("backend/app/models/user.py", "app.models.user", "User");
    let external = |name: &str| Some(Resolved::External(name.to_owned()));
    for (path, name, expected) in [
        ("backend/app/main.py", "Account", user.clone()),
        ("backend/app/main.py", "models.Account", user.clone()),
        ("backend/app/main.py", "app.models.user.User", user),
        (
            "backend/app/main.py",
            "base",
            Some(Resolved::Module("app.models.base".to_owned())),
        ),
        (
            "backend/app/main.py",
            "models.base.Base",
            own("backend/app/models/base.py", "app.models.base", "Base"),
        ),
        (
            "backend/app/main.py",
            "Star",
            own("backend/app/models/star.py", "app.models.star", "Star"),
        ),
        (
            "backend/app/main.py",
            "FastAPI",
            external("fastapi.FastAPI"),
        ),
        (
            "backend/app/main.py",
            "sa.orm.Session",
            external("sqlalchemy.orm.Session"),
        ),
        (
            "backend/app/models/user.py",
            "o.Mapped",
            external("sqlalchemy.orm.Mapped"),
        ),
        ("backend/app/main.py", "x", None),
        ("backend/app/main.py", "print", None),
        (
            "backend/other.py",
            "inner.y",
            own("backend/nopackage/inner.py", "nopackage.inner", "y"),
        ),
        (
            "backend/other.py",
            "nopackage.inner.y",
            own("backend/nopackage/inner.py", "nopackage.inner", "y"),
        ),
    ] {
        assert_eq!(
            index.resolve(path, name, &read),
            expected,
            "{name} in {path}"
        );
    }
    assert_eq!(
        index.path("app.models"),
        Some("backend/app/models/__init__.py")
    );
    assert_eq!(
        index.module("backend/app/models/user.py").as_deref(),
        Some("app.models.user")
    );
    let children: Vec<_> = index
        .children("app.models")
        .map(|(module, _)| module)
        .collect();
    assert_eq!(
        children,
        ["app.models.base", "app.models.star", "app.models.user"]
    );
}
