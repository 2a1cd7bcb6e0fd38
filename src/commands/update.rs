//! `patgen update [STAMP]`: render stamps again and merge three ways: as stamped, yours, new.

use clap::{Arg, ArgAction, ArgMatches, Command};
use indexmap::IndexMap;
use serde_json::Value as Json;

use super::finish::{self, Finish};
use super::new::{self, answered};
use super::project::{self, Project};
use super::undo::unknown;
use super::{Outcome, Setting, common, conflicts};
use crate::answers::Given;
use crate::catalogue::Entry;
use crate::detect;
use crate::error::{Error, Result, did_you_mean};
use crate::facts::Facts;
use crate::history;
use crate::naming::shown;
use crate::pattern::{Question, QuestionType};
use crate::plan::{About, Ground, Proposal, plan};
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
        restore: matches.get_flag("restore"),
        actions: &actions,
        everything: &|| detect::files(&project.root),
    };
    let mut planned = plan(&drawn.stamps, &ground)?;
    let mut about = About::drawn("update", &drawn);
    about.notes.append(&mut planned.notes);
    let again = super::again;
    finish::finish(
        setting,
        Finish {
            command: "update",
            root: &project.root,
            facts: &project.facts,
            proposal: Proposal { about, planned },
            mode: &mode,
            again: &again,
            asked: false,
        },
    )
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
    given.retain(|name, _| questions.contains_key(name));
    for text in set {
        let (name, value) = answer(text, &questions, &given)?;
        given.insert(name, value);
    }
    for (name, value) in answered::generated(&wholes, &given)? {
        given.insert(name, value);
    }
    let recorded = |id: &str| {
        let found = project.records.iter().find(|record| record.stamp == id);
        found.map(Record::given)
    };
    let drawn = new::with_project(setting, project, &entry.stack, |shelf| {
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
                return Err(unanswered(record, &drawn));
            }
            for missing in &drawn.missing {
                answered::ask(setting, (&missing.name, &missing.question), &mut given)?;
            }
        }
    })?;
    match drawn.stamps.last() {
        Some(stamp) if stamp.id != record.stamp => Err(Error::usage(format!(
            "with these answers `{}` would be another stamp, `{}`",
            record.stamp, stamp.id
        ))
        .hint(format!("`patgen undo {}`, then stamp anew", record.stamp))),
        _ => Ok(drawn),
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

fn unanswered(record: &Record, drawn: &Drawn) -> Error {
    let names: Vec<String> = drawn
        .missing
        .iter()
        .map(|missing| format!("`{}`", missing.name))
        .collect();
    let error = Error::usage(format!(
        "`{}`: the pattern asks what it did not ask before: {}",
        record.stamp,
        names.join(", ")
    ));
    drawn.missing.iter().fold(error, |error, missing| {
        let example = missing.question.example.as_deref().unwrap_or("VALUE");
        error.hint(format!(
            "`patgen update {} --set {}={example}`: {}",
            record.stamp, missing.name, missing.question.help
        ))
    })
}

/// The answer that `--set` gives, by the question's name or flag.
fn answer(
    text: &str,
    questions: &IndexMap<String, Question>,
    given: &Given,
) -> Result<(String, Json)> {
    let Some((name, value)) = text.split_once('=') else {
        return Err(
            Error::usage(format!("`--set`: `{}` has no `=`", shown(text)))
                .hint("write `--set NAME=VALUE`"),
        );
    };
    let asked = || questions.iter().filter(|(_, question)| !question.hidden);
    let is_it = |(known, question): &(&String, &Question)| {
        *known == name || question.flag(known) == name || known.replace('_', "-") == name
    };
    let Some((name, question)) = asked().find(is_it) else {
        let error = Error::usage(format!("`--set`: nothing asks for `{}`", shown(name)));
        let hint = did_you_mean(name, asked().map(|(name, _)| name.as_str()));
        return Err(hint.into_iter().fold(error, Error::hint));
    };
    let json = match question.kind {
        QuestionType::Fields => fields(value, given.get(name)),
        _ => Json::from(value),
    };
    Ok((name.clone(), json))
}

/// All fields, or those on record with one more (`+`) or less (`-`).
fn fields(value: &str, recorded: Option<&Json>) -> Json {
    let known = recorded
        .and_then(Json::as_array)
        .cloned()
        .unwrap_or_default();
    let words: Vec<&str> = value.split_whitespace().collect();
    if !words.iter().any(|word| word.starts_with(['+', '-'])) {
        return words.into_iter().map(Json::from).collect();
    }
    let name = |field: &str| field.split(':').next().unwrap_or_default().to_owned();
    let mut fields: Vec<String> = known
        .iter()
        .filter_map(Json::as_str)
        .map(str::to_owned)
        .collect();
    for word in words {
        let bare = word.trim_start_matches(['+', '-']);
        let at = fields.iter().position(|field| name(field) == name(bare));
        match (word.starts_with('-'), at) {
            (true, Some(at)) => drop(fields.remove(at)),
            (true, None) => {}
            (false, Some(at)) => bare.clone_into(&mut fields[at]),
            (false, None) => fields.push(bare.to_owned()),
        }
    }
    fields.into_iter().map(Json::from).collect()
}
