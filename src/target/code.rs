//! The code of a project: its modules, read as they are asked for, each once.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::files::{DEPTH, parents, walk};
use crate::error::Result;
use crate::facts::Facts;
use crate::python::{self, Class, Expression, Function, Index, Module, Resolved, Symbol};
use crate::rel_path::RelPath;
use crate::tree::Tree;

/// The code of a project.
pub(super) struct Code<'a> {
    tree: &'a dyn Tree,
    /// What is known about the project.
    pub facts: &'a Facts,
    /// Its modules by name.
    pub index: Index,
    /// The directory from which imports start; empty for the root of the project.
    pub root: String,
    paths: Vec<String>,
    modules: RefCell<BTreeMap<String, Option<Arc<Module>>>>,
    texts: RefCell<BTreeMap<String, Option<Arc<str>>>>,
}

/// Something that a module defines, with the file that it stands in.
#[derive(Clone, Debug)]
pub(super) struct Found<T> {
    /// The file.
    pub path: String,
    /// The dotted module.
    pub module: String,
    /// What it is.
    pub item: T,
}

/// A class and what it inherits from, nearest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Lineage {
    /// Classes of the project, the class itself first.
    pub own: Vec<Found<Class>>,
    /// Classes from elsewhere, dotted; `?` where one cannot be told.
    pub external: Vec<String>,
}

impl Lineage {
    /// Whether a class from elsewhere with this last part is among the ancestors.
    pub fn has(&self, names: &[&str]) -> bool {
        let last = |name: &String| name.rsplit('.').next().unwrap_or_default().to_owned();
        self.external
            .iter()
            .any(|name| names.contains(&last(name).as_str()))
    }
}

impl<'a> Code<'a> {
    /// Looks where the Python files are; reads none yet.
    ///
    /// # Errors
    /// Where a directory cannot be listed.
    pub fn new(tree: &'a dyn Tree, facts: &'a Facts) -> Result<Self> {
        let mut paths = Vec::new();
        walk(tree, None, DEPTH, &mut paths)?;
        let root = facts.text("project.import_root").unwrap_or(".");
        let root = root.trim_matches('.').trim_matches('/').to_owned();
        let others = parents(&paths);
        let mut all = vec![root.as_str()];
        all.extend(others.iter().map(String::as_str));
        let index = Index::new(paths.iter().map(String::as_str), &all);
        Ok(Self {
            tree,
            facts,
            index,
            root,
            paths,
            modules: RefCell::default(),
            texts: RefCell::default(),
        })
    }

    /// All Python files.
    pub fn paths(&self) -> &[String] {
        &self.paths
    }

    /// The text of a file.
    pub fn text(&self, path: &str) -> Option<Arc<str>> {
        if let Some(known) = self.texts.borrow().get(path) {
            return known.clone();
        }
        let text = RelPath::new(path)
            .ok()
            .and_then(|path| self.tree.read(&path).ok().flatten())
            .and_then(|content| {
                let source = python::source(&content.bytes).ok()?;
                Some(Arc::from(source.text.as_ref()))
            });
        self.texts
            .borrow_mut()
            .insert(path.to_owned(), text.clone());
        text
    }

    /// Whether the project is written for the first version of Pydantic.
    pub fn has_old_pydantic(&self) -> bool {
        self.facts.text("project.pydantic") == Some("1")
    }

