//! Draws up a stamp and, before it, the stamps that supply what it requires.

use super::answering::{self, Missing, Sources};
use super::closure::{Whole, whole};
use super::{Shelf, Stamp, part, secrets};
use super::{evolve, foreign};
use crate::answers::{Answers, Given};
use crate::error::{Error, Result};
use crate::facts::{Evidence, Fact, FactValue, Facts};
use crate::pattern::{Part, Pattern, Question};
use crate::record::Record;
use crate::render::{self, Context, Drafts, Finishing, manifest_origin};

/// What is asked for.
pub struct Request<'a> {
    /// The pattern's name in the stack.
    pub pattern: &'a str,
    /// The patterns that were read already; one that is not among them is read.
    pub wholes: &'a [Whole],
    /// The answers that were given.
    pub given: &'a Given,
    /// The facts about the project, those of earlier stamps with the evidence `stamp ID`.
    pub facts: &'a Facts,
    /// The recorded answers of the stamp with this id and pattern, where there is one.
    pub recorded: &'a dyn Fn(&str) -> Option<Given>,
    /// Whether fields that were given join those on record; else they are all.
    pub extend: bool,
}

/// All that was drawn up.
#[derive(Debug, Default)]
pub struct Drawn {
    /// The stamps in the order they depend on each other, the one asked for last.
    pub stamps: Vec<Stamp>,
    /// What was lacking, and the pattern that supplies it.
    pub supplied: Vec<(String, String)>,
    /// The facts after all of it.
    pub facts: Facts,
    /// Required answers that nobody gave; where there are any, nothing else is complete.
    pub missing: Vec<Missing>,
}

impl Drawn {
    /// Lets go of the drafts, now that a plan has what they hold.
    pub fn planned(&mut self) {
        for stamp in &mut self.stamps {
            stamp.drafts = Drafts::default();
        }
    }
}

/// Draws up `request` and what it requires.
///
/// # Errors
/// A usage error where an answer is wrong, a project error where the project lacks what nothing supplies, a
/// pattern error where a pattern is wrong.
pub fn draw(shelf: &Shelf, request: &Request) -> Result<Drawn> {
    let mut drawn = Drawn {
        facts: request.facts.clone(),
        ..Drawn::default()
    };
    for (name, value) in &shelf.stack.defaults {
        drawn.facts.add(
            name.clone(),
            Fact::certain(FactValue::parse(value), Evidence::place("by default")),
        );
    }
    let mut drawer = Drawer {
        shelf,
        request,
        drawn: &mut drawn,
        open: Vec::new(),
        finishing: Finishing::default(),
    };
    let stamped = drawer.stamp(request.pattern);
    // What was rendered before a mistake goes before it.
    let finishing = drawer.finishing;
    let drafts = drawn.stamps.iter_mut().map(|stamp| &mut stamp.drafts);
    render::finish(finishing, drafts)?;
    stamped?;
    secrets::ensure_kept(&drawn.stamps)?;
    Ok(drawn)
}

pub(super) struct Drawer<'a> {
    pub(super) shelf: &'a Shelf<'a>,
    request: &'a Request<'a>,
    pub(super) drawn: &'a mut Drawn,
    /// The patterns being drawn, outermost first.
    open: Vec<String>,
    /// The files that were rendered.
    finishing: Finishing,
}

