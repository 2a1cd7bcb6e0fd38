//! Alembic: the directory, its heads, the form of its file names.

use std::collections::BTreeSet;

use super::{python, walk};
use crate::error::Result;
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::rel_path::RelPath;
use crate::tree::{EntryKind, Tree};

/// Alembic's own form of a file name.
const FILE_TEMPLATE: &str = "%(rev)s_%(slug)s";

/// How far below the root a configuration is looked for.
const DEPTH: usize = 3;

/// What a configuration says.
struct Config {
    path: RelPath,
    line: usize,
    directory: String,
    file_template: Option<(String, usize)>,
}

/// Adds the facts of the group `db.migrations`.
pub(super) fn add(tree: &dyn Tree, facts: &mut Facts) -> Result<()> {
    let configs = configs(tree)?;
    if let Some(config) = configs.first() {
        add_directory(&configs, facts);
        if let Some((template, line)) = &config.file_template {
            let evidence = Evidence::line(config.path.as_str(), *line);
            facts.add(
                "db.migrations.file_template",
                Fact::certain(FactValue::Text(template.clone()), evidence),
            );
        }
    }
    let default = Fact::certain(
        FactValue::Text(FILE_TEMPLATE.to_owned()),
        Evidence::place("Alembic's default"),
    );
    facts.add("db.migrations.file_template", default);
    add_heads(tree, facts)
}

fn add_directory(configs: &[Config], facts: &mut Facts) {
    let directories: BTreeSet<&str> = configs
        .iter()
        .map(|config| config.directory.as_str())
        .collect();
    let Some(first) = configs.first() else { return };
    let evidence = Evidence::line(first.path.as_str(), first.line);
    let mut fact = Fact::certain(FactValue::Text(first.directory.clone()), evidence);
    if directories.len() > 1 {
        fact.certain = false;
        fact.candidates = directories.into_iter().map(str::to_owned).collect();
    }
    facts.add("db.migrations", fact);
}

fn configs(tree: &dyn Tree) -> Result<Vec<Config>> {
    let mut configs = Vec::new();
    for path in walk::named(tree, "alembic.ini", DEPTH)? {
        let content = tree.read(&path)?.unwrap_or_default();
        configs.extend(content.text().and_then(|text| config(&path, text)));
    }
    Ok(configs)
}

/// Reads `script_location` and `file_template` of the first section that has them.
fn config(path: &RelPath, text: &str) -> Option<Config> {
    let value = |key: &str| {
        text.lines().enumerate().find_map(|(index, line)| {
            let (name, value) = line.split_once('=')?;
            (name.trim() == key).then(|| (value.trim().to_owned(), index + 1))
        })
    };
    let (location, line) = value("script_location")?;
    let file_template =
        value("file_template").map(|(template, line)| (template.replace("%%", "%"), line));
    Some(Config {
        directory: directory(path, &location),
        path: path.clone(),
        line,
        file_template,
    })
}

/// A script location as a path below the root: `%(here)s` is the configuration's directory, `package:dir` a package's.
fn directory(config: &RelPath, location: &str) -> String {
    let location = location.replace("%(here)s/", "").replace("%(here)s", ".");
    let location = match location.split_once(':') {
        Some((package, dir)) => format!("{}/{dir}", package.replace('.', "/")),
        None => location,
    };
    let location = location.trim_start_matches("./").trim_end_matches('/');
    match config.parent() {
        "" => location.to_owned(),
        parent => format!("{parent}/{location}"),
    }
}

/// The revisions that no other one stands on.
fn add_heads(tree: &dyn Tree, facts: &mut Facts) -> Result<()> {
    let mut revisions: Vec<(String, String, usize)> = Vec::new();
    let mut stood_on = BTreeSet::new();
    if let Some(versions) = facts
        .text("db.migrations")
        .and_then(|dir| RelPath::new(&format!("{dir}/versions")).ok())
    {
        for path in version_files(tree, &versions)? {
            let content = tree.read(&path)?.unwrap_or_default();
            for assignment in python::assignments(content.text().unwrap_or_default())? {
                match assignment.name.as_str() {
                    "revision" => revisions.extend(
                        assignment
                            .texts
                            .first()
                            .map(|id| (id.clone(), path.to_string(), assignment.line)),
                    ),
                    "down_revision" => stood_on.extend(assignment.texts),
                    _ => {}
                }
            }
        }
    }
    revisions.retain(|(id, ..)| !stood_on.contains(id));
    add_head(&revisions, facts);
    Ok(())
}

