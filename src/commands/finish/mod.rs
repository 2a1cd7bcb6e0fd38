//! What becomes of a plan, whichever command made it: shown, checked, or applied.

mod flags;
mod report;
mod save;
mod say;

pub(super) use flags::{Mode, flags, mode, save_flag};
use report::State;

use super::project::Project;
use super::{Outcome, Setting};
use crate::apply;
use crate::disk::Root;
use crate::error::{Error, Result};
use crate::facts::Facts;
use crate::history;
use crate::plan::{About, Planned, Proposal, keep_copies};
use crate::review::{Choices, by_path, review};
use crate::ui::{Preview, visible};

/// A plan to be finished.
pub(super) struct Finish<'a> {
    /// The command, for JSON.
    pub command: &'a str,
    /// The project.
    pub root: &'a Root,
    /// What was found in the project, which the plan rests on.
    pub facts: &'a Facts,
    /// The plan and what it is about.
    pub proposal: Proposal,
    /// How.
    pub mode: &'a Mode,
    /// The command to run again, with `--yes`.
    pub again: &'a dyn Fn() -> String,
    /// Whether a person was asked, and so has seen the plan.
    pub asked: bool,
}

impl Finish<'_> {
    fn preview(&self) -> Preview<'_> {
        Preview {
            about: &self.proposal.about,
            planned: &self.proposal.planned,
        }
    }

    /// Something is left for a person, whatever is applied.
    fn is_left(&self) -> bool {
        let planned = &self.proposal.planned;
        let open = planned.is_stopped() || planned.has_markers();
        open || !planned.manual.is_empty() || !planned.left.is_empty()
    }

    /// Whether a person is to be asked.
    fn must_ask(&self, setting: &Setting) -> bool {
        let stopped = self.proposal.planned.is_stopped();
        let reason = self.mode.review || stopped || self.changes_existing();
        let excluded = self.mode.yes || (stopped && self.mode.stop);
        reason && !excluded && setting.can_confirm()
    }

    /// Keeps copies of what people wrote in files that are replaced, but in a plan that holds them already.
    fn keep_copies(&mut self) -> Result<Vec<String>> {
        if self.command == "apply" {
            return Ok(Vec::new());
        }
        keep_copies(&mut self.proposal.planned, self.root)
    }

    /// Replaces the plan by what was chosen of it.
    fn choose(&mut self, choices: &Choices) -> Result<()> {
        let planned = std::mem::take(&mut self.proposal.planned);
        self.proposal.planned = review(planned, choices)?;
        Ok(())
    }

    fn changes_existing(&self) -> bool {
        let mut changes = self.proposal.planned.plan.effective();
        changes.any(|change| change.before.is_some() && !change.path.is_record())
    }
}

/// Finishes a plan that looks after stamps of the project; what there is to say about it is said with the rest.
///
/// # Errors
/// As [`finish()`].
pub(super) fn look_after(
    setting: &Setting,
    project: &Project,
    (mut about, mut planned): (About, Planned),
    mode: &Mode,
) -> Result<Outcome> {
    about.notes.append(&mut planned.notes);
    finish(
        setting,
        Finish {
            command: &about.command.clone(),
            root: &project.root,
            facts: &project.facts,
            proposal: Proposal { about, planned },
            mode,
            again: &super::again,
            asked: false,
        },
    )
}

/// Shows, checks or applies.
///
/// # Errors
/// An error of applying; then the project is as it was.
pub(super) fn finish(setting: &Setting, mut finish: Finish) -> Result<Outcome> {
    let state = state(setting, &mut finish)?;
    if setting.json {
        setting.print_json(&report::document(finish.command, &finish.proposal, state));
    } else if !finish.mode.check || setting.ui.verbosity > 0 {
        say::say(setting, &finish, state);
    }
    if finish.mode.check {
        setting.ui.say(state.words());
    }
    Ok(match state {
        State::Applied | State::NothingToDo if !finish.is_left() => Outcome::Done,
        State::Planned | State::Saved if !finish.mode.check && !finish.is_left() => Outcome::Done,
        _ => Outcome::Left,
    })
}

/// Decides, and applies where that is the decision.
fn state(setting: &Setting, finish: &mut Finish) -> Result<State> {
    choose_by_flags(setting, finish)?;
    let kept = finish.keep_copies()?;
    finish.proposal.about.notes.extend(kept);
    if let Some(file) = &finish.mode.save {
        return save::save(setting, finish, file);
    }
    if finish.proposal.planned.plan.is_done() {
        if !finish.proposal.planned.left.is_empty() {
            return Ok(State::Refused);
        }
        if !finish.is_left() {
            return Ok(State::NothingToDo);
        }
    }
    if finish.mode.dry_run || finish.mode.check {
        apply::check(finish.root, &finish.proposal.planned.plan)?;
        if !setting.json && !finish.mode.check {
            setting.show_plan(&finish.preview());
        }
        return Ok(State::Planned);
    }
    if finish.must_ask(setting) && !is_agreed(setting, finish)? {
        return Ok(State::Refused);
    }
    for note in finish.keep_copies()? {
        setting.ui.insist(&visible(&note));
    }
    if finish.proposal.planned.is_stopped() {
        return Ok(State::Conflict);
    }
    if !finish.asked && !finish.mode.yes && finish.changes_existing() {
        return Ok(State::NeedsYes);
    }
    let plan = &finish.proposal.planned.plan;
    let about = &finish.proposal.about;
    let noted = match about.command.as_str() {
        "undo" if finish.command == "apply" => history::cut(plan, finish.root)?,
        // An undo mends the history itself; a file for people is theirs.
        "undo" | "init" => plan.clone(),
        _ if plan.is_done() => plan.clone(),
        command => history::noted(plan, finish.root, (command, &about.stamps))?,
    };
    apply::apply(finish.root, &noted, apply::Options::default())?;
    Ok(State::Applied)
}

/// What `--take` and `--leave` choose.
fn choose_by_flags(setting: &Setting, finish: &mut Finish) -> Result<()> {
    let mode = finish.mode;
    if mode.review && !setting.can_confirm() {
        return Err(
            Error::usage("`--review` asks, and nobody can be asked here")
                .hint("`--take PATH` and `--leave PATH` choose without a question"),
        );
    }
    if mode.take.is_empty() && mode.leave.is_empty() {
        return Ok(());
    }
    let choices = by_path(&finish.proposal.planned, &mode.take, &mode.leave)?;
    finish.choose(&choices)
}

/// Shows the plan and asks; whether anything of it is to be done.
fn is_agreed(setting: &Setting, finish: &mut Finish) -> Result<bool> {
    finish.asked = true;
    let preview = finish.preview();
    setting.ui.insist(&preview.overview(&setting.ui));
    setting.ui.insist(&preview.modifications(&setting.ui));
    let Some(choices) = setting.ui.review(&finish.proposal.planned)? else {
        return Ok(false);
    };
    finish.choose(&choices)?;
    Ok(!finish.proposal.planned.plan.is_done())
}

impl Setting {
    pub(super) fn can_confirm(&self) -> bool {
        self.ui.can_ask && !self.json
    }
}
