//! The catalogue: where patterns are read from, nearest first.
//!
//! The project's own `.patgen/patterns`, then the directories that were named, then the patterns in the
//! binary. A pattern is read only when it is asked for by name.

mod source;

use std::path::PathBuf;

use source::Source;

use crate::entity::TypeTable;
use crate::error::{Error, Result, did_you_mean};
use crate::naming::shown;
use crate::pattern::{FILES, Manifest, Pattern, Stack, TemplateFile};
use crate::render::Includes;

/// All places that patterns are read from.
#[derive(Clone, Debug)]
pub struct Catalogue {
    sources: Vec<Source>,
}

/// A pattern's place in the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// `fastapi`.
    pub stack: String,
    /// `crud`.
    pub name: String,
}

impl Entry {
    /// `fastapi/crud`.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{}/{}", self.stack, self.name)
    }
}

impl Catalogue {
    /// A catalogue of `directories`, in this order, before the embedded patterns.
    ///
    /// # Errors
    /// A usage error where a directory is none.
    pub fn open(directories: &[PathBuf]) -> Result<Self> {
        let mut sources = directories
            .iter()
            .map(|path| Source::directory(path))
            .collect::<Result<Vec<_>>>()?;
        sources.push(Source::Embedded);
        Ok(Self { sources })
    }

    /// Every pattern's place, sorted, each once.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self.sources.iter().flat_map(Source::entries).collect();
        entries.sort();
        entries.dedup();
        entries
    }

    /// The place of the pattern called `name` (`crud` or `fastapi/crud`), in `stack` alone where it is given.
    ///
    /// # Errors
    /// A usage error with the nearest names where there is none, or with the candidates where there are several.
    pub fn find(&self, name: &str, stack: Option<&str>) -> Result<Entry> {
        let mut entries = self.entries();
        if let Some(stack) = stack {
            ensure_stack(stack, &entries)?;
            entries.retain(|entry| entry.stack == stack);
        }
        let fits = |entry: &&Entry| entry.name == name || entry.full_name() == name;
        let found: Vec<&Entry> = entries.iter().filter(fits).collect();
        match found[..] {
            [] => Err(unknown(name, &entries)),
            [entry] => Ok(entry.clone()),
            _ => Err(several(name, &found)),
        }
    }

    /// Refuses a stack that the catalogue does not have.
    ///
    /// # Errors
    /// A usage error with the names of the stacks.
    pub fn ensure_stack(&self, stack: &str) -> Result<()> {
        ensure_stack(stack, &self.entries())
    }

    /// Reads a pattern.
    ///
    /// # Errors
    /// A pattern error that shows the line of a mistake in its manifest.
    pub fn pattern(&self, entry: &Entry) -> Result<Pattern> {
        let path = format!("{}/{}", entry.stack, entry.name);
        let source = self.source_of(&format!("{path}/pattern.toml"))?;
        let origin = source.origin(&path);
        let manifest = source.text(&format!("{path}/pattern.toml"))?;
        let manifest = Manifest::parse(&manifest, &format!("{origin}/pattern.toml"))?;
        let folders = match manifest.files {
            Some(_) => source.folders(&path),
            None => vec![FILES.to_owned()],
        };
        Ok(Pattern {
            stack: entry.stack.clone(),
            name: entry.name.clone(),
            manifest,
            files: template_files(source, &path, folders)?,
            origin,
        })
    }

    /// Reads what the patterns of a stack share; a stack without `stack.toml` shares nothing.
    ///
    /// # Errors
    /// A pattern error that shows the line of a mistake.
    pub fn stack(&self, stack: &str) -> Result<Stack> {
        match self.shared_text(stack, "stack.toml")? {
            Some((text, origin)) => Stack::parse(&text, &origin),
            None => Ok(Stack::default()),
        }
    }

    /// Reads the field types of a stack; a stack without `types.toml` has none.
    ///
    /// # Errors
    /// A pattern error that shows the line of a mistake.
    pub fn types(&self, stack: &str) -> Result<Option<TypeTable>> {
        match self.shared_text(stack, "types.toml")? {
            Some((text, origin)) => TypeTable::parse(&text, &origin).map(Some),
            None => Ok(None),
        }
    }

    /// Gives the files that templates of `stack` include, by their path below the stack.
    #[must_use]
    pub fn includes(&self, stack: &str) -> Includes {
        let (catalogue, stack) = (self.clone(), stack.to_owned());
        Box::new(move |path| catalogue.shared_text(&stack, path))
    }

    fn shared_text(&self, stack: &str, path: &str) -> Result<Option<(String, String)>> {
        let path = format!("{stack}/{path}");
        match self.source_of(&path) {
            Ok(source) => Ok(Some((source.text(&path)?, source.origin(&path)))),
            Err(_) => Ok(None),
        }
    }

    fn source_of(&self, path: &str) -> Result<&Source> {
        let has = |source: &&Source| source.has(path);
        let lacking = || Error::pattern(format!("`{path}` is in no catalogue"));
        self.sources.iter().find(has).ok_or_else(lacking)
    }
}

fn template_files(
    source: &Source,
    pattern: &str,
    folders: Vec<String>,
) -> Result<Vec<TemplateFile>> {
    let mut all = Vec::new();
    for folder in folders {
        let mut files = source.files(pattern, &folder)?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        all.extend(files);
    }
    Ok(all)
}

fn ensure_stack(stack: &str, entries: &[Entry]) -> Result<()> {
    let mut stacks: Vec<&str> = entries.iter().map(|entry| entry.stack.as_str()).collect();
    stacks.dedup();
    if stacks.contains(&stack) {
        return Ok(());
    }
    let error = Error::usage(format!("there is no stack `{}`", shown(stack)));
    let all = format!("the stacks are `{}`", stacks.join("`, `"));
    Err(did_you_mean(stack, stacks)
        .into_iter()
        .chain([all])
        .fold(error, Error::hint))
}

fn unknown(name: &str, entries: &[Entry]) -> Error {
    let (_, bare) = name.rsplit_once('/').unwrap_or(("", name));
    let error = Error::usage(format!("there is no pattern `{}`", shown(name)));
    match did_you_mean(bare, entries.iter().map(|entry| entry.name.as_str())) {
        Some(hint) => error.hint(hint),
        None => error
            .hint("`patgen list` shows them all; `patgen search WORDS` finds one by its purpose"),
    }
}

fn several(name: &str, found: &[&Entry]) -> Error {
    let names: Vec<String> = found
        .iter()
        .map(|entry| format!("`{}`", entry.full_name()))
        .collect();
    Error::usage(format!(
        "`{name}` is the name of several patterns: {}",
        names.join(", ")
    ))
    .hint("give the full name, or `--stack NAME`")
}
