//! How the measures are printed.

use std::io::{Write, stdout};

use super::Outcome;
use super::cases::Case;
use super::place::Place;
use super::timing::Times;

/// The ratio of the peaks of memory that is aimed at.
const MEMORY: f64 = 3.0;

/// What the table tells, and its head.
pub(crate) fn introduce(place: &Place) -> Outcome<()> {
    line(&format!(
        "Measured in {}. × is patgen's time against the floor's: the median of pairs (least–greatest).",
        place.path().display()
    ))?;
    line(&format!(
        "Memory is the peak of each; aimed at is {MEMORY} ×.\n"
    ))?;
    line(&format!(
        "{:34} {:30} {:>9} {:>9} {:>20} {:>8} {:>20}",
        "patgen", "floor", "patgen ms", "floor ms", "×", "aim", "memory, MiB"
    ))
}

/// One row.
pub(crate) fn row(case: &Case, times: &Times, [one, other]: [f64; 2]) -> Outcome<()> {
    let aim = case
        .target
        .map_or("-".to_owned(), |target| format!("≤ {target}"));
    let memory = format!("{one:.1} / {other:.1} = {:.1} ×", one / other);
    line(&format!(
        "{:34} {:30} {} {aim:>8} {memory:>20}",
        case.name,
        case.beside,
        figures(times)
    ))
}

/// Both medians and the ratio.
pub(crate) fn figures(times: &Times) -> String {
    let [median, least, greatest] = times.ratios();
    let ratio = format!("{median:.2} ({least:.2}–{greatest:.2})");
    format!(
        "{:>9.1} {:>9.1} {ratio:>20}",
        times.median(0),
        times.median(1)
    )
}

/// Prints a line.
pub(crate) fn line(text: &str) -> Outcome<()> {
    writeln!(stdout(), "{text}")
}
