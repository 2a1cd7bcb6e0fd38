//! Alembic: its directory, its revisions and heads, the form of its files. All of it from files: the project is not
//! imported, no database is asked.
//!
//! Where several trees of migrations are, the directory is not certain, and nothing else is said before it is settled.

mod chain;
mod config;
mod files;
mod form;
mod ids;
mod imports;
mod ini;
mod installed;
mod siblings;
mod style;
mod versions;

use super::survey::Survey;
use config::Config;
use versions::{Revision, Versions};

use crate::error::{Error, Result};
use crate::facts::{Evidence, FLAG, Fact, FactValue, Facts};
use crate::record::Record;
use crate::tree::Tree;

/// The group.
const GROUP: &str = "db.migrations";

/// Alembic's own form of a file name.
const FILE_TEMPLATE: &str = "%(rev)s_%(slug)s";

/// How many words Alembic takes into a file name, in characters.
const SLUG_LENGTH: &str = "40";

/// Adds the facts of the group `db.migrations`.
///
/// `survey` is of a project that patgen did not begin.
pub(super) fn add(
    tree: &dyn Tree,
    survey: Option<&Survey>,
    records: &[Record],
    facts: &mut Facts,
) -> Result<()> {
    let configs = trees(tree, survey)?;
    let mut group = Group { tree, facts };
    group.add_directory(&configs);
    let Some(directory) = group.directory() else {
        return Ok(());
    };
    let known = configs
        .into_iter()
        .find(|config| config.directory == directory);
    let config = known.unwrap_or_else(|| Config {
        directory,
        ..Config::default()
    });
    let directories = group.add_versions(&config);
    let versions = versions::read(tree, &directories, config.recursive);
    group.add_settings(&config, &versions);
    group.add_history(&versions, &directories)?;
    if !group.facts.has("tests.alembic_config") {
        let stamped = records.iter().flat_map(|record| &record.files);
        let stamped: Vec<&str> = stamped.map(|file| file.path.as_str()).collect();
        group.add_forms(&config, &versions, &stamped);
    }
    Ok(())
}

/// The configured trees; where one has an `env.py`, only those that have.
fn trees(tree: &dyn Tree, survey: Option<&Survey>) -> Result<Vec<Config>> {
    let mut configs = config::configs(tree, survey)?;
    if configs.is_empty() {
        configs.extend(survey.into_iter().flat_map(unconfigured));
    }
    let is_real = |config: &Config| {
        files::entries(tree, &config.directory)
            .iter()
            .any(|(name, _)| name == "env.py")
    };
    if configs.iter().any(is_real) {
        configs.retain(is_real);
    }
    Ok(configs)
}

/// The trees that nothing configures: what does is kept out of the repository, or made by a program.
fn unconfigured(survey: &Survey) -> Vec<Config> {
    let scripts = survey.notable.iter().filter_map(|path| {
        let directory = path.strip_suffix("/script.py.mako")?;
        let env = format!("{directory}/env.py");
        survey.python.contains(&env).then(|| directory.to_owned())
    });
    let config = |directory| Config {
        directory,
        ..Config::default()
    };
    scripts.map(config).collect()
}

/// What is added to.
struct Group<'a> {
    tree: &'a dyn Tree,
    facts: &'a mut Facts,
}

