//! `patgen status`: what became of every stamp.

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value as Json, json};

use super::{Outcome, Setting, common, project, redraw};
use crate::detect;
use crate::disk::Root;
use crate::error::{Error, Result, did_you_mean};
use crate::facts::Facts;
use crate::naming::shown;
use crate::record::Record;
use crate::render::CodeStyle;
use crate::status::{self, EditState, FileState, Note, Status};
use crate::tree::Tree;
use crate::ui::visible;

/// The arguments.
#[must_use]
pub fn command() -> Command {
    Command::new("status")
        .about("Tell what became of what was stamped")
        .defer(|command| {
            command.args(common::flags())
                .long_about(
                    "Tell what became of what was stamped.\n\n\
                     A file is `as-stamped`, `edited`, `missing`, or `outdated`: the pattern, rendered again by this program \
                     with the recorded answers, makes something else of it now. An edit is `in-place` or `gone`.\n\n\
                     With --check, everything but `as-stamped` and `in-place` counts, and so do conflict markers that are \
                     left, files that are new in a pattern, and patterns that are not there any more.",
                )
                .arg(Arg::new("stamp").value_name("STAMP").help("One stamp, such as `crud-user` [default: all]"))
                .arg(
                    Arg::new("check")
                        .long("check")
                        .help("Say only the outcome; exit with 1 where anything is not as it was stamped")
                        .action(ArgAction::SetTrue),
                )
        })
}

/// A stamp with what became of it.
type Told<'a> = (&'a Record, Status);

/// Prints the states.
///
/// # Errors
/// A usage error where there is no such stamp, a project error where a record is broken.
pub fn run(setting: &Setting, matches: &ArgMatches) -> Result<Outcome> {
    let root = Root::open(&setting.into)?;
    project::recover(setting, &root)?;
    let records = detect::records(&root)?;
    let chosen = chosen(&records, matches.get_one::<String>("stamp"))?;
    let told = told(setting, &root, &records, chosen)?;
    let drifted = told
        .iter()
        .filter(|(_, status)| status.is_drifted())
        .count();
    let check = matches.get_flag("check");
    if setting.json {
        setting.print_json(&document(&told));
    } else if !check {
        setting.ui.data(visible(&table(&told)).as_bytes());
    }
    if check || told.is_empty() {
        setting.ui.say(&outcome(&told, drifted));
    }
    let left = check && drifted > 0;
    Ok(if left { Outcome::Left } else { Outcome::Done })
}

fn chosen<'a>(records: &'a [Record], stamp: Option<&String>) -> Result<Vec<&'a Record>> {
    let Some(stamp) = stamp else {
        return Ok(records.iter().collect());
    };
    let found = records.iter().find(|record| record.stamp == *stamp);
    let ids = || records.iter().map(|record| record.stamp.as_str());
    found.map(|record| vec![record]).ok_or_else(|| {
        let error = Error::usage(format!("there is no stamp `{}`", shown(stamp)));
        match did_you_mean(stamp, ids()) {
            Some(hint) => error.hint(hint),
            None => error.hint("`patgen status` lists the stamps of this project"),
        }
    })
}

fn told<'a>(
    setting: &Setting,
    root: &Root,
    records: &[Record],
    chosen: Vec<&'a Record>,
) -> Result<Vec<Told<'a>>> {
    let directory = root.name().unwrap_or_default();
    let facts = detect::detect(root, records, setting.settled_facts(root)?, directory);
    let style = facts
        .as_ref()
        .map(CodeStyle::from_facts)
        .unwrap_or_default();
    let ground = status::Setting {
        tree: root,
        records,
        style: &style,
        everything: &|| detect::files(root),
    };
    let one = |record: &'a Record| {
        let fresh = match &facts {
            Ok(facts) => fresh(setting, record, (root, facts)),
            Err(error) => Err(about(format!(
                "whether it is outdated cannot be told: {error}"
            ))),
        };
        let stamp = fresh.as_ref().ok().map(|fresh| &fresh.stamp);
        let mut status = status::status(record, stamp, &ground)?;
        match &fresh {
            Ok(fresh) => status
                .notes
                .extend(fresh.along.iter().map(|it| lacking(it))),
            Err(note) => status.notes.push(note.clone()),
        }
        Ok((record, status))
    };
    chosen.into_iter().map(one).collect()
}

/// The stamp as it would be made now, or why that cannot be told.
fn fresh(
    setting: &Setting,
    record: &Record,
    ground: (&dyn Tree, &Facts),
) -> Result<redraw::Redrawn, Note> {
    let pattern = &record.pattern;
    let entry = redraw::entry(setting, record)
        .ok_or_else(|| about(format!("the pattern `{pattern}` is not there any more")))?;
    redraw::redraw(setting, &entry, record, ground).map_err(|error| {
        about(format!(
            "the pattern `{pattern}` cannot be stamped again: {error}"
        ))
    })
}

fn lacking(pattern: &str) -> Note {
    about(format!(
        "what `{pattern}` gives is not there any more; `patgen update` stamps it again"
    ))
}

fn about(what: String) -> Note {
    Note {
        path: None,
        line: None,
        what,
    }
}

fn document(told: &[Told]) -> Json {
    let stamp = |(record, status): &Told| {
        let file =
            |(path, state): &(String, FileState)| json!({"path": path, "state": state.name()});
        let edit = |(path, what, state): &(String, String, EditState)| json!({"path": path, "what": what, "state": state.name()});
        json!({
            "stamp": record.stamp,
            "pattern": record.pattern,
            "answers": record.given(),
            "files": status.files.iter().map(file).collect::<Vec<_>>(),
            "edits": status.edits.iter().map(edit).collect::<Vec<_>>(),
        })
    };
    let notes = told.iter().flat_map(|(record, status)| {
        let note = |note: &Note| {
            json!({"stamp": record.stamp, "path": note.path, "line": note.line, "what": note.what})
        };
        status.notes.iter().map(note).collect::<Vec<_>>()
    });
    json!({
        "version": 1,
        "stamps": told.iter().map(stamp).collect::<Vec<_>>(),
        "notes": notes.collect::<Vec<_>>(),
    })
}

fn table(told: &[Told]) -> String {
    told.iter()
        .map(|(record, status)| lines(record, status))
        .collect()
}

fn lines(record: &Record, status: &Status) -> String {
    let mut lines = vec![format!("{} ({})", record.stamp, record.pattern)];
    let files = status.files.iter();
    lines.extend(files.map(|(path, state)| format!("  {:10}  {path}", state.name())));
    let edits = status.edits.iter();
    lines.extend(edits.map(|(path, what, state)| format!("  {:10}  {path}: {what}", state.name())));
    lines.extend(status.notes.iter().map(|note| {
        let line = note.line.map_or(String::new(), |line| format!(":{line}"));
        let place = note.path.as_ref().map(|path| format!("{path}{line} "));
        format!("  ! {}{}", place.unwrap_or_default(), note.what)
    }));
    lines.join("\n") + "\n"
}

fn outcome(told: &[Told], drifted: usize) -> String {
    match (told.len(), drifted) {
        (0, _) => "nothing was stamped in this project".to_owned(),
        (_, 0) => "everything is as it was stamped".to_owned(),
        (all, drifted) => format!("{drifted} of {all} stamps drifted"),
    }
}
