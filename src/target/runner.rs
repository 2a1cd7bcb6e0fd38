//! How a project runs asynchronous tests.

use super::classes::Form;
use super::code::Code;
use crate::facts::FactValue;

/// How asynchronous tests are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Runner {
    /// By themselves.
    Auto,
    /// With `pytest.mark.asyncio`.
    Asyncio,
    /// With `pytest.mark.anyio`; whether the project says on which backend.
    Anyio { has_backend: bool },
}

/// How asynchronous tests are run: as the settings of pytest say, else as the tests are marked.
pub(super) fn runner(code: &Code, has_backend: bool) -> Runner {
    match code.facts.text("tests.runner") {
        Some("asyncio-auto" | "anyio-auto") => return Runner::Auto,
        Some("asyncio-strict") => return Runner::Asyncio,
        Some("anyio") => return Runner::Anyio { has_backend },
        _ => {}
    }
    let settings = ["pytest.ini", "pyproject.toml", "setup.cfg", "tox.ini"];
    let root = code.facts.text("project.import_root").unwrap_or_default();
    for name in settings {
        for dir in ["", root] {
            let path = [dir.trim_matches('.'), name].join("/");
            let text = code.plain(path.trim_matches('/'));
            let words: String = text.split_whitespace().collect();
            if words.contains("asyncio_mode=\"auto\"") || words.contains("asyncio_mode=auto") {
                return Runner::Auto;
            }
        }
    }
    let tests = code.tests();
    let marked = |mark: &str| {
        tests
            .iter()
            .filter(|path| code.text(path).is_some_and(|text| text.contains(mark)))
            .count()
    };
    match (marked("mark.asyncio"), marked("mark.anyio")) {
        (asyncio, anyio) if asyncio > anyio => Runner::Asyncio,
        (0, 0) if declares(code, "pytest-asyncio") => Runner::Asyncio,
        _ => Runner::Anyio { has_backend },
    }
}

/// What runs the tests: `unittest` where nothing speaks of pytest.
pub(super) fn command(code: &Code) -> &'static str {
    let configured = ["tox.ini", "setup.cfg", "setup.py", "noxfile.py"];
    let knows = declares(code, "pytest")
        || configured
            .iter()
            .any(|path| code.plain(path).contains("pytest"));
    match Form::of(code) {
        Form::Unittest if !knows => "python -m unittest",
        _ => "pytest",
    }
}

/// Whether a project depends on a package.
fn declares(code: &Code, package: &str) -> bool {
    let listed = code
        .facts
        .get("project.dependencies")
        .is_some_and(|fact| match &fact.value {
            FactValue::List(list) => list.iter().any(|one| one == package),
            _ => false,
        });
    listed
        || ["pyproject.toml", "requirements.txt", "requirements-dev.txt"]
            .iter()
            .any(|path| code.plain(path).contains(package))
}
