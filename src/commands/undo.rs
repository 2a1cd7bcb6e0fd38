//! `patgen undo [STAMP]`: take a stamp back, or the last action.

use clap::{Arg, ArgMatches, Command};

use super::finish;
use super::project;
use super::{Outcome, Setting, common, conflicts};
use crate::detect;
use crate::error::{Error, Result, did_you_mean};
use crate::history;
use crate::naming::shown;
use crate::plan::{About, Leaving, Past, last_action, undo};
use crate::record::Record;
use crate::render::CodeStyle;

/// The subcommand.
#[must_use]
pub fn command() -> Command {
    Command::new("undo")
        .about("Take back a stamp, or the last action")
        .defer(|command| {
            command.args(common::flags())
                .long_about(
                    "Take back a stamp, or the last action.\n\nUntouched files go, edits are taken back by their meaning. \
                     What you wrote stays, and so does what other stamps need. Without a name, the last `new` or `update` \
                     in this project is taken back; to have it again, run it again.\n\nA stamped file that you edited is kept, \
                     and named; with `--on-conflict replace` it goes and what you wrote is kept below `.patgen/history/kept/`, with \
                     `markers` your lines stay between conflict markers.",
                )
                .arg(Arg::new("stamp").value_name("STAMP").help("The stamp, such as `crud-user`"))
                .args(finish::flags())
                .arg(finish::save_flag())
                .arg(conflicts::flag())
        })
}

/// Takes back what was named.
///
/// # Errors
/// A usage error where there is no such stamp, a project error where files are in the way.
pub fn run(setting: &Setting, matches: &ArgMatches) -> Result<Outcome> {
    let mode = finish::mode(matches);
    let project = project::open(setting)?;
    let actions = history::actions(&project.root)?;
    let style = CodeStyle::from_facts(&project.facts);
    let past = Past {
        tree: &project.root,
        records: &project.records,
        actions: &actions,
        style: &style,
        on_conflict: conflicts::read(matches),
        everything: &|| detect::files(&project.root),
    };
    let Some((action, leaving)) = chosen(matches.get_one::<String>("stamp"), &past)? else {
        setting.ui.say("nothing to do: there is no stamp");
        return Ok(Outcome::Done);
    };
    let planned = undo(&leaving, action, &past)?;
    finish::look_after(setting, &project, (about(&leaving), planned), &mode)
}

/// The stamps to take back, and the action, where it is one.
fn chosen(stamp: Option<&String>, past: &Past) -> Result<Option<(Option<u64>, Vec<Leaving>)>> {
    let Some(id) = stamp else {
        return match last_action(past) {
            Some((number, leaving)) => Ok(Some((Some(number), leaving))),
            None if past.records.is_empty() => Ok(None),
            None => Err(no_history(past)),
        };
    };
    let found = past.records.iter().find(|record| record.stamp == *id);
    let now = found.ok_or_else(|| unknown(id, past.records))?.clone();
    Ok(Some((None, vec![Leaving { now, before: None }])))
}

fn no_history(past: &Past) -> Error {
    let ids: Vec<String> = past
        .records
        .iter()
        .map(|record| format!("`{}`", record.stamp))
        .collect();
    Error::usage("this machine did nothing in this project that could be taken back").hint(format!(
        "name a stamp: `patgen undo STAMP`; there are {}",
        ids.join(", ")
    ))
}

/// No stamp is called so.
pub(super) fn unknown(id: &str, records: &[Record]) -> Error {
    let ids = records.iter().map(|record| record.stamp.as_str());
    let error = Error::usage(format!("there is no stamp `{}`", shown(id)));
    match did_you_mean(id, ids.clone()) {
        Some(hint) => error.hint(hint),
        None if records.is_empty() => error.hint("nothing was stamped in this project"),
        None => error.hint(format!(
            "there are `{}`",
            ids.collect::<Vec<_>>().join("`, `")
        )),
    }
}

fn about(leaving: &[Leaving]) -> About {
    let main = leaving.first().map(|one| &one.now);
    About {
        command: "undo".to_owned(),
        pattern: main.map(|record| record.pattern.clone()),
        stamp: main.map(|record| record.stamp.clone()),
        stamps: leaving.iter().map(|one| one.now.stamp.clone()).collect(),
        answers: main
            .map(|record| record.given().into_iter().collect())
            .unwrap_or_default(),
        ..About::default()
    }
}
