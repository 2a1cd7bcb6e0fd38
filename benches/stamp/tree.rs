//! Synthetic patterns: many small files in directories of fifty.

use std::fs;
use std::path::{Path, PathBuf};

use super::Outcome;

const MANIFEST: &str = r#"version = 1
about = "many small files"
when = "to measure"

[questions.title]
type = "text"
help = "a word that every file has"
default = "'Speed'"
"#;

/// Files in one directory.
const FOLDER: usize = 50;

/// A synthetic pattern.
pub(crate) struct Tree {
    /// What `--patterns` takes.
    pub(crate) patterns: PathBuf,
    /// Its templates.
    pub(crate) templates: PathBuf,
}

impl Tree {
    /// Makes the pattern `tree` of `count` files in `dir`; every tenth file is another where it is `changed`.
    pub(crate) fn make(dir: &Path, count: usize, changed: bool) -> Outcome<Self> {
        let pattern = dir.join("synthetic/tree");
        let templates = pattern.join("files");
        fs::create_dir_all(&templates)?;
        fs::write(pattern.join("pattern.toml"), MANIFEST)?;
        for number in 0..count {
            let path = templates.join(format!("{}.j2", path(number)));
            if number % FOLDER == 0 {
                fs::create_dir_all(path.parent().unwrap_or(&templates))?;
            }
            fs::write(path, template(number, changed && number % 10 == 0))?;
        }
        Ok(Self {
            patterns: dir.to_owned(),
            templates,
        })
    }
}

/// Where the file of this number goes.
pub(crate) fn path(number: usize) -> String {
    format!("part_{:03}/note_{number:05}.txt", number / FOLDER)
}

/// Its template: about a kilobyte, with three tags.
pub(crate) fn template(number: usize, changed: bool) -> String {
    let first = if changed { "renewed" } else { "written" };
    let lines: String = (1..=16)
        .map(|line| {
            format!(
                "{line:2}. a line of prose about the number {}\n",
                number * line
            )
        })
        .collect();
    format!(
        "{{{{ title }}}} {number}, {first} by a pattern\n\n{lines}\n{{{{ title }}}}: that was {{{{ title }}}}.\n"
    )
}

/// A person adds a line to every tenth file of the project in `root`.
pub(crate) fn edit(root: &Path, count: usize) -> Outcome<()> {
    for number in (0..count).step_by(10) {
        let path = root.join(path(number));
        let text = fs::read_to_string(&path)?;
        fs::write(path, text + "a line of a person\n")?;
    }
    Ok(())
}
