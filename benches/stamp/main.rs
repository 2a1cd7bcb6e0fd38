//! What patgen costs, as ratios to the least that the same files can cost, measured in the same run.
//!
//! `cargo bench` prints one table; `cargo bench -- WORDS` the rows whose names have one of the words. It asserts
//! nothing: a machine that is busy changes every time, but hardly a ratio. Each row runs patgen and its floor by turns,
//! after one run of each to warm up, and tells medians, and the least and the greatest ratio of a pair.
//!
//! What is where: `cases` (what is measured), `floors` (the programs beside patgen), `tree` (synthetic patterns),
//! `repository` (a synthetic repository that patgen did not make), `pack` (files in one file), `place` (where it is measured), `timing` and `memory` (how), `durability` (its price),
//! `peers` (other tools), `upload` (the memory of a stamped server), `table` (how it is printed).

#![expect(
    clippy::disallowed_methods,
    reason = "a bench makes the directories that it measures in"
)]

mod cases;
mod durability;
mod floors;
mod memory;
mod pack;
mod peers;
mod place;
mod repository;
mod table;
mod timing;
mod tree;
mod upload;

use std::io::Error;

use floors::Floors;
use place::Place;

/// What goes wrong here ends the bench with its message.
type Outcome<T> = Result<T, Error>;

fn main() -> Outcome<()> {
    let wanted = Wanted::from_arguments();
    if wanted.is_only(upload::NAME) {
        // no floor is beside it, and to build them takes minutes
        return upload::memory();
    }
    let floors = Floors::build()?;
    let place = Place::quick()?;
    table::introduce(&place)?;
    for case in cases::all(&floors, &place)? {
        if wanted.has(&case.name) {
            let times = timing::alternate(&case, &place)?;
            let peaks = memory::peaks(&case, &floors, &place)?;
            table::row(&case, &times, peaks)?;
        }
    }
    if wanted.has(durability::NAME) {
        durability::price(&floors)?;
    }
    if wanted.has(peers::NAME) {
        peers::beside(&place)?;
    }
    if wanted.has(upload::NAME) {
        upload::memory()?;
    }
    Ok(())
}

/// The words of the command line; without any, everything is wanted.
struct Wanted(Vec<String>);

impl Wanted {
    /// Cargo's own flags are no words.
    fn from_arguments() -> Self {
        Self(
            std::env::args()
                .skip(1)
                .filter(|word| !word.starts_with('-'))
                .collect(),
        )
    }

    fn is_only(&self, name: &str) -> bool {
        !self.0.is_empty() && self.0.iter().all(|word| word == name)
    }

    fn has(&self, name: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|word| name.contains(word.as_str()))
    }
}
