//! `patgen man`: the manual page on stdout.

use clap::Command;
use clap_mangen::Man;

use super::{Outcome, Setting};
use crate::error::{Error, Result};

/// The arguments.
#[must_use]
pub fn command() -> Command {
    Command::new("man").about("Print the manual page, in roff")
}

/// Prints the page for `whole`.
///
/// # Errors
/// An I/O error where the page cannot be rendered.
pub fn run(setting: &Setting, whole: Command) -> Result<Outcome> {
    let mut page = Vec::new();
    Man::new(whole)
        .render(&mut page)
        .map_err(|error| Error::io("the manual page cannot be rendered", error))?;
    setting.ui.data(&page);
    Ok(Outcome::Done)
}
