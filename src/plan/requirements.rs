//! Which requirements file takes a package: lists include each other, and those for tests stand beside the main one.

use super::working::Working;
use crate::edit::Operation;
use crate::edit::requirements::{included, is_list, packages};
use crate::error::Result;
use crate::rel_path::RelPath;

/// The names of lists for development, beside or below the main one.
const DEVELOPMENT: [&str; 5] = ["dev", "develop", "development", "test", "tests"];

/// The file for `operation`, which names `path`: where the package stands already, else where its like stand.
pub(super) fn file_for(
    operation: &Operation,
    path: RelPath,
    working: &mut Working,
) -> Result<RelPath> {
    let Operation::TomlDependency {
        requirement, group, ..
    } = operation
    else {
        return Ok(path);
    };
    if !is_list(path.as_str()) {
        return Ok(path);
    }
    let main = List::closure(source(path, working)?, working)?;
    let development = match group {
        Some(group) => lists_for(group, &main[0].path, working)?,
        None => Vec::new(),
    };
    let wanted = packages(requirement);
    let has = |list: &&List| list.packages.iter().any(|known| wanted.contains(known));
    let all = || main.iter().chain(&development);
    let place = all()
        .find(has)
        .or_else(|| development.first())
        .or_else(|| main.iter().find(|list| !list.packages.is_empty()))
        .unwrap_or(&main[0]);
    Ok(place.path.clone())
}

/// The list that people edit, where the one at `path` is made from it: `requirements.in`.
fn source(path: RelPath, working: &mut Working) -> Result<RelPath> {
    let Some(bare) = path.as_str().strip_suffix(".txt") else {
        return Ok(path);
    };
    let source = RelPath::new(&format!("{bare}.in"))?;
    let is_there = working.now(&source)?.is_some();
    Ok(if is_there { source } else { path })
}

/// A list of requirements.
struct List {
    path: RelPath,
    packages: Vec<String>,
}

impl List {
    /// The list at `path` and those that it includes, each once, in their order; those that cannot be read
    /// are left out.
    fn closure(path: RelPath, working: &mut Working) -> Result<Vec<Self>> {
        let mut found: Vec<Self> = Vec::new();
        let mut waiting = vec![path];
        while let Some(path) = waiting.pop() {
            if found.iter().any(|list| list.path == path) {
                continue;
            }
            let content = working.now(&path)?;
            let text = content.and_then(|content| content.text()).unwrap_or("");
            let below = included(text).into_iter().rev();
            waiting.extend(below.filter_map(|relative| beside(&path, relative)));
            let packages = packages(text);
            found.push(Self { path, packages });
        }
        Ok(found)
    }
}

/// The lists for development that stand beside the one at `main`, with what they include.
fn lists_for(group: &str, main: &RelPath, working: &mut Working) -> Result<Vec<List>> {
    let names = [group].into_iter().chain(DEVELOPMENT);
    let in_folder = main.as_str().contains("requirements/");
    let forms: &[&str] = if in_folder {
        &["NAME"]
    } else {
        &[
            "requirements-NAME",
            "requirements_NAME",
            "NAME-requirements",
            "requirements/NAME",
        ]
    };
    for name in names {
        for form in forms {
            for end in ["in", "txt"] {
                let file = format!("{}.{end}", form.replace("NAME", name));
                let Some(path) = beside(main, &file) else {
                    continue;
                };
                if working.now(&path)?.is_some() {
                    return List::closure(path, working);
                }
            }
        }
    }
    Ok(Vec::new())
}

/// The path that `relative` means in the file at `path`; nothing where it leads out of the project.
fn beside(path: &RelPath, relative: &str) -> Option<RelPath> {
    let mut parts: Vec<&str> = path.as_str().split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    RelPath::new(&parts.join("/")).ok()
}
