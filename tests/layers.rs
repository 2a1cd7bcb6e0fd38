//! The layers of `src/lib.rs`: a module imports from its own row and the rows above it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src");

/// The row of each module, as the table in `src/lib.rs` has it.
fn rows() -> BTreeMap<String, usize> {
    let map = read(&Path::new(SOURCES).join("lib.rs"));
    let mut rows = BTreeMap::new();
    for line in map.lines().filter_map(|line| line.strip_prefix("//! ")) {
        let mut words = line.split_whitespace();
        let Some(row) = words.next().and_then(|word| word.parse().ok()) else {
            continue;
        };
        let names = line
            .split("  ")
            .filter(|part| !part.trim().is_empty())
            .nth(1)
            .unwrap_or_default();
        let listed = names
            .split(',')
            .map(str::trim)
            .filter(|name| is_module(name));
        rows.extend(listed.map(|name| (name.to_owned(), row)));
        if words.next() == Some("commands") {
            rows.insert("commands".to_owned(), row);
        }
    }
    rows
}

fn is_module(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

/// The modules that `lib.rs` declares.
fn declared() -> BTreeSet<String> {
    let map = read(&Path::new(SOURCES).join("lib.rs"));
    let names = map
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every source file of a module, without its tests.
fn files(module: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![Path::new(SOURCES).join(module)];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let children = fs::read_dir(&path).expect("a directory");
            open.extend(children.map(|child| child.expect("a name").path()));
        } else if path.extension().is_some_and(|end| end == "rs") && !is_test(&path) {
            files.push(path);
        }
    }
    let single = Path::new(SOURCES).join(format!("{module}.rs"));
    files.extend(single.is_file().then_some(single));
    files
}

/// Files that only `cfg(test)` compiles.
fn is_test(path: &Path) -> bool {
    let below = path.strip_prefix(SOURCES).unwrap_or(path);
    below
        .iter()
        .any(|part| part == "tests" || part == "tests.rs" || part == "laws.rs")
}

/// The code of a file without comments and without what only tests compile: `#[cfg(test)]` stands last in a file.
fn code(text: &str) -> String {
    let text = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default();
    let lines = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// The modules of this crate that the code names: `crate::x`, and each of `crate::{x, y::z}`.
fn imported(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        if let Some(list) = after.strip_prefix('{') {
            found.extend(top_level(list).into_iter().map(|item| first_word(&item)));
        } else {
            found.insert(first_word(after));
        }
    }
    found.retain(|name| is_module(name));
    found
}

fn first_word(text: &str) -> String {
    text.trim_start()
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect()
}

/// The items of a brace list, up to its end, without what stands in inner braces.
fn top_level(list: &str) -> Vec<String> {
    let (mut items, mut depth) = (vec![String::new()], 0);
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => items.push(String::new()),
            c if depth == 0 => items.last_mut().expect("one at least").push(c),
            _ => {}
        }
    }
    items
}

#[test]
fn the_map_has_every_module() {
    let listed: BTreeSet<String> = rows().into_keys().collect();
    let mut declared = declared();
    declared.insert("main".to_owned());
    assert_eq!(listed, declared);
}

#[test]
fn a_module_imports_from_its_own_row_and_the_rows_above() {
    let rows = rows();
    let mut wrong = Vec::new();
    for (module, row) in &rows {
        let files = files(module);
        assert!(!files.is_empty(), "{module} has no file");
        for file in files {
            for other in imported(&code(&read(&file))) {
                let at = rows
                    .get(&other)
                    .unwrap_or_else(|| panic!("{}: {other} is not in the map", file.display()));
                if at > row {
                    let below = file.strip_prefix(SOURCES).unwrap_or(&file);
                    wrong.push(format!(
                        "{} (row {row}) imports {other} (row {at})",
                        below.display()
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// One file a subcommand: none of them knows another, but for what stands in `commands/mod.rs`.
#[test]
fn modules_that_never_meet() {
    for (module, never) in [
        (
            "apply",
            &["ui", "catalogue", "detect", "pattern", "render", "stamp"][..],
        ),
        (
            "disk",
            &["ui", "catalogue", "detect", "pattern", "render", "stamp"],
        ),
        ("ui", &["apply", "disk", "catalogue", "detect"]),
        ("catalogue", &["ui", "apply", "disk", "detect"]),
        ("detect", &["ui", "apply", "disk", "catalogue"]),
    ] {
        for file in files(module) {
            let imported = imported(&code(&read(&file)));
            let met: Vec<&&str> = never
                .iter()
                .filter(|name| imported.contains(**name))
                .collect();
            assert!(met.is_empty(), "{} imports {met:?}", file.display());
        }
    }
}

/// The core is pure: no disk, environment, clock, process or output in its rows.
#[test]
fn the_core_touches_nothing() {
    const EFFECTS: [&str; 11] = [
        "std::fs",
        "std::env",
        "std::process",
        "std::net::Tcp",
        "std::time",
        "println!",
        "print!",
        "eprint",
        "rustix::",
        "jiff::",
        "getrandom::",
    ];
    for (module, _) in rows().into_iter().filter(|(_, row)| *row <= 2) {
        for file in files(&module) {
            let code = code(&read(&file));
            for effect in EFFECTS {
                assert!(!code.contains(effect), "{} has {effect}", file.display());
            }
        }
    }
}

#[test]
fn how_imports_are_read() {
    for (code, expected) in [
        ("use crate::plan::Plan;", &["plan"][..]),
        ("use crate::{plan::{Plan, error}, diff};", &["diff", "plan"]),
        ("let x = crate::ui::visible(y);", &["ui"]),
        ("pub(crate) fn f() {}", &[]),
        ("use super::plan;", &[]),
    ] {
        let expected: BTreeSet<String> = expected.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(imported(code), expected, "{code}");
    }
    assert!(
        !code("use crate::a;\n// use crate::b;\n#[cfg(test)]\nmod tests {\n    use crate::c;\n}\n")
            .contains("crate::c")
    );
    assert!(!code("// use crate::b;\n").contains("crate::b"));
}
