//! Rendered Python on its way through the formatter, on a thread of its own while rendering goes on.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};

use super::python::{CodeStyle, format};
use crate::error::Result;

/// As much as the main thread has: code may be nested deeply.
const STACK: usize = 8 << 20;

/// The texts that were handed over, in order. Nothing is shared with the thread that formats them.
#[derive(Default)]
pub struct Formatting {
    count: usize,
    thread: Option<Thread>,
    /// What was formatted at once, where the system gives no thread.
    done: Vec<Result<String>>,
}

/// The way to a thread, and what it will answer.
type Thread = (Sender<Job>, JoinHandle<Vec<Result<String>>>);

struct Job {
    code: String,
    origin: String,
    style: CodeStyle,
}

impl Job {
    fn run(&self) -> Result<String> {
        format(&self.code, &self.origin, &self.style)
    }
}

impl Formatting {
    /// Hands over `code`, which `origin` rendered; answers its number.
    pub(super) fn add(&mut self, code: String, origin: &str, style: &CodeStyle) -> usize {
        let job = Job {
            code,
            origin: origin.to_owned(),
            style: style.clone(),
        };
        if self.count == 0 {
            self.thread = thread();
        }
        self.count += 1;
        match &self.thread {
            Some((jobs, _)) => drop(jobs.send(job)),
            None => self.done.push(job.run()),
        }
        self.count - 1
    }

    /// Waits for all texts; they come by their numbers.
    ///
    /// # Errors
    /// The pattern error of the first that is no Python.
    pub fn end(self) -> Result<Vec<String>> {
        let done = match self.thread {
            Some((jobs, thread)) => {
                drop(jobs);
                thread.join().unwrap_or_default()
            }
            None => self.done,
        };
        done.into_iter().collect()
    }
}

fn thread() -> Option<Thread> {
    let (sender, jobs): (_, Receiver<Job>) = channel();
    let run = move || jobs.iter().map(|job| job.run()).collect();
    let thread = Builder::new().stack_size(STACK).spawn(run).ok()?;
    Some((sender, thread))
}
