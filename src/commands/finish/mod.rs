//! What becomes of a plan, whichever command made it: shown, checked, or applied.

mod flags;
mod report;
mod say;

pub(super) use flags::{Mode, flags, mode};
use report::State;

use super::{Outcome, Setting};
use crate::apply;
use crate::disk::Root;
use crate::error::Result;
use crate::plan::Proposal;
use crate::ui::Preview;

/// A plan to be finished.
pub(super) struct Finish<'a> {
    /// The command, for JSON.
    pub command: &'a str,
    /// The project.
    pub root: &'a Root,
    /// The plan and what it is about.
    pub proposal: Proposal,
    /// How.
    pub mode: &'a Mode,
    /// The command to run again, with `--yes`.
    pub again: &'a dyn Fn() -> String,
}

impl Finish<'_> {
    fn preview(&self) -> Preview<'_> {
        Preview {
            about: &self.proposal.about,
            planned: &self.proposal.planned,
        }
    }

    fn is_done(&self) -> bool {
        self.proposal.planned.plan.is_done() && !self.is_left()
    }

    /// Something is left for a person, whatever is applied.
    fn is_left(&self) -> bool {
        let planned = &self.proposal.planned;
        planned.is_stopped() || planned.has_markers() || !planned.manual.is_empty()
    }

    fn changes_existing(&self) -> bool {
        let mut changes = self.proposal.planned.plan.effective();
        changes.any(|change| change.before.is_some() && !change.path.is_record())
    }
}

/// Shows, checks or applies.
///
/// # Errors
/// An error of applying; then the project is as it was.
pub(super) fn finish(setting: &Setting, finish: &Finish) -> Result<Outcome> {
    let state = state(setting, finish)?;
    if setting.json {
        setting.print_json(&report::document(finish.command, &finish.proposal, state));
    } else if !finish.mode.check || setting.ui.verbosity > 0 {
        say::say(setting, finish, state);
    }
    if finish.mode.check {
        setting.ui.say(state.words());
    }
    Ok(match state {
        State::Applied | State::NothingToDo if !finish.is_left() => Outcome::Done,
        State::Planned if !finish.mode.check && !finish.is_left() => Outcome::Done,
        _ => Outcome::Left,
    })
}

/// Decides, and applies where that is the decision.
fn state(setting: &Setting, finish: &Finish) -> Result<State> {
    let plan = &finish.proposal.planned.plan;
    if finish.is_done() {
        return Ok(State::NothingToDo);
    }
    if finish.mode.dry_run || finish.mode.check {
        apply::check(finish.root, plan)?;
        if !setting.json && !finish.mode.check {
            setting.show_plan(&finish.preview());
        }
        return Ok(State::Planned);
    }
    if finish.proposal.planned.is_stopped() {
        return Ok(State::Conflict);
    }
    if !is_agreed(setting, finish)? {
        return Ok(if setting.can_confirm() {
            State::Refused
        } else {
            State::NeedsYes
        });
    }
    apply::apply(finish.root, plan, apply::Options::default())?;
    Ok(State::Applied)
}

/// Whether a person was asked, and so has seen the plan.
fn was_asked(setting: &Setting, finish: &Finish) -> bool {
    !finish.mode.yes && finish.changes_existing() && setting.can_confirm()
}

/// Whether the changes may be made: new files always, existing ones after a yes.
fn is_agreed(setting: &Setting, finish: &Finish) -> Result<bool> {
    if !was_asked(setting, finish) {
        return Ok(finish.mode.yes || !finish.changes_existing());
    }
    let preview = finish.preview();
    setting.ui.insist(&preview.overview(&setting.ui));
    setting.ui.insist(&preview.modifications(&setting.ui));
    setting.ui.confirm("make these changes?")
}

impl Setting {
    fn can_confirm(&self) -> bool {
        self.ui.can_ask && !self.json
    }
}
