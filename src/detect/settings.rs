//! The class of settings, and how an instance is had.

mod classes;
mod held;

use super::code::{Code, Sketch, is_test};
use super::tally::{Decides, Tally, text};
use crate::facts::{Evidence, Facts};
use crate::python::Symbol;

/// A class of settings.
struct Class {
    symbol: Symbol,
    line: usize,
    is_base: bool,
    instance: Option<Held>,
    getter: Option<Held>,
}

/// What holds an instance: a module-level name or a function.
struct Held {
    symbol: Symbol,
    evidence: Evidence,
}

/// Adds `settings`, `settings.instance`, `settings.getter`; of several classes, the one that a module-level name or a
/// getter holds, and of several of those the one that most modules import.
pub(super) fn add(code: &Code, facts: &mut Facts) {
    let mut classes = classes::classes(code);
    held::find(code, &mut classes);
    let held = |class: &&Class| class.instance.is_some() || class.getter.is_some();
    let any_held = classes.iter().any(|class| held(&class));
    let wanted: Vec<&Class> = if any_held {
        classes.iter().filter(held).collect()
    } else {
        classes.iter().filter(|class| !class.is_base).collect()
    };
    let mut tally = Tally::default();
    for class in &wanted {
        let evidence = Evidence::line(&class.symbol.path, class.line);
        tally.add_times(class.symbol.to_string(), users(code, class), evidence);
    }
    let Some(mut fact) = tally.decide(Decides::Times(2)) else {
        return;
    };
    if wanted.len() == 1 {
        fact.certain = true;
        fact.candidates.clear();
    }
    let chosen = wanted
        .iter()
        .find(|class| fact.certain && fact.value.as_text() == Some(&class.symbol.to_string()));
    if let Some(class) = chosen {
        for (name, found) in [
            ("settings.instance", &class.instance),
            ("settings.getter", &class.getter),
        ] {
            if let Some(held) = found {
                facts.add(name, text(&held.symbol.to_string(), held.evidence.clone()));
            }
        }
    }
    facts.add("settings", fact);
}

/// How many modules import what holds an instance of the class.
fn users(code: &Code, class: &Class) -> usize {
    let holders: Vec<&Symbol> = [&class.instance, &class.getter]
        .into_iter()
        .flatten()
        .map(|held| &held.symbol)
        .collect();
    let uses = |module: &str, name: Option<&str>| {
        holders.iter().any(|holder| {
            let is_named = name.is_none_or(|name| name == holder.name);
            module == holder.module && is_named
                || name.is_some_and(|name| holder.module == format!("{module}.{name}"))
        })
    };
    let own = code.own().filter(|(path, module)| {
        module.imports.iter().any(|import| {
            let target = code.index.absolute(import, path);
            target.is_some_and(|target| uses(&target, import.name.as_deref()))
        })
    });
    let sketched = code.sketches.values();
    let sketched = sketched.filter(|sketch| sketch.imports.iter().any(|(it, _)| uses(it, None)));
    own.count() + sketched.count()
}

/// The files of the program that were not read and import one of these modules.
fn sketched<'a>(
    code: &'a Code,
    modules: &'a [&'a str],
    is_wanted: &'a dyn Fn(&Sketch) -> bool,
) -> impl Iterator<Item = (&'a String, &'a Sketch)> {
    code.sketches.iter().filter(move |(path, sketch)| {
        let mut imports = sketch.imports.iter();
        let imports = imports.any(|(module, _)| modules.contains(&module.as_str()));
        imports && is_wanted(sketch) && !is_test(path)
    })
}

fn symbol_in(path: &str, module: &str, name: &str) -> Symbol {
    Symbol {
        module: module.to_owned(),
        name: name.to_owned(),
        path: path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    const CLASS: &str =
        "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings): ...\n";
    const GETTER: &str = "def get_settings() -> Settings:\n    return Settings()\n";

    /// Neither who inherits settings nor who makes them need name where these come from.
    #[test]
    fn settings_of_modules_that_name_no_base() {
        let main = "from fastapi import FastAPI\nfrom app.live import settings\napp = FastAPI()\n";
        let heir = "from app.config import Settings\nclass LiveSettings(Settings): ...\n";
        for (live, expected) in [
            (
                "from app.config import Settings\nsettings: Settings = load()()\n",
                ("settings", "app.config:Settings"),
            ),
            (
                "from app.heir import LiveSettings\nsettings = LiveSettings()\n",
                ("settings", "app.heir:LiveSettings"),
            ),
        ] {
            let files = [
                ("app/main.py", main),
                ("app/config.py", CLASS),
                ("app/heir.py", heir),
                ("app/live.py", live),
            ];
            check(
                &files,
                &[expected, ("settings.instance", "app.live:settings")],
            );
        }
    }

    #[test]
    fn how_settings_are_had() {
        let main =
            "from fastapi import FastAPI\nfrom app.config import get_settings\napp = FastAPI()\n";
        let kept = "settings = get_settings()\n";
        for (config, main_too, expected) in [
            // What another module keeps for itself is nobody else's.
            (
                GETTER,
                kept,
                [
                    ("settings.instance", ""),
                    ("settings.getter", "app.config:get_settings"),
                ],
            ),
            (
                "def get_settings() -> Settings:\n    return Settings()\nsettings = get_settings()\n",
                kept,
                [
                    ("settings.instance", "app.config:settings"),
                    ("settings.getter", "app.config:get_settings"),
                ],
            ),
            (
                "settings: Final = Settings()\ndef get_settings() -> Settings:\n    return settings\n",
                kept,
                [
                    ("settings.instance", "app.config:settings"),
                    ("settings.getter", "app.config:get_settings"),
                ],
            ),
            (
                "class Test(Settings): ...\nclass Live(Settings): ...\nsettings: Settings\nif LIVE:\n    settings = Live()\nelse:\n    settings = Test()\n",
                "",
                [
                    ("settings.instance", "app.config:settings"),
                    ("settings", "app.config:Settings"),
                ],
            ),
        ] {
            let (config, main) = (format!("{CLASS}{config}"), format!("{main}{main_too}"));
            let files = [
                ("app/api.py", main.as_str()),
                ("app/config.py", config.as_str()),
            ];
            check(&files, &expected);
        }
    }

    #[test]
    fn settings_that_most_modules_import() {
        let app = "from fastapi import FastAPI\nfrom app.config import settings\napp = FastAPI()\n";
        let other = format!("{CLASS}worker = Settings()\n");
        let config = format!("{CLASS}settings = Settings()\n");
        let files = [
            ("app/main.py", app),
            ("app/config.py", config.as_str()),
            ("deploy/workers.py", other.as_str()),
        ];
        check(
            &files,
            &[
                ("settings", "app.config:Settings"),
                ("settings.instance", "app.config:settings"),
            ],
        );
    }
}