impl Group<'_> {
    fn add(&mut self, name: &str, value: FactValue, evidence: Evidence) {
        self.facts
            .add(format!("{GROUP}.{name}"), Fact::certain(value, evidence));
    }

    fn add_text(&mut self, name: &str, value: impl Into<String>, evidence: Evidence) {
        self.add(name, FactValue::Text(value.into()), evidence);
    }

    fn add_directory(&mut self, configs: &[Config]) {
        let Some(first) = configs.first() else { return };
        let evidence = if first.path.is_empty() {
            Evidence::line(&format!("{}/env.py", first.directory), 1)
        } else {
            Evidence::line(&first.path, first.line)
        };
        let mut fact = Fact::certain(FactValue::Text(first.directory.clone()), evidence);
        if configs.len() > 1 {
            fact.certain = false;
            fact.candidates = configs
                .iter()
                .map(|config| config.directory.clone())
                .collect();
            fact.candidates.sort();
        }
        self.facts.add(GROUP, fact);
    }

    /// The directory, where it is certain.
    fn directory(&self) -> Option<String> {
        let fact = self.facts.get(GROUP).filter(|fact| fact.certain)?;
        files::joined("", fact.value.as_text()?)
    }

    fn add_settings(&mut self, config: &Config, versions: &Versions) {
        let at = |line: usize| Evidence::line(&config.path, line);
        let default = || Evidence::place("Alembic's default");
        if !config.path.is_empty() {
            self.add_text("ini", &config.path, at(config.line));
            if !["", "alembic"].contains(&config.section.as_str()) {
                self.add_text("section", &config.section, at(config.line));
            }
        }
        let (template, evidence) = match (&config.file_template, named_by_id(versions)) {
            (Some((template, line)), _) => (template.as_str(), at(*line)),
            (None, Some(one)) => ("%(rev)s", Evidence::line(&one.path, one.line)),
            (None, None) => (FILE_TEMPLATE, default()),
        };
        self.add_text("file_template", template, evidence);
        let (length, evidence) = match &config.slug_length {
            Some((length, line)) => (length.as_str(), at(*line)),
            None => (SLUG_LENGTH, default()),
        };
        self.add_text("slug_length", length, evidence);
        if let Some((timezone, line)) = &config.timezone {
            self.add_text("timezone", timezone, at(*line));
        }
    }

    /// The directories with revisions.
    fn add_versions(&mut self, config: &Config) -> Vec<String> {
        let (directories, evidence) = match &config.versions {
            Some((directories, line)) => (directories.clone(), Evidence::line(&config.path, *line)),
            None => (
                files::joined(&config.directory, "versions")
                    .into_iter()
                    .collect(),
                Evidence::place("Alembic's default"),
            ),
        };
        self.add("versions", FactValue::List(directories.clone()), evidence);
        directories
    }

    /// The heads and what is wrong with the history.
    fn add_history(&mut self, versions: &Versions, directories: &[String]) -> Result<()> {
        let heads = self.heads(&versions.revisions)?;
        let evidence = match heads.first() {
            Some(head) => Evidence::line(&head.path, head.line),
            None => Evidence::place("no migration yet"),
        };
        let ids: Vec<String> = heads.iter().map(|head| head.id.clone()).collect();
        let mut head = Fact::certain(
            FactValue::Text(ids.first().cloned().unwrap_or_default()),
            evidence.clone(),
        );
        if ids.len() > 1 {
            head.certain = false;
            head.candidates.clone_from(&ids);
        }
        self.facts.add(format!("{GROUP}.head"), head);
        self.add("heads", FactValue::List(ids), evidence.clone());
        let places = heads
            .iter()
            .map(|head| format!("`{}` ({})", head.id, head.path))
            .collect();
        self.add("head_files", FactValue::List(places), evidence.clone());
        let template = self.facts.text(&format!("{GROUP}.file_template"));
        let place = heads
            .first()
            .map(|head| place_of(&head.path, template.unwrap_or_default(), directories));
        let place = place
            .or_else(|| directories.first().cloned())
            .unwrap_or_default();
        self.add_text("into", place, evidence);
        let faults = chain::faults(&versions.revisions);
        for (name, list) in [("faults", faults), ("broken", versions.broken.clone())] {
            if let Some(first) = list.first() {
                let place = first.split('`').nth(1).unwrap_or_default().to_owned();
                self.add(name, FactValue::List(list), Evidence::place(place));
            }
        }
        Ok(())
    }

    /// The heads, or the one among them that a flag chose.
    fn heads<'r>(&self, revisions: &'r [Revision]) -> Result<Vec<&'r Revision>> {
        let heads = chain::heads(revisions);
        let chosen = self
            .facts
            .get(&format!("{GROUP}.head"))
            .filter(|fact| fact.evidence.place == FLAG);
        let Some(chosen) = chosen.and_then(|fact| fact.value.as_text()) else {
            return Ok(heads);
        };
        if let Some(head) = heads.iter().find(|head| head.id == chosen) {
            return Ok(vec![*head]);
        }
        let known: Vec<&str> = heads.iter().map(|head| head.id.as_str()).collect();
        Err(Error::usage(format!(
            "`--fact {GROUP}.head={chosen}`: the heads are `{}`",
            known.join("`, `")
        )))
    }
}

/// A revision whose file is called as its id is, words and all, where most are: what Alembic names by default would have
/// the words twice.
fn named_by_id(versions: &Versions) -> Option<&Revision> {
    let is_alike = |revision: &&Revision| {
        let file = revision.path.rsplit('/').next().unwrap_or_default();
        revision.id.contains(['_', '-']) && file.strip_suffix(".py") == Some(&revision.id)
    };
    let mut alike = versions.revisions.iter().filter(is_alike);
    let is_most = alike.clone().count() * 2 > versions.revisions.len();
    alike.next().filter(|_| is_most)
}

/// The directory that names by `template` stand in, where one is at `path`: `versions` of `versions/2026/x.py` by
/// `%(year)d/%(slug)s`.
fn place_of(path: &str, template: &str, directories: &[String]) -> String {
    let above = |path: &str| path.rsplit_once('/').map_or("", |(dir, _)| dir).to_owned();
    let mut place = above(path);
    for _ in template.matches('/') {
        if !directories.contains(&place) {
            place = above(&place);
        }
    }
    place
}

#[cfg(test)]
mod tests;
