//! The places of one layer, and the form that most of them have.

use std::collections::BTreeSet;

use super::doubt;
use super::kind::REPOSITORIES;
use crate::detect::entities::Entities;
use crate::detect::tables::Table;
use crate::detect::tally::{Decides, Tally, text};
use crate::facts::{Evidence, Fact, Facts};

/// Parts of paths of routers that are about no entity.
const ASIDE: [&str; 12] = [
    "auth",
    "login",
    "token",
    "oauth",
    "health",
    "healthcheck",
    "ping",
    "root",
    "index",
    "home",
    "status",
    "metrics",
];

/// The places of one layer.
#[derive(Default)]
pub(super) struct Layer {
    /// Paths with an entity's name in them.
    pub(super) templates: Tally,
    /// Paths without one.
    pub(super) plain: Tally,
    /// Files with a class of the layer: functions beside it make it.
    classed: BTreeSet<String>,
    /// The forms of files that are for one deed.
    deeds: Vec<String>,
}

impl Layer {
    pub(super) fn add(&mut self, entities: &Entities, path: &str, line: usize) {
        let evidence = Evidence::line(path, line);
        match entities.path_template(path) {
            Some(template) if is_deed(&template) => self.deeds.push(template),
            Some(template) => self.templates.add(template, evidence),
            None => self.plain.add(path, evidence),
        }
    }

    /// A class of the layer: it counts where it is named for an entity, or where its file is one's.
    pub(super) fn add_of(&mut self, entities: &Entities, path: &str, line: usize, class: &str) {
        let stem = class.trim_start_matches("CRUD");
        let mut endings = REPOSITORIES.iter().chain(&["Service"]);
        let stem = endings
            .find_map(|end| stem.strip_suffix(end))
            .unwrap_or(stem);
        if entities.begins(stem) || is_of_entity(entities, path) {
            self.classed.insert(path.to_owned());
            self.add(entities, path, line);
        }
    }

    /// Functions of the layer: they count where their file is an entity's, or called like the layer and one for all.
    pub(super) fn add_functions(
        &mut self,
        entities: &Entities,
        path: &str,
        line: usize,
        is_of_all: bool,
    ) {
        if self.classed.contains(path) {
            return;
        }
        if is_of_entity(entities, path) || is_shared(path) && is_of_all {
            self.add(entities, path, line);
        }
    }

    /// Routers: a file that is for signing in, health and the like holds none of an entity, and beside it is where another
    /// one goes.
    pub(super) fn without_asides(mut self) -> Self {
        let is_aside = |path: &str| path.split(['/', '.']).any(|part| ASIDE.contains(&part));
        if !self.templates.is_empty() || !self.plain.ranked().iter().any(|it| is_aside(it.0)) {
            return self;
        }
        let mut plain = Tally::default();
        for (path, count, evidence) in self.plain.ranked() {
            let (dir, file) = path.rsplit_once('/').unwrap_or(("", path));
            if !is_aside(path) {
                plain.add_times(path, count, evidence.clone());
            } else if is_aside(file) && !is_aside(dir) && !dir.is_empty() {
                let template = format!("{dir}/{{plural}}.py");
                self.templates.add(template, evidence.clone());
            }
        }
        self.plain = plain;
        self
    }

    /// The form that most have; one file for all where several of the layer are in it.
    pub(super) fn decide(self, name: &str, facts: &mut Facts) {
        let plain = self
            .plain
            .ranked()
            .first()
            .map_or(0, |(_, count, _)| *count);
        let template = self
            .templates
            .ranked()
            .first()
            .map_or(0, |(_, count, _)| *count);
        let single = plain > 1 && plain > template * 2;
        let ranked = self.plain.ranked();
        let is_shared = ranked.first().is_some_and(|(path, ..)| is_shared(path));
        if self.templates.is_empty() && plain == 1 && !is_shared {
            return;
        }
        let is_plain = single || self.templates.is_empty();
        let tally = if is_plain {
            &self.plain
        } else {
            &self.templates
        };
        if let Some(fact) = tally.decide(Decides::Most) {
            let home = facts.text("layout.model").and_then(home_of);
            let settled = settled(tally, home).filter(|_| !fact.certain);
            let mut fact = settled.unwrap_or(fact);
            if !is_plain {
                doubt::of_one_feature(&mut fact, &self.plain);
                doubt::of_one_deed(&mut fact, &self.deeds, usual(name));
            }
            facts.add(name, fact);
        }
    }

