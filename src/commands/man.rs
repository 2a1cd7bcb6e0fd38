//! `patgen man`: the manual page on stdout, with every subcommand on it.

use std::io;

use clap::Command;
use clap_mangen::Man;

use super::{Outcome, Setting, common};
use crate::error::{Error, Result};

/// What clap does not know, in roff.
const CLOSING: &str = r#".SH "EXIT STATUS"
.TP
0
done, or nothing to do
.TP
1
something is left for a person: a conflict, a confirmation that was refused or could not be asked for, a manual step, something to do or anything not as it was stamped under \-\-check
.TP
2
an error or wrong usage; nothing was written
.SH ENVIRONMENT
.TP
PATGEN_PATTERNS
more directories of patterns, after those of \-\-patterns and before the embedded ones
.TP
NO_COLOR
where it is set and not empty, nothing is coloured
.SH FILES
.TP
\&.patgen/
in the project: what was stamped, with which answers, on which texts; meant to be committed
.TP
\&.patgen/patterns/
in the project: its own patterns
.TP
patgen.toml
in the project: facts that its team has settled
"#;

/// The arguments.
#[must_use]
pub fn command() -> Command {
    Command::new("man")
        .about("Print the manual page, in roff")
        .defer(|command| command.args(common::flags()))
}

/// Prints the page for `whole`.
///
/// # Errors
/// An I/O error where the page cannot be rendered.
pub fn run(setting: &Setting, whole: Command) -> Result<Outcome> {
    let page =
        page(whole).map_err(|error| Error::io("the manual page cannot be rendered", error))?;
    setting.ui.data(&page);
    Ok(Outcome::Done)
}

fn page(mut whole: Command) -> io::Result<Vec<u8>> {
    whole.build();
    let mut out = Vec::new();
    let top = Man::new(whole.clone());
    top.render_title(&mut out)?;
    top.render_name_section(&mut out)?;
    top.render_synopsis_section(&mut out)?;
    top.render_description_section(&mut out)?;
    top.render_options_section(&mut out)?;
    for sub in whole.get_subcommands() {
        section(sub, &mut out)?;
    }
    out.extend(CLOSING.as_bytes());
    top.render_version_section(&mut out)?;
    Ok(out)
}

/// A subcommand: what it does, and its own options; those that all have stand above.
fn section(sub: &Command, out: &mut Vec<u8>) -> io::Result<()> {
    out.extend(format!(".SH \"PATGEN {}\"\n", sub.get_name().to_uppercase()).as_bytes());
    out.extend(format!("{}\n", sub.get_about().cloned().unwrap_or_default()).as_bytes());
    let own = sub
        .get_arguments()
        .filter(|arg| arg.get_help_heading() != Some(common::HEADING) && arg.get_id() != "help");
    let bare = Command::new(sub.get_name().to_owned())
        .disable_help_flag(true)
        .disable_version_flag(true)
        .args(own.cloned());
    if bare.get_arguments().next().is_some() {
        let mut options = Vec::new();
        Man::new(bare).render_options_section(&mut options)?;
        let text = String::from_utf8_lossy(&options).replace(".SH OPTIONS", ".PP");
        out.extend(text.as_bytes());
    }
    Ok(())
}
