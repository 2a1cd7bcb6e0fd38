//! Any command that the harness runs: with a time limit, its output in a file, and a keeper.
//!
//! The keeper (`keeper.py`) runs the command and ends it when time is up or when this process is
//! gone. Nothing here looks at what a command printed; that is for the one who asked.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::Result;
use crate::account::Account;

const KEEPER: &str = include_str!("keeper.py");
const SHOWN_LINES: usize = 60;

/// When a command hangs. No measure of speed: on a machine with other things to do all takes many times as long.
pub const LIMIT: Duration = Duration::from_mins(30);

pub type Variables = Vec<(OsString, OsString)>;

pub struct Task {
    /// The Python that runs the keeper.
    pub python: PathBuf,
    pub command: Vec<OsString>,
    pub directory: PathBuf,
    /// All that the command sees of the environment.
    pub variables: Variables,
    pub limit: Duration,
    /// Run as somebody else.
    pub account: Option<Account>,
    /// Removed when the command has ended.
    pub trash: Option<PathBuf>,
}

pub struct Outcome {
    pub code: i32,
    pub output: String,
}

pub fn words<const N: usize>(words: [&dyn AsRef<OsStr>; N]) -> Vec<OsString> {
    words.iter().map(|word| word.as_ref().to_owned()).collect()
}

/// Variables by name, and nothing else.
pub fn variables<const N: usize>(pairs: [(&str, &dyn AsRef<OsStr>); N]) -> Variables {
    pairs
        .iter()
        .map(|(name, value)| (name.into(), value.as_ref().to_owned()))
        .collect()
}

impl Task {
    /// Runs to the end, whatever the end is.
    pub fn outcome(&self, log: &Path) -> Result<Outcome> {
        let file = File::create(log)
            .map_err(|error| format!("cannot write {}: {error}", log.display()))?;
        let mut child = self.start(&file)?;
        // `Child::wait` would close the pipe first, and the keeper would take us for gone.
        let pipe = child.stdin.take();
        let status = child
            .wait()
            .map_err(|error| format!("lost `{}`: {error}", self.shown()))?;
        drop(pipe);
        let output =
            fs::read(log).map_err(|error| format!("cannot read {}: {error}", log.display()))?;
        let output = String::from_utf8_lossy(&output).into_owned();
        Ok(Outcome {
            code: status.code().unwrap_or(-1),
            output,
        })
    }

    /// Runs to the end; any exit code but 0 is an error that shows the command and its last lines.
    pub fn run(&self, log: &Path) -> Result<String> {
        match self.outcome(log)? {
            Outcome { code: 0, output } => Ok(output),
            failed => Err(self.report(&failed, log)),
        }
    }

    /// Starts it and returns the keeper; closing the keeper's standard input ends the command.
    pub fn start(&self, output: &File) -> Result<Child> {
        let mut keeper = Command::new(&self.python);
        keeper
            .args(["-I", "-S", "-c", KEEPER])
            .args(self.keeper_words())
            .args(&self.command);
        keeper
            .env_clear()
            .envs(self.variables.iter().map(|(name, value)| (name, value)));
        // Its own process group: an interrupt from the keyboard reaches us, and through the pipe
        // the keeper.
        keeper
            .current_dir(&self.directory)
            .process_group(0)
            .stdin(Stdio::piped());
        let spawned =
            duplicate(output).and_then(|(one, two)| keeper.stdout(one).stderr(two).spawn());
        spawned.map_err(|error| format!("cannot run {}: {error}", self.python.display()))
    }

    fn keeper_words(&self) -> [OsString; 3] {
        let account = self
            .account
            .map(|account| format!("{}:{}", account.user, account.group));
        let trash = self.trash.clone().unwrap_or_default();
        [
            self.limit.as_secs().to_string().into(),
            account.unwrap_or_default().into(),
            trash.into(),
        ]
    }

    fn report(&self, failed: &Outcome, log: &Path) -> String {
        let mut text = format!("$ {}\n", self.shown());
        let _ = writeln!(text, "  in {}", self.directory.display());
        text.push_str(&last_lines(&failed.output));
        let _ = writeln!(
            text,
            "  exit code {}; all of it in {}",
            failed.code,
            log.display()
        );
        text
    }

    fn shown(&self) -> String {
        let words: Vec<_> = self
            .command
            .iter()
            .map(|word| word.to_string_lossy())
            .collect();
        words.join(" ")
    }
}

fn duplicate(file: &File) -> std::io::Result<(File, File)> {
    Ok((file.try_clone()?, file.try_clone()?))
}

/// The end of an output, marked as a quotation.
pub fn last_lines(output: &str) -> String {
    let lines: Vec<_> = output.lines().collect();
    let left_out = lines.len().saturating_sub(SHOWN_LINES);
    let mut text = String::new();
    if left_out > 0 {
        let _ = writeln!(text, "  | … {left_out} more lines");
    }
    for line in &lines[left_out..] {
        let _ = writeln!(text, "  | {line}");
    }
    text
}
