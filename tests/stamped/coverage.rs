//! How much of the stamped code the stamped tests run.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::Result;
use crate::place;

const WANTED_PERCENT: usize = 90;

/// By file and line, whether the statement there was run: what `statements.py` writes.
type Report = BTreeMap<String, BTreeMap<u64, bool>>;

/// Reads the report and judges every Python file of the project that is not a test.
pub fn judge(project: &Path, report: &Path) -> Result<()> {
    let text = fs::read_to_string(report)
        .map_err(|error| format!("cannot read {}: {error}", report.display()))?;
    let report: Report =
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", report.display()))?;
    let files = code(project)?;
    if let Some(file) = files.iter().find(|file| !report.contains_key(*file)) {
        return Err(format!("{file} is not in the report of `statements.py`\n"));
    }
    let statements = || files.iter().flat_map(|file| report[file].values());
    let (all, run) = (
        statements().count(),
        statements().filter(|run| **run).count(),
    );
    if run * 100 >= all * WANTED_PERCENT {
        return Ok(());
    }
    let lines: Vec<_> = files
        .iter()
        .filter_map(|file| missed(file, &report[file]))
        .collect();
    Err(format!(
        "the tests run {run} of {all} statements; {WANTED_PERCENT} % are wanted\n{}\n",
        lines.join("\n")
    ))
}

/// `  | app/main.py: 3 of 5, not lines 7 12`
fn missed(file: &str, statements: &BTreeMap<u64, bool>) -> Option<String> {
    let missing = statements.iter().filter(|(_, run)| !**run);
    let lines: Vec<_> = missing.map(|(line, _)| line.to_string()).collect();
    let (all, run) = (statements.len(), statements.len() - lines.len());
    let lines = (!lines.is_empty()).then(|| lines.join(" "))?;
    Some(format!("  | {file}: {run} of {all}, not lines {lines}"))
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
