//! Tests of websockets: a place for what is said over them, and what their declared parameters refuse.

use super::ask::{Asking, test_name};
use super::case::{Case, TestNames};
use super::doubt::Caller;
use super::endpoint::Endpoint;
use super::route::{Sent, Source};
use super::sample::Sample;
use super::shape::{Request, Shape};
use super::types::Type;

/// With which code `FastAPI` closes what does not keep to its parameters.
const REFUSED: u16 = 1008;

impl Asking<'_> {
    /// The tests of a websocket.
    pub fn socket(&self, endpoint: &Endpoint, names: &mut TestNames) -> Vec<Case> {
        let talk = self.talk(endpoint, names);
        let is_sync = self.client.kind == "TestClient";
        let refused = self.refused(endpoint, names).filter(|_| is_sync);
        [Some(talk), refused].into_iter().flatten().collect()
    }

    /// The connection that a person has something said over.
    fn talk(&self, endpoint: &Endpoint, names: &mut TestNames) -> Case {
        let demands = &endpoint.demands;
        let asks = demands.unsure.is_some() || !demands.stranger.is_empty();
        let what = endpoint.name();
        let reason = match &endpoint.unsure {
            Some(why) => format!("say at which path it answers, {why}: `{what}`"),
            None if self.client.kind != "TestClient" => {
                format!("give a `TestClient`, which can talk over a websocket: `{what}`")
            }
            None if asks => {
                format!("give what it asks of a caller, and say what it tells: `{what}`")
            }
            None => format!("say what both sides tell each other: `{what}`"),
        };
        let doc = format!("What is told over `{what}`.");
        let value = |sent: &Sent| self.any_value(sent);
        let name = names.free(&test_name(endpoint));
        let made = self.connection(endpoint, (name.clone(), doc.clone()), &value);
        let mut case = match made.filter(|_| endpoint.unsure.is_none()) {
            Some((mut case, call)) => {
                case.shape = Shape::Enters {
                    arrange: Vec::new(),
                    with: "with",
                    call,
                    assertion: "result.accepted_subprotocol is None".to_owned(),
                };
                case
            }
            None => Case {
                doc,
                ..Case::empty(name)
            },
        };
        case.import(["import pytest".to_owned()]);
        case.skip = Some(reason);
        case
    }

    /// A parameter that is none of its type, or is not there: it is closed before it begins.
    fn refused(&self, endpoint: &Endpoint, names: &mut TestNames) -> Option<Case> {
        let demands = &endpoint.demands;
        let is_open = demands.unsure.is_none() && demands.stranger.is_empty();
        let is_kept =
            demands.raises.is_empty() && !self.code.says("WebSocketRequestValidationError");
        if endpoint.unsure.is_some() || !is_open || !is_kept {
            return None;
        }
        let is_typed =
            |sent: &&Sent| matches!(sent.of.essence(), Type::Int | Type::Uuid | Type::Float);
        let in_path = endpoint.sent_in(Source::Path).find(is_typed);
        let wrong =
            in_path.or_else(|| endpoint.sent_in(Source::Query).find(|sent| sent.required))?;
        let (word, how) = match wrong.source {
            Source::Path => ("with_wrong", "of another type"),
            _ => ("without", "that is not there"),
        };
        let name = names.free(&format!("{}_{word}_{}", test_name(endpoint), wrong.name));
        let doc = format!("`{}` refuses a `{}` {how}.", endpoint.name(), wrong.name);
        let value = |sent: &Sent| {
            let is_wrong = sent.name == wrong.name;
            is_wrong
                .then(|| Sample::bare("\"another-type\""))
                .or_else(|| self.any_value(sent))
        };
        let rest = Endpoint {
            sent: endpoint
                .sent
                .iter()
                .filter(|sent| sent.source == Source::Path || *sent != wrong)
                .cloned()
                .collect(),
            ..endpoint.clone()
        };
        let (mut case, call) = self.connection(&rest, (name, doc), &value)?;
        case.import(
            ["import pytest", "from fastapi import WebSocketDisconnect"].map(str::to_owned),
        );
        case.shape = Shape::Closes {
            call,
            code: REFUSED,
        };
        Some(case)
    }

    /// A test that connects, and the call that does.
    fn connection(
        &self,
        endpoint: &Endpoint,
        (name, doc): (String, String),
        value: &super::ask::PathValue,
    ) -> Option<(Case, String)> {
        let (mut case, mut request): (Case, Request) = self.case(name, doc, &Caller::Anybody);
        // Websockets are asked for from the host on, whatever the base is.
        request.base.clear();
        Self::address(endpoint, value, (&mut case, &mut request))?;
        self.fill(endpoint, &mut case, &mut request).ok()?;
        let given = request.arguments.iter().map(|one| format!(", {one}"));
        let given: String = given.collect();
        let call = format!(
            "{}.websocket_connect({}{given})",
            request.client, request.address
        );
        Some((case, call))
    }
}
