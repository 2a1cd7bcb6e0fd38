//! From a pattern and its context to drafts: rendered files and edits, nothing planned yet.
//!
//! Pure: the texts that templates include come through a closure. Templates see only the context; the text
//! of an answer is never a template.

mod context;
mod engine;
mod finishing;
mod functions;
mod names;
mod python;
mod revision;
mod unittest;

pub use context::{Context, fact_roots};
pub use engine::{Engine, Includes};
pub use finishing::Finishing;
use finishing::Template;
pub use functions::revision_id;
pub use python::{CodeStyle, ended, formatted, formatted_as_before, headed};

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::change::Bytes;
use crate::edit::Operation;
use crate::error::{Error, Result, did_you_mean};
use crate::pattern::{EditEntry, FILES, Pattern, TemplateFile};

/// A rendered file with its destination.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "what the manifest says of a file, each by itself"
)]
pub struct Draft {
    /// Where it goes, as rendered; the path policy has not looked at it yet.
    pub path: String,
    /// Its bytes.
    pub bytes: Bytes,
    /// Left as it is where the project has the file.
    pub shared: bool,
    /// Holds a secret.
    pub secret: bool,
    /// With the executable bit.
    pub executable: bool,
    /// History, as a migration is: an update writes it no second time.
    pub once: bool,
    /// The template it comes from, for messages.
    pub origin: String,
    /// Its number among those whose bytes are being finished.
    pub ticket: usize,
}

/// A rendered edit with its destination.
#[derive(Clone, Debug)]
pub struct EditDraft {
    /// The file to edit, as rendered.
    pub path: String,
    /// What to do.
    pub operation: Operation,
    /// The operation as it stands in the manifest, rendered; what the record keeps.
    pub entry: EditEntry,
    /// The file holds a secret.
    pub secret: bool,
    /// The manifest it comes from, for messages.
    pub origin: String,
}

/// All that one pattern draws up.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    /// Files, in the order of the pattern.
    pub files: Vec<Draft>,
    /// Edits, in the order of the pattern.
    pub edits: Vec<EditDraft>,
}

impl Drafts {
    /// Adds what another part of the same stamp draws up.
    pub fn extend(&mut self, other: Self) {
        self.files.extend(other.files);
        self.edits.extend(other.edits);
    }
}

/// Gives the drafts that were rendered with `finishing` their bytes.
///
/// # Errors
/// The pattern error of the first that is no Python.
pub fn finish<'a>(
    finishing: Finishing,
    drafts: impl Iterator<Item = &'a mut Drafts>,
) -> Result<()> {
    let finished = finishing.all()?;
    for draft in drafts.flat_map(|drafts| &mut drafts.files) {
        if let Some(bytes) = finished.get(draft.ticket) {
            draft.bytes = bytes.clone();
        }
    }
    Ok(())
}

/// Renders every file and edit of `pattern`; their bytes are left to `finishing`.
///
/// # Errors
/// A pattern error that shows the line where a template is wrong or names something undefined.
pub fn render(
    engine: &Engine,
    pattern: &Pattern,
    context: &Context,
    finishing: &mut Finishing,
) -> Result<Drafts> {
    let traits = Traits::render(engine, pattern, context)?;
    let mut drafts = Drafts::default();
    let folder = folder(engine, pattern, context)?;
    for file in pattern.files.iter().filter(|file| file.folder == folder) {
        let draft = draft(engine, (pattern, file), (context, &traits), finishing)?;
        drafts.files.extend(draft.map(|draft| traits.mark(draft)));
    }
    for entry in &pattern.manifest.edit {
        for context in each(engine, pattern, entry, context)? {
            drafts
                .edits
                .extend(edit(engine, pattern, entry, &context)?.map(|edit| traits.mark_edit(edit)));
        }
    }
    Ok(drafts)
}

/// The contexts that an edit is rendered in: one for each item of its list, else the context itself.
fn each<'a>(
    engine: &Engine,
    pattern: &Pattern,
    entry: &EditEntry,
    context: &'a Context,
) -> Result<Vec<Cow<'a, Context>>> {
    let Some(expression) = &entry.each else {
        return Ok(vec![Cow::Borrowed(context)]);
    };
    let origin = manifest_origin(pattern);
    let items = engine.value(expression, &origin, context)?;
    let items = items
        .try_iter()
        .map_err(|_| Error::pattern(format!("{origin}: `each = \"{expression}\"` is no list")))?;
    let with = |item| {
        let mut context = context.clone();
        context.set("item", item);
        Cow::Owned(context)
    };
    Ok(items.map(with).collect())
}

/// The folder of the pattern whose files are rendered; empty for none.
fn folder(engine: &Engine, pattern: &Pattern, context: &Context) -> Result<String> {
    let Some(template) = &pattern.manifest.files else {
        return Ok(FILES.to_owned());
    };
    let origin = manifest_origin(pattern);
    let folder = engine.text(template, &origin, context)?.trim().to_owned();
    let known: BTreeSet<&str> = pattern.files.iter().map(|file| &*file.folder).collect();
    if folder.is_empty() || known.contains(&*folder) {
        return Ok(folder);
    }
    let error = Error::pattern(format!("{origin}: the pattern has no folder `{folder}`"));
    let hint = did_you_mean(&folder, known.iter().copied());
    Err(hint.into_iter().fold(error, Error::hint))
}

