//! Requests that are refused before a handler sees them: a body, a key or a query that is not as declared.

use super::ask::{Asking, PathValue, test_name};
use super::case::{Case, TestNames};
use super::check::{Edges, edges, is_checked};
use super::doubt::{Caller, lets_in};
use super::endpoint::Endpoint;
use super::models;
use super::route::{Sent, Source};
use super::sample::{Sample, Sampler, Use, quoted};
use super::shape::Request;
use super::types::{Annotated, Type};

impl Asking<'_> {
    /// Whether a bad request gets as far as its validation, and is answered with 422.
    fn is_validated(&self, endpoint: &Endpoint) -> bool {
        let caller = self.caller(endpoint);
        self.keeps_422
            && caller != Caller::Lacking
            && endpoint.demands.unsure.is_none()
            && endpoint
                .demands
                .raises
                .iter()
                .all(|raise| lets_in(raise, &caller))
            && endpoint.demands.talks_to.is_none()
    }

    fn invalid(
        &self,
        endpoint: &Endpoint,
        (name, doc): (String, String),
        value: &PathValue,
    ) -> Option<(Case, Request)> {
        let (mut case, mut request) = self.case(name, doc, &self.caller(endpoint));
        Self::address(endpoint, value, (&mut case, &mut request))?;
        request.status = vec![422];
        Some((case, request))
    }

    /// A body without a field that must be given, and one with a value of another type.
    pub(super) fn invalid_body(&self, endpoint: &Endpoint, names: &mut TestNames) -> Vec<Case> {
        let bodies: Vec<&Sent> = endpoint.sent_in(Source::Body).collect();
        let [body] = bodies[..] else {
            return Vec::new();
        };
        let Type::Model(symbol) = body.of.essence() else {
            return Vec::new();
        };
        let model = models::model(self.code, symbol);
        if model.is_table || model.reshapes || body.embedded || !self.is_validated(endpoint) {
            return Vec::new();
        }
        let sampler = Sampler {
            code: self.code,
            wanted: Use::Json,
        };
        let pair = |field: &models::Field| {
            let value = sampler.field(field, symbol, 5).ok()?;
            Some((quoted(&field.alias), value))
        };
        let pairs: Option<Vec<(String, Sample)>> = model.required().map(pair).collect();
        let pairs = pairs.unwrap_or_default();
        let mut cases = Vec::new();
        let value = |sent: &Sent| self.any_value(sent);
        let mut add = |field: &models::Field, bad: Bad, names: &mut TestNames| {
            let (before, after) = bad.words();
            let test = test_name(endpoint);
            let name = names.free(&format!("{test}_{before}_{}{after}", field.name));
            let doc = bad.doc(&endpoint.name(), &field.alias);
            let Some((mut case, mut request)) = self.invalid(endpoint, (name, doc), &value) else {
                return;
            };
            let own = quoted(&field.alias);
            let mut parts = Vec::new();
            for (key, sample) in pairs.iter().filter(|(key, _)| *key != own) {
                case.import(sample.imports.iter().cloned());
                parts.push(format!("{key}: {}", sample.code));
            }
            parts.extend(bad.value(&mut case).map(|value| format!("{own}: {value}")));
            request
                .arguments
                .push(format!("json={{{}}}", parts.join(", ")));
            self.say_where(&mut request, &field.of, ["body", &field.alias]);
            case.shape = request.shape();
            cases.push(case);
        };
        if let (Some(field), true) = (model.required().next(), body.required) {
            add(field, Bad::Lacking, names);
        }
        if model.touches {
            return cases;
        }
        let typed = model
            .fields
            .iter()
            .find(|field| is_checked(field.of.essence()));
        if let Some(field) = typed {
            add(field, Bad::Typed, names);
        }
        let mut fields = model.fields.iter();
        let bounded = fields.find_map(|field| {
            let found = edges(&field.of, &field.limits);
            (!found.refused.is_empty()).then_some((field, found))
        });
        if let Some((field, found)) = bounded {
            add(field, Bad::Beyond(found), names);
        }
        cases
    }

    /// A key in the path that is none.
    pub(super) fn invalid_path(&self, endpoint: &Endpoint, names: &mut TestNames) -> Option<Case> {
        let wrong = endpoint
            .sent_in(Source::Path)
            .find(|sent| matches!(sent.of.essence(), Type::Uuid | Type::Int))?;
        if !self.is_validated(endpoint) || self.is_shadowed(endpoint) {
            return None;
        }
        let name = names.free(&format!(
            "{}_with_wrong_{}",
            test_name(endpoint),
            wrong.name
        ));
        let doc = format!(
            "`{}` refuses a `{}` of another type.",
            endpoint.name(),
            wrong.name
        );
        let value = |sent: &Sent| {
            if sent.name == wrong.name {
                Some(Sample::bare("\"no-such-key\""))
            } else {
                self.any_value(sent)
            }
        };
        let (mut case, mut request) = self.invalid(endpoint, (name, doc), &value)?;
        self.fill(endpoint, &mut case, &mut request).ok()?;
        self.say_where(&mut request, &wrong.of, ["path", &wrong.name]);
        case.shape = request.shape();
        Some(case)
    }

    /// Says where in the request something is wrong, where the answer is as `FastAPI` makes it.
    fn say_where(&self, request: &mut Request, of: &Annotated, at: [&str; 2]) {
        let is_single = match &of.of {
            Type::Either(types) => types.iter().filter(|one| one.of != Type::None).count() == 1,
            _ => true,
        };
        if self.says_where && is_single {
            request.wrong = at.map(str::to_owned).to_vec();
        }
    }

    /// Whether another route takes what is no key of this one.
    fn is_shadowed(&self, endpoint: &Endpoint) -> bool {
        let shape = |path: &str| -> Vec<bool> {
            path.trim_end_matches('/')
                .split('/')
                .map(|part| part.starts_with('{'))
                .collect()
        };
        let own = shape(&endpoint.path());
        self.siblings.iter().any(|other| {
            let is_other = other.route.handler.item.name != endpoint.route.handler.item.name;
            is_other && other.route.method == endpoint.route.method && shape(&other.path()) == own
        })
    }

    /// A request without something that it must have beside its body: a query, a form, a file, a header.
    pub(super) fn lacking(&self, endpoint: &Endpoint, names: &mut TestNames) -> Option<Case> {
        let beside = [
            Source::Query,
            Source::Form,
            Source::File,
            Source::Header,
            Source::Cookie,
        ];
        let is_model = |sent: &Sent| matches!(sent.of.essence(), Type::Model(_));
        let own = endpoint.sent.iter();
        let lacks = own
            .clone()
            .find(|sent| sent.required && beside.contains(&sent.source) && !is_model(sent))?;
        if !self.is_validated(endpoint) {
            return None;
        }
        let word = lacks.name.replace('-', "_");
        let name = names.free(&format!("{}_without_{word}", test_name(endpoint)));
        let doc = format!(
            "`{}` refuses a request without `{}`.",
            endpoint.name(),
            lacks.name
        );
        let value = |sent: &Sent| self.any_value(sent);
        let (mut case, mut request) = self.invalid(endpoint, (name, doc), &value)?;
        let rest = Endpoint {
            sent: own.filter(|sent| *sent != lacks).cloned().collect(),
            ..endpoint.clone()
        };
        self.fill(&rest, &mut case, &mut request).ok()?;
        self.say_where(&mut request, &lacks.of, [lacks.source.word(), &lacks.name]);
        case.shape = request.shape();
        Some(case)
    }

    /// A query parameter beyond its limits, or of another type.
    pub(super) fn invalid_query(&self, endpoint: &Endpoint, names: &mut TestNames) -> Option<Case> {
        if !self.is_validated(endpoint) {
            return None;
        }
        let mut query = endpoint.sent_in(Source::Query);
        let wrong = query.find(|sent| {
            let is_bounded = || !edges(&sent.of, &sent.limits).refused.is_empty();
            *sent.of.essence() == Type::Str && is_bounded()
                || matches!(
                    sent.of.essence(),
                    Type::Int
                        | Type::Float
                        | Type::Uuid
                        | Type::Bool
                        | Type::Decimal
                        | Type::Date
                        | Type::Datetime
                )
        })?;
        let beyond = edges(&wrong.of, &wrong.limits);
        let name = names.free(&format!(
            "{}_with_wrong_{}",
            test_name(endpoint),
            wrong.name
        ));
        let doc = match &beyond.refused[..] {
            [_, ..] => format!(
                "`{}` refuses a `{}` beyond its limits.",
                endpoint.name(),
                wrong.name
            ),
            [] => format!(
                "`{}` refuses a `{}` of another type.",
                endpoint.name(),
                wrong.name
            ),
        };
        let value = |sent: &Sent| self.any_value(sent);
        let (mut case, mut request) = self.invalid(endpoint, (name, doc), &value)?;
        let bad = beyond.beyond(&mut case);
        let bad = bad.unwrap_or_else(|| "\"another type\"".to_owned());
        request
            .arguments
            .push(format!("params={{{}: {bad}}}", quoted(&wrong.name)));
        self.say_where(&mut request, &wrong.of, ["query", &wrong.name]);
        case.shape = request.shape();
        Some(case)
    }
}

/// What is bad about a field of a body.
enum Bad {
    /// It is not there.
    Lacking,
    /// It is of another type.
    Typed,
    /// It is beyond its limits.
    Beyond(Edges),
}

impl Bad {
    /// What stands around the field in the name of the test.
    fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::Lacking => ("without", ""),
            Self::Typed => ("with_wrong", ""),
            Self::Beyond(_) => ("with", "_beyond_its_limits"),
        }
    }

    fn doc(&self, route: &str, field: &str) -> String {
        match self {
            Self::Lacking => format!("`{route}` refuses a body without `{field}`."),
            Self::Typed => format!("`{route}` refuses a `{field}` of another type."),
            Self::Beyond(_) => format!("`{route}` refuses a `{field}` beyond its limits."),
        }
    }

    /// The value as code; none where it is not there.
    fn value(self, case: &mut Case) -> Option<String> {
        match self {
            Self::Lacking => None,
            Self::Typed => Some("[\"another type\"]".to_owned()),
            Self::Beyond(edges) => edges.beyond(case),
        }
    }
}
