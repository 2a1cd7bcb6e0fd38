//! `--save-plan`: the plan as a file instead of a run.

use std::path::Path;

use super::report::State;
use super::{Finish, Setting};
use crate::apply;
use crate::disk;
use crate::error::{Error, Result};
use crate::plan_file;

/// Saves the plan to `file`, or to stdout where that is `-`.
pub(super) fn save(setting: &Setting, finish: &Finish, file: &str) -> Result<State> {
    let to_stdout = file == "-";
    if to_stdout && (setting.json || finish.mode.dry_run) {
        return Err(Error::usage(
            "`--save-plan -` takes stdout, which `--json` and `--dry-run` take too",
        )
        .hint("name a file to save the plan to"));
    }
    if finish.proposal.planned.is_stopped() {
        return Ok(State::Conflict);
    }
    apply::check(finish.root, &finish.proposal.planned.plan)?;
    let text = plan_file::write(&finish.proposal, finish.facts)?;
    if to_stdout {
        setting.ui.data(text.as_bytes());
    } else {
        disk::save_new(Path::new(file), text.as_bytes())?;
    }
    if finish.mode.dry_run && !setting.json {
        setting.show_plan(&finish.preview());
    }
    Ok(State::Saved)
}
