//! The Python code of a project: what stands in its files, and what their names stand for.

mod read;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use memchr::memmem;

pub(super) use read::{ABSTRACT, DATA, Sketch, is_test, is_test_module};
use read::{is_migration, is_revision, parse, read_wanted};

use crate::python::{self, Class, Index, Module, Resolved, Symbol};
use crate::rel_path::RelPath;
use crate::tree::Tree;

/// So many files are enough to tell how the others are written.
const SAMPLES: usize = 40;

/// The code of a project.
pub(super) struct Code<'a> {
    tree: &'a dyn Tree,
    /// All Python files.
    pub files: Vec<String>,
    /// The modules by their dotted names.
    pub index: Index,
    /// Those of them, and others, that stamps made.
    pub stamped: BTreeSet<String>,
    /// What stands in the other files, as far as their lines show.
    pub sketches: BTreeMap<String, Sketch>,
    read: BTreeMap<String, Arc<Module>>,
    later: RefCell<BTreeMap<String, Option<Arc<Module>>>>,
}

impl<'a> Code<'a> {
    /// Reads those of `files` that may tell something.
    pub(super) fn read(tree: &'a dyn Tree, files: Vec<String>) -> Self {
        let (read, sketches) = read_wanted(tree, &files);
        Self {
            tree,
            index: Index::default(),
            stamped: BTreeSet::new(),
            sketches,
            read,
            later: RefCell::default(),
            files,
        }
    }

    /// Says from which directory imports start.
    pub(super) fn root(&mut self, roots: &[&str]) {
        self.index = Index::new(self.files.iter().map(String::as_str), roots);
    }

