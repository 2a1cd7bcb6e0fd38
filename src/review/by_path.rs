//! Choices by the names of files: `--take` and `--leave`.

use std::collections::BTreeSet;

use super::{Choice, Choices, offers};
use crate::error::{Error, Result, did_you_mean};
use crate::naming::shown;
use crate::plan::Planned;
use crate::rel_path::RelPath;

/// What these paths choose: where any is to be taken, all others are left; a file in the way that is not named
/// stays in the way.
///
/// # Errors
/// A usage error where the plan has no change for a path, or one is to be taken and left.
pub fn by_path(planned: &Planned, take: &[String], leave: &[String]) -> Result<Choices> {
    let all: BTreeSet<&RelPath> = offers(planned).map(|change| &change.path).collect();
    let taken = named("--take", take, &all)?;
    let left = named("--leave", leave, &all)?;
    if let Some(path) = taken.intersection(&left).next() {
        return Err(
            Error::usage(format!("`{path}` is both to be taken and to be left"))
                .hint("name it with one of `--take` and `--leave`"),
        );
    }
    let choice = |path: &RelPath| match (taken.contains(path), left.contains(path)) {
        (true, _) => Some(Choice::Take),
        (_, true) => Some(Choice::Leave),
        _ => (!take.is_empty()).then_some(Choice::Leave),
    };
    let choices = all.iter().map(|path| ((*path).clone(), choice(path)));
    Ok(choices
        .filter_map(|(path, choice)| Some((path, choice?)))
        .collect())
}

/// The paths of the plan that a flag names.
fn named<'a>(
    flag: &str,
    paths: &[String],
    all: &BTreeSet<&'a RelPath>,
) -> Result<BTreeSet<&'a RelPath>> {
    let find = |path: &String| {
        let plain = path.trim_start_matches("./");
        let found = all.iter().find(|known| known.as_str() == plain).copied();
        found.ok_or_else(|| unknown(flag, plain, all))
    };
    paths.iter().map(find).collect()
}

fn unknown(flag: &str, path: &str, all: &BTreeSet<&RelPath>) -> Error {
    let error = Error::usage(format!(
        "`{flag} {}`: the plan does not change this file",
        shown(path)
    ));
    let near = did_you_mean(path, all.iter().map(|path| path.as_str()));
    let name = path.rsplit('/').next().unwrap_or(path);
    let elsewhere = || {
        let same = all.iter().find(|known| known.name() == name);
        same.map(|known| format!("did you mean `{known}`?"))
    };
    match near.or_else(elsewhere) {
        Some(hint) => error.hint(hint),
        None => error.hint("`--dry-run` shows every file of the plan"),
    }
}
