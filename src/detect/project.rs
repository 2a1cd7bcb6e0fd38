//! The project itself: its name, its package, its tests, the style of its code.

use toml::Table;

use super::config::Config;
use super::formatting;
use crate::error::{Error, Kind, Result};
use crate::excerpt::{position, toml_error};
use crate::facts::{Evidence, Fact, FactValue, Facts, is_distribution};
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
    add_own(tree, facts)?;
    add_package(tree, facts)
}

/// The packages in `src`, which linters take for the project's own, where nothing else tells its package.
fn add_own(tree: &dyn Tree, facts: &mut Facts) -> Result<()> {
    const NAME: &str = "style.imports";
    let src = RelPath::new("src")?;
    let is_one = src
        .join("__init__.py")
        .is_ok_and(|init| tree.read(&init).ok().flatten().is_some());
    let is_there =
        |entry: &crate::tree::Entry| entry.name == "src" && entry.kind == EntryKind::Directory;
    if is_one || facts.has("project.package") || !tree.list(None)?.iter().any(is_there) {
        return Ok(());
    }
    let init =
        |entry: &crate::tree::Entry| RelPath::new(&format!("src/{}/__init__.py", entry.name)).ok();
    let is_package = |entry: &crate::tree::Entry| {
        let init = init(entry).and_then(|init| tree.read(&init).ok().flatten());
        entry.kind == EntryKind::Directory && init.is_some()
    };
    let own = tree.list(Some(&src))?;
    let own: Vec<_> = own.into_iter().filter(is_package).collect();
    let Some(first) = own.first() else {
        return Ok(());
    };
    let evidence = Evidence::line(&format!("src/{}/__init__.py", first.name), 1);
    let mut items = facts.list(NAME).to_vec();
    for entry in &own {
        let item = format!("known-first-party={}", entry.name);
        if !items.contains(&item) {
            items.push(item);
        }
    }
    let known = facts.get(NAME).map(|fact| fact.evidence.clone());
    let fact = Fact::certain(FactValue::List(items), known.unwrap_or(evidence));
    facts.set(NAME, fact);
    Ok(())
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

/// The one directory with an `__init__.py` at the root that is not for tests. A link in the place of the file is
/// passed over: it is not read, and nobody wants to write it.
fn add_package(tree: &dyn Tree, facts: &mut Facts) -> Result<()> {
    if facts.has("project.package") {
        return Ok(());
    }
    let mut packages = Vec::new();
    for entry in tree.list(None)? {
        let init = RelPath::new(&format!("{}/__init__.py", entry.name));
        if let (EntryKind::Directory, Ok(init)) = (entry.kind, init)
            && !entry.name.starts_with("test")
            && tree.read(&init).ok().flatten().is_some()
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
    fn packages_in_src_are_the_project_s_own() {
        for (files, expected) in [
            (
                &["src/shop/__init__.py", "src/x.py"][..],
                &["known-first-party=shop"][..],
            ),
            (&["src/__init__.py", "src/shop/__init__.py"], &[]),
            (&["shop/__init__.py"], &[]),
        ] {
            let files: Vec<(&str, &str)> = files.iter().map(|path| (*path, "")).collect();
            let mut facts = Facts::default();
            add(&tree(&files), "it", &mut facts).expect("facts");
            assert_eq!(facts.list("style.imports"), expected, "{files:?}");
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
