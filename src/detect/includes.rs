//! Every place where a router is included: by a call, in a loop, by a helper.

use std::collections::BTreeMap;

use super::code::Code;
use crate::python::{CallSite, Expression, Form, Loop, Module};

/// How a router comes to be included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// `X.include_router(y)`
    Call,
    /// The same in a loop over routers.
    Loop,
    /// A function of the project that includes what it is given.
    Helper,
    /// A loop over routers that only running the program shows.
    Dynamic,
}

/// One router that is included somewhere.
#[derive(Clone, Debug)]
pub(super) struct Include {
    /// The file where it is.
    pub path: String,
    /// What it is included in, as it is written there.
    pub receiver: String,
    /// The router, as it is written there.
    pub router: String,
    /// The prefix given with it.
    pub prefix: Option<Expression>,
    /// Whether tags are given with it.
    pub has_tags: bool,
    /// How it is included.
    pub how: How,
    /// The line.
    pub line: usize,
}

/// All routers that the program includes.
pub(super) fn includes(code: &Code) -> Vec<Include> {
    let helpers = helpers(code);
    let mut found = Vec::new();
    for (path, module) in code.own() {
        for site in &module.calls {
            if site.call.name() == "include_router" {
                found.extend(direct(path, module, site, &helpers));
            } else if let Some(helper) = helpers.get(site.call.name()) {
                found.extend(through(path, site, helper));
            }
        }
    }
    found
}

/// Functions that include a router they are given: by name, the places of receiver and router among the parameters.
fn helpers(code: &Code) -> BTreeMap<String, (Option<usize>, usize)> {
    let mut helpers = BTreeMap::new();
    for (_, module) in code.own() {
        for site in module
            .calls
            .iter()
            .filter(|site| site.call.name() == "include_router")
        {
            let Some(function) = module.function(&site.scope) else {
                continue;
            };
            let place = |name: &str| {
                let mut parameters = function.parameters.iter();
                parameters.position(|parameter| parameter.name == name)
            };
            let router = site
                .call
                .argument("router", 0)
                .and_then(Expression::as_name);
            if let Some(router) = router.and_then(place) {
                let receiver = site.call.receiver().and_then(place);
                helpers.insert(function.name.clone(), (receiver, router));
            }
        }
    }
    helpers
}

fn direct(
    path: &str,
    module: &Module,
    site: &CallSite,
    helpers: &BTreeMap<String, (Option<usize>, usize)>,
) -> Vec<Include> {
    let (Some(receiver), Some(router)) = (site.call.receiver(), site.call.argument("router", 0))
    else {
        return Vec::new();
    };
    if helpers.contains_key(&site.scope) {
        return Vec::new();
    }
    let include = |router: &str, how: How| Include {
        path: path.to_owned(),
        receiver: receiver.to_owned(),
        router: router.to_owned(),
        prefix: site.call.keyword("prefix").cloned(),
        has_tags: site.call.keyword("tags").is_some(),
        how,
        line: site.call.line,
    };
    match looped(module, site, router) {
        Some(routers) if routers.is_empty() => vec![include(&router.source, How::Dynamic)],
        Some(routers) => routers
            .iter()
            .map(|router| include(router, How::Loop))
            .collect(),
        None if is_given(module, site, router) => vec![include(&router.source, How::Dynamic)],
        None => vec![include(&router.source, How::Call)],
    }
}

/// Whether the router is a parameter of the method that the call stands in: what it is given is not written there.
fn is_given(module: &Module, site: &CallSite, router: &Expression) -> bool {
    let mut functions = module.all_functions();
    let around = functions.find(|function| function.path() == site.scope);
    let mut parameters = around.iter().flat_map(|function| &function.parameters);
    let name = router.as_name();
    name.is_some() && parameters.any(|parameter| Some(parameter.name.as_str()) == name)
}

/// The routers that a loop goes through, where the call stands in one that gives its routers, or their modules; none
/// where they are not written down.
fn looped(module: &Module, site: &CallSite, router: &Expression) -> Option<Vec<String>> {
    if !site.in_loop {
        return None;
    }
    let written = router.as_name()?;
    let name = written.split('.').next()?;
    let around = module.loops.iter().rfind(|found| {
        found.line <= site.call.line
            && found.scope == site.scope
            && (found.target.as_name() == Some(name)
                || found
                    .target
                    .items()
                    .iter()
                    .any(|item| item.as_name() == Some(name)))
    })?;
    let rest = &written[name.len()..];
    if let Some(pairs) = pairs(module, around) {
        let routers = pairs
            .iter()
            .map(|(_, value)| format!("{}{rest}", value.source));
        return Some(routers.collect());
    }
    let values = match around.values.as_name() {
        Some(name) => module.value(name, &site.scope)?,
        None => &around.values,
    };
    let targets = around.target.items().iter();
    let place = targets
        .map(Expression::as_name)
        .position(|target| target == Some(name));
    let of_item = |item: &Expression| match &item.form {
        Form::Items(parts) => Some(format!("{}{rest}", parts.get(place.unwrap_or(0))?.source)),
        _ => Some(format!("{}{rest}", item.source)),
    };
    Some(values.items().iter().filter_map(of_item).collect())
}

/// The pairs of the dictionary whose items or values a loop goes through.
fn pairs<'a>(module: &'a Module, around: &Loop) -> Option<&'a [(Expression, Expression)]> {
    let call = around.values.as_call()?;
    let dictionary = module.value(call.receiver()?, &around.scope)?;
    match &dictionary.form {
        Form::Pairs(pairs) if matches!(call.name(), "items" | "values") => Some(pairs),
        _ => None,
    }
}

fn through(path: &str, site: &CallSite, places: &(Option<usize>, usize)) -> Option<Include> {
    let router = site
        .call
        .positional(places.1)
        .or_else(|| site.call.keyword("router"))?;
    let receiver = places.0.and_then(|place| site.call.positional(place));
    Some(Include {
        path: path.to_owned(),
        receiver: receiver
            .and_then(Expression::as_name)
            .unwrap_or("app")
            .to_owned(),
        router: router.source.clone(),
        prefix: site.call.keyword("prefix").cloned(),
        has_tags: site.call.keyword("tags").is_some(),
        how: How::Helper,
        line: site.call.line,
    })
}
