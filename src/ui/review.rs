//! Review at the terminal: a plan whole, file by file, or hunk by hunk.
//!
//! Asks with the keys of `git add -p`; what is chosen is made by `review`. The end of the input at any question is an
//! error, so that nothing is written.

use super::Ui;
use super::diff::{coloured, hunk_text};
use super::editor::edited;
use super::failure::failure_text;
use super::prompt::read;
use super::visible::visible;
use crate::change::{Change, Kind};
use crate::error::Result;
use crate::plan::{Conflict, Planned};
use crate::review::{Choice, Choices, Hunks, offers};

const WHOLE: &str = "\
y - make all of these changes
n - make none of them
s - choose file by file
? - this help";

const FILE: &str = "\
y - make this change
n - leave it out
a - make this change and all the rest
d - leave this one out and all the rest
s - choose hunk by hunk
e - edit the new content, and take it as you leave it
q - leave this one out and all the rest; what was taken is made
? - this help";

const HUNK: &str = "\
y - take this hunk
n - leave it out
a - take this hunk and all the rest of the file
d - leave this hunk out and all the rest of the file
s - split it into smaller hunks
e - edit the new content of the file, and take it as you leave it
q - leave this hunk out and all the rest; what was taken is made
? - this help";

/// What was decided at one file: about it, and about all after it where nothing more is to be asked.
struct Decision {
    choice: Choice,
    rest: Option<Choice>,
}

impl Decision {
    fn here(choice: Choice) -> Self {
        Self { choice, rest: None }
    }

    fn throughout(choice: Choice) -> Self {
        let rest = Some(choice.clone());
        Self { choice, rest }
    }
}

impl Ui {
    /// Lets a person choose what of `planned` shall be done; nothing where it is refused whole.
    ///
    /// # Errors
    /// A usage error where the terminal is gone.
    pub fn review(&self, planned: &Planned) -> Result<Option<Choices>> {
        let open = planned.is_stopped();
        let keys = if open { "s/N/?" } else { "y/N/s/?" };
        loop {
            match self.key(&format!("make these changes? [{keys}] "))? {
                Some('y' | 'a') if open => self
                    .insist("files are in the way: `s` chooses file by file what becomes of them"),
                Some('y' | 'a') => return Ok(Some(Choices::new())),
                Some('s') => return self.review_files(planned).map(Some),
                Some('?') => self.insist(&help(WHOLE, keys)),
                _ => return Ok(None),
            }
        }
    }

    /// File by file.
    fn review_files(&self, planned: &Planned) -> Result<Choices> {
        let all: Vec<&Change> = offers(planned).collect();
        let (mut choices, mut rest) = (Choices::new(), None);
        for (at, change) in all.iter().enumerate() {
            let choice = if let Some(choice) = &rest {
                Choice::clone(choice)
            } else {
                self.show_file(change, planned);
                let decision = self.review_file(change, (at + 1, all.len()))?;
                rest = decision.rest;
                decision.choice
            };
            choices.insert(change.path.clone(), choice);
        }
        Ok(choices)
    }

    fn show_file(&self, change: &Change, planned: &Planned) {
        let path = visible(change.path.as_str());
        let in_the_way = |conflict: &Conflict| conflict.path == change.path;
        if planned.conflicts.iter().any(in_the_way) {
            self.insist(&format!(
                "{path} is in the way: `y` takes what is stamped where the sides meet, `n` keeps your file"
            ));
        }
        if change.secret {
            self.insist(&format!("{path} holds a secret: it is not shown"));
        } else {
            self.insist(coloured(change, self.colour_err).trim_end_matches('\n'));
        }
    }

