//! Edits as changes, on the content that the plan has made so far.

use std::collections::BTreeMap;

use super::chain::{self, Chain, Made, Place};
use super::evolve::Earlier;
use super::working::Working;
use super::{Ground, ManualStep, Planned, PlannedEdit, Restore, records, redefine, requirements};
use crate::change::Content;
use crate::edit::requirements::is_list;
use crate::edit::{self, Outcome};
use crate::error::{Kind, Result};
use crate::rel_path::RelPath;
use crate::render::EditDraft;
use crate::stamp::Stamp;

/// What became of an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Became {
    /// It is made, by this plan.
    Made,
    /// The file said so already.
    Present,
    /// It is left to a person.
    ByHand,
    /// A person took it out, and it stays out.
    TakenOut,
}

/// Plans every edit of `stamps`, in order; says of each, stamp by stamp, what became of it.
pub(super) fn plan(
    stamps: &[Stamp],
    earlier: &[Earlier],
    ground: &Ground,
    (working, planned): (&mut Working, &mut Planned),
) -> Result<Vec<Vec<Became>>> {
    let none = |stamp: &Stamp| vec![Became::ByHand; stamp.drafts.edits.len()];
    let mut became: Vec<Vec<Became>> = stamps.iter().map(none).collect();
    let mut making = Making::new(ground, working);
    making.begin(stamps, earlier)?;
    for (place, settled) in making.end()? {
        let draft = &stamps[place.stamp].drafts.edits[place.at];
        became[place.stamp][place.at] = tell(draft, settled?, planned);
    }
    Ok(became)
}

/// The files that are edited.
struct Making<'a, 'w, 't> {
    ground: &'a Ground<'a>,
    working: &'w mut Working<'t>,
    chains: BTreeMap<RelPath, Chain<'a>>,
    settled: BTreeMap<Place, Settled>,
}

/// The file of an edit, and what became of it there.
type Settled = Result<(RelPath, Made)>;

impl<'a, 'w, 't> Making<'a, 'w, 't> {
    fn new(ground: &'a Ground<'a>, working: &'w mut Working<'t>) -> Self {
        Self {
            ground,
            working,
            chains: BTreeMap::new(),
            settled: BTreeMap::new(),
        }
    }

    /// Puts every edit behind those of its file, up to the first whose file cannot be told.
    fn begin(&mut self, stamps: &'a [Stamp], earlier: &[Earlier]) -> Result<()> {
        for (number, (stamp, earlier)) in stamps.iter().zip(earlier).enumerate() {
            for (at, draft) in stamp.drafts.edits.iter().enumerate() {
                let place = Place {
                    stamp: number,
                    waited: false,
                    at,
                };
                if let Err(error) = self.add(place, draft, (stamp, earlier)) {
                    self.settled.insert(place, Err(error));
                    return Ok(());
                }
            }
            self.end_lists()?;
        }
        Ok(())
    }

    /// Makes the edits of a stamp that waited for a list of requirements: where those of the next one go depends on it.
    fn end_lists(&mut self) -> Result<()> {
        let chains = self.chains.values_mut();
        for chain in chains.filter(|chain| is_list(chain.path.as_str())) {
            chain.make_waiting(self.ground.style);
            set(chain, self.working)?;
        }
        Ok(())
    }

    fn add(
        &mut self,
        place: Place,
        draft: &'a EditDraft,
        (stamp, earlier): (&Stamp, &Earlier),
    ) -> Result<()> {
        let path = RelPath::new(&draft.path)
            .map_err(|error| error.of_kind(Kind::Pattern).at(&draft.origin))?;
        let path = requirements::file_for(&draft.operation, path, self.working)?;
        if draft.secret {
            self.working.set_secret(&path)?;
        }
        let (ground, working) = (self.ground, &mut *self.working);
        if was_taken_out(draft, (&path, earlier), ground, working)? {
            let is_there = working.before(&path)?.is_some();
            let note = taken_out(draft, (&path, is_there), stamp);
            self.settled.insert(place, Ok((path, Made::TakenOut(note))));
            return Ok(());
        }
        if !self.chains.contains_key(&path) {
            let is_new = working.before(&path)?.is_none();
            let chain = Chain::new(path.clone(), working.now(&path)?.cloned(), is_new);
            self.chains.insert(path.clone(), chain);
        }
        let Some(chain) = self.chains.get_mut(&path) else {
            return Ok(());
        };
        chain.add(place, draft);
        // Where the next requirement goes depends on what the lists of them hold by then.
        if is_list(&draft.path) {
            chain.make_now(ground.style);
            set(chain, working)?;
        }
        Ok(())
    }

