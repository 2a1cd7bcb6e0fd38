//! Names as templates see them.

use std::fmt;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object};

use super::{Forms, Names};

const FORMS: [&str; 6] = ["pascal", "snake", "camel", "kebab", "title", "constant"];
const NAMES: [&str; 7] = [
    "pascal", "snake", "camel", "kebab", "title", "constant", "plural",
];

impl Forms {
    /// The form called `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        Some(match key {
            "pascal" => &self.pascal,
            "snake" => &self.snake,
            "camel" => &self.camel,
            "kebab" => &self.kebab,
            "title" => &self.title,
            "constant" => &self.constant,
            _ => return None,
        })
    }

    /// An object with a member for each form; it prints its Pascal form.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::from_object(FormsValue(self.clone()))
    }
}

impl Names {
    /// An object with a member for each form and `plural`; it prints its Pascal form.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::from_object(NamesValue(self.clone()))
    }

    /// The member called `key` of the object that templates see.
    #[must_use]
    pub fn member(&self, key: &str) -> Option<Value> {
        match key {
            "plural" => Some(self.plural.to_value()),
            _ => self.singular.get(key).map(Value::from),
        }
    }
}

#[derive(Debug)]
struct FormsValue(Forms);

impl Object for FormsValue {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.0.get(key.as_str()?).map(Value::from)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&FORMS)
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.pascal)
    }
}

#[derive(Debug)]
struct NamesValue(Names);

impl Object for NamesValue {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.0.member(key.as_str()?)
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Str(&NAMES)
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.pascal)
    }
}

#[cfg(test)]
mod tests {
    use minijinja::{Environment, context};

    use super::Names;

    #[test]
    fn members_and_printed_form() {
        let entity = Names::new("APIKey").expect("a name").to_value();
        let template = "{{ entity }} {{ entity.snake }} {{ entity.plural }} {{ entity.plural.kebab }} \
                        {{ entity.missing is defined }} {{ entities[entity.snake] }} {{ entity ~ 'Read' }}";
        let rendered = Environment::new()
            .render_str(
                template,
                context! { entity, entities => context! { api_key => 1 } },
            )
            .expect("a valid template");
        assert_eq!(
            rendered,
            "APIKey api_key APIKeys api-keys False 1 APIKeyRead"
        );
    }
}
