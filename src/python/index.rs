//! The modules of a project by their dotted names, and the way of a name through re-exports to its definition.
//!
//! Knows paths; the modules themselves come from whoever reads them, so that only those are read that are asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use super::module::Module;

/// How many re-exports a name is followed through.
const STEPS: usize = 16;

/// The file of a module in a directory that is a package.
const INIT: &str = "__init__.py";

/// A name that a module of the project defines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol {
    /// The dotted module.
    pub module: String,
    /// The name in it.
    pub name: String,
    /// The file of the module, below the root.
    pub path: String,
}

/// As facts write it: `module:name`.
impl fmt::Display for Symbol {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.module, self.name)
    }
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// Something that a module of the project defines.
    Own(Symbol),
    /// A module or package of the project.
    Module(String),
    /// Something from elsewhere, dotted: `sqlalchemy.orm.DeclarativeBase`.
    External(String),
}

impl Resolved {
    /// The symbol of the project, where it is one.
    #[must_use]
    pub fn own(self) -> Option<Symbol> {
        match self {
            Self::Own(symbol) => Some(symbol),
            _ => None,
        }
    }

    /// The dotted name from elsewhere, where it is one.
    #[must_use]
    pub fn external(&self) -> Option<&str> {
        match self {
            Self::External(name) => Some(name),
            _ => None,
        }
    }
}

/// Reads the module at a path; nothing where it cannot be read.
pub type Read<'a> = dyn Fn(&str) -> Option<Arc<Module>> + 'a;

/// The modules of a project.
#[derive(Clone, Debug, Default)]
pub struct Index {
    roots: Vec<String>,
    files: BTreeSet<String>,
    modules: BTreeMap<String, String>,
    packages: BTreeSet<String>,
}

