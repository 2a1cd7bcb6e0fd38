//! What is rendered on its last way, on a thread of its own while rendering goes on: Python through the formatter, and
//! every file's digest.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};

use super::python::{CodeStyle, ended, format};
use crate::change::Bytes;
use crate::error::{Error, Result};

/// As much as the main thread has: code may be nested deeply.
const STACK: usize = 8 << 20;

/// How many files go to the thread at once; to wake it costs more than the digest of a file.
const BATCH: usize = 64;

/// The files that were handed over, in order. Nothing is shared with the thread that finishes them.
#[derive(Default)]
pub struct Finishing {
    count: usize,
    batch: Vec<Job>,
    thread: Option<Thread>,
    /// What was finished at once, where the system gives no thread.
    done: Vec<Result<Bytes>>,
}

/// The way to a thread, and what it will answer.
type Thread = (Sender<Vec<Job>>, JoinHandle<Vec<Result<Bytes>>>);

struct Job {
    bytes: Vec<u8>,
    /// Where code comes from and how it is written; none where the bytes stay as they are.
    code: Option<(String, CodeStyle)>,
}

impl Job {
    fn run(self) -> Result<Bytes> {
        let bytes = match self.code {
            Some((origin, style)) => formatted(self.bytes, &origin, &style)?,
            None => self.bytes,
        };
        // As rendered, they have room to grow into: kept so, they would take twice what they need.
        let bytes = Bytes::from(&bytes[..]);
        // Asked for here, it is known to all who hold the bytes.
        let _ = bytes.sha256();
        Ok(bytes)
    }
}

fn formatted(code: Vec<u8>, origin: &str, style: &CodeStyle) -> Result<Vec<u8>> {
    let code = String::from_utf8(code)
        .map_err(|error| Error::pattern(format!("{origin}: it is not UTF-8")).because(error))?;
    let code = format(&code, origin, style)?;
    Ok(ended(code, style).into_bytes())
}

impl Finishing {
    /// Hands over a file; answers its number.
    pub(super) fn add(&mut self, bytes: Vec<u8>) -> usize {
        self.push(Job { bytes, code: None })
    }

    /// Hands over Python, which `origin` rendered; answers its number.
    pub(super) fn add_python(&mut self, code: String, origin: &str, style: &CodeStyle) -> usize {
        let number = self.push(Job {
            bytes: code.into_bytes(),
            code: Some((origin.to_owned(), style.clone())),
        });
        self.send();
        number
    }

    fn push(&mut self, job: Job) -> usize {
        self.batch.push(job);
        self.count += 1;
        if self.batch.len() >= BATCH {
            self.send();
        }
        self.count - 1
    }

    fn send(&mut self) {
        if self.thread.is_none() && self.done.is_empty() {
            self.thread = thread();
        }
        let batch = std::mem::take(&mut self.batch);
        match &self.thread {
            Some((jobs, _)) => drop(jobs.send(batch)),
            None => self.done.extend(batch.into_iter().map(Job::run)),
        }
    }

    /// Waits for all files; they come by their numbers.
    ///
    /// # Errors
    /// The pattern error of the first whose code is no Python.
    pub(super) fn all(mut self) -> Result<Vec<Bytes>> {
        if !self.batch.is_empty() {
            self.send();
        }
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
    let (sender, jobs): (_, Receiver<Vec<Job>>) = channel();
    let run = move || jobs.iter().flatten().map(Job::run).collect();
    let thread = Builder::new().stack_size(STACK).spawn(run).ok()?;
    Some((sender, thread))
}
