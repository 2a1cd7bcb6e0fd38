//! The names of the project's entities, and paths and names written with them in place of `{singular}` and `{plural}`.

use std::collections::HashMap;

use super::affix::bare;
use crate::naming::Names;

/// Names of entities that are also names of layers.
const LAYERS: [&str; 12] = [
    "service",
    "model",
    "schema",
    "repository",
    "router",
    "route",
    "view",
    "test",
    "endpoint",
    "entity",
    "base",
    "api",
];

/// The names of entities in snake case, singular and plural, the longest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Entities {
    names: Vec<(String, String)>,
    /// Which entities have a name as their singular or plural, by number.
    named: HashMap<String, Vec<usize>>,
}

impl Entities {
    /// The names that these classes have.
    pub(super) fn new<'a>(classes: impl IntoIterator<Item = &'a str>) -> Self {
        let mut names: Vec<(String, String)> = classes.into_iter().flat_map(names).collect();
        names.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.cmp(b)));
        names.dedup();
        let mut named: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, (singular, plural)) in names.iter().enumerate() {
            for name in [singular, plural] {
                named.entry(name.clone()).or_default().push(number);
            }
        }
        Self { names, named }
    }

    /// `text` (one part of a path without its ending, or a name) with the entity's name replaced: `crud_users` is
    /// `crud_{plural}`. Nothing where no entity's name is in it. An entity and its plural are told apart as they are
    /// spelled.
    pub(super) fn template(&self, text: &str) -> Option<String> {
        with(text, self.in_text(text)?)
    }

    /// Whether the name of a class begins with that of an entity: `UserCreate`.
    pub(super) fn begins(&self, class: &str) -> bool {
        let Ok(name) = Names::new(class) else {
            return false;
        };
        let snake = &name.singular.snake;
        self.names.iter().any(|(singular, plural)| {
            [singular, plural].iter().any(|entity| {
                snake
                    .strip_prefix(entity.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
            })
        })
    }

    /// The path with the entity's name replaced in its directories and its file name. Of several entities, the one
    /// that stands deepest is meant; one that is called like a layer (`Service`) only where there is no other.
    pub(super) fn path_template(&self, path: &str) -> Option<String> {
        let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
        let parts: Vec<&str> = stem.split('/').collect();
        let mut deepest = parts.iter().rev().filter_map(|part| self.in_text(part));
        let is_layer = |entity: &&(String, String)| LAYERS.contains(&entity.0.as_str());
        let entity = deepest
            .clone()
            .find(|entity| !is_layer(entity))
            .or_else(|| deepest.next())?;
        let parts: Vec<String> = parts
            .iter()
            .map(|part| with(part, entity).unwrap_or_else(|| (*part).to_owned()))
            .collect();
        Some(format!("{}.{ending}", parts.join("/")))
    }

    /// The entity whose name is in `text`: the longest one that is not called like a layer, else the longest.
    fn in_text(&self, text: &str) -> Option<&(String, String)> {
        let is_layer = |number: &usize| LAYERS.contains(&self.names[*number].0.as_str());
        let found = wholes(text).filter_map(|words| self.named.get(words));
        let longest = found
            .flatten()
            .min_by_key(|number| (is_layer(number), **number))?;
        self.names.get(*longest)
    }
}

/// Every run of whole words in `text`: `a_b` has `a`, `a_b` and `b`.
fn wholes(text: &str) -> impl Iterator<Item = &str> {
    let after_bars = || text.match_indices('_').map(|(bar, _)| bar + 1);
    let starts = std::iter::once(0).chain(after_bars());
    starts.flat_map(move |start| {
        let ends = text[start..]
            .match_indices('_')
            .map(move |(bar, _)| start + bar);
        ends.chain([text.len()]).map(move |end| &text[start..end])
    })
}

/// `text` with an entity's name replaced.
fn with(text: &str, (singular, plural): &(String, String)) -> Option<String> {
    replaced(text, plural, "{plural}")
        .filter(|_| singular != plural)
        .or_else(|| replaced(text, singular, "{singular}"))
}

fn names(class: &str) -> Vec<(String, String)> {
    let mut spelled = vec![class];
    spelled.extend(bare(class));
    let names = spelled.into_iter().filter_map(|name| Names::new(name).ok());
    names
        .map(|names| (names.singular.snake.clone(), names.plural.snake.clone()))
        .collect()
}

/// `text` with `name` replaced where it stands as whole words.
fn replaced(text: &str, name: &str, with: &str) -> Option<String> {
    let start = text
        .match_indices(name)
        .map(|(start, _)| start)
        .find(|start| {
            let before = text[..*start].chars().next_back();
            let after = text[start + name.len()..].chars().next();
            before.is_none_or(|c| c == '_') && after.is_none_or(|c| c == '_')
        })?;
    Some(format!(
        "{}{with}{}",
        &text[..start],
        &text[start + name.len()..]
    ))
}

#[cfg(test)]
mod tests {
    use super::Entities;

    #[test]
    fn entities_in_paths() {
        let entities = Entities::new(["User", "OrderLine", "NewsModel", "Order", "Service"]);
        for (path, expected) in [
            ("app/models/user.py", Some("app/models/{singular}.py")),
            ("app/api/users.py", Some("app/api/{plural}.py")),
            (
                "app/crud/crud_order_lines.py",
                Some("app/crud/crud_{plural}.py"),
            ),
            (
                "app/order_line/order_line_model.py",
                Some("app/{singular}/{singular}_model.py"),
            ),
            ("app/news/models.py", Some("app/{singular}/models.py")),
            (
                "app/order/user/models.py",
                Some("app/order/{singular}/models.py"),
            ),
            ("app/user/service.py", Some("app/{singular}/service.py")),
            ("app/services/user.py", Some("app/services/{singular}.py")),
            ("app/service/models.py", Some("app/{singular}/models.py")),
            ("app/models.py", None),
            ("app/superuser.py", None),
        ] {
            assert_eq!(entities.path_template(path).as_deref(), expected, "{path}");
        }
    }
}
