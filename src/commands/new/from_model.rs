//! `--from-model`: a model that a person wrote is the entity.

use crate::answers::Given;
use crate::error::{Error, Result, did_you_mean};
use crate::facts::{Facts, symbol};
use crate::naming::{Names, shown};

/// Adds the entity to the answers where a model was given for it.
///
/// # Errors
/// A usage error where there is no such model, or the entity is called otherwise, or the model of an entity with fields
/// of its own is there already.
pub(super) fn settle(mut given: Given, facts: &Facts) -> Result<Given> {
    let text = given.get("from_model").and_then(|value| value.as_str());
    let Some(text) = text.map(str::to_owned) else {
        ensure_no_model(&given, facts)?;
        return Ok(given);
    };
    let (place, class) = find(&text, facts)?;
    given.insert("from_model".to_owned(), place.into());
    let entity = given.get("entity").and_then(|value| value.as_str());
    match entity.map(Names::new) {
        Some(Ok(names)) if names.singular.pascal != class => {
            return Err(Error::usage(format!(
                "`--entity`: the model is called `{class}`, not `{}`",
                names.singular.pascal
            ))
            .hint("leave `--entity` out"));
        }
        Some(_) => {}
        None => {
            given.insert("entity".to_owned(), class.into());
        }
    }
    Ok(given)
}

/// What `path.py:Class` or `module:Class` names, if it is a certain model of the project: `path.py:Class`, and the class.
fn find(text: &str, facts: &Facts) -> Result<(String, String)> {
    let known: Vec<(String, String)> = models(facts).collect();
    let is_meant = |(place, model): &&(String, String)| text == place || text == model;
    if let Some((place, model)) = known.iter().find(is_meant) {
        let class = symbol(model).map_or("", |(_, class)| class);
        return Ok((place.clone(), class.to_owned()));
    }
    let error = Error::usage(format!(
        "`--from-model`: there is no model `{}` in this project",
        shown(text)
    ));
    let names = known.iter().map(|(place, _)| place.as_str());
    Err(match did_you_mean(text, names.clone()) {
        Some(hint) => error.hint(hint),
        None => names.take(8).fold(
            error.hint("it is given as `app/models.py:Order` or `app.models:Order`"),
            |error, place| error.hint(format!("there is `{place}`")),
        ),
    })
}

/// The models that are certain: `path:Class` and `module:Class`.
fn models(facts: &Facts) -> impl Iterator<Item = (String, String)> {
    let of_entity = |name: &str| name.starts_with("entities.") && name.ends_with(".model");
    let certain = facts
        .iter()
        .filter(move |(name, fact)| of_entity(name) && fact.certain);
    certain.filter_map(|(_, fact)| {
        let model = fact.value.as_text()?;
        let (module, class) = symbol(model)?;
        Some((format!("{}:{class}", facts.file(module)?), model.to_owned()))
    })
}

/// Refuses fields for an entity whose model a person wrote: two sources would contradict each other.
fn ensure_no_model(given: &Given, facts: &Facts) -> Result<()> {
    let entity = given.get("entity").and_then(|value| value.as_str());
    let Some(Ok(names)) = entity.map(Names::new) else {
        return Ok(());
    };
    let name = format!("entities.{}.model", names.singular.snake);
    let Some(fact) = facts.get(&name).filter(|_| given.contains_key("fields")) else {
        return Ok(());
    };
    let model = fact.value.as_text().and_then(symbol);
    match model.and_then(|(module, class)| Some((facts.file(module)?, class))) {
        Some((path, class)) if fact.evidence.place == path && facts.has("project.foreign") => {
            Err(Error::usage(format!(
                "`--entity`: `{class}` is there already, in `{path}`"
            ))
            .hint(format!(
                "stamp the rest for it without fields: `--from-model {path}:{class}`"
            )))
        }
        _ => Ok(()),
    }
}
