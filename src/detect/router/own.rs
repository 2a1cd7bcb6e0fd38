//! Routers that join but the parts of one entity's routes.

use std::collections::BTreeSet;

use super::{has, made, of};
use crate::detect::code::Code;
use crate::detect::entities::Entities;
use crate::detect::includes::Include;

/// The routers in the directory of an entity that join what stands beside them, `users/api.py` with `users/create.py` and
/// its like, and that another router includes: none of them is where a new entity's goes.
pub(super) fn own(code: &Code, all: &[Include], entities: &Entities) -> BTreeSet<String> {
    let symbol = |include: &Include| {
        let module = code.index.module(&include.path)?;
        Some((
            format!("{module}:{}", include.receiver),
            include.path.clone(),
        ))
    };
    let known: BTreeSet<(String, String)> = all.iter().filter_map(symbol).collect();
    let is_included = |name: &String| {
        known
            .iter()
            .any(|(other, _)| other != name && has(code, all, other, name))
    };
    let is_own = |(name, path): &&(String, String)| {
        let home = directory(path);
        let last = home.rsplit('/').next().unwrap_or(home);
        let is_part = |include: &Include| {
            let router = made(code, include);
            router.is_some_and(|it| is_part(entities, home, &it.symbol.path))
        };
        entities.template(last).is_some()
            && of(code, all, name).iter().all(is_part)
            && is_included(name)
    };
    known
        .iter()
        .filter(is_own)
        .map(|(name, _)| name.clone())
        .collect()
}

/// Whether the file stands in the directory and is named for no entity.
fn is_part(entities: &Entities, home: &str, path: &str) -> bool {
    let file = path
        .strip_prefix(home)
        .unwrap_or(path)
        .trim_start_matches('/');
    let stem = file.trim_end_matches(".py");
    directory(path) == home && entities.template(stem).is_none()
}

fn directory(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(dir, _)| dir)
}
