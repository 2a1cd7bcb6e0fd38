//! The project itself: its name, its package, its tests, the style of its code.

use toml::Table;

use super::config::Config;
use super::formatting;
use crate::error::{Error, Kind, Result};
use crate::excerpt::{position, toml_error};
use crate::facts::{Evidence, Fact, FactValue, Facts, is_distribution, is_module};
use crate::naming::dashed;
use crate::rel_path::RelPath;
use crate::tree::{EntryKind, Tree};

const PYPROJECT: &str = "pyproject.toml";

/// Adds the facts of the groups `project` and `style`.
pub(super) fn add(tree: &dyn Tree, directory: &str, facts: &mut Facts) -> Result<()> {
    if let Some((text, table)) = pyproject(tree)? {
        add_name(&text, &table, facts);
        add_style(&text, &table, facts);
        formatting::add(&Config::of(PYPROJECT, text, table), facts);
    }
    facts.add(
        "project.name",
        Fact::certain(
            FactValue::Text(slug(directory)),
            Evidence::place("the directory's name"),
        ),
    );
    add_package(tree, facts)?;
    add_modules(tree, facts)
}

/// Files at the root that no program imports.
const SCRIPTS: [&str; 3] = ["conftest", "noxfile", "setup"];

/// Modules at the root and packages in `src`: linters take both for the project's own.
fn add_modules(tree: &dyn Tree, facts: &mut Facts) -> Result<()> {
    let src = RelPath::new("src")?;
    let root = tree.list(None)?;
    let has_src = root
        .iter()
        .any(|entry| entry.name == "src" && entry.kind == EntryKind::Directory);
    let files = root.iter().filter(|entry| entry.kind == EntryKind::File);
    let modules = files.filter_map(|file| file.name.strip_suffix(".py"));
    let is_own = |name: &&str| is_module(name) && !SCRIPTS.contains(name);
    let mut own: Vec<(String, String)> = modules
        .filter(is_own)
        .map(|name| (name.to_owned(), format!("{name}.py")))
        .collect();
    // With a file of its own, `src` is the package.
    if has_src && !is_package(tree, "src") {
        let inner = tree.list(Some(&src))?.into_iter();
        let places = inner.map(|entry| (format!("src/{}", entry.name), entry.name));
        own.extend(
            places
                .filter(|(place, _)| is_package(tree, place))
                .map(|(place, name)| (name, format!("{place}/__init__.py"))),
        );
    }
    own.retain(|(name, _)| facts.text("project.package") != Some(name));
    let names = own.iter().map(|(name, _)| name.clone()).collect();
    if let Some((_, first)) = own.first() {
        let evidence = Evidence::line(first, 1);
        facts.add(
            "project.modules",
            Fact::certain(FactValue::List(names), evidence),
        );
    }
    Ok(())
}

/// Whether the directory at `place` has an `__init__.py`. A link in its place is passed over: it is not read, and
/// nobody wants to write it.
fn is_package(tree: &dyn Tree, place: &str) -> bool {
    let init = RelPath::new(&format!("{place}/__init__.py"));
    init.is_ok_and(|init| tree.read(&init).ok().flatten().is_some())
}

fn pyproject(tree: &dyn Tree) -> Result<Option<(String, Table)>> {
    let Some(content) = tree.read(&RelPath::new(PYPROJECT)?)? else {
        return Ok(None);
    };
    let Some(text) = content.text() else {
        return Err(Error::project("`pyproject.toml` is not UTF-8")
            .hint("TOML is always UTF-8: convert the file"));
    };
    match text.trim_start_matches('\u{feff}').parse() {
        Ok(table) => Ok(Some((text.to_owned(), table))),
        Err(error) => Err(toml_error(Kind::Project, text, PYPROJECT, &error).hint(
            "mend the file first: patgen reads the project's name, style and dependencies in it",
        )),
    }
}

fn add_name(text: &str, table: &Table, facts: &mut Facts) {
    let name = table
        .get("project")
        .and_then(|project| project.get("name"))
        .and_then(toml::Value::as_str)
        .and_then(distribution_name);
    if let Some(name) = name {
        facts.add(
            "project.name",
            Fact::certain(FactValue::Text(name), seen(text, "name")),
        );
    }
}

