//! Several runs as one text for a snapshot: the command, the exit code where it is not 0, what was said.

use super::{Run, Sandbox};

/// Runs, one after the other.
#[derive(Default)]
pub struct Transcript(String);

impl Transcript {
    /// Adds a run that wrote nothing to stdout.
    #[track_caller]
    pub fn add(&mut self, sandbox: &Sandbox, run: Run) {
        self.add_as(sandbox, "", run);
    }

    /// Adds a run with a word on what it met, for cases that the command does not tell apart.
    #[track_caller]
    pub fn add_as(&mut self, sandbox: &Sandbox, case: &str, run: Run) {
        let run = run.no_data();
        let command = sandbox.plain(&run.line).escape_debug().to_string();
        let command = command.replace("\\\"", "\"").replace("\\'", "'");
        let command = shortened(&command);
        let case = if case.is_empty() {
            String::new()
        } else {
            format!("# {case}\n")
        };
        let end = match run.status {
            Some(0) => String::new(),
            Some(code) => format!("[exit {code}]\n"),
            None => "[killed]\n".to_owned(),
        };
        let said = sandbox.plain(&run.err);
        self.0
            .extend([case, format!("$ {command}\n"), said, end, "\n".to_owned()]);
    }

    /// All of it.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// A line of a bearable length.
fn shortened(line: &str) -> String {
    const LONGEST: usize = 160;
    if line.chars().count() <= LONGEST {
        return line.to_owned();
    }
    line.chars().take(LONGEST).chain(['…']).collect()
}

/// Compares with the snapshot of this name in `snapshots/`.
#[macro_export]
macro_rules! assert_stored {
    ($name:expr, $text:expr) => {{
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../snapshots");
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!($name, $text));
    }};
}
