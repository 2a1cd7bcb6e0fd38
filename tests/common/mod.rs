//! A small builder for tests that go through the binary: a fresh directory, a run in it, and what is there afterwards.
//!
//! Every run gets an environment of its own, no terminal, and a deadline, so that one that waits for input fails.

#![allow(dead_code, reason = "each test file uses its part")]
#![expect(
    clippy::disallowed_methods,
    reason = "tests make the projects that they look at"
)]

pub mod chance;
pub mod document;
pub mod hidden;
pub mod patterns;
pub mod projects;
pub mod run;
pub mod terminal;
pub mod transcript;
pub mod tree;

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use rustix::fs::{CWD, FileType, Mode};
use tempfile::TempDir;
use tree::Tree;

pub use run::{Invocation, Run};

/// The program under test.
pub const PATGEN: &str = env!("CARGO_BIN_EXE_patgen");

/// The pattern of a whole slice, which takes an entity with fields.
pub const SLICE: &str = "crud";

/// Longer than any run takes on a busy machine.
pub const DEADLINE: Duration = Duration::from_mins(5);

/// A fresh directory with a project in it, `work`; patterns of the test go beside it.
pub struct Sandbox {
    directory: TempDir,
}

impl Sandbox {
    /// An empty project.
    pub fn new() -> Self {
        let directory = TempDir::with_prefix("patgen-test-").expect("a fresh directory");
        fs::create_dir(directory.path().join("work")).expect("the project");
        Self { directory }
    }

    /// The directory that holds all of it.
    pub fn root(&self) -> &Path {
        self.directory.path()
    }

    /// A path in the project, which every run is in.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join("work").join(path)
    }

    /// Writes a file of the project and the directories that it needs.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        write(&self.path(path), bytes.as_ref());
        self
    }

    /// Makes a directory of the project.
    pub fn dir(&self, path: &str) -> &Self {
        fs::create_dir_all(self.path(path)).expect(path);
        self
    }

    /// Sets the mode of a file or directory of the project.
    pub fn mode(&self, path: &str, mode: u32) -> &Self {
        fs::set_permissions(self.path(path), fs::Permissions::from_mode(mode)).expect(path);
        self
    }

    /// Makes a symbolic link in the project.
    pub fn symlink(&self, target: &str, path: &str) -> &Self {
        std::os::unix::fs::symlink(target, self.path(path)).expect(path);
        self
    }

    /// Makes a second name for a file.
    pub fn hard_link(&self, target: &str, path: &str) -> &Self {
        fs::hard_link(self.path(target), self.path(path)).expect(path);
        self
    }

    /// Makes a FIFO in the project, from which nobody ever reads.
    pub fn fifo(&self, path: &str) -> &Self {
        let place = self.path(path);
        rustix::fs::mknodat(CWD, place, FileType::Fifo, Mode::RWXU, 0).expect(path);
        self
    }

    /// Copies a file from anywhere, with its mode.
    pub fn copy_of(&self, from: &Path, path: &str) -> &Self {
        fs::copy(from, self.path(path)).expect(path);
        self
    }

    /// Copies all of it into another sandbox.
    pub fn copy(&self) -> Self {
        let other = Self::new();
        let [from, to] = [self.root().join("."), other.root().to_owned()];
        let words = [OsStr::new("-a"), from.as_os_str(), to.as_os_str()];
        other.program("cp", words).run().code(0);
        other
    }

    /// Removes a file of the project.
    pub fn remove(&self, path: &str) -> &Self {
        fs::remove_file(self.path(path)).expect(path);
        self
    }

    /// The text of a file of the project.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Everything in the project.
    pub fn tree(&self) -> Tree {
        Tree::of(&self.path(""))
    }

    /// Everything in the sandbox: the project, the patterns, and what should not be beside them.
    pub fn everything(&self) -> Tree {
        Tree::of(self.root())
    }

    /// A run of patgen in the project, with these arguments.
    pub fn patgen<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Invocation {
        self.program(PATGEN, arguments)
    }

    /// A run of any program in the project, in the same environment.
    pub fn program<S: AsRef<OsStr>>(
        &self,
        program: impl AsRef<OsStr>,
        arguments: impl IntoIterator<Item = S>,
    ) -> Invocation {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(self.path(""))
            .stdin(Stdio::null());
        self.clean_environment(&mut command);
        Invocation::new(command)
    }

    /// Nothing of the one who runs the tests, but the search path.
    pub fn clean_environment(&self, command: &mut Command) {
        command.env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.root());
        command.env("LC_ALL", "C.UTF-8");
        command.env("GIT_CONFIG_GLOBAL", "/dev/null");
        command.env("GIT_CONFIG_SYSTEM", "/dev/null");
    }

    /// Runs patgen with the words of `line`, which holds no quotes.
    pub fn run(&self, line: &str) -> Run {
        self.patgen(line.split_whitespace()).run()
    }

    /// Runs it, expects exit code 0, and gives what it said.
    pub fn done(&self, line: &str) -> Run {
        self.run(line).code(0)
    }

    /// Runs it, expects an error, and that nothing at all was touched.
    pub fn refused(&self, line: &str) -> Run {
        self.untouched(|| self.run(line).code(2))
    }

    /// Expects that `run` touches nothing in the sandbox, time stamps included.
    pub fn untouched(&self, run: impl FnOnce() -> Run) -> Run {
        let before = self.everything();
        let run = run();
        self.everything().expect_same(&before, &run.line);
        run
    }

    /// Text with the sandbox's own path taken out, for snapshots.
    pub fn plain(&self, text: &str) -> String {
        let path = self.root().canonicalize().expect("the sandbox");
        let path = path.to_str().expect("a path of text");
        text.replace(path, "[SANDBOX]")
    }
}

/// Writes a file and the directories that it needs.
pub fn write(path: &Path, bytes: &[u8]) {
    let parent = path.parent().expect("a file is in a directory");
    fs::create_dir_all(parent).expect("the directory");
    fs::write(path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
