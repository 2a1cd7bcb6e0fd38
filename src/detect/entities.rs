//! The names of the project's entities, and paths and names written with them in place of `{singular}` and `{plural}`.

use crate::naming::Names;

/// What class names of tables end with although it is not in the entity's name.
const SUFFIXES: [&str; 6] = ["Model", "ORM", "Orm", "Table", "Entity", "DB"];

/// The names of entities in snake case, the longest first.
#[derive(Clone, Debug, Default)]
pub(super) struct Entities(Vec<(String, String)>);

impl Entities {
    /// The names that these classes have.
    pub(super) fn new<'a>(classes: impl IntoIterator<Item = &'a str>) -> Self {
        let mut names: Vec<(String, String)> = classes.into_iter().flat_map(names).collect();
        names.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.cmp(b)));
        names.dedup();
        Self(names)
    }

    /// `text` (one part of a path without its ending, or a name) with the entity's name replaced: `crud_users` is
    /// `crud_{plural}`. Nothing where no entity's name is in it. An entity and its plural are told apart as they are
    /// spelled.
    pub(super) fn template(&self, text: &str) -> Option<String> {
        self.0.iter().find_map(|(singular, plural)| {
            replaced(text, plural, "{plural}")
                .filter(|_| singular != plural)
                .or_else(|| replaced(text, singular, "{singular}"))
        })
    }

    /// Whether the name of a class begins with that of an entity: `UserCreate`.
    pub(super) fn begins(&self, class: &str) -> bool {
        let Ok(name) = Names::new(class) else {
            return false;
        };
        let snake = &name.singular.snake;
        self.0.iter().any(|(singular, plural)| {
            [singular, plural].iter().any(|entity| {
                snake
                    .strip_prefix(entity.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
            })
        })
    }

    /// The path with the entity's name replaced in its directories and its file name.
    pub(super) fn path_template(&self, path: &str) -> Option<String> {
        let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
        let mut found = false;
        let parts = stem.split('/').map(|part| match self.template(part) {
            Some(template) => {
                found = true;
                template
            }
            None => part.to_owned(),
        });
        let parts: Vec<String> = parts.collect();
        found.then(|| format!("{}.{ending}", parts.join("/")))
    }
}

fn names(class: &str) -> Vec<(String, String)> {
    let mut spelled = vec![class];
    let short = SUFFIXES
        .iter()
        .filter_map(|suffix| class.strip_suffix(suffix))
        .filter(|short| !short.is_empty());
    spelled.extend(short);
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
        let entities = Entities::new(["User", "OrderLine", "NewsModel", "Order"]);
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
            ("app/models.py", None),
            ("app/superuser.py", None),
        ] {
            assert_eq!(entities.path_template(path).as_deref(), expected, "{path}");
        }
    }
}
