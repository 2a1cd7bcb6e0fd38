//! The names that a pattern gives its parts once and for all, put into the templates of their manifests.

use std::collections::BTreeMap;

use minijinja::Value;

use crate::answers::Answer;
use crate::pattern::{Question, QuestionType};
use crate::stamp::Whole;

/// The names by their questions, such as `Account` for the `entity` of the pattern `account`.
pub(super) struct FixedNames(BTreeMap<String, Value>);

impl FixedNames {
    /// Those of a pattern and its parts; the outermost has the last word.
    pub fn of(whole: &Whole) -> Self {
        let mut parts: Vec<_> = whole.parts.iter().collect();
        parts.sort_by_key(|(part, _)| std::cmp::Reverse(part.depth));
        let mut names = BTreeMap::new();
        for (part, pattern) in parts {
            for (name, expression) in &part.answers {
                let question = pattern.manifest.questions.get(name);
                let value = question.and_then(|question| value(name, question, expression));
                names.extend(value.map(|value| (name.clone(), value)));
            }
        }
        Self(names)
    }

    /// `template` with the text for each `{{ entity.snake }}` whose entity is fixed; the rest as it is.
    pub fn put_into(&self, template: &str) -> String {
        let (mut text, mut rest) = (String::new(), template);
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((expression, behind)) = after.split_once("}}") else {
                break;
            };
            text += before;
            text += &self
                .text(expression)
                .unwrap_or_else(|| format!("{{{{{expression}}}}}"));
            rest = behind;
        }
        text + rest
    }

    fn text(&self, expression: &str) -> Option<String> {
        let mut words = expression.trim().split('.');
        let mut value = self.0.get(words.next()?)?.clone();
        for word in words {
            value = value.get_attr(word).ok()?;
        }
        (!value.is_undefined()).then(|| value.to_string())
    }
}

/// The value of an answer that is a name in so many letters.
fn value(name: &str, question: &Question, expression: &str) -> Option<Value> {
    let text = expression.strip_prefix('\'')?.strip_suffix('\'')?;
    if question.kind != QuestionType::Name {
        return None;
    }
    Answer::read(name, question, &text.into()).ok()?.to_value()
}
