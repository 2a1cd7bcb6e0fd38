//! The plan for the eye, before it is applied and after.

use super::Ui;
use super::diff::coloured;
use super::visible::visible;
use crate::change::{Change, Kind};
use crate::plan::{About, Extent, LeftOut, ManualStep, OnConflict, Planned};

/// What is shown of a plan.
pub struct Preview<'a> {
    /// What it is for.
    pub about: &'a About,
    /// What was planned.
    pub planned: &'a Planned,
}

impl Preview<'_> {
    /// What comes along, every file with its mark, and the edits.
    #[must_use]
    pub fn overview(&self, ui: &Ui) -> String {
        let mut lines = self.supplied();
        lines.extend(self.notes());
        lines.extend(self.shown_changes().map(|change| file_line(change, ui)));
        lines.extend(
            self.planned
                .conflicts
                .iter()
                .map(|conflict| conflict_line(conflict, ui)),
        );
        lines.extend(self.left());
        lines.join("\n")
    }

    /// What was left out.
    #[must_use]
    pub fn left(&self) -> Vec<String> {
        let line = |left: &LeftOut| {
            let what = match left.extent {
                Extent::Whole => "is left out",
                Extent::Part => "is taken in part",
            };
            format!("  . {} {what}", visible(left.path.as_str()))
        };
        self.planned.left.iter().map(line).collect()
    }

    /// The changes to files that exist, in colour.
    #[must_use]
    pub fn modifications(&self, ui: &Ui) -> String {
        let modified = self
            .shown_changes()
            .filter(|change| change.kind() != Kind::Create && !change.secret);
        modified
            .map(|change| coloured(change, ui.colour_err))
            .collect()
    }

    /// What a person has to do by hand.
    #[must_use]
    pub fn manual(&self) -> String {
        self.planned
            .manual
            .iter()
            .map(manual_step)
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// The changes outside `.patgen/`.
    pub fn shown_changes(&self) -> impl Iterator<Item = &Change> {
        self.planned
            .plan
            .effective()
            .filter(|change| !change.path.is_record())
    }

    /// What there is to say about the answers, each once.
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        let notes = self.about.notes.iter();
        notes.map(|note| visible(note)).collect()
    }

    fn supplied(&self) -> Vec<String> {
        let mut patterns: Vec<(&str, Vec<&str>)> = Vec::new();
        for supplied in &self.about.requires {
            let (capability, pattern) = (&supplied.capability, &supplied.by);
            match patterns.iter_mut().find(|(known, _)| known == pattern) {
                Some((_, capabilities)) => capabilities.push(capability),
                None => patterns.push((pattern, vec![capability])),
            }
        }
        let line = |(pattern, capabilities): (&str, Vec<&str>)| {
            let line = format!("brings along `{pattern}`, for {}", capabilities.join(", "));
            visible(&line)
        };
        patterns.into_iter().map(line).collect()
    }
}

fn file_line(change: &Change, ui: &Ui) -> String {
    let (mark, style) = match change.kind() {
        Kind::Create => ("+", ui.style().green()),
        Kind::Modify => ("~", ui.style().yellow()),
        Kind::Delete => ("-", ui.style().red()),
        Kind::Unchanged => ("=", ui.style()),
    };
    let note = if change.secret {
        " (holds a secret: not shown, not recorded)"
    } else {
        ""
    };
    format!(
        "  {} {}{note}",
        style.apply_to(mark),
        visible(change.path.as_str())
    )
}

fn conflict_line(conflict: &crate::plan::Conflict, ui: &Ui) -> String {
    let what = match conflict.settled {
        OnConflict::Stop => "is in the way, with other content",
        OnConflict::Keep => "is kept as it is",
        OnConflict::Replace => "is replaced",
        OnConflict::Markers => "gets conflict markers",
    };
    format!(
        "  {} {} {what}",
        ui.style().red().apply_to("!"),
        visible(conflict.path.as_str())
    )
}

fn manual_step(step: &ManualStep) -> String {
    let place = step.line.map_or(String::new(), |line| format!(":{line}"));
    let lines: String = step
        .snippet
        .lines()
        .map(|line| format!("    {}\n", visible(line)))
        .collect();
    format!(
        "by hand, in {}{place}: {}\n{lines}",
        visible(step.path.as_str()),
        visible(&step.why)
    )
}

/// `created 34 files, changed 2`.
#[must_use]
pub fn summary<'a>(changes: impl Iterator<Item = &'a Change>) -> String {
    let (mut created, mut modified, mut deleted) = (0, 0, 0);
    for change in changes {
        match change.kind() {
            Kind::Create => created += 1,
            Kind::Modify => modified += 1,
            Kind::Delete => deleted += 1,
            Kind::Unchanged => {}
        }
    }
    let counted = [
        ("created", created),
        ("changed", modified),
        ("deleted", deleted),
    ];
    let parts: Vec<String> = counted
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(verb, count)| format!("{verb} {}", files(*count)))
        .collect();
    parts.join(", ")
}

fn files(count: usize) -> String {
    if count == 1 {
        "1 file".to_owned()
    } else {
        format!("{count} files")
    }
}