    fn review_file(&self, change: &Change, (at, all): (usize, usize)) -> Result<Decision> {
        let hunks = Hunks::of(change);
        let keys = if hunks.is_some() {
            "y,n,a,d,s,e,q,?"
        } else {
            "y,n,a,d,q,?"
        };
        let verb = match change.kind() {
            Kind::Create => "create",
            Kind::Delete => "delete",
            Kind::Modify | Kind::Unchanged => "change",
        };
        let path = visible(change.path.as_str());
        let question = format!("{verb} {path} ({at} of {all})? [{keys}] ");
        loop {
            match (self.key(&question)?, &hunks) {
                (Some('y'), _) => return Ok(Decision::here(Choice::Take)),
                (Some('n'), _) => return Ok(Decision::here(Choice::Leave)),
                (Some('a'), _) => return Ok(Decision::throughout(Choice::Take)),
                (Some('d' | 'q'), _) => return Ok(Decision::throughout(Choice::Leave)),
                (Some('s'), Some(hunks)) => return self.review_hunks(change, hunks.clone()),
                (Some('e'), Some(hunks)) => {
                    if let Some(choice) = self.edit(change, &all_taken(hunks, 0)) {
                        return Ok(Decision::here(choice));
                    }
                }
                _ => self.insist(&help(FILE, keys)),
            }
        }
    }

    /// Hunk by hunk.
    fn review_hunks(&self, change: &Change, mut hunks: Hunks) -> Result<Decision> {
        let path = visible(change.path.as_str());
        let (mut at, mut shown) = (0, None);
        while at < hunks.count() {
            let place = (at, hunks.count());
            if shown.replace(place) != Some(place) {
                let text = hunk_text(&hunks.hunk(at), self.colour_err);
                self.insist(text.trim_end_matches('\n'));
            }
            let keys = if hunks.can_split(at) {
                "y,n,a,d,s,e,q,?"
            } else {
                "y,n,a,d,e,q,?"
            };
            let (number, count) = (at + 1, hunks.count());
            let question = format!("take this hunk of {path} ({number} of {count})? [{keys}] ");
            match self.key(&question)? {
                Some('y') => {
                    hunks.take(at);
                    at += 1;
                }
                Some('n') => at += 1,
                Some('a') => return Ok(Decision::here(chosen(&all_taken(&hunks, at)))),
                Some('d') => break,
                Some('q') => {
                    return Ok(Decision {
                        choice: chosen(&hunks),
                        rest: Some(Choice::Leave),
                    });
                }
                Some('s') if hunks.can_split(at) => hunks.split(at),
                Some('e') => {
                    if let Some(choice) = self.edit(change, &all_taken(&hunks, at)) {
                        return Ok(Decision::here(choice));
                    }
                }
                _ => self.insist(&help(HUNK, keys)),
            }
        }
        Ok(Decision::here(chosen(&hunks)))
    }

    /// Opens the editor on the content that the hunks make; nothing where it is to be asked again.
    fn edit(&self, change: &Change, hunks: &Hunks) -> Option<Choice> {
        let content = hunks.content();
        match edited(change.path.name(), &content) {
            Ok(bytes) if bytes == content => Some(chosen(hunks)),
            Ok(bytes) if bytes.trim_ascii().is_empty() => {
                self.insist("nothing is left of the file: to leave it out, press `n`");
                None
            }
            Ok(bytes) => Some(Choice::Edited(bytes)),
            Err(error) => {
                self.insist(&failure_text(&error, self));
                None
            }
        }
    }

    /// The letter of an answer, or none where it is empty.
    fn key(&self, question: &str) -> Result<Option<char>> {
        let question = self.style().bold().apply_to(question).to_string();
        let answer = read(&question, false)?.trim().to_lowercase();
        let mut letters = answer.chars();
        Ok(match (answer.as_str(), letters.next(), letters.next()) {
            ("yes", ..) => Some('y'),
            ("no", ..) => Some('n'),
            (_, letter, None) => letter,
            _ => Some('?'),
        })
    }
}

/// The lines about the keys that can be pressed.
fn help(all: &str, keys: &str) -> String {
    let keys = keys.to_lowercase();
    let lines = all
        .lines()
        .filter(|line| line.starts_with(|key| keys.contains(key)));
    lines.collect::<Vec<_>>().join("\n")
}

/// The hunks with that at `from` and all after it taken.
fn all_taken<'a>(hunks: &Hunks<'a>, from: usize) -> Hunks<'a> {
    let mut hunks = hunks.clone();
    for at in from..hunks.count() {
        hunks.take(at);
    }
    hunks
}

/// What the hunks that were taken come to.
fn chosen(hunks: &Hunks) -> Choice {
    if hunks.is_whole() {
        Choice::Take
    } else if hunks.is_any() {
        Choice::Part(hunks.content())
    } else {
        Choice::Leave
    }
}
