//! Which version of a package the project is written for: as lock files and requirements have it, or as its code speaks.

use std::cmp::Reverse;

use super::code::Code;
use super::config::Config;
use crate::facts::{Evidence, Facts};
use crate::rel_path::RelPath;
use crate::tree::Tree;

/// Files that lock versions.
const LOCKS: [&str; 3] = ["poetry.lock", "uv.lock", "pdm.lock"];

/// Whether it is the first version, and what shows it.
pub(super) type Told = (bool, Evidence);

/// What is asked where versions are told: the tree, what configures, the other files, and what is known so far.
pub(super) struct Asked<'a> {
    pub(super) tree: &'a dyn Tree,
    pub(super) configs: &'a [Config],
    pub(super) files: &'a [String],
}

impl Asked<'_> {
    /// As a lock file has it, else as a requirement asks for the package, or for another that takes no second version.
    pub(super) fn told(
        &self,
        package: &str,
        by_others: fn(&str) -> Option<bool>,
        facts: &Facts,
    ) -> Option<Told> {
        let own = |line: &str| own(line, package);
        locked(self.tree, self.files, facts, package)
            .or_else(|| line(self.configs, own))
            .or_else(|| line(self.configs, by_others))
    }
}

/// The version in a lock file: the nearest around where imports start, else any.
fn locked(tree: &dyn Tree, files: &[String], facts: &Facts, package: &str) -> Option<Told> {
    let directory = |path: &str| path.rsplit_once('/').map_or("", |(dir, _)| dir).to_owned();
    let root = facts.text("project.import_root").unwrap_or_default();
    let encloses = |dir: &str| dir.is_empty() || format!("{root}/").starts_with(&format!("{dir}/"));
    let is_lock = |path: &&String| LOCKS.contains(&path.rsplit('/').next().unwrap_or(path));
    let mut locks: Vec<&String> = files.iter().filter(is_lock).collect();
    locks.sort_by_key(|path| {
        let dir = directory(path);
        (!encloses(&dir), Reverse(dir.len()))
    });
    locks.into_iter().find_map(|path| {
        let content = tree.read(&RelPath::new(path).ok()?).ok()??;
        let (is_first, line) = version(content.text()?, package)?;
        Some((is_first, Evidence::line(path, line)))
    })
}

/// Whether a lock file has version 1, and in which line.
fn version(text: &str, package: &str) -> Option<(bool, usize)> {
    let name = format!("name = \"{package}\"");
    let mut lines = text.lines().enumerate();
    lines.find(|(_, line)| line.trim().eq_ignore_ascii_case(&name))?;
    let (at, line) = lines.next()?;
    let version = line.trim().strip_prefix("version = \"")?;
    Some((version.starts_with("1."), at + 1))
}

/// What the first line that says something says.
fn line(configs: &[Config], says: impl Fn(&str) -> Option<bool>) -> Option<Told> {
    configs.iter().find_map(|config| {
        let mut lines = config.text.lines().enumerate();
        lines.find_map(|(at, line)| Some((says(line)?, Evidence::line(&config.path, at + 1))))
    })
}

/// Whether a line that asks for the package holds it to version 1.
fn own(line: &str, package: &str) -> Option<bool> {
    let versions = asked(line, package)?;
    let major = first(&versions, &["==", "~=", "^", ">=", "\""]).map(|(major, _)| major);
    match major {
        _ if versions.contains("<2") => Some(true),
        Some(1) if !versions.contains(">=") => Some(true),
        Some(2) => Some(false),
        _ => None,
    }
}

/// The last number of the `SQLModel` that a line asks for: `8` of `sqlmodel==0.0.8`.
pub(super) fn sqlmodel(line: &str) -> Option<u32> {
    let versions = asked(line, "sqlmodel")?;
    let signs = ["==", "~=", "^", "\""];
    let held = signs.iter().find_map(|sign| versions.split_once(sign));
    number(held?.1.strip_prefix("0.0.")?)
}

/// What stands behind the name of a package in a line that asks for it, without blanks.
pub(super) fn asked(line: &str, name: &str) -> Option<String> {
    let line: String = line.split_whitespace().collect();
    let line = line.to_ascii_lowercase();
    let behind = line.trim_start_matches(['"', '\'']).strip_prefix(name)?;
    let behind = match behind.strip_prefix('[') {
        Some(extras) => extras.split_once(']')?.1,
        None => behind,
    };
    let is_whole = !behind.starts_with(|c: char| c.is_alphanumeric() || "-_.".contains(c));
    is_whole.then(|| behind.to_owned())
}

/// The number that a text begins with.
fn number(text: &str) -> Option<u32> {
    let end = text.find(|c: char| !c.is_ascii_digit());
    text.get(..end.unwrap_or(text.len()))?.parse().ok()
}

/// The version behind the first of some signs: `0.87` of `==0.87.0`; the minor one only where the major one is 0.
pub(super) fn first(versions: &str, signs: &[&str]) -> Option<(u32, Option<u32>)> {
    signs.iter().find_map(|sign| {
        let (_, behind) = versions.split_once(sign)?;
        let major = number(behind)?;
        let minor = behind.split_once('.').and_then(|(_, rest)| number(rest));
        Some((major, minor.filter(|_| major == 0)))
    })
}

/// The first word of version 1 in modules that import a package, where none has one of version 2.
pub(super) fn spoken(code: &Code, package: &str, old: &[&str], new: &[&str]) -> Option<Told> {
    let mut found = None;
    for (path, _) in code.importing(package) {
        let text = code.text(path).unwrap_or_default();
        if new.iter().any(|word| text.contains(word)) {
            return None;
        }
        let mut lines = text.lines();
        let at = lines.position(|line| old.iter().any(|word| line.contains(word)));
        let told = at.map(|at| (true, Evidence::line(path, at + 1)));
        found = found.or(told);
    }
    found
}
