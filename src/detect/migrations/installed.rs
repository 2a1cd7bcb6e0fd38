//! Imports of a revision template that lead nowhere: a generator of projects left them there for what this one is without.

use crate::rel_path::RelPath;
use crate::tree::Tree;

/// Modules that are always there, as far as templates import them.
const ALWAYS: [&str; 17] = [
    "__future__",
    "alembic",
    "collections",
    "contextlib",
    "datetime",
    "decimal",
    "enum",
    "functools",
    "itertools",
    "json",
    "logging",
    "os",
    "pathlib",
    "re",
    "sqlalchemy",
    "typing",
    "uuid",
];

/// The template without the plain imports of packages that no sibling imports, that are no dependency and no directory
/// of the project; and the packages. Where there are no siblings nothing shows that it goes without.
pub(super) fn without_what_lacks(
    template: &str,
    siblings: &[(&str, &str)],
    dependencies: &[String],
    tree: &dyn Tree,
) -> (String, Vec<String>) {
    let mut lacking: Vec<String> = Vec::new();
    if siblings.is_empty() || dependencies.is_empty() {
        return (template.to_owned(), lacking);
    }
    let imports = |line: &str, name: &str| package(line) == Some(name);
    let is_there = |name: &str| {
        let by_sibling = |(text, _): &(&str, &str)| text.lines().any(|line| imports(line, name));
        ALWAYS.contains(&name)
            || siblings.iter().any(by_sibling)
            || dependencies
                .iter()
                .any(|dependency| is_of(dependency, name))
            || is_own(tree, name)
    };
    let mut kept = String::new();
    for line in template.split_inclusive('\n') {
        match package(line).filter(|name| !is_there(name)) {
            Some(name) => {
                if !lacking.iter().any(|known| known == name) {
                    lacking.push(name.to_owned());
                }
            }
            None => kept += line,
        }
    }
    (kept, lacking)
}

/// The package that a line imports at the top of a module.
fn package(line: &str) -> Option<&str> {
    let rest = line
        .strip_prefix("import ")
        .or_else(|| line.strip_prefix("from "))?;
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
    let name = &rest[..end.unwrap_or(rest.len())];
    (!name.is_empty()).then_some(name)
}

/// Whether the distribution may bring the package: one is called like the beginning of the other.
fn is_of(dependency: &str, package: &str) -> bool {
    let plain = |text: &str| text.to_lowercase().replace(['-', '_', '.'], "");
    let (dependency, package) = (plain(dependency), plain(package));
    dependency.starts_with(&package) || dependency.trim_start_matches("python") == package
}

/// Whether the project has a directory or a module of that name, at its root or one below.
fn is_own(tree: &dyn Tree, name: &str) -> bool {
    let is_in = |dir: Option<&RelPath>| {
        let entries = tree.list(dir).unwrap_or_default();
        let file = format!("{name}.py");
        entries
            .iter()
            .any(|entry| entry.name == name || entry.name == file)
    };
    let below = || {
        let entries = tree.list(None).unwrap_or_default();
        entries
            .iter()
            .filter_map(|entry| RelPath::new(&entry.name).ok())
            .any(|dir| is_in(Some(&dir)))
    };
    is_in(None) || below()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::tests::tree;

    #[test]
    fn imports_that_lead_nowhere() {
        let template =
            "from alembic import op\nimport sqlalchemy as sa\nimport geo_types.orm\n${imports}\n";
        let without = "from alembic import op\nimport sqlalchemy as sa\n${imports}\n";
        let sibling = "from alembic import op\n";
        let with = "import geo_types\n";
        for (siblings, dependencies, file, expected, lacking) in [
            (
                vec![sibling],
                vec!["alembic"],
                "shop/a.py",
                without,
                vec!["geo_types"],
            ),
            (
                vec![sibling, with],
                vec!["alembic"],
                "shop/a.py",
                template,
                vec![],
            ),
            (
                vec![sibling],
                vec!["Geo-Types"],
                "shop/a.py",
                template,
                vec![],
            ),
            (
                vec![sibling],
                vec!["geo-types-orm"],
                "shop/a.py",
                template,
                vec![],
            ),
            (
                vec![sibling],
                vec!["alembic"],
                "geo_types/a.py",
                template,
                vec![],
            ),
            (
                vec![sibling],
                vec!["alembic"],
                "src/geo_types.py",
                template,
                vec![],
            ),
            (vec![], vec!["alembic"], "shop/a.py", template, vec![]),
            (vec![sibling], vec![], "shop/a.py", template, vec![]),
        ] {
            let siblings: Vec<(&str, &str)> = siblings.iter().map(|text| (*text, "a")).collect();
            let dependencies: Vec<String> =
                dependencies.iter().map(|it| (*it).to_owned()).collect();
            let tree = tree(&[(file, "")]);
            let (kept, found) = without_what_lacks(template, &siblings, &dependencies, &tree);
            assert_eq!(
                (kept.as_str(), found),
                (
                    expected,
                    lacking.iter().map(|it| (*it).to_owned()).collect()
                ),
                "{dependencies:?} {file}"
            );
        }
    }
}
