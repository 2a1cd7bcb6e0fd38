//! How a router is imported and named where it is included: as its siblings are.
//!
//! Siblings are used as `items.router` (their module is imported) or as `items_router` (the router is, under
//! a name of its own), and are imported at the top of the file or in the function that includes them.

use tree_sitter::Node;

use super::super::imports::bindings;
use super::super::imports::block;
use super::super::imports::section::root;
use super::super::imports::statement::{From, Import, Name};
use super::super::python::{Module, statements};
use super::{enclosing, includes, listed};

/// An import of a router, and the expression by which it is used.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::edit) struct Form {
    pub(in crate::edit) import: Import,
    pub(in crate::edit) router: String,
    /// The function that imports it, where it is not the file.
    pub(in crate::edit) within: Option<String>,
}

/// A router by its place: the module, its package apart, and the name in it.
struct Origin {
    level: usize,
    package: String,
    module: String,
    name: String,
}

/// How a sibling is imported.
struct Sibling {
    /// The router as it is written.
    router: String,
    import: Option<Import>,
    within: Option<String>,
}

/// `import` and `router` as the siblings in `module` have theirs.
pub(in crate::edit) fn as_siblings(
    import: &Import,
    router: &str,
    receiver: &str,
    module: &Module<'_>,
) -> Form {
    let given = Form {
        import: import.clone(),
        router: router.to_owned(),
        within: None,
    };
    let siblings = siblings(module, receiver);
    let most = |count: usize| count * 2 > siblings.len();
    let count = |is: &dyn Fn(&Sibling) -> bool| siblings.iter().filter(|known| is(known)).count();
    let local = count(&|known| known.within.is_some());
    let within = siblings
        .iter()
        .find_map(|known| known.within.clone())
        .filter(|_| most(local));
    let form = match origin(import, router) {
        Some(origin) if most(count(&Sibling::is_module)) => origin.as_module(),
        Some(origin) if most(count(&Sibling::is_name)) => origin.as_name(&given, &siblings),
        _ => given,
    };
    Form { within, ..form }
}

/// Where the router is defined, as the import and its use tell.
fn origin(import: &Import, router: &str) -> Option<Origin> {
    let Import::From(from) = import else {
        return None;
    };
    let [name] = from.names.as_slice() else {
        return None;
    };
    let (path, name) = match router.split_once('.') {
        None if router == name.local() => (from.module.clone(), name.name.as_str()),
        Some((local, rest)) if local == name.local() && !rest.contains('.') => {
            let path = [from.module.as_str(), name.name.as_str()];
            let path = path.iter().filter(|part| !part.is_empty());
            (path.copied().collect::<Vec<_>>().join("."), rest)
        }
        _ => return None,
    };
    let (package, module) = path.rsplit_once('.').unwrap_or(("", &path));
    if module.is_empty() || (package.is_empty() && from.level == 0) {
        return None;
    }
    Some(Origin {
        level: from.level,
        package: package.to_owned(),
        module: module.to_owned(),
        name: name.to_owned(),
    })
}

impl Origin {
    fn import(&self, module: String, name: &str, alias: Option<String>) -> Import {
        Import::From(From {
            level: self.level,
            module,
            names: vec![Name {
                name: name.to_owned(),
                alias,
            }],
            split: false,
        })
    }

    fn as_module(&self) -> Form {
        Form {
            import: self.import(self.package.clone(), &self.module, None),
            router: format!("{}.{}", self.module, self.name),
            within: None,
        }
    }

    /// Under the name that the siblings' names suggest, else under the one that was given.
    fn as_name(&self, given: &Form, siblings: &[Sibling]) -> Form {
        let local = match suffix(siblings) {
            Some(suffix) => format!("{}{suffix}", self.module),
            None if !given.router.contains('.') => given.router.clone(),
            None if self.name.contains(&self.module) => self.name.clone(),
            None => format!("{}_{}", self.module, self.name),
        };
        let module = [self.package.as_str(), self.module.as_str()];
        let module = module.iter().filter(|part| !part.is_empty());
        let module = module.copied().collect::<Vec<_>>().join(".");
        let alias = (local != self.name).then(|| local.clone());
        Form {
            import: self.import(module, &self.name, alias),
            router: local,
            within: None,
        }
    }
}

/// What most siblings put behind their module's name to name the router: `_router`.
fn suffix(siblings: &[Sibling]) -> Option<String> {
    let mut found: Vec<&str> = siblings.iter().filter_map(Sibling::suffix).collect();
    found.sort_unstable();
    let middle = *found.get(found.len() / 2)?;
    let like = found.iter().filter(|known| **known == middle).count();
    (like * 2 > siblings.len()).then(|| middle.to_owned())
}

impl Sibling {
    fn from(&self) -> Option<&From> {
        match self.import.as_ref()? {
            Import::From(from) => Some(from),
            Import::Module(_) => None,
        }
    }

    /// Whether its module is imported and asked for the router: `items.router`.
    fn is_module(&self) -> bool {
        let dots = self.router.matches('.').count();
        dots == 1
            && self
                .from()
                .is_some_and(|from| from.names[0].alias.is_none())
    }

    /// Whether the router itself is imported: `items_router`.
    fn is_name(&self) -> bool {
        !self.router.contains('.') && self.from().is_some()
    }

    fn suffix(&self) -> Option<&str> {
        let from = self.from().filter(|_| self.is_name())?;
        from.names[0].alias.as_ref()?;
        let module = from.module.rsplit('.').next().unwrap_or_default();
        self.router
            .strip_prefix(module)
            .filter(|_| !module.is_empty())
    }
}

fn siblings(module: &Module<'_>, receiver: &str) -> Vec<Sibling> {
    let includes = includes(module, receiver);
    if let Some((list, taken)) = listed::list(module, &includes) {
        let function = enclosing(includes[0].statement);
        let items = statements(list).into_iter();
        let routers = items.map(|item| format!("{}{taken}", module.source(item)));
        return routers
            .map(|router| sibling(module, &router, function))
            .collect();
    }
    let each = includes
        .iter()
        .map(|known| sibling(module, &known.router, enclosing(known.statement)));
    each.collect()
}

fn sibling(module: &Module<'_>, router: &str, function: Option<Node<'_>>) -> Sibling {
    let local = root(router);
    let body = function.and_then(|function| function.child_by_field_name("body"));
    let inside = body.and_then(|body| imported(module, body, local));
    let within = function
        .filter(|_| inside.is_some())
        .map(|function| module.field(function, "name").to_owned());
    Sibling {
        router: router.to_owned(),
        import: inside.or_else(|| imported(module, module.root(), local)),
        within,
    }
}

/// The import in `block` that binds `local`, with that one name.
fn imported(module: &Module<'_>, block: Node<'_>, local: &str) -> Option<Import> {
    let blocks = block::blocks_of(module, block);
    let lines = blocks.iter().flatten().flatten();
    let mut imports = lines.flat_map(|line| &line.imports);
    imports.find_map(|import| match import {
        Import::From(from) => {
            let name = from.names.iter().find(|name| name.local() == local)?;
            Some(Import::From(From {
                names: vec![name.clone()],
                ..from.clone()
            }))
        }
        Import::Module(name) => {
            let binds = bindings::of(import, module.path, 0);
            binds
                .iter()
                .any(|binding| binding.local == local)
                .then(|| Import::Module(name.clone()))
        }
    })
}
