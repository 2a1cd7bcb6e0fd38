//! The base texts of one stamp, in one file: `.patgen/base/DIGEST.lz4`.
//!
//! A file for each text would double the files that a stamp makes. Compressed piece by piece: each piece is its length,
//! four bytes in little-endian order, and a block of LZ4 behind its size. Together they hold an index, a line
//! `DIGEST SIZE` for each text, an empty line, and the texts. The file is named by the digest of the index, which names
//! all texts by theirs: equal names hold equal texts.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

use super::BASE;
use crate::change::{Bytes, Content, Sha};
use crate::error::{Error, Result};
use crate::rel_path::RelPath;

/// How much is compressed at a time: more would take more memory, and hardly less room.
const PIECE: usize = 1 << 17;

/// About the length of a line of the index.
const LINE: usize = 72;

/// The most that a file of base texts may stand for: a small one must not ask for all of the memory.
const LARGEST: usize = 1 << 28;

/// The base texts of a stamp, each once.
#[derive(Default)]
pub struct Texts<'a> {
    texts: Vec<(Sha, &'a [u8])>,
    known: HashSet<Sha>,
}

impl<'a> Texts<'a> {
    /// Adds a text.
    pub fn add(&mut self, sha: Sha, text: &'a [u8]) {
        if self.known.insert(sha) {
            self.texts.push((sha, text));
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The digest that names all of them.
    #[must_use]
    pub fn digest(&self) -> Sha {
        Sha::of(self.index().as_bytes())
    }

    /// The file that holds them.
    #[must_use]
    pub fn packed(&self) -> Content {
        let mut packed = Vec::new();
        let mut piece = self.index().into_bytes();
        piece.push(b'\n');
        for (_, text) in &self.texts {
            piece.extend_from_slice(text);
            if piece.len() >= PIECE {
                pack(&mut packed, &piece);
                piece.clear();
            }
        }
        pack(&mut packed, &piece);
        Content::new(packed)
    }

    fn index(&self) -> String {
        let mut index = String::with_capacity(LINE * self.texts.len());
        for (sha, text) in &self.texts {
            // A text takes whatever is written.
            let _ = writeln!(index, "{sha} {}", text.len());
        }
        index
    }
}

fn pack(packed: &mut Vec<u8>, piece: &[u8]) {
    let block = lz4_flex::compress_prepend_size(piece);
    let length = u32::try_from(block.len()).unwrap_or(u32::MAX);
    packed.extend_from_slice(&length.to_le_bytes());
    packed.extend_from_slice(&block);
}

/// Where the base texts with this digest stand.
///
/// # Errors
/// None in practice: a digest is always a good name.
pub fn texts_path(digest: &str) -> Result<RelPath> {
    RelPath::record(&format!("{BASE}/{digest}.lz4"))
}

/// The base texts that `content`, the file at `path`, holds.
///
/// # Errors
/// A project error where it was damaged.
pub fn unpacked(content: &Content, path: &RelPath) -> Result<BTreeMap<Sha, Bytes>> {
    let named = path.name().strip_suffix(".lz4");
    read(&content.bytes, named).ok_or_else(|| {
        Error::project(format!("`{path}` is damaged")).hint("restore the file from version control")
    })
}

fn read(packed: &[u8], named: Option<&str>) -> Option<BTreeMap<Sha, Bytes>> {
    let whole = pieces(packed)?;
    let end = whole.windows(2).position(|two| two == b"\n\n")?;
    let index = std::str::from_utf8(&whole[..=end]).ok()?;
    if named != Some(Sha::of(index.as_bytes()).to_string().as_str()) {
        return None;
    }
    let mut rest = &whole[end + 2..];
    let mut texts = BTreeMap::new();
    for line in index.lines() {
        let (sha, size) = line.split_once(' ')?;
        let (sha, size) = (Sha::parse(sha)?, size.parse().ok()?);
        let (text, after) = rest.split_at_checked(size)?;
        rest = after;
        let text = Bytes::from(text);
        if text.sha256() != sha {
            return None;
        }
        texts.insert(sha, text);
    }
    rest.is_empty().then_some(texts)
}

fn pieces(mut packed: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    while let Some((length, after)) = packed.split_first_chunk() {
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let (block, after) = after.split_at_checked(length)?;
        whole.extend(decompressed(block, LARGEST - whole.len())?);
        packed = after;
    }
    packed.is_empty().then_some(whole)
}

/// Bytes as a file of patgen's own keeps them.
#[must_use]
pub fn compressed(bytes: &[u8]) -> Content {
    Content::new(lz4_flex::compress_prepend_size(bytes))
}

/// The bytes that `content` keeps; none where it was damaged.
#[must_use]
pub fn uncompressed(content: &Content) -> Option<Vec<u8>> {
    decompressed(&content.bytes, LARGEST)
}

/// No byte of LZ4 stands for more than 255.
fn decompressed(bytes: &[u8], most: usize) -> Option<Vec<u8>> {
    let (size, block) = lz4_flex::block::uncompressed_size(bytes).ok()?;
    if size > most.min(block.len().saturating_mul(255)) {
        return None;
    }
    let text = lz4_flex::block::decompress(block, size).ok()?;
    (text.len() == size).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_and_unpacked() {
        let large = b"0123456789\n".repeat(PIECE / 8);
        for texts in [
            &[&b"one\n"[..], b"", b"two\n\n", b"one\n"][..],
            &[&large, b"x", &large[1..]],
            &[b"\n\n"],
        ] {
            let mut packed = Texts::default();
            for text in texts {
                packed.add(Sha::of(text), text);
            }
            let path = texts_path(&packed.digest().to_string()).expect("a good name");
            let content = packed.packed();
            let read = unpacked(&content, &path).expect("what was packed");
            for text in texts {
                assert_eq!(read.get(&Sha::of(text)).map(|text| &**text), Some(*text));
            }
            let other = texts_path(&Sha::of(b"other").to_string()).expect("a good name");
            assert!(unpacked(&content, &other).is_err(), "its name is another");
            let mut bytes = content.bytes.to_vec();
            for cut in [1, bytes.len() / 2] {
                let damaged = Content::new(&bytes[..bytes.len() - cut]);
                assert!(unpacked(&damaged, &path).is_err(), "{cut}");
            }
            bytes[0] = 0xff;
            assert!(unpacked(&Content::new(bytes), &path).is_err());
        }
    }
}
