use std::collections::BTreeMap;

use super::*;
use crate::change::Content;
use crate::rel_path::RelPath;

fn facts(files: &[(&str, &str)]) -> Facts {
    let tree: BTreeMap<RelPath, Content> = files
        .iter()
        .filter_map(|(path, text)| Some((RelPath::new(path).ok()?, Content::new(*text))))
        .collect();
    let mut facts = Facts::default();
    let survey = crate::detect::survey::survey(&tree);
    assert!(add(&tree, Some(&survey), &[], &mut facts).is_ok());
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
        let certain = facts.get("db.migrations.head").filter(|fact| fact.certain);
        assert_eq!(certain.and_then(|fact| fact.value.as_text()), head);
        assert_eq!(facts.text("db.migrations.file_template"), Some("%(slug)s"));
    }
}

/// `[alembic]` without a place of its own says what the sections of the trees have alike.
#[test]
fn what_sections_have_alike() {
    for (alembic, core, expected) in [
        ("file_template = %%(slug)s\n", "", "%(slug)s"),
        (
            "file_template = %%(slug)s\n",
            "file_template = %%(rev)s\n",
            "%(rev)s",
        ),
        (
            "script_location = m\nfile_template = %%(slug)s\n",
            "",
            FILE_TEMPLATE,
        ),
    ] {
        let ini = format!("[alembic]\n{alembic}\n[core]\nscript_location = core\n{core}");
        let given = Fact::certain(FactValue::parse("core"), Evidence::place("--fact"));
        let tree: BTreeMap<RelPath, Content> = [("alembic.ini", ini.as_str())]
            .iter()
            .filter_map(|(path, text)| Some((RelPath::new(path).ok()?, Content::new(*text))))
            .collect();
        let mut facts = Facts::default();
        facts.add(GROUP, given);
        let survey = crate::detect::survey::survey(&tree);
        assert!(add(&tree, Some(&survey), &[], &mut facts).is_ok());
        assert_eq!(
            facts.text("db.migrations.file_template"),
            Some(expected),
            "{ini}"
        );
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

#[test]
fn where_the_next_one_goes() {
    for (template, at, expected) in [
        ("%%(slug)s", "m/versions/a.py", "m/versions"),
        ("%%(year)d/%%(slug)s", "m/versions/2026/a.py", "m/versions"),
        ("%%(year)d/%%(slug)s", "m/versions/a.py", "m/versions"),
        (
            "%%(year)d/%%(month).2d/%%(slug)s",
            "m/versions/2026/01/a.py",
            "m/versions",
        ),
        // Sorted by hand into a directory that no template names.
        ("%%(slug)s", "m/versions/billing/a.py", "m/versions/billing"),
    ] {
        let ini = format!(
            "[alembic]\nscript_location = m\nrecursive_version_locations = true\nfile_template = {template}\n"
        );
        let facts = facts(&[
            ("alembic.ini", &ini),
            (at, "revision = 'a'\ndown_revision = None\n"),
        ]);
        assert_eq!(
            facts.text("db.migrations.into"),
            Some(expected),
            "{template} {at}"
        );
    }
}

/// Where ids have words and files are called like them, the next file is called like its id.
#[test]
fn files_that_are_called_like_their_ids() {
    for (settings, id, expected) in [
        ("", "0001_add_users", "%(rev)s"),
        ("", "0001", "%(rev)s_%(slug)s"),
        ("file_template = %%(slug)s\n", "0001_add_users", "%(slug)s"),
    ] {
        let facts = facts(&[
            (
                "alembic.ini",
                &format!("[alembic]\nscript_location = m\n{settings}"),
            ),
            (
                &format!("m/versions/{id}.py"),
                &format!("revision = '{id}'\ndown_revision = None\n"),
            ),
        ]);
        assert_eq!(
            facts.text("db.migrations.file_template"),
            Some(expected),
            "{id}"
        );
    }
}

/// What configures Alembic may be kept out of the repository, or be made by a program.
#[test]
fn a_tree_that_nothing_configures() {
    let script = ("m/script.py.mako", "revision = ${repr(up_revision)}\n");
    let env = ("m/env.py", "from alembic import context\n");
    let first = ("m/versions/a.py", "revision = 'a'\ndown_revision = None\n");
    let ini = ("alembic.ini", "[alembic]\nscript_location = other\n");
    for (files, directory, head) in [
        (vec![script, env, first], Some("m"), Some("a")),
        (vec![script, first], None, None),
        (vec![script, env, first, ini], Some("other"), Some("")),
    ] {
        let facts = facts(&files);
        assert_eq!(facts.text("db.migrations"), directory);
        assert_eq!(facts.text("db.migrations.head"), head);
        assert_eq!(
            facts.text("db.migrations.ini").is_some(),
            files.contains(&ini)
        );
    }
}
