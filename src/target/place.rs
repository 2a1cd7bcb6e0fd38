//! Where a test goes: the directory and the name that the tests of the project show.

use std::collections::{BTreeMap, BTreeSet};

use super::code::Code;
use crate::error::Result;
use crate::facts::{FLAG, TEAM_FILE};

/// The kinds of tests.
pub(super) const KINDS: [&str; 4] = ["unit", "integration", "e2e", "regression"];

/// A file of tests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Its path.
    pub file: String,
    /// Its directory.
    pub directory: String,
    /// The directories on the way that need an `__init__.py`.
    pub packages: Vec<String>,
}

/// The file for tests of a kind of the module at `path`.
///
/// # Errors
/// A project error where it is not certain which tests it belongs to.
pub(super) fn place(code: &Code, path: &str, kind: &str) -> Result<Place> {
    let tests = tests_directory(code, path)?;
    let base = format!("{tests}/{kind}");
    let has_kind = code
        .paths()
        .iter()
        .any(|path| path.starts_with(&format!("{base}/")));
    let base = if has_kind { base } else { tests.clone() };
    let (directory, module) = split(code, path, &base);
    let end = match kind {
        "e2e" | "regression" if !has_kind => format!("_{kind}"),
        _ => String::new(),
    };
    let named = |module: &str| {
        let stem = format!("{module}{end}");
        format!("{directory}/{}", name_of(&stem, is_behind(code, &tests)))
    };
    let mut file = named(&module);
    let is_package = code.paths().contains(&format!("{tests}/__init__.py"));
    if !is_package && let Some(other) = namesake(code, &file) {
        let parent = path.rsplit('/').nth(1).unwrap_or_default();
        if other && !parent.is_empty() {
            file = named(&format!("{parent}_{module}"));
        }
    }
    Ok(Place {
        packages: packages(code, &tests, &directory, is_package),
        file,
        directory,
    })
}

/// The name of the tests of a module: `test_orders.py`, or `orders_test.py` where the word stands behind.
fn name_of(module: &str, is_behind: bool) -> String {
    if is_behind {
        format!("{module}_test.py")
    } else {
        format!("test_{module}.py")
    }
}

/// Whether most files of tests in a directory are called `orders_test.py`.
fn is_behind(code: &Code, tests: &str) -> bool {
    let inner = format!("{tests}/");
    let tests = code
        .tests()
        .into_iter()
        .filter(|path| path.starts_with(&inner));
    let names = tests.filter_map(|path| path.rsplit('/').next());
    let names = names.filter(|name| *name != "conftest.py");
    let (before, behind): (Vec<&str>, Vec<&str>) =
        names.partition(|name| name.starts_with("test_"));
    behind.len() > before.len()
}

/// The directory of the tests of the module at `path`: what a person settled, else the nearest that stands beside the
/// module or above it, else what is certain, else where tests are, else `tests`.
fn tests_directory(code: &Code, path: &str) -> Result<String> {
    let known = code.facts.get("project.tests");
    let settled =
        known.filter(|fact| fact.evidence.place == FLAG || fact.evidence.place == TEAM_FILE);
    if let Some(dir) = settled.and_then(|fact| fact.value.as_text()) {
        return Ok(dir.to_owned());
    }
    if let Some(dir) = nearest(code, path) {
        return Ok(dir);
    }
    match known {
        Some(fact) if !fact.certain => return Err(fact.doubt("project.tests").to_error()),
        Some(fact) => return Ok(fact.value.to_string()),
        None => {}
    }
    let mut tops: Vec<&str> = code
        .tests()
        .into_iter()
        .filter_map(|path| path.rsplit_once('/'))
        .map(|(directory, _)| directory)
        .collect();
    tops.sort_by_key(|directory| directory.matches('/').count());
    let first = tops.first().map(|top| (*top).to_owned());
    Ok(first.unwrap_or_else(|| "tests".to_owned()))
}

/// The deepest directory of tests whose own directory the module is in, where that is below the root: a domain's.
fn nearest(code: &Code, path: &str) -> Option<String> {
    let dirs = code.tests().into_iter().filter_map(tests_in);
    let around = |dir: &&str| {
        let above = dir.rsplit_once('/').map_or("", |(above, _)| above);
        path.starts_with(&format!("{above}/"))
    };
    let found = dirs.filter(around).max_by_key(|dir| dir.len());
    found.map(str::to_owned)
}

/// The directory of tests that a test file is in: up to the part that is called so.
fn tests_in(path: &str) -> Option<&str> {
    let mut end = 0;
    for part in path.split('/') {
        end += part.len();
        if matches!(part, "tests" | "test") && end < path.len() {
            return path.get(..end);
        }
        end += 1;
    }
    None
}

/// Another file of the same name, which pytest would take for the same module.
fn namesake(code: &Code, file: &str) -> Option<bool> {
    let name = file.rsplit('/').next()?;
    let mut others = code.tests().into_iter();
    Some(others.any(|path| path != file && path.rsplit('/').next() == Some(name)))
}

