//! From which directory first-party imports start, and the package that they start with.
//!
//! Decided by which directory makes more imports resolve, never by its name: `src` may be the root or the package.

use std::collections::{BTreeMap, BTreeSet};

use super::code::{Code, is_test};
use super::tally::{Decides, Tally};
use crate::facts::{Evidence, Fact, FactValue, Facts};

/// Where imports start: the best directory first. Empty text is the root itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Roots {
    /// The directories.
    pub dirs: Vec<String>,
}

impl Roots {
    /// The best one; the root itself where nothing tells.
    pub(super) fn best(&self) -> &str {
        self.dirs.first().map_or("", String::as_str)
    }
}

/// What imports say: votes for directories, and for packages under each.
#[derive(Debug, Default)]
pub(super) struct Votes {
    dirs: Tally,
    /// Those of imports with a dot: `import redis` may just meet a file of that name.
    dotted: Tally,
    packages: BTreeMap<String, Tally>,
}

/// Counts the imports that each directory makes resolve.
pub(super) fn votes(code: &Code) -> Votes {
    let places = Places::new(&code.files);
    let mut votes = Votes::default();
    for (path, module) in code.all() {
        for import in module.imports.iter().filter(|import| import.dots() == 0) {
            votes.count(&places, path, &import.module, import.statement);
        }
    }
    for (path, sketch) in &code.sketches {
        for (module, line) in &sketch.imports {
            votes.count(&places, path, module, *line);
        }
    }
    votes
}

impl Votes {
    fn count(&mut self, places: &Places, path: &str, module: &str, line: usize) {
        let top = module.split('.').next().unwrap_or_default();
        for dir in places.resolving(module, path) {
            let evidence = Evidence::line(path, line);
            self.dirs.add(dir, evidence.clone());
            if module.contains('.') {
                self.dotted.add(dir, evidence.clone());
            }
            let packages = self.packages.entry(dir.to_owned()).or_default();
            // Packages of tests import themselves; the program is what both import.
            if !is_test(&format!("{}/x.py", join(dir, top))) {
                packages.add(top, evidence);
            }
        }
    }

    /// The directories, the best first; where no import tells, the one that the nearest packages are in.
    pub(super) fn roots(&self, files: &[String]) -> Roots {
        let ranked = self.dirs.ranked();
        let most = ranked.first().map_or(0, |(_, count, _)| *count);
        // A directory with a few lucky hits is no root.
        let others = self.dotted.ranked();
        let others = others.iter().filter(|(_, count, _)| count * 20 >= most);
        let best = ranked.first().map(|(dir, ..)| *dir);
        let mut dirs: Vec<String> = Vec::new();
        for dir in best.into_iter().chain(others.map(|(dir, ..)| *dir)) {
            if !dirs.iter().any(|known| known == dir) {
                dirs.push(dir.to_owned());
            }
        }
        if dirs.is_empty() {
            let mut dirs = vec![parent_of_packages(files), String::new()];
            dirs.dedup();
            return Roots { dirs };
        }
        if !dirs.iter().any(String::is_empty) {
            dirs.push(String::new());
        }
        Roots { dirs }
    }

    /// Adds `project.import_root`.
    pub(super) fn add_root(&self, roots: &Roots, facts: &mut Facts) {
        let shown = |dir: &str| if dir.is_empty() { "." } else { dir }.to_owned();
        let fact = self.dirs.decide(Decides::Times(2));
        let mut fact = fact.unwrap_or_else(|| {
            let evidence = Evidence::place("where the packages are");
            Fact::certain(FactValue::Text(String::new()), evidence)
        });
        fact.value = FactValue::Text(shown(roots.best()));
        fact.candidates = fact.candidates.iter().map(|dir| shown(dir)).collect();
        facts.add("project.import_root", fact);
    }

    /// Adds `project.modules`: what imports from `root` start with beside the package, where it is among `files`.
    pub(super) fn add_modules(&self, root: &str, files: &[String], facts: &mut Facts) {
        let is_there = |name: &str| {
            ["", "/__init__"].iter().any(|end| {
                let path = join(root, &format!("{name}{end}.py"));
                files.contains(&path)
            })
        };
        let Some(packages) = self.packages.get(root) else {
            return;
        };
        let package = facts.text("project.package");
        let ranked = packages.ranked().into_iter();
        let mut own: Vec<(&str, &Evidence)> = ranked
            .filter(|(name, ..)| Some(*name) != package && is_there(name))
            .map(|(name, _, evidence)| (name, evidence))
            .collect();
        own.sort_by_key(|(name, _)| *name);
        let names = own.iter().map(|(name, _)| (*name).to_owned()).collect();
        if let Some((_, evidence)) = own.first() {
            let fact = Fact::certain(FactValue::List(names), (*evidence).clone());
            facts.add("project.modules", fact);
        }
    }

    /// The package that imports from `root` start with.
    pub(super) fn package(&self, root: &str) -> Option<Fact> {
        self.packages.get(root)?.decide(Decides::Times(3))
    }
}

/// The directory that the nearest package is in, where no import tells.
fn parent_of_packages(files: &[String]) -> String {
    let inits = files
        .iter()
        .filter_map(|path| path.strip_suffix("/__init__.py"))
        .filter(|dir| !is_test(&format!("{dir}/x.py")));
    let nearest = inits.min_by_key(|dir| dir.matches('/').count());
    nearest
        .and_then(|dir| dir.rsplit_once('/'))
        .map_or_else(String::new, |(parent, _)| parent.to_owned())
}

