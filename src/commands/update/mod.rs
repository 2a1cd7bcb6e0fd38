//! `patgen update [STAMP]`: render stamps again and merge three ways: as stamped, yours, new.

mod answers;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::finish;
use super::new::{self, answered};
use super::project::{self, Project};
use super::undo::unknown;
use super::{Outcome, Setting, common, conflicts};
use crate::catalogue::Entry;
use crate::detect;
use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::history;
use crate::plan::{About, Ground, Restore, plan};
use crate::record::Record;
use crate::render::CodeStyle;
use crate::stamp::{Drawn, Request, Whole, draw};

/// The subcommand.
#[must_use]
pub fn command() -> Command {
    Command::new("update")
        .about("Render stamps again, and merge what is new with what you wrote")
        .defer(|command| {
            command.args(common::flags())
                .long_about(
                    "Render stamps again with their recorded answers, and merge three ways: the text as it was stamped, yours, \
                     and the new one. Without a name, every stamp.\n\nFiles that you deleted stay deleted, files that the pattern \
                     renamed take your edits along, and migrations are never written a second time.",
                )
                .arg(Arg::new("stamp").value_name("STAMP").help("The stamp, such as `crud-user`"))
                .arg(
                    Arg::new("set")
                        .long("set")
                        .value_name("NAME=VALUE")
                        .action(ArgAction::Append)
                        .help("Change an answer; fields are all of them, `+FIELD` adds one and `-NAME` drops one; repeatable"),
                )
                .arg(
                    Arg::new("restore")
                        .long("restore")
                        .action(ArgAction::SetTrue)
                        .help("Bring back files that were deleted"),
                )
                .args(finish::flags())
                .arg(finish::save_flag())
                .arg(conflicts::flag())
        })
}

/// Updates what was named.
///
/// # Errors
/// A usage error where there is no such stamp or answer, a pattern error where its pattern is gone or wrong.
pub fn run(setting: &Setting, matches: &ArgMatches) -> Result<Outcome> {
    let mode = finish::mode(matches);
    let project = project::open(setting)?;
    let records = chosen(matches.get_one::<String>("stamp"), &project)?;
    if records.is_empty() {
        setting.ui.say("nothing to do: there is no stamp");
        return Ok(Outcome::Done);
    }
    let set: Vec<&String> = matches.get_many("set").into_iter().flatten().collect();
    if !set.is_empty() && records.len() > 1 {
        return Err(Error::usage("`--set` changes an answer of one stamp")
            .hint("name the stamp: `patgen update STAMP --set NAME=VALUE`"));
    }
    let drawn = drawn(setting, &project, (&records, &set))?;
    let style = CodeStyle::from_facts(&drawn.facts);
    let actions = history::actions(&project.root)?;
    let ground = Ground {
        tree: &project.root,
        records: &project.records,
        style: &style,
        on_conflict: conflicts::read(matches),
        restore: if matches.get_flag("restore") {
            Restore::All
        } else {
            Restore::Nothing
        },
        actions: &actions,
        everything: &|| detect::files(&project.root),
    };
    let planned = plan(&drawn.stamps, &ground)?;
    let about = About::drawn("update", &drawn);
    finish::look_after(setting, &project, (about, planned), &mode)
}

fn chosen<'a>(stamp: Option<&String>, project: &'a Project) -> Result<Vec<&'a Record>> {
    let Some(id) = stamp else {
        return Ok(project.records.iter().collect());
    };
    let found = project.records.iter().find(|record| record.stamp == *id);
    found
        .map(|record| vec![record])
        .ok_or_else(|| unknown(id, &project.records))
}

/// Draws every stamp, twice where there are several: what one gives, another may rest on.
fn drawn(
    setting: &Setting,
    project: &Project,
    (records, set): (&[&Record], &[&String]),
) -> Result<Drawn> {
    let mut facts = project.facts.clone();
    let mut all = Drawn::default();
    let mut along = Vec::new();
    for _ in 0..records.len().min(2) {
        along.append(&mut all.stamps);
        for record in records {
            let one = draw_one(setting, project, (record, set, &facts))?;
            facts = one.facts;
            for stamp in one.stamps {
                if !all.stamps.iter().any(|known| known.id == stamp.id) {
                    all.stamps.push(stamp);
                }
            }
            all.supplied.extend(one.supplied);
        }
    }
    // What came along in the first round was there in the second.
    along.retain(|stamp| !all.stamps.iter().any(|known| known.id == stamp.id));
    all.stamps.splice(0..0, along);
    all.facts = facts;
    Ok(all)
}

fn draw_one(
    setting: &Setting,
    project: &Project,
    (record, set, facts): (&Record, &[&String], &Facts),
) -> Result<Drawn> {
    let entry = entry(setting, record)?;
    let wholes = new::wholes(setting, &entry)?;
    let questions = wholes.first().map(Whole::questions).unwrap_or_default();
    let mut given = record.given();
    let forgotten = answers::forget(&mut given, &questions);
    for text in set {
        let (name, value) = answers::of(text, &questions, &given)?;
        given.insert(name, value);
    }
    for (name, value) in answered::generated(&wholes, &given)? {
        given.insert(name, value);
    }
    let recorded = |id: &str| {
        let found = project.records.iter().find(|record| record.stamp == id);
        found.map(Record::given)
    };
    let mut drawn = new::with_project(setting, project, &entry.stack, |shelf| {
        loop {
            let drawn = draw(
                shelf,
                &Request {
                    pattern: &entry.name,
                    wholes: &wholes,
                    given: &given,
                    facts,
                    recorded: &recorded,
                    extend: false,
                },
            )?;
            if drawn.missing.is_empty() {
                return Ok(drawn);
            }
            if !setting.ui.can_ask {
                return Err(answers::missing(record, &drawn, &forgotten));
            }
            for missing in &drawn.missing {
                answered::ask(setting, (&missing.name, &missing.question), &mut given)?;
            }
        }
    })?;
    match drawn.stamps.last_mut() {
        Some(stamp) if stamp.id != record.stamp => Err(Error::usage(format!(
            "with these answers `{}` would be another stamp, `{}`",
            record.stamp, stamp.id
        ))
        .hint(format!("`patgen undo {}`, then stamp anew", record.stamp))),
        Some(stamp) => {
            stamp.notes.extend(answers::notes(record, &forgotten));
            Ok(drawn)
        }
        None => Ok(drawn),
    }
}

/// The pattern of a stamp.
fn entry(setting: &Setting, record: &Record) -> Result<Entry> {
    let (stack, name) = record
        .pattern
        .split_once('/')
        .unwrap_or(("", &record.pattern));
    let found = setting.catalogue.find(name, Some(stack));
    found.map_err(|error| error.at(format!("stamp `{}`", record.stamp)))
}
