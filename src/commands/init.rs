//! `patgen init`: writes `patgen.toml`, the facts that a team settles, from what is found in the project.

use clap::{ArgMatches, Command};

use super::finish::{self, Finish};
use super::project;
use super::{Outcome, Setting, common};
use crate::change::{Change, Content};
use crate::error::{Error, Result};
use crate::facts::{FLAG, Fact, FactValue, Facts, TEAM_FILE, settling};
use crate::pattern;
use crate::plan::{About, Planned, Proposal, told};
use crate::rel_path::RelPath;

/// Facts that people decide on and that change seldom; what follows from them, or changes with every migration, is
/// found anew each time. `*` stands for one part.
const SETTLED: [&str; 25] = [
    "db.async",
    "db.base",
    "db.base.classes",
    "db.id",
    "db.key",
    "db.migrations",
    "db.orm",
    "db.session",
    "db.session.alias",
    "db.tables",
    "http.app",
    "http.auth",
    "http.errors.not_found",
    "http.router",
    "layout.*",
    "project.import_root",
    "project.package",
    "project.tests",
    "settings",
    "settings.getter",
    "settings.instance",
    "tests.client",
    "tests.form",
    "tests.runner",
    "tests.session",
];

/// The arguments.
#[must_use]
pub fn command() -> Command {
    Command::new("init")
        .about("Write patgen.toml, the facts that a team settles, from what is found")
        .defer(|command| {
            command.args(common::flags())
                .long_about(
                    "Write `patgen.toml`, the facts that a team settles, from what is found.\n\n\
                     What is certain stands there as it was found; of what is not, every candidate stands in a comment, for \
                     you to choose. What `--fact NAME=VALUE` says stands there too. A `patgen.toml` that is there stays.",
                )
                .args(finish::flags())
        })
}

/// Writes the file.
///
/// # Errors
/// A project error where the file is there already.
pub fn run(setting: &Setting, matches: &ArgMatches) -> Result<Outcome> {
    let mode = finish::mode(matches);
    let project = project::open(setting)?;
    let path = RelPath::new(TEAM_FILE)?;
    if crate::tree::Tree::read(&project.root, &path)?.is_some() {
        return Err(Error::project(format!("`{TEAM_FILE}` is there already"))
            .hint("`patgen facts` shows what it settles, and the lines for what is not certain"));
    }
    let (settled, open) = chosen(setting, &project.facts);
    let mut planned = Planned::default();
    let text = text(&settled, &open);
    planned
        .plan
        .insert(Change::new(path, None, Some(Content::new(text))))?;
    let about = About {
        command: "init".to_owned(),
        facts: told(&settled),
        ..About::default()
    };
    finish::finish(
        setting,
        Finish {
            command: "init",
            root: &project.root,
            facts: &project.facts,
            proposal: Proposal { about, planned },
            mode: &mode,
            again: &super::again,
            asked: false,
        },
    )
}

/// The facts to settle, and those that are open. What a stamp gave is known without the file.
fn chosen(setting: &Setting, facts: &Facts) -> (Facts, Facts) {
    let (mut settled, mut open) = <(Facts, Facts)>::default();
    for (name, fact) in facts.iter() {
        let is_given = fact.evidence.place.starts_with("stamp ");
        if is_given || setting.ensure_known_fact(name).is_err() {
            continue;
        }
        let is_settled = SETTLED.iter().any(|pattern| pattern::covers(pattern, name));
        if !fact.certain {
            open.add(name, fact.clone());
        } else if is_settled || fact.evidence.place == FLAG {
            settled.add(name, fact.clone());
        }
    }
    (settled, open)
}

/// The file.
fn text(settled: &Facts, open: &Facts) -> String {
    let mut text = "# What patgen takes as settled about this project, for everybody who works on it. `patgen facts`\n\
                    # shows all facts; `--fact NAME=VALUE` goes before this file.\n\
                    version = 1\n\n[facts]\n"
        .to_owned();
    for (name, fact) in settled.iter() {
        text += &format!("{}\n", settling(name, &fact.value));
    }
    for (name, fact) in open.iter() {
        text += &format!("\n# `{name}` is not certain: uncomment one.\n");
        for value in candidates(name, fact) {
            text += &format!("# {}\n", settling(name, &value));
        }
    }
    text
}

fn candidates(name: &str, fact: &Fact) -> Vec<FactValue> {
    if fact.candidates.is_empty() {
        return vec![fact.value.clone()];
    }
    let parsed = |text: &String| FactValue::parse_of(name, text);
    fact.candidates.iter().map(parsed).collect()
}
