//! Counting what the siblings do, and deciding by it or not.

use indexmap::IndexMap;

use crate::facts::{Evidence, Fact, FactValue};

/// Values with the number of times they were seen and where first.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally(IndexMap<String, (usize, Evidence)>);

/// When the value seen most is beyond doubt.
#[derive(Clone, Copy, Debug)]
pub(super) enum Decides {
    /// It is seen at least this many times as often as the next.
    Times(usize),
    /// It makes at least this share, in percent.
    Share(usize),
    /// It makes half, or is seen twice as often as the next.
    Most,
}

impl Tally {
    /// Counts `value`, seen at `evidence`.
    pub(super) fn add(&mut self, value: impl Into<String>, evidence: Evidence) {
        self.add_times(value, 1, evidence);
    }

    /// Counts `value` as often as `times` says.
    pub(super) fn add_times(&mut self, value: impl Into<String>, times: usize, evidence: Evidence) {
        let (count, _) = self.0.entry(value.into()).or_insert((0, evidence));
        *count += times;
    }

    /// Whether nothing was counted.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How often anything was counted.
    pub(super) fn total(&self) -> usize {
        self.0.values().map(|(count, _)| count).sum()
    }

    /// How often `value` was counted.
    pub(super) fn count(&self, value: &str) -> usize {
        self.0.get(value).map_or(0, |(count, _)| *count)
    }

    /// The values, the one seen most first; of equals the one seen first.
    pub(super) fn ranked(&self) -> Vec<(&str, usize, &Evidence)> {
        let mut ranked: Vec<_> = self
            .0
            .iter()
            .map(|(value, (count, evidence))| (value.as_str(), *count, evidence))
            .collect();
        ranked.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
        ranked
    }

    /// The value seen most as a fact, with the others as candidates where that does not settle it.
    pub(super) fn decide(&self, decides: Decides) -> Option<Fact> {
        let ranked = self.ranked();
        let (value, count, evidence) = *ranked.first()?;
        let next = ranked.get(1).map_or(0, |(_, count, _)| *count);
        let certain = match decides {
            Decides::Times(times) => count >= next * times && count > next,
            Decides::Most => count * 2 > self.total() || count >= next * 2,
            Decides::Share(percent) => count * 100 >= self.total() * percent,
        };
        Some(Fact {
            value: FactValue::parse(value),
            evidence: evidence.clone(),
            certain,
            candidates: if certain {
                Vec::new()
            } else {
                ranked
                    .iter()
                    .map(|(value, ..)| (*value).to_owned())
                    .collect()
            },
        })
    }
}

/// A certain fact with a text.
pub(super) fn text(value: &str, evidence: Evidence) -> Fact {
    Fact::certain(FactValue::Text(value.to_owned()), evidence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_the_evidence_decides() {
        for (values, decides, expected) in [
            ("a a b", Decides::Times(2), Some(("a", vec![]))),
            ("a a a b b", Decides::Times(2), Some(("a", vec!["a", "b"]))),
            ("b a", Decides::Times(1), Some(("b", vec!["b", "a"]))),
            ("b a a a", Decides::Share(75), Some(("a", vec![]))),
            ("b a a a", Decides::Share(80), Some(("a", vec!["a", "b"]))),
            ("a a a b c d", Decides::Most, Some(("a", vec![]))),
            ("a a b b c", Decides::Most, Some(("a", vec!["a", "b", "c"]))),
            ("", Decides::Share(80), None),
        ] {
            let mut tally = Tally::default();
            for value in values.split_whitespace() {
                tally.add(value, Evidence::place(value));
            }
            let fact = tally.decide(decides);
            let found = fact.as_ref().map(|fact| {
                let candidates: Vec<&str> = fact.candidates.iter().map(String::as_str).collect();
                (fact.value.as_text().unwrap_or_default(), candidates)
            });
            assert_eq!(found, expected, "{values}");
        }
    }
}
