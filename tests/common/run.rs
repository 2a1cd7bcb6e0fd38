//! A run of a program: how it is started, how it ended, what it said.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::DEADLINE;

/// A program about to run.
pub struct Invocation {
    command: Command,
}

impl Invocation {
    /// A program with all that it is started with.
    pub fn new(command: Command) -> Self {
        Self { command }
    }

    /// Runs it in another directory.
    pub fn within(mut self, directory: &Path) -> Self {
        self.command.current_dir(directory);
        self
    }

    /// Adds a variable to its environment.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Gives it the bytes on stdin.
    pub fn stdin(mut self, bytes: &[u8]) -> Self {
        let mut file = tempfile::tempfile().expect("a file for stdin");
        std::io::Write::write_all(&mut file, bytes).expect("stdin");
        file.rewind().expect("stdin");
        self.command.stdin(file);
        self
    }

    /// Gives it something else for stdin: an open pipe that never ends, nothing at all.
    pub fn stdin_from(mut self, stdin: impl Into<Stdio>) -> Self {
        self.command.stdin(stdin);
        self
    }

    /// Runs it to its end.
    pub fn run(mut self) -> Run {
        let line = line(&self.command);
        let (mut stdout, mut stderr) = (scratch(), scratch());
        self.command
            .stdout(stdout.try_clone().expect("stdout"))
            .stderr(stderr.try_clone().expect("stderr"));
        let mut child = self.command.spawn().expect("the program starts");
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().expect("the program is there") {
                break status;
            }
            if begun.elapsed() > DEADLINE {
                child.kill().expect("the program is there");
                panic!("`{line}` hangs");
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        Run {
            line,
            status: status.code(),
            out: rest(&mut stdout),
            err: String::from_utf8(rest(&mut stderr)).expect("stderr is text"),
        }
    }
}

/// The command as a person would type it, but for quotes.
fn line(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name();
    let words = program.into_iter().chain(command.get_args());
    let words: Vec<_> = words.map(OsStr::to_string_lossy).collect();
    words.join(" ")
}

fn scratch() -> File {
    tempfile::tempfile().expect("a file for output")
}

fn rest(file: &mut File) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.rewind().expect("output");
    file.read_to_end(&mut bytes).expect("output");
    bytes
}

/// A program that has run.
pub struct Run {
    /// As it was called.
    pub line: String,
    /// Its exit code; none where a signal ended it.
    pub status: Option<i32>,
    /// What it wrote to stdout.
    pub out: Vec<u8>,
    /// What it wrote to stderr.
    pub err: String,
}

impl Run {
    /// Expects this exit code.
    #[track_caller]
    pub fn code(self, code: i32) -> Self {
        assert_eq!(
            self.status,
            Some(code),
            "`{}`\n--- stdout\n{}\n--- stderr\n{}",
            self.line,
            String::from_utf8_lossy(&self.out),
            self.err
        );
        self
    }

    /// Expects every one of these in what it said.
    #[track_caller]
    pub fn says<const N: usize>(self, parts: [&str; N]) -> Self {
        for part in parts {
            assert!(self.err.contains(part), "no {part:?} in:\n{}", self.err);
        }
        self
    }

    /// Expects nothing on stdout.
    #[track_caller]
    pub fn no_data(self) -> Self {
        assert_eq!(
            String::from_utf8_lossy(&self.out),
            "",
            "stdout of `{}`",
            self.line
        );
        self
    }

    /// Expects nothing on stderr.
    #[track_caller]
    pub fn silent(self) -> Self {
        assert_eq!(self.err, "", "stderr of `{}`", self.line);
        self
    }

    /// Its stdout as text.
    #[track_caller]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.out).expect("stdout is text")
    }

    /// Its stdout as the one JSON document that it must be.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.out).unwrap_or_else(|error| {
            panic!(
                "stdout of `{}`: {error}\n{}\n{}",
                self.line,
                String::from_utf8_lossy(&self.out),
                self.err
            )
        })
    }
}
