//! What is said of a plan and of what became of it.

use super::report::State;
use super::{Finish, Setting};
use crate::diff::patch;
use crate::error::Error;
use crate::plan::Proposal;
use crate::ui::{Preview, Ui, coloured, failure_text, summary, visible};

impl Setting {
    /// The plan as a diff on stdout; coloured for a person, as `git apply` takes it otherwise.
    pub(super) fn show_plan(&self, preview: &Preview) {
        for change in preview.shown_changes().filter(|change| !change.secret) {
            if self.ui.terminal_out || self.ui.colour_out {
                self.ui
                    .data(coloured(change, self.ui.colour_out).as_bytes());
            } else {
                self.ui.data(&patch(change));
            }
        }
    }
}

/// What became of it, in words.
pub(super) fn say(setting: &Setting, finish: &Finish, state: State) {
    let (ui, preview) = (&setting.ui, finish.preview());
    let counted = summary(preview.shown_changes());
    match state {
        State::NothingToDo => say_nothing(ui, &preview),
        State::Planned => say_planned(setting, finish, &counted),
        State::Saved => say_saved(ui, finish, &counted),
        State::Applied => say_applied(setting, finish, &counted),
        State::Refused => ui.insist("nothing was changed"),
        State::Conflict => {
            ui.insist(&preview.overview(ui));
            ui.insist(&failure_text(&conflict(finish), ui));
        }
        State::NeedsYes => {
            ui.say(&preview.overview(ui));
            ui.insist(&failure_text(&needs_yes(finish), ui));
        }
    }
    if !finish.proposal.planned.manual.is_empty() {
        ui.insist(&preview.manual());
    }
    if state == State::Applied {
        say_next(ui, &finish.proposal);
    }
}

/// What a person took out is not there, and is named.
fn say_nothing(ui: &Ui, preview: &Preview) {
    let notes = preview.notes();
    for note in &notes {
        ui.say(note);
    }
    ui.say(if notes.is_empty() {
        "nothing to do: everything is there already"
    } else {
        "nothing to do"
    });
}

fn say_applied(setting: &Setting, finish: &Finish, counted: &str) {
    let (ui, preview) = (&setting.ui, finish.preview());
    if finish.asked {
        preview.left().iter().for_each(|line| ui.insist(line));
    } else if !preview.overview(ui).is_empty() {
        ui.say(&preview.overview(ui));
    }
    let counted = if counted.is_empty() {
        "only its record is new"
    } else {
        counted
    };
    ui.say(&format!("{}: {counted}", done(&finish.proposal)));
}

fn say_planned(setting: &Setting, finish: &Finish, counted: &str) {
    let (ui, preview) = (&setting.ui, finish.preview());
    for note in preview.notes() {
        ui.say(&note);
    }
    preview.left().iter().for_each(|line| ui.say(line));
    for change in preview.shown_changes().filter(|change| change.secret) {
        ui.say(&format!(
            "not in the diff, for it holds a secret: {}",
            change.path
        ));
    }
    if finish.proposal.planned.is_stopped() {
        ui.insist(&failure_text(&conflict(finish), ui));
    }
    ui.say(&format!(
        "a dry run, nothing was written; the run would have {counted}"
    ));
}

fn say_saved(ui: &Ui, finish: &Finish, counted: &str) {
    let preview = finish.preview();
    ui.say(&preview.overview(ui));
    for change in preview.shown_changes().filter(|change| change.secret) {
        ui.say(&visible(&format!(
            "not in the saved plan, for it holds a secret: {}",
            change.path
        )));
    }
    let would = if counted.is_empty() {
        "there is nothing to do".to_owned()
    } else {
        format!("it would have {counted}")
    };
    let file = finish.mode.save.as_deref().unwrap_or("-");
    ui.say(&visible(&format!(
        "the plan is saved, nothing else was written; {would}: `patgen apply {file}`"
    )));
}

fn say_next(ui: &Ui, proposal: &Proposal) {
    if !proposal.about.next.is_empty() {
        ui.say("\nnext:");
        for step in &proposal.about.next {
            ui.say(&visible(&format!("  {step}")));
        }
    }
}

/// What was done, with the stamps that it was done to.
fn done(proposal: &Proposal) -> String {
    let about = &proposal.about;
    let verb = match about.command.as_str() {
        "update" => "updated",
        "undo" => "took back",
        "init" => return "wrote what is settled".to_owned(),
        _ => "stamped",
    };
    visible(&format!("{verb} {}", about.stamps.join(", ")))
}

fn conflict(finish: &Finish) -> Error {
    let conflicts = finish.proposal.planned.conflicts.iter();
    let paths: Vec<String> = conflicts
        .map(|conflict| format!("`{}`", conflict.path))
        .collect();
    Error::project(format!("{} would be overwritten: nothing was written", paths.join(", ")))
        .hint("`--on-conflict keep` leaves your file, `replace` takes the new one, `markers` puts both into it")
        .hint("`--dry-run` shows the rest of the plan")
}

fn needs_yes(finish: &Finish) -> Error {
    Error::usage("files that exist would be changed, and nobody can be asked: nothing was written")
        .hint("`--dry-run` shows the changes")
        .hint(format!("to make them: {}", (finish.again)()))
}