    /// Makes what is not made yet.
    fn end(self) -> Result<BTreeMap<Place, Settled>> {
        let mut settled = self.settled;
        let chains = self.chains.into_values().collect();
        for chain in chain::make_all(chains, self.ground.style) {
            set(&chain, self.working)?;
            for (place, made) in chain.made {
                settled.insert(place, made.map(|made| (chain.path.clone(), made)));
            }
        }
        Ok(settled)
    }
}

/// Takes over what the file of a chain holds by now.
fn set(chain: &Chain, working: &mut Working) -> Result<()> {
    let content = chain.content.clone();
    content.map_or(Ok(()), |content| working.set(&chain.path, content))
}

/// Whether the stamp made the edit before, and the project says so no more, and it is not to come back.
fn was_taken_out(
    draft: &EditDraft,
    (path, earlier): (&RelPath, &Earlier),
    ground: &Ground,
    working: &mut Working,
) -> Result<bool> {
    let comes_back = match ground.restore {
        Restore::Nothing => false,
        Restore::Secrets => draft.secret,
        Restore::All => true,
    };
    if comes_back {
        return Ok(false);
    }
    let known = earlier.record.map_or(&[][..], |record| &record.edits);
    let asked = records::edit(draft, false);
    let same = known.iter().find(|edit| edit.asks_as(&asked));
    let made = same.or_else(|| redefine::predecessor(&asked, known));
    let Some(made) = made.filter(|edit| !edit.unmade) else {
        return Ok(false);
    };
    let Ok(operation) = made.operation() else {
        return Ok(false);
    };
    let Some(before) = working.before(path)?.and_then(Content::text) else {
        return Ok(true);
    };
    let style = ground.style.edit_style();
    let (_, outcome) = edit::edit(&operation, path.as_str(), before, &style)?;
    Ok(!matches!(outcome, Outcome::Present { .. }))
}

fn taken_out(draft: &EditDraft, (path, is_there): (&RelPath, bool), stamp: &Stamp) -> String {
    let (what, id) = (draft.operation.what(), &stamp.id);
    if draft.secret && !is_there {
        return format!(
            "`{path}` is not on this machine ({what}); `patgen update {id} --restore` makes it"
        );
    }
    format!(
        "`{path}` no longer says what the stamp put there ({what}) and stays so; `patgen update {id} --restore` puts it back"
    )
}

/// Tells what became of an edit.
fn tell(draft: &EditDraft, (path, made): (RelPath, Made), planned: &mut Planned) -> Became {
    match made {
        Made::In {
            rung,
            line,
            present,
        } => {
            planned.edits.push(PlannedEdit {
                path,
                what: draft.operation.what(),
                rung,
                line,
                present,
            });
            if present {
                Became::Present
            } else {
                Became::Made
            }
        }
        Made::Manual { line, why, snippet } => {
            planned.manual.push(ManualStep {
                path,
                line: (line > 0).then_some(line),
                why,
                snippet,
            });
            Became::ByHand
        }
        Made::NoFile => {
            planned.manual.push(missing_file(draft, path));
            Became::ByHand
        }
        Made::TakenOut(note) => {
            planned.notes.push(note);
            Became::TakenOut
        }
    }
}

fn missing_file(draft: &EditDraft, path: RelPath) -> ManualStep {
    let why = format!(
        "the file is not there, so patgen could not {}",
        draft.operation.what()
    );
    ManualStep {
        path,
        line: None,
        why,
        snippet: draft.operation.snippet(),
    }
}
