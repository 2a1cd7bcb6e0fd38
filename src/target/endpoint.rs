//! A route with all that is known of it: its whole path, what it is sent, what it demands, answers and raises.

use super::answer::{Answer, answer};
use super::body::Body;
use super::calm::Judge;
use super::code::Code;
use super::depend::{Demands, demands};
use super::models;
use super::mount::{Mount, Mounts};
use super::prefix::{Piece, pieces};
use super::raises::{Doings, doings};
use super::route::{Route, Sent, Source};
use super::types::Type;
use super::validator;
use crate::python::{Expression, Symbol};

/// A route where it is mounted.
#[derive(Clone, Debug)]
pub(super) struct Endpoint {
    pub route: Route,
    /// The path, in pieces.
    pub pieces: Vec<Piece>,
    pub sent: Vec<Sent>,
    pub demands: Demands,
    pub answer: Answer,
    pub doings: Doings,
    /// Whether its handler only reckons: whatever is sent comes back.
    pub is_calm: bool,
    /// The application that it answers in, where others can import that.
    pub app: Option<Symbol>,
    /// Why nothing can be told of its path.
    pub unsure: Option<String>,
}

/// A route where it is mounted, with nothing known but its path.
pub(super) struct Placed<'a> {
    pub route: &'a Route,
    way: Mount,
    pieces: Vec<Piece>,
    is_lost: bool,
}

/// Some routes, each as often as it is mounted.
pub(super) fn placed<'a>(code: &Code, mounts: &Mounts, routes: &'a [Route]) -> Vec<Placed<'a>> {
    let mut found = Vec::new();
    for route in routes {
        let ways = mounts.of(code, route);
        let is_lost = ways.is_empty();
        let lost = is_lost.then(Mount::default);
        for way in ways.into_iter().chain(lost) {
            let own = pieces(
                code,
                (&route.handler.path, &route.handler.item.scope),
                route.decorator.argument("path", 0),
            );
            let own = own.unwrap_or_else(|| vec![Piece::Text(route.path.clone())]);
            let pieces = way.prefix.iter().cloned().chain(own).collect();
            found.push(Placed {
                route,
                way,
                pieces,
                is_lost,
            });
        }
    }
    found
}

/// The endpoints of some routes.
pub(super) fn endpoints(code: &Code, mounts: &Mounts, routes: &[Route]) -> Vec<Endpoint> {
    let all = placed(code, mounts, routes);
    all.iter().map(|one| one.known(code)).collect()
}

impl Placed<'_> {
    /// The whole path.
    pub fn path(&self) -> String {
        shown(&self.pieces)
    }

    /// `GET /api/v1/items/{id}`.
    pub fn name(&self) -> String {
        format!("{} {}", self.route.method.to_uppercase(), self.path())
    }

    /// With all that can be told of it.
    pub fn known(&self, code: &Code) -> Endpoint {
        let route = self.route;
        let (sent, mut depended) = route.parameters(code, &self.path());
        depended.extend(self.way.depended.clone());
        depended.extend(super::route::listed(&route.handler.path, &route.decorator));
        let lost = "it is not included in an application that patgen can follow";
        Endpoint {
            demands: demands(code, &depended),
            answer: answer(code, route),
            doings: doings(code, &route.handler, None),
            is_calm: is_calm(code, route),
            app: self.way.app.clone(),
            unsure: self
                .is_lost
                .then(|| lost.to_owned())
                .or_else(|| unsure(&self.way)),
            route: route.clone(),
            pieces: self.pieces.clone(),
            sent,
        }
    }
}

/// Whether the handler of a route comes back for whatever it is sent.
fn is_calm(code: &Code, route: &Route) -> bool {
    let body = Body::read(code, &route.handler.path, &route.handler.item);
    let mut judge = Judge::new(code, &route.handler, None);
    body.is_some_and(|body| judge.all(body.statements()))
}

/// Why nothing can be told of where a way leads.
fn unsure(way: &Mount) -> Option<String> {
    if way.unsure {
        return Some("a prefix on its way cannot be read".to_owned());
    }
    let when = "it is included under a condition, which the tests have to meet";
    way.chosen.then(|| when.to_owned())
}

/// A path as text, settings with their default values.
pub(super) fn shown(pieces: &[Piece]) -> String {
    let text = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => text.as_str(),
        Piece::Setting { value, .. } => value.as_str(),
    });
    text.collect()
}

impl Endpoint {
    /// The whole path with its parameters: `/api/v1/items/{id}`.
    pub fn path(&self) -> String {
        shown(&self.pieces)
    }

    /// `GET /api/v1/items/{id}`.
    pub fn name(&self) -> String {
        format!("{} {}", self.route.method.to_uppercase(), self.path())
    }

    /// What is sent in one place.
    pub fn sent_in(&self, source: Source) -> impl Iterator<Item = &Sent> {
        self.sent.iter().filter(move |sent| sent.source == source)
    }

    /// A decorator beside that of the route, which does who knows what.
    pub fn other_decorator(&self) -> Option<&str> {
        let decorators = self.route.handler.item.decorators.iter();
        let is_route = |one: &&Expression| {
            one.as_call().is_some_and(|call| {
                crate::idiom::METHODS.contains(&call.name()) && call.receiver().is_some()
            })
        };
        let other = decorators.clone().find(|one| !is_route(one))?;
        Some(other.head().unwrap_or("?"))
    }

    /// What of the body leads to other rows, or is a secret that somebody gave out.
    pub fn reference(&self, code: &Code) -> Option<String> {
        let alone = [Source::Query, Source::Form, Source::Header, Source::Cookie];
        self.sent
            .iter()
            .filter(|sent| sent.required && sent.source != Source::Path)
            .find_map(|sent| match sent.of.essence() {
                Type::Model(symbol) => models::model(code, symbol)
                    .required()
                    .find(|field| is_given_out(&field.name))
                    .map(|field| field.name.clone()),
                _ if alone.contains(&sent.source) && is_given_out(&sent.name) => {
                    Some(sent.name.clone())
                }
                _ => None,
            })
    }

    /// Whether code of its own looks at the body.
    pub fn validates(&self, code: &Code) -> bool {
        self.sent
            .iter()
            .filter(|sent| [Source::Body, Source::Form, Source::Query].contains(&sent.source))
            .any(|sent| match sent.of.essence() {
                Type::Model(symbol) => {
                    let model = models::model(code, symbol);
                    let refuses = model.validates && !validator::takes(code, symbol, &model);
                    refuses || model.is_table
                }
                _ => sent.source == Source::Body && !self.is_calm,
            })
    }
}

fn is_given_out(name: &str) -> bool {
    let words: Vec<&str> = name.split(['_', '-']).collect();
    let known = ["id", "ids", "token", "code", "otp", "captcha", "current"];
    words.iter().any(|word| known.contains(word))
}
