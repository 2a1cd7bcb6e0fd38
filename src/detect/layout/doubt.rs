//! Forms of paths that siblings have, but not as a new entity would have them.

use crate::detect::tally::Tally;
use crate::facts::Fact;

/// Says that there is doubt where the form is that of one feature beside others, `app/users/models/{singular}.py` beside
/// `app/billing/models.py`: a new entity may be a feature of its own.
pub(super) fn of_one_feature(fact: &mut Fact, plain: &Tally) {
    let template = fact.value.to_string();
    let fixed = template.split('{').next().unwrap_or_default();
    let beside = plain.ranked().into_iter();
    let mut others = beside.filter_map(|(path, ..)| feature(fixed, path));
    let Some(other) = others.next().filter(|_| fact.certain) else {
        return;
    };
    fact.certain = false;
    fact.candidates = vec![template, other];
}

/// The path of another feature's layer as that of an entity: `app/{singular}/models.py` of `app/billing/models.py`, where
/// the layer begins with the same word below a directory of another name.
fn feature(fixed: &str, path: &str) -> Option<String> {
    let own: Vec<&str> = fixed.trim_end_matches('/').split('/').collect();
    let other: Vec<&str> = path.trim_end_matches(".py").split('/').collect();
    let at = own
        .iter()
        .zip(&other)
        .position(|(own, other)| own != other)?;
    let (own, rest) = (own.get(at + 1..)?, other.get(at + 1..)?);
    let is_layer = own.first().is_some_and(|word| Some(word) == rest.first());
    let before = other.get(..at).filter(|it| !it.is_empty() && is_layer)?;
    Some(format!(
        "{}/{{singular}}/{}.py",
        before.join("/"),
        rest.join("/")
    ))
}

/// Says that there is doubt where files of one deed each stand in the entity's directory, `orders/read.py` and
/// `orders/create.py`: what else is there, as `orders/invite.py`, is no form of a layer.
pub(super) fn of_one_deed(fact: &mut Fact, deeds: &[String], usual: &str) {
    let template = fact.value.to_string();
    let Some((dir, file)) = template.rsplit_once('/') else {
        return;
    };
    let is_beside = |deed: &String| deed.rsplit_once('/').is_some_and(|(home, _)| home == dir);
    let usual = format!("{dir}/{usual}.py");
    let is_odd = dir.contains('{') && !file.contains('{') && template != usual;
    if fact.certain && is_odd && deeds.iter().any(is_beside) {
        fact.certain = false;
        fact.candidates = vec![usual, template];
    }
}
