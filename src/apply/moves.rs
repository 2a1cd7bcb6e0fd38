//! Renames that lose nothing, also where the file system cannot do them in one call.
//!
//! Keeps promise 1 on every system, and promise 4 but for a race where there is no such call: a file that comes into being
//! between the look and the rename is lost.

use rustix::io::Errno;

use super::files::{Answer, At, Files, Rename, Seen};

/// Moves to a name that is free.
pub(crate) fn place<F: Files>(files: &F, from: At<'_, F::Dir>, to: At<'_, F::Dir>) -> Answer<()> {
    match files.rename(from, to, Rename::NoReplace) {
        Err(error) if is_lacking(error) => match files.kind(to)? {
            Some(_) => Err(Errno::EXIST),
            None => files.rename(from, to, Rename::Over),
        },
        answer => answer,
    }
}

/// Makes the file in the slot and the one at `target` change places.
pub(crate) fn exchange<F: Files>(
    files: &F,
    slot: At<'_, F::Dir>,
    target: At<'_, F::Dir>,
    durable: bool,
) -> Answer<()> {
    match files.rename(slot, target, Rename::Exchange) {
        Err(error) if is_lacking(error) => exchange_by_steps(files, slot, target, durable),
        answer => answer,
    }
}

/// Between its two renames the slot is empty and what was at `target` has a name of its own; see [`mend`]. Each
/// name is durable before the one that it had before is taken.
fn exchange_by_steps<F: Files>(
    files: &F,
    slot: At<'_, F::Dir>,
    target: At<'_, F::Dir>,
    durable: bool,
) -> Answer<()> {
    let spare = spare(slot.1);
    let spare = At(slot.0, &spare);
    match files.link(target, spare) {
        // Its name was free, and an answer that something is there must not be taken for a file of a person.
        Err(Errno::EXIST) => return Err(Errno::IO),
        Err(error) if has_no_links(error) => copy(files, target, spare)?,
        Err(error) => return Err(error),
        Ok(()) => {}
    }
    let settle = || {
        if durable {
            files.sync_dir(slot.0)
        } else {
            Ok(())
        }
    };
    settle()?;
    files.rename(slot, target, Rename::Over)?;
    settle()?;
    files.rename(spare, slot, Rename::Over)
}

/// Brings an exchange that stopped half-way to one of its ends, if there was one.
pub(crate) fn mend<F: Files>(files: &F, slot: At<'_, F::Dir>) -> Answer<()> {
    let spare = spare(slot.1);
    let spare = At(slot.0, &spare);
    if files.kind(spare)?.is_none() {
        return Ok(());
    }
    match files.kind(slot)? {
        None => files.rename(spare, slot, Rename::Over),
        Some(_) => files.remove(spare),
    }
}

fn spare(slot: &str) -> String {
    format!("{slot}.spare")
}

/// For file systems without hard links.
fn copy<F: Files>(files: &F, from: At<'_, F::Dir>, to: At<'_, F::Dir>) -> Answer<()> {
    let Seen::File(content, meta) = files.inspect(from)? else {
        return Err(Errno::NOENT);
    };
    let file = files.create(to, 0o600)?;
    files.write(&file, &content.bytes)?;
    files.liken(&file, &meta)?;
    files.set_file_times(&file, meta.times)?;
    // Without waiting for it this would be the one copy of what a person wrote.
    files.sync_file(&file)
}

fn has_no_links(error: Errno) -> bool {
    is_lacking(error) || matches!(error, Errno::ACCESS | Errno::MLINK | Errno::XDEV)
}

fn is_lacking(error: Errno) -> bool {
    // Some sandboxes answer calls that they do not know with "not permitted".
    matches!(
        error,
        Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP | Errno::PERM
    )
}
