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
    let Model {
        place,
        class,
        entity: own,
        ..
    } = find(&text, facts)?;
    ensure_fields_do(&own, &class, facts)?;
    given.insert("from_model".to_owned(), place.into());
    let entity = given.get("entity").and_then(|value| value.as_str());
    match entity.map(Names::new) {
        Some(Ok(names)) if names.singular.pascal != class && names.singular.pascal != own => {
            return Err(Error::usage(format!(
                "`--entity`: the model is called `{class}`, not `{}`",
                names.singular.pascal
            ))
            .hint("leave `--entity` out"));
        }
        Some(_) => {}
        None => {
            given.insert("entity".to_owned(), own.into());
        }
    }
    Ok(given)
}

/// Refuses a model that has a column no field can say, without which there is no row: what is stamped could make none.
fn ensure_fields_do(entity: &str, class: &str, facts: &Facts) -> Result<()> {
    let Ok(names) = Names::new(entity) else {
        return Ok(());
    };
    let needed = facts.get(&format!("entities.{}.needed", names.singular.snake));
    let Some(needed) = needed.map(|fact| &fact.value) else {
        return Ok(());
    };
    Err(Error::usage(format!(
        "`--from-model`: no field can say `{needed}` of `{class}`, and no row can be made without"
    ))
    .hint("give it a default in the model, or let it be null")
    .hint("an enum is read that stands beside the model and is called for it, such as `OrderState` for `state` of `Order`"))
}

/// What `path.py:Class` or `module:Class` names, if it is a certain model of the project.
fn find(text: &str, facts: &Facts) -> Result<Model> {
    let known: Vec<Model> = models(facts).collect();
    let is_meant = |model: &&Model| text == model.place || text == model.symbol;
    if let Some(model) = known.iter().find(is_meant) {
        return Ok(model.clone());
    }
    let mut inside = known.iter().filter(|model| is_inside(text, model));
    if let (Some(model), None) = (inside.next(), inside.next()) {
        return Ok(model.clone());
    }
    let error = Error::usage(format!(
        "`--from-model`: there is no model `{}` in this project",
        shown(text)
    ));
    let names = known.iter().map(|model| model.place.as_str());
    Err(match did_you_mean(text, names.clone()) {
        Some(hint) => error.hint(hint),
        None => names.take(8).fold(
            error.hint("it is given as `app/models.py:Order` or `app.models:Order`"),
            |error, place| error.hint(format!("there is `{place}`")),
        ),
    })
}

/// Whether `app.models:Order` names a model of that package, which may pass it on: `app.models.order:Order`.
fn is_inside(text: &str, model: &Model) -> bool {
    let parts = symbol(text).zip(symbol(&model.symbol));
    parts.is_some_and(|((package, class), (module, own))| {
        let below = module.strip_prefix(package);
        class == own && below.is_some_and(|below| below.starts_with('.'))
    })
}

/// A model of the project.
#[derive(Clone)]
struct Model {
    /// `path:Class`
    place: String,
    /// `module:Class`
    symbol: String,
    /// The class.
    class: String,
    /// The entity: the class, without what all classes of models end with.
    entity: String,
}

/// The models that are certain.
fn models(facts: &Facts) -> impl Iterator<Item = Model> {
    let certain = facts.iter().filter(|(_, fact)| fact.certain);
    certain.filter_map(|(name, fact)| {
        let key = name.strip_prefix("entities.")?.strip_suffix(".model")?;
        let (module, class) = symbol(fact.value.as_text()?)?;
        Some(Model {
            place: format!("{}:{class}", facts.file(module)?),
            symbol: format!("{module}:{class}"),
            class: class.to_owned(),
            entity: entity(key, class),
        })
    })
}

/// The entity of the facts below `entities.KEY`, spelled as its class is.
fn entity(key: &str, class: &str) -> String {
    let is_key = |name: &str| Names::new(name).is_ok_and(|names| names.singular.snake == key);
    let starts = (1..=class.len()).rev().filter_map(|end| class.get(..end));
    let spelled = starts.into_iter().find(|start| is_key(start));
    spelled.unwrap_or(class).to_owned()
}

/// Refuses fields for an entity whose model a person wrote: two sources would contradict each other. A revision of
/// another kind than the one that makes the table is about a table that is there.
fn ensure_no_model(given: &Given, facts: &Facts) -> Result<()> {
    let kind = given.get("kind").and_then(|value| value.as_str());
    if kind.is_some_and(|kind| kind != "create-table") {
        return Ok(());
    }
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
