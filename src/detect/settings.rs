//! The class of settings, and how an instance is had.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::code::{Code, Sketch, is_test};
use super::tally::{Decides, Tally, text};
use crate::facts::{Evidence, Facts};
use crate::python::{Expression, Module, Resolved, Symbol};

/// The base of settings, by its names elsewhere.
const BASES: [&str; 4] = [
    "pydantic_settings.BaseSettings",
    "pydantic_settings.main.BaseSettings",
    "pydantic.BaseSettings",
    "pydantic.v1.BaseSettings",
];

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
    let mut classes = classes(code);
    for (path, module) in code.own() {
        find_getters(code, path, module, &mut classes);
    }
    for (path, module) in code.own() {
        find_instances(code, path, module, &mut classes);
    }
    for (path, module) in importers(code, &classes) {
        find_getters(code, &path, &module, &mut classes);
        find_instances(code, &path, &module, &mut classes);
    }
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
        tally.add_times(shown(&class.symbol), users(code, class), evidence);
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
        .find(|class| fact.certain && fact.value.as_text() == Some(&shown(&class.symbol)));
    if let Some(class) = chosen {
        for (name, found) in [
            ("settings.instance", &class.instance),
            ("settings.getter", &class.getter),
        ] {
            if let Some(held) = found {
                facts.add(name, text(&shown(&held.symbol), held.evidence.clone()));
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

fn shown(symbol: &Symbol) -> String {
    format!("{}:{}", symbol.module, symbol.name)
}

fn classes(code: &Code) -> Vec<Class> {
    let mut found: Vec<Class> = Vec::new();
    let mut above: Vec<Symbol> = Vec::new();
    for (path, module) in code.own() {
        add_classes(code, path, module, &mut found, &mut above);
    }
    add_heirs(code, &mut found, &mut above);
    for class in &mut found {
        class.is_base = above.contains(&class.symbol);
    }
    found
}

/// Adds the classes of settings in one module, and to `above` what they inherit.
fn add_classes(
    code: &Code,
    path: &str,
    module: &Module,
    found: &mut Vec<Class>,
    above: &mut Vec<Symbol>,
) {
    let Some(dotted) = code.index.module(path) else {
        return;
    };
    for class in module.classes.iter().filter(|class| class.scope.is_empty()) {
        let ancestors = code.ancestors(path, class);
        let names = ancestors.iter().filter_map(Resolved::external);
        if names.into_iter().any(|name| BASES.contains(&name)) {
            above.extend(ancestors.into_iter().filter_map(Resolved::own));
            let symbol = symbol_in(path, &dotted, &class.name);
            found.push(Class {
                symbol,
                line: class.line,
                is_base: false,
                instance: None,
                getter: None,
            });
        }
    }
}

/// The modules that import that of a class which is not held yet, and that were not read before: who makes settings
/// need not name what they inherit.
fn importers(code: &Code, classes: &[Class]) -> Vec<(String, Arc<Module>)> {
    let is_open = |class: &&Class| class.instance.is_none() && class.getter.is_none();
    let open = classes.iter().filter(is_open);
    let open: Vec<&str> = open.map(|class| class.symbol.module.as_str()).collect();
    let read = |path: &String| Some((path.clone(), code.module(path)?));
    let importing = sketched(code, &open, &|_| true);
    importing.filter_map(|(path, _)| read(path)).collect()
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

/// Adds the classes that inherit those found, from modules that were not read: these are called as settings are.
fn add_heirs(code: &Code, found: &mut Vec<Class>, above: &mut Vec<Symbol>) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    // Heirs have heirs, though not for long.
    for _ in 0..3 {
        let known: Vec<String> = found.iter().map(|it| it.symbol.module.clone()).collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let is_called = |(name, _): &(String, usize)| {
            ["Settings", "Config"]
                .iter()
                .any(|word| name.contains(word))
        };
        let has_some = |sketch: &Sketch| sketch.classes.iter().any(is_called);
        let paths = sketched(code, &known, &has_some).map(|(path, _)| path.clone());
        let paths: Vec<String> = paths.filter(|path| !seen.contains(path)).collect();
        for path in &paths {
            if let Some(module) = code.module(path) {
                add_classes(code, path, &module, found, above);
            }
        }
        if paths.is_empty() {
            return;
        }
        seen.extend(paths);
    }
}

/// Functions that give an instance.
fn find_getters(code: &Code, path: &str, module: &Module, classes: &mut [Class]) {
    let Some(dotted) = code.index.module(path) else {
        return;
    };
    let functions = module.functions.iter();
    for function in functions.filter(|it| it.scope.is_empty()) {
        let returned = function.returned.iter().chain(&function.yielded);
        let mut made =
            returned.filter_map(|value| made(code, path, module.as_value(value, &function.path())));
        let annotated = || named(code, path, function.returns.as_ref()?);
        if let Some(symbol) = made.next().or_else(annotated)
            && let Some(class) = classes.iter_mut().find(|class| class.symbol == symbol)
        {
            let evidence = Evidence::line(path, function.line);
            let symbol = symbol_in(path, &dotted, &function.name);
            class.getter.get_or_insert(Held { symbol, evidence });
        }
    }
}

/// Module-level names that hold an instance. What a module keeps for itself of what a getter gave is none, unless it
/// is the getter's own.
fn find_instances(code: &Code, path: &str, module: &Module, classes: &mut [Class]) {
    let Some(dotted) = code.index.module(path) else {
        return;
    };
    let assignments = module.assignments.iter();
    for assigned in assignments.filter(|it| it.scope.is_empty()) {
        // `config: Config` above a choice between its subclasses says what the name holds.
        let mut same = module.assignments.iter();
        let annotation = same.find_map(|other| {
            let is_same = other.scope.is_empty() && other.name == assigned.name;
            other.annotation.as_ref().filter(|_| is_same)
        });
        let annotated = annotation.and_then(|annotation| named(code, path, annotation));
        let value = assigned.value.as_ref();
        let callee = value.and_then(|value| called(code, path, value));
        let is_of = |class: &&mut Class| match (&annotated, &callee) {
            (Some(annotated), _) => annotated == &class.symbol,
            (None, Some(callee)) => callee == &class.symbol || is_held(class, callee),
            (None, None) => false,
        };
        let Some(class) = classes.iter_mut().find(is_of) else {
            continue;
        };
        let by_getter = callee.filter(|callee| is_held(class, callee));
        if by_getter.is_none_or(|getter| getter.path == path) {
            let evidence = Evidence::line(path, assigned.line);
            let symbol = symbol_in(path, &dotted, &assigned.name);
            class.instance.get_or_insert(Held { symbol, evidence });
        }
    }
}

/// Whether the class has the getter.
fn is_held(class: &Class, getter: &Symbol) -> bool {
    let held = class.getter.as_ref();
    held.is_some_and(|held| &held.symbol == getter)
}

fn symbol_in(path: &str, module: &str, name: &str) -> Symbol {
    Symbol {
        module: module.to_owned(),
        name: name.to_owned(),
        path: path.to_owned(),
    }
}

/// The class that an annotation names.
fn named(code: &Code, path: &str, annotation: &Expression) -> Option<Symbol> {
    let symbol = code.resolve(path, annotation.as_name()?)?.own()?;
    code.class(&symbol)?;
    Some(symbol)
}

/// The class that the call makes an instance of.
fn made(code: &Code, path: &str, value: &Expression) -> Option<Symbol> {
    let symbol = called(code, path, value)?;
    code.class(&symbol)?;
    Some(symbol)
}

fn called(code: &Code, path: &str, value: &Expression) -> Option<Symbol> {
    let callee = value.as_call()?.callee()?;
    code.resolve(path, callee)?.own()
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