/// Which directories hold a module or package of a name.
struct Places<'a> {
    modules: BTreeSet<&'a str>,
    dirs: BTreeSet<&'a str>,
    holders: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> Places<'a> {
    fn new(files: &'a [String]) -> Self {
        let mut places = Self {
            modules: files.iter().map(String::as_str).collect(),
            dirs: BTreeSet::new(),
            holders: BTreeMap::new(),
        };
        for path in files {
            let mut rest = path.strip_suffix(".py").unwrap_or(path);
            let mut is_dir = false;
            loop {
                let (parent, name) = rest.rsplit_once('/').unwrap_or(("", rest));
                if is_dir && !places.dirs.insert(rest) {
                    break;
                }
                places.holders.entry(name).or_default().insert(parent);
                if parent.is_empty() {
                    break;
                }
                (rest, is_dir) = (parent, true);
            }
        }
        places
    }

    /// The directories below which `module` is there. One without a dot counts only for what lies below the same
    /// directory: many directories have a `utils`.
    fn resolving(&self, module: &str, importer: &str) -> Vec<&'a str> {
        let Some((top, _)) = module.split_once('.') else {
            let near = |dir: &&&str| dir.is_empty() || importer.starts_with(&format!("{dir}/"));
            let holders = self.holders.get(module).into_iter().flatten();
            // A directory that is no package does not import itself: `alembic/env.py` means the library.
            let is_itself = |dir: &&&str| {
                let own = join(dir, module);
                let init = format!("{own}/__init__.py");
                importer.starts_with(&format!("{own}/")) && !self.modules.contains(init.as_str())
            };
            return holders
                .filter(near)
                .filter(|dir| !is_itself(dir))
                .copied()
                .collect();
        };
        let below = module.replace('.', "/");
        let holders = self.holders.get(top).into_iter().flatten();
        holders
            .filter(|dir| {
                let path = join(dir, &below);
                self.dirs.contains(path.as_str())
                    || self.modules.contains(format!("{path}.py").as_str())
            })
            .copied()
            .collect()
    }
}

/// `name` in the directory `dir`; empty text is the root.
pub(super) fn join(dir: &str, name: &str) -> String {
    if dir.is_empty() {
        name.to_owned()
    } else {
        format!("{dir}/{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::tests::{check, tree};

    /// A library has no application, but imports that start somewhere.
    #[test]
    fn of_a_library() {
        let files = [
            ("src/kit/__init__.py", ""),
            ("src/kit/sums.py", "def half(n): ...\n"),
            ("src/kit/words.py", "ONE = 'one'\nTWO = 'two'\n"),
            (
                "tests/test_sums.py",
                "from kit.sums import half\n\nclass TestHalf:\n    def test_half(self): ...\n",
            ),
            (".flake8", "[flake8]\nmax-line-length = 90\n"),
            ("poetry.lock", ""),
        ];
        check(
            &files,
            &[
                ("project.import_root", "src"),
                ("project.foreign", ""),
                ("project.run", "poetry run "),
                ("style.line_length", "90"),
                ("style.quotes", "single"),
                ("tests.form", "classes"),
            ],
        );
    }

    #[test]
    fn where_imports_start() {
        let uses = "from fastapi import FastAPI\n";
        for (files, root, package) in [
            (
                vec![
                    ("app/main.py", "from app.api import x"),
                    ("app/api.py", uses),
                ],
                "",
                Some("app"),
            ),
            (
                vec![
                    (
                        "backend/app/main.py",
                        "from app.api.items import x\nfrom app.db import y",
                    ),
                    ("backend/app/api/items.py", uses),
                    ("backend/app/db.py", uses),
                    ("backend/tests/test_x.py", "from app.db import z"),
                ],
                "backend",
                Some("app"),
            ),
            (
                vec![
                    ("src/shop/main.py", "from shop.db import x"),
                    ("src/shop/db.py", ""),
                ],
                "src",
                Some("shop"),
            ),
            (
                vec![
                    ("src/main.py", "from src.db import x\nfrom src.api import y"),
                    ("src/db.py", ""),
                    ("src/api/__init__.py", ""),
                ],
                "",
                Some("src"),
            ),
            (
                vec![
                    ("app/main.py", "from db import x\nimport models"),
                    ("app/db.py", ""),
                    ("app/models/__init__.py", ""),
                ],
                "app",
                None,
            ),
            (
                vec![("shop/__init__.py", ""), ("tests/__init__.py", "")],
                "",
                None,
            ),
            (vec![("src/shop/__init__.py", "")], "src", None),
            (
                vec![
                    ("src/shop/__init__.py", ""),
                    ("tests/test_x.py", "from src.shop import x"),
                ],
                "",
                Some("src"),
            ),
            (
                vec![("libs/shop/src/shop/__init__.py", "")],
                "libs/shop/src",
                None,
            ),
            (
                vec![
                    (
                        "alembic/env.py",
                        "from alembic import context\nfrom shop.db import x",
                    ),
                    ("shop/db.py", ""),
                ],
                "",
                Some("shop"),
            ),
        ] {
            let texts: Vec<(&str, String)> = files
                .iter()
                .map(|(path, text)| (*path, format!("{text}\n# fastapi\n")))
                .collect();
            let texts: Vec<(&str, &str)> = texts.iter().map(|(p, t)| (*p, t.as_str())).collect();
            let tree = tree(&texts);
            let code = Code::read(
                &tree,
                files.iter().map(|(path, _)| (*path).to_owned()).collect(),
            );
            let votes = votes(&code);
            let roots = votes.roots(&code.files);
            assert_eq!(roots.best(), root, "{files:?}");
            let found = votes.package(root).filter(|fact| fact.certain);
            assert_eq!(
                found.as_ref().and_then(|fact| fact.value.as_text()),
                package,
                "{files:?}"
            );
        }
    }
}