/// The destinations that a manifest singles out.
struct Traits {
    shared: Vec<String>,
    secret: Vec<String>,
    executable: Vec<String>,
    verbatim: Vec<String>,
    once: Vec<String>,
}

impl Traits {
    fn render(engine: &Engine, pattern: &Pattern, context: &Context) -> Result<Self> {
        let origin = manifest_origin(pattern);
        let all = |templates: &[String]| -> Result<Vec<String>> {
            templates
                .iter()
                .map(|template| engine.text(template, &origin, context))
                .collect()
        };
        Ok(Self {
            shared: all(&pattern.manifest.shared)?,
            secret: all(&pattern.manifest.secret_files)?,
            executable: all(&pattern.manifest.executable)?,
            verbatim: all(&pattern.manifest.verbatim)?,
            once: all(&pattern.manifest.once)?,
        })
    }

    fn mark(&self, mut draft: Draft) -> Draft {
        draft.shared = self.shared.contains(&draft.path);
        draft.secret = self.secret.contains(&draft.path);
        draft.executable = self.executable.contains(&draft.path);
        draft.once = self.once.contains(&draft.path);
        draft
    }

    fn mark_edit(&self, mut edit: EditDraft) -> EditDraft {
        edit.secret = self.secret.contains(&edit.path);
        edit
    }
}

/// How the manifest of `pattern` is named in messages.
#[must_use]
pub fn manifest_origin(pattern: &Pattern) -> String {
    format!("{}/pattern.toml", pattern.origin)
}

fn draft(
    engine: &Engine,
    (pattern, file): (&Pattern, &TemplateFile),
    (context, traits): (&Context, &Traits),
    finishing: &mut Finishing,
) -> Result<Option<Draft>> {
    let origin = format!("{}/{}/{}", pattern.origin, file.folder, file.path);
    let bare = file.path.strip_suffix(".j2").unwrap_or(&file.path);
    let Some(path) = destination(&engine.text(bare, &origin, context)?) else {
        return Ok(None);
    };
    let ticket = finishing.add(
        file.bytes.clone(),
        file.is_template().then(|| Template {
            engine: engine.clone(),
            origin: origin.clone(),
            context: context.clone(),
            is_code: python::is_python(&path) && !traits.verbatim.contains(&path),
        }),
    );
    Ok(Some(Draft {
        path,
        bytes: Bytes::default(),
        shared: false,
        secret: false,
        executable: false,
        once: false,
        origin,
        ticket,
    }))
}

/// The empty `__init__.py` of a directory, left as it is where there is one.
pub fn package(directory: &str, origin: &str, finishing: &mut Finishing) -> Draft {
    Draft {
        path: format!("{directory}/__init__.py"),
        bytes: Bytes::default(),
        shared: true,
        secret: false,
        executable: false,
        once: false,
        origin: origin.to_owned(),
        ticket: finishing.add(Bytes::default(), None),
    }
}

/// The rendered path; none where a segment is empty.
fn destination(rendered: &str) -> Option<String> {
    let left_out = rendered.split('/').any(|part| part.trim().is_empty());
    (!left_out).then(|| rendered.to_owned())
}

/// The file `template` of `pattern`, rendered as the file at `destination` is.
fn part(
    engine: &Engine,
    pattern: &Pattern,
    template: &str,
    (destination, context): (&str, &Context),
) -> Result<String> {
    let path = format!("{}/{template}", pattern.name);
    match engine.include(&path)? {
        Some((source, origin)) => engine.file(&source, &origin, destination, context),
        None => Err(Error::pattern(format!(
            "{}: the pattern has no file `{template}`",
            manifest_origin(pattern)
        ))
        .hint("`template` is a path below the pattern's folder: `parts/model.py.j2`")),
    }
}

fn edit(
    engine: &Engine,
    pattern: &Pattern,
    entry: &EditEntry,
    context: &Context,
) -> Result<Option<EditDraft>> {
    let origin = manifest_origin(pattern);
    if let Some(when) = &entry.when
        && !engine.holds(when, &origin, context)?
    {
        return Ok(None);
    }
    let path = engine.text(
        entry.file.as_deref().unwrap_or("pyproject.toml"),
        &origin,
        context,
    )?;
    let mut entries = BTreeMap::new();
    for (key, template) in &entry.entries {
        let value = engine.text(template, &origin, context)?;
        entries.insert(key.clone(), value);
    }
    // The content of an edit may be a file of the pattern; the record keeps what came of it.
    if let Some(template) = entries.remove("template") {
        let source = part(engine, pattern, &template, (&path, context))?;
        entries.insert("source".to_owned(), source);
    }
    let operation =
        Operation::from_entries(&entry.op, &entries).map_err(|error| error.at(&origin))?;
    let entry = EditEntry {
        op: entry.op.clone(),
        file: Some(path.clone()),
        when: None,
        each: None,
        entries,
    };
    Ok(Some(EditDraft {
        path,
        operation,
        entry,
        secret: false,
        origin,
    }))
}
