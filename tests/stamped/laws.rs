//! What holds for every pattern: each law × case is a trial of its own, named `law::LAW::CASE`.
//!
//! A law is a function here and a row in `LAWS`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use libtest_mimic::Trial;

use crate::Result;
use crate::case::{Case, Variant};
use crate::cases::CASES;
use crate::environment::Environment;
use crate::harness::Harness;
use crate::place::{self, Room};
use crate::stamper;

/// Gets an empty room, and the case in its first variant.
type Law = fn(&Environment, &Room, &Case, Variant) -> Result<()>;

const LAWS: &[(&str, Law)] = &[(
    "stamped_twice_changes_nothing",
    stamped_twice_changes_nothing,
)];

pub fn trials(harness: &Arc<Harness>) -> impl Iterator<Item = Trial> {
    let every = LAWS
        .iter()
        .flat_map(|law| CASES.iter().map(move |case| (law, case)));
    every.map(|((name, law), case)| {
        let harness = Arc::clone(harness);
        Trial::test(format!("law::{name}::{}", case.name), move || {
            let room = place::room(&format!("law-{name}-{}", case.name), case.name)?;
            Ok(law(harness.environment()?, &room, case, case.variants[0])?)
        })
    })
}

fn stamped_twice_changes_nothing(
    environment: &Environment,
    room: &Room,
    case: &Case,
    variant: Variant,
) -> Result<()> {
    stamper::stamp_all(environment, room, case, variant)?;
    let once = contents(&room.project)?;
    stamper::stamp_all(environment, room, case, variant)?;
    let twice = contents(&room.project)?;
    let mut paths = once.keys().chain(twice.keys());
    match paths.find(|path| once.get(*path) != twice.get(*path)) {
        None => Ok(()),
        Some(path) => Err(format!(
            "stamping again changed {} in {}",
            path.display(),
            room.project.display()
        )),
    }
}

/// Every file of a project with its bytes.
fn contents(project: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let read = |path: PathBuf| match fs::read(project.join(&path)) {
        Ok(bytes) => Ok((path, bytes)),
        Err(error) => Err(format!("cannot read {}: {error}", path.display())),
    };
    place::files(project)?.into_iter().map(read).collect()
}
