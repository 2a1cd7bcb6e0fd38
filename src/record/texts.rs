//! The base texts of one stamp, in one file: `.patgen/base/DIGEST.lz4`.
//!
//! A file for each text would double the files that a stamp makes. Compressed piece by piece: each piece is its length,
//! four bytes in little-endian order, and a block of LZ4 behind its size. Together they hold an index, a line
//! `DIGEST SIZE` for each text, an empty line, and the texts. The file is named by the digest of the index, which names
//! all texts by theirs: equal names hold equal texts.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;
use std::ops::Range;

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

/// The base texts of a file, in one piece of memory; each is looked at when it is asked for.
#[derive(Debug, Default)]
pub struct Unpacked {
    path: String,
    whole: Vec<u8>,
    places: BTreeMap<Sha, Range<usize>>,
}

impl Unpacked {
    /// The text with this digest; none where there is none.
    ///
    /// # Errors
    /// A project error where it was damaged.
    pub fn get(&self, sha: Sha) -> Result<Option<Bytes>> {
        let Some(place) = self.places.get(&sha) else {
            return Ok(None);
        };
        let text = Bytes::from(&self.whole[place.clone()]);
        if text.sha256() == sha {
            return Ok(Some(text));
        }
        Err(damaged(&self.path))
    }

    /// Makes sure that every text is what its digest says.
    ///
    /// # Errors
    /// A project error where one was damaged.
    pub fn check(&self) -> Result<()> {
        self.places
            .keys()
            .try_for_each(|sha| self.get(*sha).map(drop))
    }
}

/// The base texts that `content`, the file at `path`, holds.
///
/// # Errors
/// A project error where it was damaged.
pub fn unpacked(content: &Content, path: &RelPath) -> Result<Unpacked> {
    let whole = pieces(&content.bytes);
    let places = whole
        .as_ref()
        .and_then(|whole| places(whole, path.name().strip_suffix(".lz4")?));
    let (whole, places) = whole.zip(places).ok_or_else(|| damaged(path.as_str()))?;
    Ok(Unpacked {
        path: path.as_str().to_owned(),
        whole,
        places,
    })
}

fn damaged(path: &str) -> Error {
    Error::project(format!("`{path}` is damaged")).hint("restore the file from version control")
}

/// Where the texts are, by the index at the front, whose digest is `named`.
fn places(whole: &[u8], named: &str) -> Option<BTreeMap<Sha, Range<usize>>> {
    let end = whole.windows(2).position(|two| two == b"\n\n")?;
    let index = std::str::from_utf8(&whole[..=end]).ok()?;
    if named != Sha::of(index.as_bytes()).to_string() {
        return None;
    }
    let mut start = end + 2;
    let mut places = BTreeMap::new();
    for line in index.lines() {
        let (sha, size) = line.split_once(' ')?;
        let end = start.checked_add(size.parse().ok()?)?;
        whole.get(start..end)?;
        places.insert(Sha::parse(sha)?, start..end);
        start = end;
    }
    (start == whole.len()).then_some(places)
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
                let found = read.get(Sha::of(text)).expect("it is whole");
                assert_eq!(found.as_deref(), Some(*text));
            }
            assert_eq!(read.get(Sha::of(b"other")).expect("it is none"), None);
            assert!(read.check().is_ok());
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

    #[test]
    fn a_text_that_was_damaged() {
        let (first, second) = (b"written by a pattern", b"0123456789");
        let mut packed = Texts::default();
        for text in [&first[..], second] {
            packed.add(Sha::of(text), text);
        }
        let path = texts_path(&packed.digest().to_string()).expect("a good name");
        let mut bytes = packed.packed().bytes.to_vec();
        let place = bytes.windows(7).position(|seven| seven == b"written");
        bytes[place.expect("short texts are kept as they are")] = b'W';
        let read = unpacked(&Content::new(bytes), &path).expect("its index is whole");
        let error = read.get(Sha::of(first)).expect_err("it is another text");
        assert!(error.message().contains("is damaged"), "{error:?}");
        assert!(read.get(Sha::of(second)).is_ok());
        assert!(read.check().is_err());
    }
}
