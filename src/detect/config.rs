//! Files that configure a Python project, as far as facts are read from them: TOML as a table, the others by lines.

use toml::{Table, Value};

use crate::excerpt::position;
use crate::facts::Evidence;
use crate::rel_path::RelPath;
use crate::tree::Tree;

/// A configuration file.
#[derive(Clone, Debug)]
pub(super) struct Config {
    /// Where it is.
    pub path: String,
    /// What stands in it.
    pub text: String,
    table: Option<Table>,
}

impl Config {
    /// Reads the file at `path`; nothing where it is not there or no text.
    pub(super) fn read(tree: &dyn Tree, path: &str) -> Option<Self> {
        let content = tree.read(&RelPath::new(path).ok()?).ok()??;
        let text = decoded(&content.bytes);
        let text = text.trim_start_matches('\u{feff}').to_owned();
        let table = path.ends_with(".toml").then(|| text.parse().ok()).flatten();
        Some(Self {
            path: path.to_owned(),
            text,
            table,
        })
    }

    /// The file at `path`, which was read already.
    pub(super) fn of(path: &str, text: String, table: Table) -> Self {
        Self {
            path: path.to_owned(),
            text,
            table: Some(table),
        }
    }

    /// The value below the keys, one after the other.
    pub(super) fn get(&self, keys: &[&str]) -> Option<&Value> {
        let (first, rest) = keys.split_first()?;
        let value = self.table.as_ref()?.get(*first)?;
        rest.iter().try_fold(value, |value, key| value.get(*key))
    }

    /// The text below the keys.
    pub(super) fn text_at(&self, keys: &[&str]) -> Option<&str> {
        self.get(keys)?.as_str()
    }

    /// The value of `key = value` in the section of an ini file, with its place.
    pub(super) fn ini(&self, section: &str, key: &str) -> Option<(&str, Evidence)> {
        let mut here = false;
        for (index, line) in self.text.lines().enumerate() {
            let line = line.trim();
            if let Some(name) = line
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
            {
                here = name == section;
            } else if let Some((name, value)) = line.split_once('=').filter(|_| here)
                && name.trim() == key
            {
                return Some((value.trim(), Evidence::line(&self.path, index + 1)));
            }
        }
        None
    }

    /// The first line where `key` is set.
    pub(super) fn line_of(&self, key: &str) -> Evidence {
        let is_key = |line: &str| line.trim_start().trim_start_matches('"').starts_with(key);
        let line = self
            .text
            .lines()
            .position(is_key)
            .map_or(1, |index| index + 1);
        Evidence::line(&self.path, line)
    }

    /// The line of the first place where `text` stands.
    pub(super) fn line_with(&self, text: &str) -> Evidence {
        let offset = self.text.find(text).unwrap_or(0);
        Evidence::line(&self.path, position(&self.text, offset).0)
    }
}

/// The text of a file; that of UTF-16 with a mark, as PowerShell writes `pip freeze > requirements.txt`, too.
fn decoded(bytes: &[u8]) -> String {
    let units = |order: fn([u8; 2]) -> u16| -> Vec<u16> {
        let pairs = bytes.chunks_exact(2);
        pairs.map(|pair| order([pair[0], pair[1]])).collect()
    };
    match bytes {
        [0xff, 0xfe, ..] => String::from_utf16_lossy(&units(u16::from_le_bytes)),
        [0xfe, 0xff, ..] => String::from_utf16_lossy(&units(u16::from_be_bytes)),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn what_bytes_say() {
        let wide = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
            let units = "\u{feff}fastapi\n".encode_utf16();
            units.flat_map(order).collect()
        };
        for (bytes, expected) in [
            (b"fastapi\n".to_vec(), "fastapi\n"),
            (wide(u16::to_le_bytes), "\u{feff}fastapi\n"),
            (wide(u16::to_be_bytes), "\u{feff}fastapi\n"),
        ] {
            assert_eq!(decoded(&bytes), expected);
        }
    }
}
