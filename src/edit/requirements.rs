//! `toml-dependency` in a project that lists its packages in a requirements file: one line a package.

use super::requirement::{Requirement, normalised};
use super::text::{self, Splice};
use super::verdict::Verdict;

/// Whether the file at `path` is a list of requirements.
pub(super) fn is_list(path: &str) -> bool {
    matches!(path.rsplit_once('.'), Some((_, "txt" | "in")))
}

/// The verdict on having `wanted` among the lines.
pub(super) fn edit(wanted: &Requirement, plain: &str) -> Verdict {
    let name = normalised(&wanted.name);
    let mut known: Vec<(usize, String)> = Vec::new();
    let mut at = 0;
    for line in plain.split_inclusive('\n') {
        if let Some(package) = package(line) {
            known.push((at, package));
        }
        at += line.len();
    }
    if let Some((at, _)) = known.iter().find(|(_, package)| *package == name) {
        return Verdict::Present(*at);
    }
    let sorted = known.is_sorted_by(|left, right| left.1 <= right.1);
    let next = known.iter().find(|(_, package)| sorted && *package > name);
    match (next, known.last()) {
        (Some((at, _)), _) => {
            Verdict::Edit(vec![Splice::insert(*at, format!("{}\n", wanted.source))])
        }
        (None, Some((last, _))) => {
            let end = text::line_end(plain, *last);
            Verdict::insert(end, format!("\n{}", wanted.source))
        }
        (None, None) => Verdict::Edit(vec![text::append(plain, &wanted.source)]),
    }
}

/// The package that `line` requires; options, includes and comments require none.
fn package(line: &str) -> Option<String> {
    let line = line.split(" #").next().unwrap_or(line).trim();
    if line.is_empty() || line.starts_with(['#', '-']) {
        return None;
    }
    let requirement = Requirement::parse(line).ok()?;
    Some(normalised(&requirement.name))
}