impl Drawer<'_> {
    fn stamp(&mut self, name: &str) -> Result<()> {
        self.ensure_no_circle(name)?;
        self.open.push(name.to_owned());
        let mut known = self.request.wholes.iter();
        match known.find(|whole| whole.pattern.name == name) {
            Some(known) => self.whole(known)?,
            None => self.whole(&whole(self.shelf, name)?)?,
        }
        self.open.pop();
        Ok(())
    }

    fn whole(&mut self, whole: &Whole) -> Result<()> {
        if let Some(early) = self.early_answers(whole)? {
            self.supply(whole, &early)?;
            if self.drawn.missing.is_empty() {
                self.complete(whole, &early)?;
            }
        }
        Ok(())
    }

    fn ensure_no_circle(&self, name: &str) -> Result<()> {
        if !self.open.iter().any(|open| open == name) {
            return Ok(());
        }
        Err(Error::pattern(format!(
            "`{name}` requires what only itself supplies: {} → {name}",
            self.open.join(" → ")
        )))
    }

    /// The given answers, or none where required ones are missing.
    fn early_answers(&mut self, whole: &Whole) -> Result<Option<Answers>> {
        let (questions, origin) = (whole.questions(), manifest_origin(&whole.pattern));
        let none = Given::new();
        let sources = self.sources(whole, &self.drawn.facts, &none, &origin);
        let answers = answering::given_answers(self.shelf, &questions, &sources)?;
        let is_missing = |(name, question): (&String, &Question)| {
            question.is_required() && question.when.is_none() && !answers.contains_key(name)
        };
        if !questions.iter().any(is_missing) {
            return Ok(Some(answers));
        }
        let missing = answering::all_answers(self.shelf, &questions, &sources)?.missing;
        self.drawn.missing.extend(missing);
        Ok(None)
    }

    pub(super) fn sources<'s>(
        &'s self,
        whole: &'s Whole,
        facts: &'s Facts,
        recorded: &'s Given,
        origin: &'s str,
    ) -> Sources<'s> {
        Sources {
            given: self.request.given,
            recorded,
            facts,
            origin,
            pattern: &whole.pattern.name,
            record: "",
            extend: self.request.extend,
            along: whole.pattern.name != self.request.pattern,
        }
    }

    /// Stamps what the whole requires and the project lacks.
    fn supply(&mut self, whole: &Whole, early: &Answers) -> Result<()> {
        let context = answering::context(self.shelf, &self.drawn.facts, early);
        let own = self.provided_names(whole, &context);
        foreign::ensure_there(self.shelf, whole, &self.drawn.facts, &context)?;
        for pattern in foreign::wanted(self.shelf, whole, &context) {
            for template in foreign::requires(pattern, &self.drawn.facts) {
                let capability =
                    self.shelf
                        .engine
                        .text(template, &manifest_origin(pattern), &context)?;
                let is_there = capability.is_empty() || self.drawn.facts.has(&capability);
                if !is_there && !own.contains(&capability) {
                    self.supply_one(&capability, &whole.pattern)?;
                }
            }
        }
        Ok(())
    }

    /// The names of the facts that the whole gives, as far as the early answers tell them.
    fn provided_names(&self, whole: &Whole, context: &Context) -> Vec<String> {
        let templates = whole
            .patterns()
            .flat_map(|pattern| pattern.manifest.provides.keys());
        let origin = manifest_origin(&whole.pattern);
        templates
            .filter_map(|template| self.shelf.engine.text(template, &origin, context).ok())
            .collect()
    }

    fn supply_one(&mut self, capability: &str, asking: &Pattern) -> Result<()> {
        let Some(provider) = self.shelf.stack.provider(capability) else {
            return Err(Error::project(format!(
                "`{}` needs `{capability}`, and this project has none",
                asking.name
            ))
            .hint(format!("settle it with `--fact {capability}=VALUE`")));
        };
        self.stamp(provider)?;
        if self.drawn.missing.is_empty() && !self.drawn.facts.has(capability) {
            return Err(Error::pattern(format!(
                "`{provider}` does not provide `{capability}` as its stack says"
            )));
        }
        self.drawn
            .supplied
            .push((capability.to_owned(), provider.to_owned()));
        Ok(())
    }

    /// All answers, then every part, with the facts that the parts before it give.
    fn complete(&mut self, whole: &Whole, early: &Answers) -> Result<()> {
        let origin = manifest_origin(&whole.pattern);
        let questions = whole.questions();
        let Some(id) = self.id(whole, early)? else {
            return Ok(());
        };
        let mut facts = without_stamp(&self.drawn.facts, &id);
        let recorded = (self.request.recorded)(&id).unwrap_or_default();
        let record = Record::path(&id)?;
        let mut sources = self.sources(whole, &facts, &recorded, &origin);
        sources.record = record.as_str();
        let answered = answering::all_answers(self.shelf, &questions, &sources)?;
        if !answered.missing.is_empty() {
            self.drawn.missing.extend(answered.missing);
            return Ok(());
        }
        let mut stamp = Stamp {
            id,
            pattern: whole.pattern.full_name(),
            answers: answered.answers,
            notes: answered.notes,
            provides: Vec::new(),
            settled: facts.settled(),
            drafts: Drafts::default(),
            next: Vec::new(),
            run: Vec::new(),
            by_hand: Vec::new(),
        };
        let own = Part {
            pattern: whole.pattern.name.clone(),
            ..Part::default()
        };
        let parts = whole
            .parts
            .iter()
            .map(|(part, pattern)| (part, pattern))
            .chain([(&own, &whole.pattern)]);
        for (part, pattern) in parts {
            let target = part::Target {
                stamp: &mut stamp,
                facts: &mut facts,
                finishing: &mut self.finishing,
                again: !recorded.is_empty(),
            };
            part::add(self.shelf, (part, pattern), &questions, target)?;
        }
        if !recorded.is_empty() {
            let none = Given::new();
            let mut sources = self.sources(whole, &facts, &none, &origin);
            let known = |(name, _): &(&String, &serde_json::Value)| questions.contains_key(*name);
            let before: Given = recorded
                .iter()
                .filter(known)
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect();
            sources.given = &before;
            sources.extend = false;
            sources.along = false;
            let before = answering::given_answers(self.shelf, &questions, &sources)?;
            let change = evolve::Change {
                before: &before,
                facts: &facts,
            };
            let patterns: Vec<&Pattern> = whole.patterns().collect();
            evolve::add(
                self.shelf,
                &patterns,
                &change,
                (&mut stamp, &mut self.finishing),
            )?;
        }
        self.drawn.facts = facts;
        self.drawn.stamps.push(stamp);
        Ok(())
    }
}

/// The facts without those that an earlier making of the same stamp gave.
fn without_stamp(facts: &Facts, id: &str) -> Facts {
    let place = format!("stamp {id}");
    let mut kept = facts.clone();
    kept.retain(|fact| fact.evidence.place != place);
    kept
}