    /// Whether as many have the layer as make it one: of forty entities a single one has what is its own.
    pub(super) fn is_usual(&self, entities: usize) -> bool {
        let most = |tally: &Tally| tally.ranked().first().map_or(0, |(_, count, _)| *count);
        most(&self.templates).max(most(&self.plain)) * RARE >= entities
    }
}

/// What the file of a layer in an entity's directory is called.
fn usual(name: &str) -> &str {
    match name.rsplit('.').next().unwrap_or(name) {
        "model" => "models",
        "schema" => "schemas",
        layer => layer,
    }
}

/// One in how many entities makes a layer.
const RARE: usize = 16;

/// The one form that is left of several where, in the directory of an entity, files that are not called like the entity
/// do not count beside one that is, and those outside do not count where each entity has a directory, `home`.
fn settled(tally: &Tally, home: Option<&str>) -> Option<Fact> {
    let ranked = tally.ranked();
    let split = |path: &str| {
        let (dir, file) = path.rsplit_once('/').unwrap_or(("", path));
        (dir.to_owned(), file.contains('{'))
    };
    let mains: Vec<String> = ranked
        .iter()
        .map(|(path, ..)| split(path))
        .filter(|(dir, is_named)| *is_named && dir.contains('{'))
        .map(|(dir, _)| dir)
        .collect();
    let is_aside = |path: &str| {
        let (dir, is_named) = split(path);
        !is_named && mains.contains(&dir)
    };
    let is_home = |path: &str| home.is_none_or(|home| path.starts_with(home));
    let mut left = ranked
        .iter()
        .filter(|(path, ..)| !is_aside(path) && is_home(path));
    let (path, count, evidence) = left.next()?;
    let is_most = left.all(|(_, other, _)| other * 2 <= *count);
    is_most.then(|| text(path, (*evidence).clone()))
}

/// The directory of an entity that its model is in: `app/{plural}/` of `app/{plural}/models.py`.
fn home_of(model: &str) -> Option<&str> {
    let (dirs, _) = model.rsplit_once('/')?;
    let end = dirs.find('}')?;
    model.get(..=end + 1).filter(|home| home.ends_with('/'))
}

/// Whether the file is named for one deed, `list_users.py`, `users/create.py`: it holds no entity's layer.
pub(super) fn is_deed(template: &str) -> bool {
    let file = template.rsplit('/').next().unwrap_or(template);
    let stem = file.trim_start_matches("test_").trim_end_matches(".py");
    let (verb, rest) = stem.split_once('_').unwrap_or((stem, ""));
    let verbs = [
        "add", "change", "create", "delete", "detail", "edit", "export", "find", "get", "import",
        "list", "mark", "read", "register", "remove", "reset", "search", "send", "show", "update",
        "upload", "verify",
    ];
    verbs.contains(&verb) && (rest.starts_with('{') || !file.contains('{'))
}

/// Whether an entity's name is in the file's own name, or in that of its directory where the file is called like a
/// layer: `users/service.py`, but not `connectors/gmail.py`.
fn is_of_entity(entities: &Entities, path: &str) -> bool {
    let (dirs, file) = path.rsplit_once('/').unwrap_or(("", path));
    let dir = dirs.rsplit('/').next().unwrap_or(dirs);
    entities.path_template(file).is_some() || is_shared(path) && entities.template(dir).is_some()
}

/// Whether the file is called like a layer: then it is for all entities of its directory.
fn is_shared(path: &str) -> bool {
    let stem = path.rsplit('/').next().unwrap_or(path);
    let names = [
        "models.py",
        "schemas.py",
        "crud.py",
        "dao.py",
        "repository.py",
        "repositories.py",
        "service.py",
        "services.py",
    ];
    names.contains(&stem)
}

/// Whether tables are in the file's directory, in the one around that, or below them: `app/crud.py` is for all of
/// `app/models/`, `billing/service.py` is not; nor is `app/security/services.py` for `app/user/model.py`, the directory of
/// an entity.
pub(super) fn is_near(entities: &Entities, path: &str, tables: &[Table]) -> bool {
    let own = above(path);
    let around = above(own);
    let is_below = |path: &str, dir: &str| dir.is_empty() || path.starts_with(&format!("{dir}/"));
    let is_near = |table: &str| {
        let home = above(table);
        let name = home.rsplit('/').next().unwrap_or(home);
        let is_shut = entities.template(name).is_some() && !is_below(path, home);
        is_below(table, own) || is_below(table, around) && !is_shut
    };
    tables.iter().any(|table| is_near(&table.symbol.path))
}

/// The directory around.
fn above(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(dir, _)| dir)
}
