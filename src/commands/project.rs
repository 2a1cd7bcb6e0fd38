//! The project that a command works on: opened, recovered, read.

use super::Setting;
use crate::apply;
use crate::detect;
use crate::disk::Root;
use crate::error::Result;
use crate::facts::{Evidence, FLAG, Fact, FactValue, Facts};
use crate::record::Record;
use crate::ui::{Ui, visible};

/// A project as a command finds it.
pub(super) struct Project {
    /// Its root.
    pub root: Root,
    /// The stamps made before.
    pub records: Vec<Record>,
    /// What is known about it.
    pub facts: Facts,
}

/// Opens the project; first of all, a run that was interrupted is taken back.
///
/// # Errors
/// A usage error where the root is no directory, a project error where a file that tells facts is broken.
pub(super) fn open(setting: &Setting) -> Result<Project> {
    open_with(setting, &[])
}

/// Opens the project with facts that a person has settled in this run.
///
/// # Errors
/// As [`open`].
pub(super) fn open_with(setting: &Setting, chosen: &[(String, String)]) -> Result<Project> {
    let root = Root::open(&setting.into)?;
    recover(setting, &root)?;
    let records = detect::records(&root)?;
    let directory = root.name().unwrap_or_default();
    let mut settled = setting.settled_facts(&root)?;
    for (name, text) in chosen {
        let value = FactValue::parse_of(name, text);
        settled.set(name, Fact::certain(value, Evidence::place(FLAG)));
    }
    let facts = detect::detect(&root, &records, settled, directory)?;
    Ok(Project {
        root,
        records,
        facts,
    })
}

/// Takes back a run that was interrupted, and tells it.
///
/// # Errors
/// As [`apply::recover`].
pub(super) fn recover(setting: &Setting, root: &Root) -> Result<()> {
    let recovered = apply::recover(root)?;
    if recovered.runs > recovered.completed {
        setting.ui.insist("an interrupted run was rolled back");
    }
    tell_left(&recovered, &setting.ui);
    Ok(())
}

/// Tells which files stay.
pub(super) fn tell_left(recovered: &apply::Recovered, ui: &Ui) {
    for left in &recovered.left {
        let kept = left.kept.as_ref().map_or(String::new(), |kept| {
            format!("; what it replaced is kept in `{kept}`")
        });
        ui.insist(&visible(&format!(
            "`{}` was edited since and stays{kept}",
            left.path
        )));
    }
}
