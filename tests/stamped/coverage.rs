//! How much of the stamped code the stamped tests run.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::Result;
use crate::place;

const WANTED_PERCENT: u64 = 90;

/// Statements of one file.
struct Count {
    file: String,
    all: u64,
    run: u64,
    missing: String,
}

/// Reads coverage's JSON report and judges every Python file of the project that is not a test.
pub fn judge(project: &Path, report: &Path) -> Result<()> {
    let text = fs::read_to_string(report)
        .map_err(|error| format!("cannot read {}: {error}", report.display()))?;
    let report: Value =
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", report.display()))?;
    let counts: Vec<_> = code(project)?
        .iter()
        .map(|file| count(file, &report["files"][file]))
        .collect::<Result<_>>()?;
    let (all, run) = counts
        .iter()
        .fold((0, 0), |sum, count| (sum.0 + count.all, sum.1 + count.run));
    if run * 100 >= all * WANTED_PERCENT {
        return Ok(());
    }
    let poor = counts.iter().filter(|count| count.run < count.all);
    let lines: Vec<_> = poor
        .map(|count| {
            format!(
                "  | {}: {} of {}, not lines {}",
                count.file, count.run, count.all, count.missing
            )
        })
        .collect();
    Err(format!(
        "the tests run {run} of {all} statements; {WANTED_PERCENT} % are wanted\n{}\n",
        lines.join("\n")
    ))
}

/// The stamped Python files that are not tests.
fn code(project: &Path) -> Result<Vec<String>> {
    let mut files = place::files(project)?;
    files.retain(|file| file.extension().is_some_and(|kind| kind == "py") && !is_test(file));
    Ok(files
        .iter()
        .map(|file| file.display().to_string())
        .collect())
}

fn is_test(file: &Path) -> bool {
    file.starts_with("tests") || file.ends_with("conftest.py")
}

fn count(file: &str, counted: &Value) -> Result<Count> {
    let number = |key: &str| counted["summary"][key].as_u64();
    let missing = counted["missing_lines"].as_array().map(|lines| {
        lines
            .iter()
            .map(Value::to_string)
            .collect::<Vec<_>>()
            .join(" ")
    });
    match (number("num_statements"), number("covered_lines"), missing) {
        (Some(all), Some(run), Some(missing)) => Ok(Count {
            file: file.to_owned(),
            all,
            run,
            missing,
        }),
        _ => Err(format!(
            "{file} is not in the coverage report: does anything import it?\n"
        )),
    }
}
