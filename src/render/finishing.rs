//! Files on their way from template to bytes: rendered, Python through the formatter, and each with its digest.
//!
//! A thread of its own begins while the drafts are still being drawn up; whoever waits for the files helps with those
//! that are left. Nothing depends on who does what: files and mistakes come in the order in which they were handed over.

use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};

use super::context::Context;
use super::engine::Engine;
use super::python;
use crate::change::Bytes;
use crate::error::{Error, Result};

/// As much as the main thread has: code may be nested deeply.
const STACK: usize = 8 << 20;

/// How many files go to the thread at once; to wake it costs more than to render a small one.
const BATCH: usize = 64;

/// The files that were handed over, in order.
#[derive(Default)]
pub struct Finishing {
    count: usize,
    batch: Vec<Job>,
    thread: Option<Thread>,
}

/// The way to the files that nobody has begun with, and the thread that begins with them.
struct Thread {
    jobs: Sender<Vec<Job>>,
    left: Arc<Left>,
    done: JoinHandle<Vec<Done>>,
}

type Left = Mutex<Receiver<Vec<Job>>>;

/// A finished file with its number.
type Done = (usize, Result<Bytes>);

struct Job {
    number: usize,
    bytes: Bytes,
    template: Option<Template>,
}

/// How bytes become a file, where they are a template.
pub(super) struct Template {
    /// Renders it.
    pub(super) engine: Engine,
    /// Where it comes from, for messages.
    pub(super) origin: String,
    /// What it sees.
    pub(super) context: Context,
    /// Whether it becomes Python in the formatter's form.
    pub(super) is_code: bool,
}

impl Template {
    fn render(&self, bytes: &[u8]) -> Result<Bytes> {
        let origin = &self.origin;
        let source = std::str::from_utf8(bytes)
            .map_err(|_| Error::pattern(format!("{origin}: a template must be UTF-8")))?;
        let style = self.context.style();
        let mut text = self.engine.whole(source, origin, &self.context)?;
        if self.is_code {
            text = python::headed(python::format(&text, origin, style)?, style);
        }
        // As rendered, it has room to grow into: kept so, it would take twice what it needs.
        Ok(python::ended(text, style).as_str().into())
    }
}

impl Job {
    fn run(self) -> Done {
        let finished = match self.template {
            Some(template) => template.render(&self.bytes),
            None => Ok(self.bytes),
        };
        if let Ok(bytes) = &finished {
            // Asked for here, it is known to all who hold the bytes.
            let _ = bytes.sha256();
        }
        (self.number, finished)
    }
}

impl Finishing {
    /// Hands over a file, or the template of one; answers its number.
    pub(super) fn add(&mut self, bytes: Bytes, template: Option<Template>) -> usize {
        let number = self.count;
        let is_code = template.as_ref().is_some_and(|template| template.is_code);
        self.batch.push(Job {
            number,
            bytes,
            template,
        });
        self.count += 1;
        if is_code || self.batch.len() >= BATCH {
            self.send();
        }
        number
    }

    fn send(&mut self) {
        if self.thread.is_none() {
            self.thread = thread();
        }
        // Without a thread the batch waits for the end.
        if let Some(thread) = &self.thread {
            drop(thread.jobs.send(std::mem::take(&mut self.batch)));
        }
    }

    /// Waits for all files; they come by their numbers.
    ///
    /// # Errors
    /// The pattern error of the first whose template or code is wrong.
    pub(super) fn all(self) -> Result<Vec<Bytes>> {
        let mut done: Vec<Done> = Vec::with_capacity(self.count);
        let thread = self.thread.map(|thread| {
            drop(thread.jobs);
            (thread.left, thread.done)
        });
        done.extend(self.batch.into_iter().map(Job::run));
        if let Some((left, thread)) = thread {
            done.extend(run(&left));
            done.extend(thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done.sort_unstable_by_key(|(number, _)| *number);
        done.into_iter().map(|(_, finished)| finished).collect()
    }
}

fn thread() -> Option<Thread> {
    let (jobs, left) = channel();
    let left = Arc::new(Mutex::new(left));
    let own = Arc::clone(&left);
    let builder = Builder::new().stack_size(STACK);
    let done = builder.spawn(move || run(&own)).ok()?;
    Some(Thread { jobs, left, done })
}

/// Finishes what is left until no more will come.
fn run(left: &Left) -> Vec<Done> {
    let next = || {
        left.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv()
            .ok()
    };
    std::iter::from_fn(next).flatten().map(Job::run).collect()
}
