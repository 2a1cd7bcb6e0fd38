//! Runs a command and prints the peak of its memory in KiB; the first argument is the program.
//!
//! A process of its own for each measurement: the system tells the peak of all children together.

use std::io::{Error, Write};
use std::process::{Command, Stdio};

use nix::sys::resource::{UsageWho, getrusage};

fn main() -> Result<(), Error> {
    let mut words = std::env::args_os().skip(1);
    let program = words.next().ok_or_else(|| Error::other("which program?"))?;
    let ended = Command::new(&program)
        .args(words)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if !ended.success() {
        return Err(Error::other(format!("{}: {ended}", program.display())));
    }
    let kib = getrusage(UsageWho::RUSAGE_CHILDREN)?.max_rss();
    writeln!(std::io::stdout(), "{kib}")
}
