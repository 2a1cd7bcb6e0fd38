//! What a stamp requires in a project that patgen did not begin: its own ground, of which patgen brings no second one.

use super::{Shelf, Whole, part};
use crate::error::{Error, Result};
use crate::facts::{FactValue, Facts};
use crate::pattern::{Part, Pattern};
use crate::render::{Context, Drafts, manifest_origin};

/// The patterns of the whole but for the parts that are left out, as far as the early answers tell it.
pub(super) fn wanted<'w>(shelf: &Shelf, whole: &'w Whole, context: &Context) -> Vec<&'w Pattern> {
    let is_wanted = |(part, pattern): &&'w (Part, Pattern)| {
        let left_out = part::is_left_out(shelf, part, &manifest_origin(pattern), context);
        !matches!(left_out, Ok(true))
    };
    let parts = whole.parts.iter().filter(is_wanted);
    parts
        .map(|(_, pattern)| pattern)
        .chain([&whole.pattern])
        .collect()
}

/// What `pattern` requires here and can be supplied.
pub(super) fn requires<'p>(pattern: &'p Pattern, facts: &Facts) -> &'p [String] {
    match &pattern.manifest.foreign {
        Some(foreign) if is_foreign(facts) => &foreign.requires,
        _ => &pattern.manifest.requires,
    }
}

/// Refuses a foreign project that lacks what the whole needs of it.
///
/// # Errors
/// A project error that names what is lacking and the ways out.
pub(super) fn ensure_there(
    shelf: &Shelf,
    whole: &Whole,
    facts: &Facts,
    context: &Context,
) -> Result<()> {
    if !is_foreign(facts) {
        return Ok(());
    }
    for pattern in wanted(shelf, whole, context) {
        let foreign = pattern.manifest.foreign.iter();
        for template in foreign.flat_map(|foreign| &foreign.needs) {
            let origin = manifest_origin(pattern);
            let capability = shelf.engine.text(template, &origin, context)?;
            if !capability.is_empty() && !facts.has(&capability) {
                return Err(lacking(shelf, facts, &capability, whole));
            }
        }
    }
    Ok(())
}

/// The directories of the entity of `context` that are packages where siblings are, and that hold a file of `drafts`.
///
/// # Errors
/// A pattern error where the context has an entity without names.
pub(super) fn packages(
    shelf: &Shelf,
    (drafts, origin): (&Drafts, &str),
    facts: &Facts,
    context: &Context,
) -> Result<Vec<String>> {
    let known = facts.get("layout.packages").map(|fact| &fact.value);
    let Some(FactValue::List(known)) = known else {
        return Ok(Vec::new());
    };
    if !shelf.engine.holds("entity is defined", origin, context)? {
        return Ok(Vec::new());
    }
    let name = |template| shelf.engine.text(template, origin, context);
    let singular = name("{{ entity.snake }}")?;
    let plural = name("{{ entity.plural.snake }}")?;
    let named = known.iter().map(|directory| {
        directory
            .replace("{singular}", &singular)
            .replace("{plural}", &plural)
    });
    let files = drafts.files.iter().map(|draft| draft.path.as_str());
    let edited = drafts.edits.iter().map(|edit| edit.path.as_str());
    let paths: Vec<&str> = files.chain(edited).collect();
    let holds = |directory: &String| {
        let mut paths = paths.iter();
        paths.any(|path| {
            path.strip_prefix(directory.as_str())
                .is_some_and(|rest| rest.starts_with('/'))
        })
    };
    let is_new = |directory: &String| !paths.contains(&format!("{directory}/__init__.py").as_str());
    Ok(named.filter(|it| holds(it) && is_new(it)).collect())
}

/// Whether the project was not begun by patgen.
fn is_foreign(facts: &Facts) -> bool {
    facts.has("project.foreign")
}

/// What a foreign project lacks, and the ways out.
fn lacking(shelf: &Shelf, facts: &Facts, capability: &str, whole: &Whole) -> Error {
    let name = &whole.pattern.name;
    let error = Error::project(format!(
        "`{name}` needs `{capability}`, and patgen sees none in this project"
    ))
    .hint(format!(
        "where the project has one, name it: `--fact {capability}=VALUE`"
    ));
    if let Some(why) = otherwise(facts, capability) {
        return error.hint(why);
    }
    match shelf.stack.provider(capability) {
        Some(provider) => error.hint(format!(
            "where it has none, stamp patgen's own first; `patgen new {provider} --dry-run` shows what comes along"
        )),
        None => error,
    }
}

/// What the project has in the place of a capability: what patgen brings does not go beside it.
fn otherwise(facts: &Facts, capability: &str) -> Option<String> {
    let of = |name: &str| facts.get(name).map(|fact| (&fact.value, &fact.evidence));
    if let Some((value, place)) = of("db.session.made").filter(|_| capability == "db.session") {
        return Some(format!(
            "`{value}` makes sessions in {place}, and nothing that routes depend on gives one: write a function that yields \
             one, and it is found"
        ));
    }
    let (value, place) = of("db.other").filter(|_| capability.starts_with("db."))?;
    Some(format!(
        "its rows are kept by {value} ({place}), and patgen stamps what keeps rows by models of SQLAlchemy or SQLModel"
    ))
}
