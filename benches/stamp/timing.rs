//! How long two programs take, by turns, so that both meet the same weather.

use std::io::Error;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::Outcome;
use super::cases::Case;
use super::place::Place;

/// The times of pairs of runs.
#[derive(Default)]
pub(crate) struct Times {
    pairs: Vec<[Duration; 2]>,
}

impl Times {
    /// Adds the times of the one and the other.
    pub(crate) fn add(&mut self, one: Duration, other: Duration) {
        self.pairs.push([one, other]);
    }

    /// The median of the one (0) or the other (1), in milliseconds.
    pub(crate) fn median(&self, which: usize) -> f64 {
        let times = self
            .pairs
            .iter()
            .map(|pair| pair[which].as_secs_f64() * 1e3);
        middle(times.collect())
    }

    /// The ratios of the one to the other: the median, the least and the greatest.
    pub(crate) fn ratios(&self) -> [f64; 3] {
        let ratios: Vec<f64> = self
            .pairs
            .iter()
            .map(|[one, other]| one.as_secs_f64() / other.as_secs_f64())
            .collect();
        let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
        let greatest = ratios.iter().copied().fold(0.0, f64::max);
        [middle(ratios), least, greatest]
    }
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Runs patgen and its floor by turns.
pub(crate) fn alternate(case: &Case, place: &Place) -> Outcome<Times> {
    let mut times = Times::default();
    for round in 0..=case.rounds {
        let (one, other) = (place.fresh(), place.fresh());
        let pair = (timed((case.patgen)(&one))?, timed((case.floor)(&other))?);
        place.done(&one)?;
        place.done(&other)?;
        if round > 0 {
            times.add(pair.0, pair.1);
        }
    }
    Ok(times)
}

/// Runs a command that must succeed, unheard, and tells how long it took.
pub(crate) fn timed(mut command: Command) -> Outcome<Duration> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let start = Instant::now();
    let status = command.status()?;
    let time = start.elapsed();
    if status.success() {
        Ok(time)
    } else {
        Err(Error::other(format!("{command:?}: {status}")))
    }
}