    /// The files that were read at once, tests and migrations included.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &Module)> {
        self.read
            .iter()
            .map(|(path, module)| (path.as_str(), module.as_ref()))
    }

    /// The modules of the program: neither tests nor migrations.
    pub(super) fn own(&self) -> impl Iterator<Item = (&str, &Module)> {
        self.all()
            .filter(|(path, module)| !is_test(path) && !is_migration(path, module))
    }

    /// The modules of tests.
    pub(super) fn tests(&self) -> impl Iterator<Item = (&str, &Module)> {
        self.all().filter(|(path, _)| is_test(path))
    }

    /// The files of tests that people wrote: what a stamp brought shows no habit of theirs.
    pub(super) fn written_tests(&self) -> impl Iterator<Item = &String> {
        let is_written = |path: &&String| is_test_module(path) && !self.stamped.contains(*path);
        self.files.iter().filter(is_written)
    }

    /// The module at `path`, read now if it was not before.
    pub(super) fn module(&self, path: &str) -> Option<Arc<Module>> {
        if let Some(module) = self.read.get(path) {
            return Some(module.clone());
        }
        let known = self.later.borrow().get(path).cloned();
        known.unwrap_or_else(|| {
            let module = parse(self.tree, path).map(Arc::new);
            let mut later = self.later.borrow_mut();
            later.insert(path.to_owned(), module.clone());
            module
        })
    }

    /// The modules of the program that mention `word`, those included that were not read at once.
    pub(super) fn mentioning(&self, word: &str) -> Vec<(String, Arc<Module>)> {
        let finder = memmem::Finder::new(word);
        let mentions = |path: &&String| {
            let content = RelPath::new(path)
                .ok()
                .and_then(|path| self.tree.read(&path).ok()?);
            content.is_some_and(|content| finder.find(&content.bytes).is_some())
        };
        let own = self.files.iter().filter(|path| !is_test(path));
        let found = own.filter(mentions);
        found
            .filter_map(|path| Some((path.clone(), self.module(path)?)))
            .collect()
    }

    /// The files of the program that import the top-level package `package`, each with the line of the first import.
    pub(super) fn importing(&self, package: &str) -> impl Iterator<Item = (&str, usize)> {
        let is_of = move |module: &str| module.split('.').next() == Some(package);
        let read = self.own().filter_map(move |(path, module)| {
            let mut imports = module.imports.iter();
            let import = imports.find(|import| is_of(&import.module))?;
            Some((path, import.line))
        });
        let sketches = self.sketches.iter().filter(|(path, _)| !is_test(path));
        let sketched = sketches.filter_map(move |(path, sketch)| {
            let (_, line) = sketch.imports.iter().find(|(module, _)| is_of(module))?;
            Some((path.as_str(), *line))
        });
        read.chain(sketched)
    }

    /// The texts of the first files of the program: enough to tell what the others are like.
    pub(super) fn samples(&self) -> impl Iterator<Item = (&str, String)> {
        let mut paths: Vec<&str> = self.own().map(|(path, _)| path).take(SAMPLES).collect();
        // A library has none that was read at once.
        let is_library = paths.is_empty();
        if is_library {
            let others = self.files.iter().filter(|path| !is_test(path));
            paths.extend(others.map(String::as_str));
        }
        let read = paths.into_iter();
        read.filter_map(|path| Some((path, self.text(path)?)))
            .filter(move |(_, text)| !is_library || !is_revision(text))
            .take(SAMPLES)
    }

    /// The text of the file at `path`.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        let content = self.tree.read(&RelPath::new(path).ok()?).ok()??;
        let source = python::source(&content.bytes).ok()?;
        Some(source.text.into_owned())
    }

    /// What `name` stands for in the module at `path`.
    pub(super) fn resolve(&self, path: &str, name: &str) -> Option<Resolved> {
        self.index.resolve(path, name, &|path| self.module(path))
    }

    /// The dotted name of something from elsewhere that `name` stands for; without an index of modules too.
    pub(super) fn external(&self, path: &str, name: &str) -> Option<String> {
        match self.resolve(path, name)? {
            Resolved::External(name) => Some(name),
            _ => None,
        }
    }

    /// The class that a symbol names.
    pub(super) fn class(&self, symbol: &Symbol) -> Option<Class> {
        self.module(&symbol.path)?.class(&symbol.name).cloned()
    }

    /// What the bases of a class stand for, where that can be told.
    pub(super) fn bases(&self, path: &str, class: &Class) -> Vec<Resolved> {
        let names = class.bases.iter().filter_map(|base| match base.as_index() {
            Some((name, _)) => Some(name),
            None => base.as_name(),
        });
        names.filter_map(|name| self.resolve(path, name)).collect()
    }

    /// All ancestors of a class, nearest first, as far as they can be told. An alias is followed: `Base = other.Base`.
    pub(super) fn ancestors(&self, path: &str, class: &Class) -> Vec<Resolved> {
        self.with_above(self.bases(path, class))
    }

    /// The same of what a symbol names, a class or what a call makes.
    pub(super) fn ancestors_of(&self, symbol: &Symbol) -> Vec<Resolved> {
        self.with_above(self.directly_above(symbol))
    }

    /// These, and all that is above them.
    fn with_above(&self, mut waiting: Vec<Resolved>) -> Vec<Resolved> {
        let mut found: Vec<Resolved> = Vec::new();
        waiting.reverse();
        while let Some(next) = waiting.pop() {
            if found.contains(&next) || found.len() > 64 {
                continue;
            }
            found.push(next.clone());
            let Resolved::Own(symbol) = next else {
                continue;
            };
            let mut above = self.directly_above(&symbol);
            above.reverse();
            waiting.extend(above);
        }
        found
    }

    /// The bases of a class; of `declarative_base(cls=Named)` that class and the maker.
    fn directly_above(&self, symbol: &Symbol) -> Vec<Resolved> {
        if let Some(class) = self.class(symbol) {
            return self.bases(&symbol.path, &class);
        }
        let given = || {
            let module = self.module(&symbol.path)?;
            let call = module.value(&symbol.name, "")?.as_call()?;
            self.resolve(&symbol.path, call.keyword("cls")?.as_name()?)
        };
        given().into_iter().chain(self.aliased(symbol)).collect()
    }

    /// What a symbol stands for that is only another name: `Base = orm.Base`, `Base = declarative_base()`.
    pub(super) fn aliased(&self, symbol: &Symbol) -> Option<Resolved> {
        let module = self.module(&symbol.path)?;
        let value = module.value(&symbol.name, "")?;
        let name = value
            .as_name()
            .or_else(|| value.as_call().and_then(python::Call::callee))?;
        self.resolve(&symbol.path, name)
    }
}