/// The directory and the bare name: as the siblings mirror the code, or all in one.
fn split(code: &Code, path: &str, base: &str) -> (String, String) {
    let root = code
        .index
        .module(path)
        .map(|module| module.replace('.', "/"));
    let mut whole = root.unwrap_or_else(|| path.trim_end_matches(".py").to_owned());
    if path.ends_with("/__init__.py") {
        path.trim_end_matches("/__init__.py").clone_into(&mut whole);
    }
    let below = whole
        .split_once('/')
        .map_or(whole.as_str(), |(_, rest)| rest);
    let mirrored = match style(code, base, &whole) {
        Style::Whole => whole.as_str(),
        Style::Below => below,
        Style::Flat => whole.rsplit('/').next().unwrap_or(&whole),
    };
    let (folder, module) = mirrored.rsplit_once('/').unwrap_or(("", mirrored));
    let folder = prefixed(code, base, folder);
    let own = join(base, &join(&folder, module));
    let has_own = code
        .paths()
        .iter()
        .any(|path| path.starts_with(&format!("{own}/test_")));
    if has_own {
        return (own, module.to_owned());
    }
    let mirrored = join(base, &folder);
    let directory = beside_siblings(code, path, base, &mirrored).unwrap_or(mirrored);
    (directory, module.to_owned())
}

/// Where the tests of the modules beside `path` are, if that is on the way to `mirrored`.
fn beside_siblings(code: &Code, path: &str, base: &str, mirrored: &str) -> Option<String> {
    let (folder, _) = path.rsplit_once('/')?;
    let is_sibling = |other: &&String| other.rsplit_once('/').is_some_and(|(at, _)| at == folder);
    let siblings = code.paths().iter().filter(is_sibling);
    let names: Vec<String> = siblings
        .filter_map(|path| path.rsplit('/').next())
        .filter(|name| *name != "__init__.py")
        .filter_map(|name| name.strip_suffix(".py"))
        .flat_map(|stem| [false, true].map(|is_behind| name_of(stem, is_behind)))
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (directory, name) in code
        .tests()
        .into_iter()
        .filter_map(|test| test.rsplit_once('/'))
    {
        let is_on_the_way = directory == base || directory.starts_with(&format!("{base}/"));
        let holds = mirrored == directory || mirrored.starts_with(&format!("{directory}/"));
        if is_on_the_way && holds && names.iter().any(|wanted| wanted == name) {
            *counts.entry(directory).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count)?;
    Some(most.0.to_owned())
}

/// A folder of the code as most directories of the tests are called: `test_users` for `users`.
fn prefixed(code: &Code, base: &str, folder: &str) -> String {
    let inner = format!("{base}/");
    let below = code
        .paths()
        .iter()
        .filter_map(|path| path.strip_prefix(&inner));
    let dirs: BTreeSet<&str> = below
        .filter_map(|path| Some(path.split_once('/')?.0))
        .collect();
    let marked = dirs.iter().filter(|dir| dir.starts_with("test_")).count();
    if marked * 2 <= dirs.len() || folder.is_empty() {
        return folder.to_owned();
    }
    let parts = folder.split('/').map(|part| format!("test_{part}"));
    parts.collect::<Vec<_>>().join("/")
}

fn join(base: &str, folder: &str) -> String {
    if folder.is_empty() {
        base.to_owned()
    } else if base.is_empty() {
        folder.to_owned()
    } else {
        format!("{base}/{folder}")
    }
}

/// How the directories of tests stand to those of the code.
enum Style {
    /// `tests/app/services/`.
    Whole,
    /// `tests/services/`.
    Below,
    /// `tests/`.
    Flat,
}

fn style(code: &Code, base: &str, whole: &str) -> Style {
    let package = whole.split('/').next().unwrap_or_default();
    let (mut as_whole, mut as_below, mut flat) = (0, 0, 0);
    // A directory of the tests may be a package itself.
    let inner = format!("{base}/");
    let own = code.paths().iter().filter(|path| !path.starts_with(&inner));
    let own: Vec<&String> = own.collect();
    let known = |folder: &str| {
        let bare = |part: &'_ str| part.strip_prefix("test_").unwrap_or(part).to_owned();
        let folder = folder.split('/').map(bare).collect::<Vec<_>>().join("/");
        let held = format!("{folder}/");
        let beside = format!("/{held}");
        let is_there = || {
            own.iter()
                .any(|path| path.starts_with(&held) || path.contains(&beside))
        };
        code.index.knows(&folder.replace('/', ".")) && is_there()
    };
    for path in code.tests() {
        let Some(folder) = path
            .strip_prefix(base)
            .and_then(|rest| rest.strip_prefix('/'))
            .map(|rest| rest.rsplit_once('/').map_or("", |(folder, _)| folder))
        else {
            continue;
        };
        let is_conftest = path.ends_with("conftest.py");
        if folder.is_empty() {
            flat += usize::from(!is_conftest);
        } else if known(&format!("{package}/{folder}")) {
            as_below += 1;
        } else if known(folder) {
            as_whole += 1;
        }
    }
    if as_whole > as_below {
        Style::Whole
    } else if as_below > 0 || flat == 0 {
        Style::Below
    } else {
        Style::Flat
    }
}

/// Directories from the tests down that shall be packages, as the one of the tests is.
fn packages(code: &Code, tests: &str, directory: &str, is_package: bool) -> Vec<String> {
    let has_tests = !code.tests().is_empty();
    if has_tests && !is_package {
        return Vec::new();
    }
    let below = directory.strip_prefix(tests).unwrap_or_default();
    let mut at = tests.to_owned();
    let mut found = vec![at.clone()];
    for part in below.split('/').filter(|part| !part.is_empty()) {
        at = format!("{at}/{part}");
        found.push(at.clone());
    }
    found
}
