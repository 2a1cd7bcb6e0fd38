//! Which files tell something: what is parsed at once, and what the lines of the others show.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use memchr::memmem;

use crate::python::{self, Module};
use crate::rel_path::RelPath;
use crate::tree::Tree;

/// A file is read only if one of these is in it.
const WANTED: [&str; 9] = [
    "fastapi",
    "FastAPI",
    "sqlalchemy",
    "sqlmodel",
    "SQLModel",
    "BaseSettings",
    "fixture",
    "__tablename__",
    "include_router",
];

/// A file of tests is read only if it shares fixtures.
const FIXTURE: &str = "fixture";

/// Bases of classes that hold data, whatever they are called.
pub(in crate::detect) const DATA: [&str; 4] = ["BaseModel", "SQLModel", "TypedDict", "Enum"];

/// Bases of classes that only say what others do.
pub(in crate::detect) const ABSTRACT: [&str; 2] = ["ABC", "Protocol"];

/// Threads that read, however few the cores are: most of them wait for the disk.
const THREADS: usize = 8;

/// Whether the file is for tests.
pub(in crate::detect) fn is_test(path: &str) -> bool {
    let (dir, name) = path.rsplit_once('/').unwrap_or(("", path));
    name == "conftest.py"
        || name.starts_with("test_")
        || name.ends_with("_test.py")
        || dir.split('/').any(|part| {
            matches!(part, "tests" | "test" | "testing" | "e2e")
                || part.ends_with("_tests")
                || part.ends_with("-tests")
        })
}

/// Whether the file holds tests, by its name.
pub(in crate::detect) fn is_test_module(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.starts_with("test_") || name.ends_with("_test.py")
}

/// Whether a text is that of a migration or Alembic's own, as far as its words show.
pub(super) fn is_revision(text: &str) -> bool {
    text.contains("down_revision") || text.contains("from alembic import")
}

/// Whether the module is a migration or Alembic's own.
pub(super) fn is_migration(path: &str, module: &Module) -> bool {
    let assigned = |name: &str| {
        let mut assignments = module.assignments.iter();
        assignments.any(|found| found.name == name && found.scope.is_empty())
    };
    path.ends_with("/env.py") && module.imported("context").is_some()
        || assigned("down_revision") && assigned("revision")
}

/// A file that was not parsed, by its lines alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::detect) struct Sketch {
    /// The classes at the top: name and line.
    pub classes: Vec<(String, usize)>,
    /// The lines of those classes whose head names a base of data, or says that they are abstract.
    pub idle: Vec<usize>,
    /// The line of the first function or assignment at the top.
    pub function: Option<usize>,
    /// Whether the classes may be those of pydantic.
    pub is_data: bool,
    /// The modules that imports at the top name, absolute ones, each with its line.
    pub imports: Vec<(String, usize)>,
}

/// What reading a file gave.
enum Seen {
    Module(Box<Module>),
    Sketch(Sketch),
}

/// Reads and parses in several threads; a file that is not wanted is not parsed.
pub(super) fn read_wanted(
    tree: &dyn Tree,
    files: &[String],
) -> (BTreeMap<String, Arc<Module>>, BTreeMap<String, Sketch>) {
    let wanted: Vec<memmem::Finder> = WANTED.iter().map(memmem::Finder::new).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut read = Vec::new();
        while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            read.extend(seen(tree, path, &wanted).map(|seen| (path.clone(), seen)));
        }
        read
    };
    let threads = THREADS.min(1 + files.len() / 16);
    let all: Vec<(String, Seen)> = if threads == 1 {
        work()
    } else {
        thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            let read = workers.into_iter().filter_map(|worker| worker.join().ok());
            read.flatten().collect()
        })
    };
    let (mut modules, mut sketches) = (BTreeMap::new(), BTreeMap::new());
    for (path, seen) in all {
        match seen {
            Seen::Module(module) => {
                modules.insert(path, Arc::from(module));
            }
            Seen::Sketch(sketch) => {
                sketches.insert(path, sketch);
            }
        }
    }
    (modules, sketches)
}

/// What stands in the file at `path`; nothing where it cannot be read or is of no interest.
fn seen(tree: &dyn Tree, path: &str, wanted: &[memmem::Finder]) -> Option<Seen> {
    let content = tree.read(&RelPath::new(path).ok()?).ok()??;
    let has = |word: &str| memmem::find(&content.bytes, word.as_bytes()).is_some();
    if has("down_revision") && has("revision") {
        return None;
    }
    let source = python::source(&content.bytes).ok()?;
    let is_unshared = is_test(path) && (is_test_module(path) || !has(FIXTURE));
    if !is_unshared
        && wanted
            .iter()
            .any(|finder| finder.find(&content.bytes).is_some())
    {
        return Some(Seen::Module(Box::new(python::read(&source.text))));
    }
    let sketch = sketch(&source.text);
    (sketch != Sketch::default()).then_some(Seen::Sketch(sketch))
}

fn sketch(text: &str) -> Sketch {
    let mut sketch = Sketch {
        is_data: text.contains("pydantic") || text.contains("BaseModel"),
        ..Sketch::default()
    };
    for (index, line) in text.lines().enumerate() {
        let is_word = |c: &char| c.is_alphanumeric() || *c == '_';
        if let Some(rest) = line.strip_prefix("class ") {
            if DATA.iter().chain(&ABSTRACT).any(|it| rest.contains(it)) {
                sketch.idle.push(index + 1);
            }
            sketch
                .classes
                .push((rest.chars().take_while(is_word).collect(), index + 1));
        } else if let Some(module) = imported(line) {
            sketch.imports.push((module.to_owned(), index + 1));
        } else if line.starts_with("def ") || line.starts_with("async def ") || is_assignment(line)
        {
            sketch.function.get_or_insert(index + 1);
        }
    }
    sketch
}

/// Whether a line at the top gives a value to a name.
fn is_assignment(line: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let rest = line.trim_start_matches(is_word);
    let is_given = rest.starts_with(" = ") || rest.starts_with(": ") && rest.contains(" = ");
    rest.len() < line.len() && is_given
}

/// The absolute module that a line imports.
fn imported(line: &str) -> Option<&str> {
    let rest = line
        .strip_prefix("from ")
        .or_else(|| line.strip_prefix("import "))?;
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let module = &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())];
    (!module.is_empty() && !module.starts_with('.')).then_some(module)
}

/// The module at `path`; nothing where it cannot be read.
pub(super) fn parse(tree: &dyn Tree, path: &str) -> Option<Module> {
    let content = tree.read(&RelPath::new(path).ok()?).ok()??;
    let source = python::source(&content.bytes).ok()?;
    Some(python::read(&source.text))
}
