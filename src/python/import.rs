//! Import statements, one entry for each name that they bind.

use tree_sitter::Node;

/// One imported name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The module after `from`, as it is written with its dots; of `import a.b` the module itself.
    pub module: String,
    /// The name after `import` of a `from` statement; `*` for all.
    pub name: Option<String>,
    /// The name that it binds here: the alias, else the name, else the first part of the module. Empty for `*`.
    pub bound: String,
    /// Whether it was written with `as`.
    pub aliased: bool,
    /// The line of the name, from 1.
    pub line: usize,
    /// The line where the statement begins.
    pub statement: usize,
    /// The class or function that it stands in, empty at the top.
    pub scope: String,
}

impl Import {
    /// How many dots stand before the module.
    #[must_use]
    pub fn dots(&self) -> usize {
        self.module.chars().take_while(|c| *c == '.').count()
    }

    /// The absolute module that is named, for an import in `module`, which is a package where `is_package`.
    ///
    /// Nothing where the dots lead out of the top package.
    #[must_use]
    pub fn absolute(&self, module: &str, is_package: bool) -> Option<String> {
        let dots = self.dots();
        let rest = &self.module[dots..];
        if dots == 0 {
            return Some(rest.to_owned());
        }
        let mut parts: Vec<&str> = module.split('.').filter(|part| !part.is_empty()).collect();
        let up = dots - usize::from(is_package);
        parts.truncate(parts.len().checked_sub(up)?);
        parts.extend(rest.split('.').filter(|part| !part.is_empty()));
        (!parts.is_empty()).then(|| parts.join("."))
    }

    /// What the bound name stands for, dotted, the module as written: `fastapi.FastAPI`, `.deps.get_db`.
    #[must_use]
    pub fn target(&self) -> String {
        match &self.name {
            Some(name) if self.module.ends_with('.') => format!("{}{name}", self.module),
            Some(name) => format!("{}.{name}", self.module),
            None if self.aliased => self.module.clone(),
            None => self.bound.clone(),
        }
    }
}

/// The names that the import statement at `node` binds.
pub(super) fn imports(node: Node, text: &str, scope: &str) -> Vec<Import> {
    let statement = node.start_position().row + 1;
    let module = match node.kind() {
        "future_import_statement" => Some("__future__".to_owned()),
        "import_from_statement" => node
            .child_by_field_name("module_name")
            .map(|module| text[module.byte_range()].split_whitespace().collect()),
        _ => None,
    };
    let entry = |child: Node| Import {
        scope: scope.to_owned(),
        line: child.start_position().row + 1,
        statement,
        ..import(child, text, module.as_deref())
    };
    let mut cursor = node.walk();
    let names = node.children_by_field_name("name", &mut cursor);
    let mut found: Vec<Import> = names.map(entry).collect();
    let mut cursor = node.walk();
    let all = node
        .named_children(&mut cursor)
        .find(|child| child.kind() == "wildcard_import");
    found.extend(all.map(entry));
    found
}

fn import(node: Node, text: &str, module: Option<&str>) -> Import {
    let source = |node: Node| {
        text[node.byte_range()]
            .split_whitespace()
            .collect::<String>()
    };
    let name = node
        .child_by_field_name("name")
        .map_or_else(|| source(node), source);
    let alias = node.child_by_field_name("alias").map(source);
    let aliased = alias.is_some();
    let own = match (name.as_str(), module) {
        ("*", _) => "",
        (name, Some(_)) => name,
        (name, None) => name.split('.').next().unwrap_or(name),
    };
    let bound = alias.unwrap_or_else(|| own.to_owned());
    Import {
        module: module.map_or_else(|| name.clone(), str::to_owned),
        name: module.map(|_| name),
        bound,
        aliased,
        line: 0,
        statement: 0,
        scope: String::new(),
    }
}