fn version_files(tree: &dyn Tree, versions: &RelPath) -> Result<Vec<RelPath>> {
    let entries = tree.list(Some(versions))?;
    let python = entries.iter().filter(|entry| {
        entry.kind == EntryKind::File && entry.name.ends_with(".py") && entry.name != "__init__.py"
    });
    python.map(|entry| versions.join(&entry.name)).collect()
}

fn add_head(heads: &[(String, String, usize)], facts: &mut Facts) {
    let ids: Vec<String> = heads.iter().map(|(id, ..)| id.clone()).collect();
    let evidence = match heads {
        [] => Evidence::place("no migration yet"),
        [(_, path, line), ..] => Evidence::line(path, *line),
    };
    if ids.len() < 2 {
        let head = ids.first().cloned().unwrap_or_default();
        facts.add(
            "db.migrations.head",
            Fact::certain(FactValue::Text(head), evidence.clone()),
        );
    }
    facts.add(
        "db.migrations.heads",
        Fact::certain(FactValue::List(ids), evidence),
    );
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::change::Content;

    fn facts(files: &[(&str, &str)]) -> Facts {
        let tree: BTreeMap<RelPath, Content> = files
            .iter()
            .filter_map(|(path, text)| Some((RelPath::new(path).ok()?, Content::new(*text))))
            .collect();
        let mut facts = Facts::default();
        assert!(add(&tree, &mut facts).is_ok());
        facts
    }

    #[test]
    fn where_a_configuration_leads() {
        for (path, location, expected) in [
            ("alembic.ini", "migrations", "migrations"),
            ("alembic.ini", "%(here)s/alembic", "alembic"),
            (
                "backend/alembic.ini",
                "./app/alembic",
                "backend/app/alembic",
            ),
            ("alembic.ini", "app.db:migrations", "app/db/migrations"),
        ] {
            let facts = facts(&[(path, &format!("[alembic]\nscript_location = {location}\n"))]);
            assert_eq!(facts.text("db.migrations"), Some(expected));
        }
    }

    #[test]
    fn heads_are_read_from_the_files() {
        let ini = (
            "alembic.ini",
            "[alembic]\nscript_location = m\nfile_template = %%(slug)s\n",
        );
        let first = ("m/versions/a.py", "revision = 'a'\ndown_revision = None\n");
        let second = (
            "m/versions/b.py",
            "revision: str = \"b\"\ndown_revision: str | None = \"a\"\n",
        );
        let other = ("m/versions/c.py", "revision = 'c'\ndown_revision = 'a'\n");
        let merge = (
            "m/versions/d.py",
            "revision = 'd'\ndown_revision = ('b', 'c')\n",
        );
        for (files, head) in [
            (vec![ini], Some("")),
            (vec![ini, first], Some("a")),
            (vec![ini, first, second], Some("b")),
            (vec![ini, first, second, other], None),
            (vec![ini, first, second, other, merge], Some("d")),
        ] {
            let facts = facts(&files);
            assert_eq!(facts.text("db.migrations.head"), head);
            assert_eq!(facts.text("db.migrations.file_template"), Some("%(slug)s"));
        }
    }

    #[test]
    fn two_directories_are_not_certain() {
        let facts = facts(&[
            ("a/alembic.ini", "script_location = x\n"),
            ("b/alembic.ini", "script_location = y\n"),
        ]);
        let fact = facts.get("db.migrations");
        assert_eq!(
            fact.map(|fact| (fact.certain, fact.candidates.clone())),
            Some((false, vec!["a/x".to_owned(), "b/y".to_owned()]))
        );
    }
}