/// The name of a distribution that a project has by its given name: some are titles, and that of a template for
/// projects is none yet.
pub(super) fn distribution_name(name: &str) -> Option<String> {
    if name.contains("{{") {
        return None;
    }
    let name = if is_distribution(name) {
        name.to_owned()
    } else {
        dashed(name)
    };
    (!name.is_empty()).then_some(name)
}

/// Ruff's own settings, then black's.
fn add_style(text: &str, table: &Table, facts: &mut Facts) {
    let tool = |name: &str| table.get("tool").and_then(|tool| tool.get(name));
    let length = ["ruff", "black"]
        .iter()
        .find_map(|name| tool(name)?.get("line-length")?.as_integer());
    if let Some(length) = length {
        facts.add(
            "style.line_length",
            Fact::certain(
                FactValue::Text(length.to_string()),
                seen(text, "line-length"),
            ),
        );
    }
    let quotes = tool("ruff").and_then(|ruff| ruff.get("format")?.get("quote-style")?.as_str());
    if let Some(quotes) = quotes {
        facts.add(
            "style.quotes",
            Fact::certain(
                FactValue::Text(quotes.to_owned()),
                seen(text, "quote-style"),
            ),
        );
    }
}

/// The line where a key stands.
fn seen(text: &str, key: &str) -> Evidence {
    let offset = text
        .find(&format!("\n{key}"))
        .map_or(0, |offset| offset + 1);
    Evidence::line(PYPROJECT, position(text, offset).0)
}

/// The one package at the root that is not for tests.
fn add_package(tree: &dyn Tree, facts: &mut Facts) -> Result<()> {
    if facts.has("project.package") {
        return Ok(());
    }
    let mut packages = Vec::new();
    for entry in tree.list(None)? {
        if entry.kind == EntryKind::Directory
            && !entry.name.starts_with("test")
            && is_package(tree, &entry.name)
        {
            packages.push(entry.name);
        }
    }
    if let Some(first) = packages.first() {
        let evidence = Evidence::line(&format!("{first}/__init__.py"), 1);
        let mut fact = Fact::certain(FactValue::Text(first.clone()), evidence);
        fact.certain = packages.len() == 1;
        fact.candidates = if fact.certain { Vec::new() } else { packages };
        facts.add("project.package", fact);
    }
    Ok(())
}

/// A name for a distribution: lower-case letters, digits and dashes; `app` where nothing is left.
fn slug(name: &str) -> String {
    let slug = dashed(name);
    if slug.is_empty() {
        "app".to_owned()
    } else {
        slug
    }
}

#[cfg(test)]
mod tests {
    use super::{add, distribution_name, slug};
    use crate::detect::tests::tree;
    use crate::facts::Facts;

    #[test]
    fn what_is_the_project_s_own() {
        for (files, expected) in [
            (&["src/shop/__init__.py", "src/x.py"][..], &["shop"][..]),
            (&["src/__init__.py", "src/shop/__init__.py"], &[]),
            (&["shop/__init__.py"], &[]),
            (&["parse.py", "setup.py", "test-data.py"], &["parse"]),
            (&["main.py", "shop/__init__.py"], &["main"]),
        ] {
            let files: Vec<(&str, &str)> = files.iter().map(|path| (*path, "")).collect();
            let mut facts = Facts::default();
            add(&tree(&files), "it", &mut facts).expect("facts");
            assert_eq!(facts.list("project.modules"), expected, "{files:?}");
        }
    }

    #[test]
    fn names_of_projects() {
        for (name, expected) in [
            ("shop", Some("shop")),
            ("Shop_2.api", Some("Shop_2.api")),
            ("The Shop: an API", Some("the-shop-an-api")),
            ("{{ cookiecutter.slug }}", None),
            ("…", None),
        ] {
            assert_eq!(distribution_name(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn names_of_distributions() {
        for (name, expected) in [
            ("demo", "demo"),
            ("My Shop_2", "my-shop-2"),
            ("été", "t"),
            ("…", "app"),
        ] {
            assert_eq!(slug(name), expected);
        }
    }
}
