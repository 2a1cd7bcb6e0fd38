//! Where routers are mounted: the whole path of a route, through every `include_router` up to the application.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

use super::code::Code;
use super::prefix::{Piece, pieces};
use super::route::{Depended, Route, listed};
use crate::python::{BlockKind, CallSite, Expression, Symbol};

/// One way from the application to a router.
#[derive(Clone, Debug, Default)]
pub(super) struct Mount {
    /// What stands before the path of a route.
    pub prefix: Vec<Piece>,
    /// What every route below depends on.
    pub depended: Vec<Depended>,
    /// Whether something unreadable stands on the way.
    pub unsure: bool,
    /// Whether a condition stands on the way.
    pub chosen: bool,
    /// The application, where it stands at the top of a module.
    pub app: Option<Symbol>,
}

/// An `include_router` call.
struct Site {
    path: String,
    call: CallSite,
    /// The routers that it includes.
    routers: Vec<Symbol>,
}

/// Every mount of a project, found once.
#[derive(Default)]
pub(super) struct Mounts {
    sites: OnceCell<Vec<Site>>,
    /// The ways to routers that were looked for, by file, name and scope.
    ways: RefCell<BTreeMap<(String, String, String), Vec<Mount>>>,
}

/// How deep routers are mounted in each other.
const DEPTH: usize = 8;

impl Mounts {
    /// The ways from the application to the router of `route`.
    pub fn of(&self, code: &Code, route: &Route) -> Vec<Mount> {
        let place = Place {
            path: route.handler.path.clone(),
            name: route.router.clone(),
            scope: route.handler.item.scope.clone(),
        };
        let key = (place.path.clone(), place.name.clone(), place.scope.clone());
        if let Some(known) = self.ways.borrow().get(&key) {
            return known.clone();
        }
        let ways = self.ways(code, &place, DEPTH);
        self.ways.borrow_mut().insert(key, ways.clone());
        ways
    }

    fn ways(&self, code: &Code, place: &Place, depth: usize) -> Vec<Mount> {
        let Some(depth) = depth.checked_sub(1) else {
            return Vec::new();
        };
        let made = place.made(code);
        if place.is_application(code, made.as_ref().map(|(_, call)| call)) {
            let depended = made.map_or_else(Vec::new, |(path, call)| {
                call.as_call()
                    .map_or_else(Vec::new, |call| listed(&path, call))
            });
            return vec![Mount {
                depended,
                app: place.at_top(code),
                ..Mount::default()
            }];
        }
        let Some((path, made)) = made else {
            return Vec::new();
        };
        let Some(call) = made.as_call() else {
            return Vec::new();
        };
        let own = pieces(code, (&path, &place.scope), call.keyword("prefix"));
        let mut ways = Vec::new();
        for site in self
            .sites(code)
            .iter()
            .filter(|site| site.includes(code, place))
        {
            let receiver = Place {
                path: site.path.clone(),
                name: site.call.call.receiver().unwrap_or_default().to_owned(),
                scope: site.call.scope.clone(),
            };
            let between = pieces(
                code,
                (&site.path, &site.call.scope),
                site.call.call.keyword("prefix"),
            );
            for mut way in self.ways(code, &receiver, depth) {
                way.unsure |= between.is_none() || own.is_none();
                way.chosen |= site.call.block.kind == BlockKind::Branch;
                way.prefix.extend(between.clone().unwrap_or_default());
                way.prefix.extend(own.clone().unwrap_or_default());
                way.depended.extend(listed(&site.path, &site.call.call));
                way.depended.extend(listed(&path, call));
                ways.push(way);
            }
        }
        ways
    }

    fn sites(&self, code: &Code) -> &[Site] {
        self.sites.get_or_init(|| {
            let tests = code.tests();
            let mut sites = Vec::new();
            for path in code.paths() {
                let text = code.text(path).unwrap_or_default();
                if !text.contains("include_router") || tests.contains(&path.as_str()) {
                    continue;
                }
                let Some(module) = code.module(path) else {
                    continue;
                };
                let calls = module.calls.iter();
                for site in calls.filter(|site| site.call.name() == "include_router") {
                    sites.push(Site {
                        routers: included(code, path, site),
                        path: path.clone(),
                        call: site.clone(),
                    });
                }
            }
            sites
        })
    }
}

/// A router by the name that it has somewhere.
struct Place {
    path: String,
    name: String,
    scope: String,
}

impl Place {
    /// The file and the call that made it.
    fn made(&self, code: &Code) -> Option<(String, Expression)> {
        let module = code.module(&self.path)?;
        if let Some(value) = module.value(&self.name, &self.scope) {
            return Some((self.path.clone(), value.clone()));
        }
        let symbol = code.symbol(&self.path, &self.name)?;
        Some((symbol.path.clone(), code.value(&symbol)?))
    }

