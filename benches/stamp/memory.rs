//! The peak of a program's memory, as the system counts it.

use std::io::Error;
use std::path::Path;
use std::process::Command;

use super::Outcome;
use super::cases::Case;
use super::floors::Floors;
use super::place::Place;

/// The peaks of patgen and of its floor, in MiB.
pub(crate) fn peaks(case: &Case, floors: &Floors, place: &Place) -> Outcome<[f64; 2]> {
    let (one, other) = (place.fresh(), place.fresh());
    let peaks = [
        peak(&floors.peak, &(case.patgen)(&one))?,
        peak(&floors.peak, &(case.floor)(&other))?,
    ];
    place.done(&one)?;
    place.done(&other)?;
    Ok(peaks)
}

fn peak(measure: &Path, command: &Command) -> Outcome<f64> {
    let output = Command::new(measure)
        .arg(command.get_program())
        .args(command.get_args())
        .output()?;
    let kib = String::from_utf8_lossy(&output.stdout)
        .trim()
        .parse::<f64>();
    kib.map(|kib| kib / 1024.0)
        .map_err(|_| Error::other(String::from_utf8_lossy(&output.stderr).into_owned()))
}
