//! Any command that the harness runs: with a time limit, its output in a file, and a keeper.
//!
//! The keeper (`keeper.py`) runs the command and ends it when time is up or when this process is
//! gone. Nothing here looks at what a command printed; that is for the one who asked.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Result;
use crate::account::Account;
use crate::environment::Environment;

const KEEPER: &str = include_str!("keeper.py");
const SHOWN_LINES: usize = 60;
const START_LIMIT: Duration = Duration::from_mins(5);

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
    /// The socket of the process that becomes the command, a script of Python (see `warm`).
    pub warm: Option<PathBuf>,
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
    /// What is most often wanted: the common limit, nobody else's account, nothing to remove.
    pub fn new(
        environment: &Environment,
        command: Vec<OsString>,
        directory: &Path,
        variables: Variables,
    ) -> Self {
        Self {
            python: environment.python.clone(),
            command,
            directory: directory.to_path_buf(),
            variables,
            limit: LIMIT,
            account: None,
            trash: None,
            warm: None,
        }
    }

    /// The same in a fork of a process that has the libraries, where the environment has one.
    pub fn warmed(self, environment: &Environment) -> Result<Self> {
        let warm = environment.warm()?;
        Ok(Self { warm, ..self })
    }

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

    /// Starts a server and comes back when it is `ready`; what is returned is its keeper.
    pub fn serve(&self, log: &Path, ready: impl Fn() -> bool) -> Result<Child> {
        let file = File::options()
            .create_new(true)
            .read(true)
            .append(true)
            .open(log);
        let file = file.map_err(|error| format!("cannot write {}: {error}", log.display()))?;
        let mut keeper = self.start(&file)?;
        match wait_until(&mut keeper, ready) {
            Ok(()) => Ok(keeper),
            Err(why) => Err(explain(&why, keeper, file)),
        }
    }

    fn keeper_words(&self) -> [OsString; 4] {
        let account = self
            .account
            .map(|account| format!("{}:{}", account.user, account.group));
        let path = |path: &Option<PathBuf>| path.clone().unwrap_or_default().into();
        [
            self.limit.as_secs().to_string().into(),
            account.unwrap_or_default().into(),
            path(&self.trash),
            path(&self.warm),
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

/// Until it is ready, or ends, or neither for too long.
fn wait_until(keeper: &mut Child, ready: impl Fn() -> bool) -> Result<()> {
    let started = Instant::now();
    while started.elapsed() < START_LIMIT {
        if ready() {
            return Ok(());
        }
        if let Ok(Some(status)) = keeper.try_wait() {
            return Err(format!("it ended at once, with {status}"));
        }
        thread::sleep(Duration::from_millis(20));
    }
    Err(format!(
        "it was not ready after {} s",
        START_LIMIT.as_secs()
    ))
}

/// Ends it, and adds what it said; the log itself may be gone by then.
fn explain(why: &str, mut keeper: Child, mut log: File) -> String {
    let _ = keeper.wait();
    let mut said = String::new();
    let _ = log
        .seek(SeekFrom::Start(0))
        .and_then(|_| log.read_to_string(&mut said));
    format!("{why}\n{}", last_lines(&said))
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
