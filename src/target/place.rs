//! Where a test goes: the directory and the name that the tests of the project show.

use super::code::Code;

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
pub(super) fn place(code: &Code, path: &str, kind: &str) -> Place {
    let tests = tests_directory(code);
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
    let mut file = format!("{directory}/test_{module}{end}.py");
    let is_package = code.paths().contains(&format!("{tests}/__init__.py"));
    if !is_package && let Some(other) = namesake(code, &file) {
        let parent = path.rsplit('/').nth(1).unwrap_or_default();
        if other && !parent.is_empty() {
            file = format!("{directory}/test_{parent}_{module}{end}.py");
        }
    }
    Place {
        packages: packages(code, &tests, &directory, is_package),
        file,
        directory,
    }
}

/// The directory of the tests: a fact, else where tests are, else `tests`.
fn tests_directory(code: &Code) -> String {
    if let Some(known) = code.facts.text("project.tests") {
        return known.to_owned();
    }
    let mut tops: Vec<&str> = code
        .tests()
        .into_iter()
        .filter_map(|path| path.rsplit_once('/'))
        .map(|(directory, _)| directory)
        .collect();
    tops.sort_by_key(|directory| directory.matches('/').count());
    tops.first()
        .map_or_else(|| "tests".to_owned(), |top| (*top).to_owned())
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
    let own = join(base, mirrored);
    let has_own = code
        .paths()
        .iter()
        .any(|path| path.starts_with(&format!("{own}/test_")));
    if has_own {
        return (own, module.to_owned());
    }
    (join(base, folder), module.to_owned())
}

fn join(base: &str, folder: &str) -> String {
    if folder.is_empty() {
        base.to_owned()
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
    let known = |folder: &str| {
        let module = folder.replace('/', ".");
        code.index.knows(&module)
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
