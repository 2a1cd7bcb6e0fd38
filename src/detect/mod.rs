//! Detection: facts read from the project's files, each with its evidence.
//!
//! Reads through `Tree`, writes nothing. Where the evidence is split, a fact is uncertain and has candidates. What
//! costs time (walking through the whole project, parsing its Python files) is done only where the project was not
//! begun by patgen.

mod affix;
mod app;
mod auth;
mod base;
mod code;
mod columns;
mod conduct;
mod config;
mod configs;
mod dependencies;
mod depends;
mod derived;
mod dialect;
mod entities;
mod fixtures;
mod foreign;
mod formatting;
mod full_path;
mod functions;
mod header;
mod ids;
mod import_root;
mod includes;
mod keys;
mod layout;
mod line_ends;
mod migrations;
mod naming_rules;
mod nested;
mod objects;
mod other_rows;
mod parameters;
mod project;
mod pydantic;
mod registry;
mod router;
mod rows;
mod session;
mod settings;
mod sqlalchemy;
mod stamps;
mod style;
mod survey;
mod tables;
mod tally;
mod team;
mod test_form;
#[cfg(test)]
mod tests;
mod versions;
mod visible;
mod walk;
mod words;

pub use stamps::records;
pub use team::team;

use crate::error::Result;
use crate::facts::Facts;
use crate::record::Record;
use crate::tree::Tree;

/// The files of the project that may be its own: Python, and what configures it.
#[must_use]
pub fn files(tree: &dyn Tree) -> Vec<String> {
    let survey = survey::survey(tree);
    survey.python.into_iter().chain(survey.notable).collect()
}

/// The facts that are found in files; `*` stands for one part.
pub const NAMES: &[&str] = &[
    "db.async",
    "db.base",
    "db.base.classes",
    "db.base.columns",
    "db.base.dataclass",
    "db.base.decorator",
    "db.base.indexed",
    "db.base.kwargs",
    "db.base.made",
    "db.base.unique",
    "db.columns.form",
    "db.dialect",
    "db.dialects",
    "db.id",
    "db.id_alias",
    "db.id_alias.kind",
    "db.id_column",
    "db.id_default",
    "db.id_imports",
    "db.id_in",
    "db.imports",
    "db.key",
    "db.migrations",
    "db.migrations.batch",
    "db.migrations.file_template",
    "db.migrations.formatted",
    "db.migrations.head",
    "db.migrations.headed",
    "db.migrations.heads",
    "db.migrations.ids",
    "db.migrations.ini",
    "db.migrations.into",
    "db.migrations.line_length",
    "db.migrations.mako",
    "db.migrations.quotes",
    "db.migrations.slug_length",
    "db.migrations.string",
    "db.migrations.timezone",
    "db.migrations.uuid",
    "db.migrations.versions",
    "db.models",
    "db.models.visible_as",
    "db.models.visible_by",
    "db.models.visible_form",
    "db.models.visible_in",
    "db.names.fk",
    "db.names.ix",
    "db.names.pk",
    "db.names.uq",
    "db.orm",
    "db.other",
    "db.schema",
    "db.schema_in",
    "db.session",
    "db.session.alias",
    "db.session.attribute",
    "db.session.call",
    "db.session.class",
    "db.session.commits",
    "db.session.form",
    "db.session.imports",
    "db.session.made",
    "db.session.parameter",
    "db.table_prefix",
    "db.tables",
    "entities.*.fields",
    "entities.*.id",
    "entities.*.id_column",
    "entities.*.key",
    "entities.*.keys",
    "entities.*.model",
    "entities.*.needed",
    "entities.*.row",
    "entities.*.table",
    "entities.*.table_schema",
    "entities.*.unread",
    "entities.*.unreferable",
    "functions.called",
    "functions.changes",
    "functions.commits",
    "functions.create",
    "functions.delete",
    "functions.delete_by",
    "functions.get",
    "functions.given",
    "functions.id",
    "functions.keywords",
    "functions.list",
    "functions.module",
    "functions.row",
    "functions.session",
    "functions.session_last",
    "functions.update",
    "functions.update_by",
    "http.app",
    "http.auth",
    "http.demands",
    "http.errors.not_found",
    "http.factory",
    "http.guard",
    "http.guard.args",
    "http.guard.imports",
    "http.nested",
    "http.nested.alias",
    "http.nested.args",
    "http.nested.variable",
    "http.nested.prefix",
    "http.router",
    "http.router.alias",
    "http.router.form",
    "http.router.import",
    "http.router.variable",
    "http.router.plural",
    "http.router.prefix_at",
    "http.router.prefix_sep",
    "http.router.root",
    "http.router.tag_case",
    "http.router.tags_at",
    "http.router.through",
    "http.routes.full_path",
    "http.routes.parameters",
    "layout.functions",
    "layout.model",
    "layout.packages",
    "layout.repository",
    "layout.router",
    "layout.schema",
    "layout.service",
    "layout.test",
    "project.dependencies",
    "project.dependency_file",
    "project.foreign",
    "project.import_root",
    "project.modules",
    "project.name",
    "project.package",
    "project.package_dir",
    "project.pydantic",
    "project.python",
    "project.run",
    "project.sqlalchemy",
    "project.tests",
    "project.tests_package",
    "settings",
    "settings.getter",
    "settings.instance",
    "style.formatter",
    "style.future",
    "style.header",
    "style.imports",
    "style.indent",
    "style.last_comma",
    "style.line_ends",
    "style.line_length",
    "style.quotes",
    "style.relative",
    "tests.async",
    "tests.auth",
    "tests.client",
    "tests.client.async",
    "tests.client.base",
    "tests.client.kind",
    "tests.form",
    "tests.mark",
    "tests.runner",
    "tests.session",
    "tests.session.async",
    "tests.session.kind",
    "tests.tables",
    "words.create",
    "words.model",
    "words.offset",
    "words.package",
    "words.read",
    "words.repository",
    "words.service",
    "words.service_keeps",
    "words.service_takes",
    "words.schema",
    "words.slash",
    "words.table",
    "words.test_docs",
    "words.test_package",
    "words.update",
];

/// What is known about the project: from flags first, then from earlier stamps, then from its files.
///
/// `directory` is the name of the root directory.
///
/// # Errors
/// A project error where a file that tells facts is broken, such as a `pyproject.toml` that is no TOML.
pub fn detect(tree: &dyn Tree, records: &[Record], flags: Facts, directory: &str) -> Result<Facts> {
    let mut facts = flags;
    stamps::add(records, &mut facts);
    let survey = (!foreign::is_begun_here(&facts)).then(|| survey::Survey {
        stamped: stamps::files(records),
        ..survey::survey(tree)
    });
    let seen = survey
        .as_ref()
        .and_then(|survey| foreign::add(tree, survey, &mut facts));
    project::add(tree, directory, &mut facts)?;
    migrations::add(tree, survey.as_ref(), records, &mut facts)?;
    if let Some(seen) = seen {
        foreign::add_visible(&seen, &mut facts);
    }
    facts.ensure_forms()?;
    Ok(facts)
}
