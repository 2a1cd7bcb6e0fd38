//! What becomes of a plan: shown, checked, or applied.

use indexmap::IndexMap;

use super::report::{self, State};
use super::retry::retry_command;
use super::{Mode, Outcome, Project, Setting};
use crate::apply;
use crate::diff::patch;
use crate::error::{Error, Result};
use crate::pattern::Question;
use crate::plan::Planned;
use crate::stamp::Drawn;
use crate::ui::{Preview, Ui, coloured, summary};

/// What was drawn up and planned.
pub(super) struct Finished<'a> {
    /// The stamps.
    pub drawn: &'a Drawn,
    /// Their plan.
    pub planned: &'a Planned,
    /// How.
    pub mode: &'a Mode,
    /// All that may be asked.
    pub questions: &'a IndexMap<String, Question>,
}

impl Finished<'_> {
    fn preview(&self) -> Preview<'_> {
        Preview {
            drawn: self.drawn,
            planned: self.planned,
        }
    }

    fn is_done(&self) -> bool {
        self.planned.plan.is_done() && !self.is_left()
    }

    /// Something is left for a person, whatever is applied.
    fn is_left(&self) -> bool {
        self.planned.is_stopped() || self.planned.has_markers() || !self.planned.manual.is_empty()
    }

    fn changes_existing(&self) -> bool {
        let mut changes = self.planned.plan.effective();
        changes.any(|change| change.before.is_some() && !change.path.is_record())
    }
}

/// Shows, checks or applies.
///
/// # Errors
/// An error of applying; then the project is as it was.
pub(super) fn finish(setting: &Setting, project: &Project, finished: &Finished) -> Result<Outcome> {
    let state = state(setting, project, finished)?;
    if setting.json {
        setting.print_json(&report::document(finished.drawn, finished.planned, state));
    } else if !finished.mode.check || setting.ui.verbosity > 0 {
        say(setting, finished, state);
    }
    if finished.mode.check {
        setting.ui.say(state.words());
    }
    Ok(match state {
        State::Applied | State::NothingToDo if !finished.is_left() => Outcome::Done,
        State::Planned if !finished.mode.check && !finished.is_left() => Outcome::Done,
        _ => Outcome::Left,
    })
}

/// Decides, and applies where that is the decision.
fn state(setting: &Setting, project: &Project, finished: &Finished) -> Result<State> {
    if finished.is_done() {
        return Ok(State::NothingToDo);
    }
    if finished.mode.dry_run || finished.mode.check {
        apply::check(&project.root, &finished.planned.plan)?;
        setting.show_plan(finished);
        return Ok(State::Planned);
    }
    if finished.planned.is_stopped() {
        return Ok(State::Conflict);
    }
    if !is_agreed(setting, finished)? {
        return Ok(if setting.can_confirm() {
            State::Refused
        } else {
            State::NeedsYes
        });
    }
    apply::apply(
        &project.root,
        &finished.planned.plan,
        apply::Options::default(),
    )?;
    Ok(State::Applied)
}

/// Whether a person was asked, and so has seen the plan.
fn was_asked(setting: &Setting, finished: &Finished) -> bool {
    !finished.mode.yes && finished.changes_existing() && setting.can_confirm()
}

/// Whether the changes may be made: new files always, existing ones after a yes.
fn is_agreed(setting: &Setting, finished: &Finished) -> Result<bool> {
    if !was_asked(setting, finished) {
        return Ok(finished.mode.yes || !finished.changes_existing());
    }
    let preview = finished.preview();
    setting.ui.insist(&preview.overview(&setting.ui));
    setting.ui.insist(&preview.modifications(&setting.ui));
    setting.ui.confirm("make these changes?")
}

impl Setting {
    fn can_confirm(&self) -> bool {
        self.ui.can_ask && !self.json
    }

    /// The plan as a diff on stdout; coloured for a person, as `git apply` takes it otherwise.
    fn show_plan(&self, finished: &Finished) {
        if self.json || finished.mode.check {
            return;
        }
        let preview = finished.preview();
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

fn say(setting: &Setting, finished: &Finished, state: State) {
    let (ui, preview) = (&setting.ui, finished.preview());
    let counted = summary(preview.shown_changes());
    match state {
        State::NothingToDo => ui.say("nothing to do: everything is there already"),
        State::Planned => say_planned(setting, finished, &counted),
        State::Applied => {
            if !was_asked(setting, finished) {
                say_overview(ui, &preview);
            }
            let counted = if counted.is_empty() {
                "only its record is new"
            } else {
                &counted
            };
            ui.say(&format!("{}: {counted}", stamp_ids(finished.drawn)));
        }
        State::Refused => ui.insist("nothing was changed"),
        State::Conflict => {
            ui.insist(&preview.overview(ui));
            ui.insist(&crate::ui::failure_text(&conflict(finished), ui));
        }
        State::NeedsYes => {
            ui.say(&preview.overview(ui));
            ui.insist(&crate::ui::failure_text(&needs_yes(finished), ui));
        }
    }
    if !finished.planned.manual.is_empty() {
        ui.insist(&preview.manual());
    }
    if state == State::Applied {
        say_next(setting, finished.drawn);
    }
}

fn say_overview(ui: &Ui, preview: &Preview) {
    let overview = preview.overview(ui);
    if !overview.is_empty() {
        ui.say(&overview);
    }
}

fn say_planned(setting: &Setting, finished: &Finished, counted: &str) {
    let preview = finished.preview();
    for note in preview.notes() {
        setting.ui.say(&note);
    }
    for change in preview.shown_changes().filter(|change| change.secret) {
        setting.ui.say(&format!(
            "not in the diff, for it holds a secret: {}",
            change.path
        ));
    }
    if finished.planned.is_stopped() {
        setting
            .ui
            .insist(&crate::ui::failure_text(&conflict(finished), &setting.ui));
    }
    setting.ui.say(&format!(
        "a dry run, nothing was written; the run would have {counted}"
    ));
}

fn say_next(setting: &Setting, drawn: &Drawn) {
    let mut steps: Vec<&String> = Vec::new();
    let ready = drawn.stamps.iter().flat_map(|stamp| &stamp.next);
    for step in ready.chain(drawn.stamps.iter().flat_map(|stamp| &stamp.run)) {
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    if !steps.is_empty() {
        setting.ui.say("\nnext:");
        for step in steps {
            setting.ui.say(&format!("  {step}"));
        }
    }
}

fn stamp_ids(drawn: &Drawn) -> String {
    let ids: Vec<&str> = drawn.stamps.iter().map(|stamp| stamp.id.as_str()).collect();
    format!("stamped {}", ids.join(", "))
}

fn conflict(finished: &Finished) -> Error {
    let paths: Vec<String> = finished
        .planned
        .conflicts
        .iter()
        .map(|conflict| format!("`{}`", conflict.path))
        .collect();
    Error::project(format!("{} would be overwritten: nothing was written", paths.join(", ")))
        .hint("`--on-conflict keep` leaves your file, `replace` takes the new one, `markers` puts both into it")
        .hint("`--dry-run` shows the rest of the plan")
}

fn needs_yes(finished: &Finished) -> Error {
    Error::usage("files that exist would be changed, and nobody can be asked: nothing was written")
        .hint("`--dry-run` shows the changes")
        .hint(format!(
            "to make them: {}",
            retry_command(std::env::args(), finished.drawn, finished.questions)
        ))
}