    /// The symbol that others can import it by; nothing where it is a parameter, or local to a function.
    fn at_top(&self, code: &Code) -> Option<Symbol> {
        let module = code.module(&self.path)?;
        let is_local = module
            .assignments
            .iter()
            .any(|one| !one.scope.is_empty() && one.scope == self.scope && one.name == self.name);
        let symbol = code.symbol(&self.path, &self.name)?;
        (!is_local && code.value(&symbol).is_some()).then_some(symbol)
    }

    /// Whether it is the application: made by `FastAPI(…)`, or a parameter that stands for it.
    fn is_application(&self, code: &Code, made: Option<&Expression>) -> bool {
        if let Some(call) = made.and_then(Expression::as_call) {
            let returns_app = || {
                let function = code.symbol(&self.path, call.callee()?)?;
                let function = code.function(&function)?;
                Some(function.item.returns?.head() == Some("FastAPI"))
            };
            return call.name() == "FastAPI" || returns_app().unwrap_or(false);
        }
        let module = code.module(&self.path);
        let function = module
            .as_ref()
            .and_then(|module| module.function_at(&self.scope));
        let parameter = function.and_then(|function| {
            let mut parameters = function.parameters.iter();
            parameters.find(|parameter| parameter.name == self.name)
        });
        parameter.is_some_and(|parameter| match &parameter.annotation {
            Some(annotation) => annotation.head() == Some("FastAPI"),
            None => self.name.starts_with("app"),
        })
    }
}

impl Site {
    fn includes(&self, code: &Code, place: &Place) -> bool {
        let own = code.symbol(&place.path, &place.name);
        let local = self.path == place.path
            && self
                .call
                .call
                .argument("router", 0)
                .and_then(Expression::as_name)
                == Some(place.name.as_str())
            && self.call.scope == place.scope;
        local || own.is_some_and(|own| self.routers.contains(&own))
    }
}

/// The routers that a call includes: by name, by a parameter of the function around, or in a loop.
fn included(code: &Code, path: &str, site: &CallSite) -> Vec<Symbol> {
    let Some(name) = site
        .call
        .argument("router", 0)
        .and_then(Expression::as_name)
    else {
        return Vec::new();
    };
    let (object, attribute) = name
        .split_once('.')
        .map_or((name, ""), |(object, _)| (object, &name[object.len()..]));
    if site.in_loop
        && let Some(items) = looped(code, path, site, object)
    {
        let names = items.iter().filter_map(Expression::as_name);
        let names = names.map(|name| format!("{name}{attribute}"));
        return names.filter_map(|name| code.symbol(path, &name)).collect();
    }
    let passed = passed(code, path, &site.scope, name);
    if passed.is_empty() {
        return code.symbol(path, name).into_iter().collect();
    }
    passed
}

/// The items that a loop around a call goes through.
fn looped(code: &Code, path: &str, site: &CallSite, name: &str) -> Option<Vec<Expression>> {
    let text = code.text(path)?;
    let lines: Vec<&str> = text.lines().take(site.call.line).collect();
    let head = format!("for {name} in ");
    let first = lines
        .iter()
        .rposition(|line| line.trim_start().starts_with(&head))?;
    let rest = lines[first..].join("\n");
    let rest = rest.trim_start().strip_prefix(&head)?.to_owned();
    let listed = rest
        .split_once(":\n")
        .map_or(rest.as_str(), |(list, _)| list);
    let module = crate::python::read(&format!("it = {listed}\n"));
    let value = module.assignments.first()?.value.clone()?;
    match value.as_name() {
        Some(name) => {
            let module = code.module(path)?;
            Some(module.value(name, &site.scope)?.items().to_vec())
        }
        None => Some(value.items().to_vec()),
    }
}

/// What callers pass for the parameter `name` of the function `scope`.
fn passed(code: &Code, path: &str, scope: &str, name: &str) -> Vec<Symbol> {
    let Some(module) = code.module(path) else {
        return Vec::new();
    };
    let position = module.function(scope).and_then(|function| {
        let mut parameters = function.parameters.iter();
        parameters.position(|parameter| parameter.name == name)
    });
    let Some(position) = position else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for other in code.paths() {
        if !code.text(other).unwrap_or_default().contains(scope) {
            continue;
        }
        let Some(module) = code.module(other) else {
            continue;
        };
        for site in module.calls.iter().filter(|site| site.call.name() == scope) {
            let argument = site
                .call
                .argument(name, position)
                .and_then(Expression::as_name);
            found.extend(argument.and_then(|name| code.symbol(other, name)));
        }
    }
    found
}