    /// The method by which a model reads what it is given.
    pub fn validate(&self) -> &'static str {
        if self.has_old_pydantic() {
            "parse_obj"
        } else {
            "model_validate"
        }
    }

    /// The text of any file.
    pub fn file(&self, path: &RelPath) -> Option<String> {
        let content = self.tree.read(path).ok().flatten()?;
        content.text().map(str::to_owned)
    }

    /// Whether the code outside the tests has a word.
    pub fn says(&self, word: &str) -> bool {
        let tests = self.tests();
        let own = self
            .paths
            .iter()
            .filter(|path| !tests.contains(&path.as_str()));
        own.filter_map(|path| self.text(path))
            .any(|text| text.contains(word))
    }

    /// How long a line may be.
    pub fn line_length(&self) -> usize {
        let told = self.facts.text("style.line_length");
        told.and_then(|text| text.parse().ok()).unwrap_or(88)
    }

    /// The files of the tests.
    pub fn tests(&self) -> Vec<&str> {
        let is_test = |path: &&String| {
            let name = path.rsplit('/').next().unwrap_or(path);
            name.starts_with("test_") || name.ends_with("_test.py") || name == "conftest.py"
        };
        self.paths()
            .iter()
            .filter(is_test)
            .map(String::as_str)
            .collect()
    }

    /// The text of a file that is no Python; empty where there is none.
    pub fn plain(&self, path: &str) -> String {
        let read = RelPath::new(path).ok().and_then(|path| self.file(&path));
        read.unwrap_or_default()
    }

    /// The module in a file.
    pub fn module(&self, path: &str) -> Option<Arc<Module>> {
        if let Some(known) = self.modules.borrow().get(path) {
            return known.clone();
        }
        let module = self.text(path).map(|text| Arc::new(python::read(&text)));
        self.modules
            .borrow_mut()
            .insert(path.to_owned(), module.clone());
        module
    }

    /// What `name` stands for in the file at `path`.
    pub fn resolve(&self, path: &str, name: &str) -> Option<Resolved> {
        self.index.resolve(path, name, &|path| self.module(path))
    }

    /// The symbol of the project that `name` stands for.
    pub fn symbol(&self, path: &str, name: &str) -> Option<Symbol> {
        self.resolve(path, name)?.own()
    }

    /// The class that a symbol names.
    pub fn class(&self, symbol: &Symbol) -> Option<Found<Class>> {
        let module = self.module(&symbol.path)?;
        let item = module.class(&symbol.name)?.clone();
        Some(found(symbol, item))
    }

    /// The function that a symbol names.
    pub fn function(&self, symbol: &Symbol) -> Option<Found<Function>> {
        let module = self.module(&symbol.path)?;
        let item = module.function(&symbol.name)?.clone();
        Some(found(symbol, item))
    }

    /// The value that a symbol is given at the top of its module.
    pub fn value(&self, symbol: &Symbol) -> Option<Expression> {
        let module = self.module(&symbol.path)?;
        module.value(&symbol.name, "").cloned()
    }

    /// A class with its ancestors.
    pub fn lineage(&self, symbol: &Symbol) -> Lineage {
        let mut lineage = Lineage::default();
        let mut seen = BTreeSet::new();
        self.climb(symbol, &mut lineage, &mut seen);
        lineage
    }

    fn climb(&self, symbol: &Symbol, lineage: &mut Lineage, seen: &mut BTreeSet<Symbol>) {
        if !seen.insert(symbol.clone()) {
            return;
        }
        let Some(class) = self.class(symbol) else {
            lineage.external.push("?".to_owned());
            return;
        };
        let bases = class.item.bases.clone();
        lineage.own.push(class);
        for base in &bases {
            let name = base
                .as_name()
                .or_else(|| base.as_index().map(|(name, _)| name));
            match name.and_then(|name| self.resolve(&symbol.path, name)) {
                Some(Resolved::Own(base)) => self.climb(&base, lineage, seen),
                Some(Resolved::External(base)) => lineage.external.push(base),
                _ => lineage.external.push(match name {
                    Some(name) if BUILT_IN.contains(&name) || is_exception(name) => {
                        format!("builtins.{name}")
                    }
                    _ => "?".to_owned(),
                }),
            }
        }
    }

    /// The method called `name` of a class or its ancestors in the project.
    pub fn method(&self, symbol: &Symbol, name: &str) -> Option<Found<Function>> {
        self.lineage(symbol).own.iter().find_map(|class| {
            let item = class.item.method(name)?.clone();
            Some(Found {
                path: class.path.clone(),
                module: class.module.clone(),
                item,
            })
        })
    }
}

const BUILT_IN: [&str; 8] = [
    "object", "str", "int", "float", "dict", "list", "tuple", "type",
];

/// Whether a built-in name is that of an exception.
pub(super) fn is_exception(name: &str) -> bool {
    let known = [
        "StopIteration",
        "KeyboardInterrupt",
        "SystemExit",
        "Warning",
    ];
    name.ends_with("Error") || name.ends_with("Exception") || known.contains(&name)
}

fn found<T>(symbol: &Symbol, item: T) -> Found<T> {
    Found {
        path: symbol.path.clone(),
        module: symbol.module.clone(),
        item,
    }
}