impl Index {
    /// The modules that `paths` (Python files below the root) are, seen from `roots`: directories from which imports
    /// start, the best first; empty for the root itself.
    #[must_use]
    pub fn new<'a>(paths: impl IntoIterator<Item = &'a str>, roots: &[&str]) -> Self {
        let mut index = Self {
            roots: roots.iter().map(|root| (*root).to_owned()).collect(),
            files: paths.into_iter().map(str::to_owned).collect(),
            ..Self::default()
        };
        for root in index.roots.clone() {
            for path in index.files.clone() {
                let Some(module) = dotted(&path, &root) else {
                    continue;
                };
                let mut parent = module.as_str();
                if path.ends_with(INIT) {
                    index.packages.insert(module.clone());
                }
                while let Some((before, _)) = parent.rsplit_once('.') {
                    index.packages.insert(before.to_owned());
                    parent = before;
                }
                index.modules.entry(module).or_insert(path);
            }
        }
        index
    }

    /// The file of a module: `a/b.py` or `a/b/__init__.py`; nothing for a package without a file and for what is not
    /// of the project.
    #[must_use]
    pub fn path(&self, module: &str) -> Option<&str> {
        self.modules.get(module).map(String::as_str)
    }

    /// The dotted name of the file at `path`, from the first root that it is below.
    #[must_use]
    pub fn module(&self, path: &str) -> Option<String> {
        self.roots.iter().find_map(|root| dotted(path, root))
    }

    /// Whether the project has a module or package of this name.
    #[must_use]
    pub fn knows(&self, module: &str) -> bool {
        self.modules.contains_key(module) || self.packages.contains(module)
    }

    /// Whether the module is a package: a directory, with or without `__init__.py`.
    #[must_use]
    pub fn is_package(&self, module: &str) -> bool {
        self.packages.contains(module)
    }

    /// The modules that stand directly in a package.
    pub fn children<'a>(&'a self, package: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let below = move |module: &str| {
            module
                .strip_prefix(package)
                .and_then(|rest| rest.strip_prefix('.'))
                .is_some_and(|rest| !rest.contains('.'))
        };
        let modules = self.modules.iter();
        modules
            .filter(move |(module, _)| below(module))
            .map(|(module, path)| (module.as_str(), path.as_str()))
    }

    /// The absolute name of the module that an import statement in the file at `path` names.
    #[must_use]
    pub fn absolute(&self, import: &super::Import, path: &str) -> Option<String> {
        let module = self.module(path)?;
        import.absolute(&module, path.ends_with(INIT))
    }

    /// What the dotted `name` stands for in the module at `path`; nothing where that cannot be told, as of built-ins.
    #[must_use]
    pub fn resolve(&self, path: &str, name: &str, read: &Read) -> Option<Resolved> {
        self.follow(path, name, read, STEPS)
    }

    fn follow(&self, path: &str, name: &str, read: &Read, steps: usize) -> Option<Resolved> {
        let steps = steps.checked_sub(1)?;
        let module = read(path)?;
        let (first, rest) = match name.split_once('.') {
            Some((first, rest)) => (first, Some(rest)),
            None => (name, None),
        };
        let found = self.bound(path, &module, first, read, steps)?;
        match (found, rest) {
            (found, None) => Some(found),
            (Resolved::External(before), Some(rest)) => {
                Some(Resolved::External(format!("{before}.{rest}")))
            }
            (Resolved::Module(before), Some(rest)) => self.member(&before, rest, read, steps),
            (Resolved::Own(_), Some(_)) => None,
        }
    }

    /// What `name` (dotted) is in a module or package of the project.
    #[must_use]
    pub fn member(&self, module: &str, name: &str, read: &Read, steps: usize) -> Option<Resolved> {
        let own = self
            .path(module)
            .and_then(|path| self.follow(path, name, read, steps));
        if own.is_some() {
            return own;
        }
        let (first, rest) = match name.split_once('.') {
            Some((first, rest)) => (first, Some(rest)),
            None => (name, None),
        };
        let below = format!("{module}.{first}");
        match rest {
            _ if !self.knows(&below) => None,
            None => Some(Resolved::Module(below)),
            Some(rest) => self.member(&below, rest, read, steps.checked_sub(1)?),
        }
    }

    /// What a plain name is at the top of a module: defined there, else imported, else a module below a package.
    fn bound(
        &self,
        path: &str,
        module: &Module,
        name: &str,
        read: &Read,
        steps: usize,
    ) -> Option<Resolved> {
        if is_defined(module, name) {
            return Some(Resolved::Own(Symbol {
                module: self.module(path)?,
                name: name.to_owned(),
                path: path.to_owned(),
            }));
        }
        let mut imports = module.imports.iter().rev();
        if let Some(import) = imports.find(|import| import.bound == name) {
            let target = self.absolute(import, path)?;
            return self.imported(&target, import.name.as_deref(), import.aliased, read, steps);
        }
        let mut stars = module
            .imports
            .iter()
            .filter(|import| import.name.as_deref() == Some("*"));
        let by_star = stars.find_map(|import| {
            let target = self.absolute(import, path)?;
            let from = self.path(&target)?;
            self.follow(from, name, read, steps)
        });
        by_star.or_else(|| {
            let below = format!("{}.{name}", self.module(path)?);
            (path.ends_with(INIT) && self.knows(&below)).then_some(Resolved::Module(below))
        })
    }

    fn imported(
        &self,
        target: &str,
        name: Option<&str>,
        aliased: bool,
        read: &Read,
        steps: usize,
    ) -> Option<Resolved> {
        let top = target.split('.').next().unwrap_or(target);
        match name {
            Some(name) if self.knows(target) => self.member(target, name, read, steps),
            Some(name) => Some(Resolved::External(format!("{target}.{name}"))),
            None if aliased && self.knows(target) => Some(Resolved::Module(target.to_owned())),
            None if aliased => Some(Resolved::External(target.to_owned())),
            None if self.knows(top) => Some(Resolved::Module(top.to_owned())),
            None => Some(Resolved::External(top.to_owned())),
        }
    }
}

fn is_defined(module: &Module, name: &str) -> bool {
    module.class(name).is_some()
        || module.function(name).is_some()
        || module
            .assignments
            .iter()
            .any(|it| it.scope.is_empty() && it.name.split(',').any(|bound| bound == name))
}

/// The dotted name of the file at `path`, seen from the directory `root`; none where it is no Python file below it.
#[must_use]
pub fn dotted(path: &str, root: &str) -> Option<String> {
    let below = match root {
        "" => path,
        root => path.strip_prefix(root)?.strip_prefix('/')?,
    };
    let below = below.strip_suffix(".py")?;
    let below = match below.strip_suffix("__init__") {
        Some("") => return None,
        Some(package) => package.strip_suffix('/')?,
        None => below,
    };
    Some(below.replace('/', "."))
}
