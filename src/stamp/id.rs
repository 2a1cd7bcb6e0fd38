//! The id of a stamp, by which its record is named.

use super::answering;
use super::closure::Whole;
use super::draw::Drawer;
use crate::answers::{Answers, Given};
use crate::error::{Error, Result};
use crate::naming::shown;
use crate::render::manifest_origin;

impl Drawer<'_> {
    /// The id of the stamp, a good name for its record; none where answers are missing.
    pub(super) fn id(&mut self, whole: &Whole, early: &Answers) -> Result<Option<String>> {
        let Some(id) = self.rendered_id(whole, early)? else {
            return Ok(None);
        };
        let fits = |c: char| c.is_alphanumeric() || "-_.".contains(c);
        if !id.is_empty() && id.chars().all(fits) && !id.starts_with('.') {
            return Ok(Some(id));
        }
        let origin = manifest_origin(&whole.pattern);
        Err(Error::pattern(format!(
            "{origin}: the stamp's id `{}` is no good name",
            shown(&id)
        ))
        .hint("letters, digits, `-`, `_` and `.` make one"))
    }

    /// The id as the manifest says it. It follows from what was given where that says enough, else from all
    /// answers.
    fn rendered_id(&mut self, whole: &Whole, early: &Answers) -> Result<Option<String>> {
        let Some(template) = &whole.pattern.manifest.stamp else {
            return Ok(Some(whole.pattern.name.clone()));
        };
        let origin = manifest_origin(&whole.pattern);
        let context = answering::context(self.shelf, &self.drawn.facts, early);
        if let Ok(id) = self.shelf.engine.text(template, &origin, &context) {
            return Ok(Some(id));
        }
        let none = Given::new();
        let sources = self.sources(whole, &self.drawn.facts, &none, &origin);
        let answered = answering::all_answers(self.shelf, &whole.questions(), &sources)?;
        if !answered.missing.is_empty() {
            self.drawn.missing.extend(answered.missing);
            return Ok(None);
        }
        let context = answering::context(self.shelf, &self.drawn.facts, &answered.answers);
        self.shelf
            .engine
            .text(template, &origin, &context)
            .map(Some)
    }
}
