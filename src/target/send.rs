//! How a request is written: its address, its query, its body; `form` has what else is sent.

use super::ask::{Asking, PathValue};
use super::base_url::below;
use super::case::Case;
use super::endpoint::Endpoint;
use super::models;
use super::prefix::Piece;
use super::route::{Sent, Source};
use super::sample::{Sample, Sampler, Use, quoted};
use super::shape::{Request, Shape};
use super::types::Type;
use super::unique;

impl Asking<'_> {
    /// Sets the method and the address of a request; nothing where a parameter has no value.
    pub(super) fn address(
        endpoint: &Endpoint,
        value: &PathValue,
        (case, request): (&mut Case, &mut Request),
    ) -> Option<()> {
        request.method.clone_from(&endpoint.route.method);
        let mut code = String::new();
        let mut is_formatted = false;
        let mut imports = Vec::new();
        for piece in &below(&endpoint.pieces, &request.base) {
            match piece {
                Piece::Setting {
                    code: name, import, ..
                } => {
                    is_formatted = true;
                    code += &format!("{{{name}}}");
                    imports.push(import.clone());
                }
                Piece::Text(text) => {
                    let mut rest = text.as_str();
                    while let Some((before, after)) = rest.split_once('{') {
                        let (name, after) = after.split_once('}')?;
                        let name = name.split(':').next()?;
                        let sent = endpoint
                            .sent_in(Source::Path)
                            .find(|sent| sent.name == name)?;
                        let sample = value(sent)?;
                        imports.extend(sample.imports);
                        code += before;
                        if let Some(text) = plain(&sample.code) {
                            code += &text;
                        } else {
                            is_formatted = true;
                            code += &format!("{{{}}}", sample.code);
                        }
                        rest = after;
                    }
                    code += rest;
                }
            }
        }
        request.address = format!(
            "{}{}",
            if is_formatted { "f" } else { "" },
            quoted_raw(&code)
        );
        case.import(imports);
        Some(())
    }

    /// A value for every query parameter and body that must be sent; where one has none, the request is as it was.
    pub(super) fn fill(
        &self,
        endpoint: &Endpoint,
        case: &mut Case,
        request: &mut Request,
    ) -> Result<(), String> {
        let (imports, arguments) = (case.imports.clone(), request.arguments.clone());
        let filled = self.fill_all(endpoint, case, request);
        if filled.is_err() {
            (case.imports, request.arguments) = (imports, arguments);
        }
        filled
    }

    fn fill_all(
        &self,
        endpoint: &Endpoint,
        case: &mut Case,
        request: &mut Request,
    ) -> Result<(), String> {
        let sampler = Sampler {
            code: self.code,
            wanted: Use::Json,
        };
        let mut query = Vec::new();
        for sent in endpoint.sent_in(Source::Query).filter(|sent| sent.required) {
            if let Type::Model(symbol) = sent.of.essence() {
                let model = models::model(self.code, symbol);
                for field in model.required() {
                    let value = sampler.field(field, symbol, 5)?;
                    query.push(format!("{}: {}", quoted(&field.alias), value.code));
                    case.import(value.imports);
                }
                continue;
            }
            let value = sampler.sample(&sent.of, &sent.limits, &sent.name)?;
            query.push(format!("{}: {}", quoted(&sent.name), value.code));
            case.import(value.imports);
        }
        if !query.is_empty() {
            request
                .arguments
                .push(format!("params={{{}}}", query.join(", ")));
        }
        self.fill_form(endpoint, case, request)?;
        self.fill_headers(endpoint, case, request)?;
        let bodies: Vec<&Sent> = endpoint.sent_in(Source::Body).collect();
        let is_wrapped = bodies.len() > 1 || bodies.iter().any(|body| body.embedded);
        let mut parts = Vec::new();
        for body in bodies.iter().filter(|body| body.required) {
            let mut value = sampler.sample(&body.of, &body.limits, &body.name)?;
            if let Some(fresh) = unique::fresh(self.code, endpoint, &body.of.of, &value.code) {
                value.code = fresh;
                case.import([unique::IMPORT.to_owned()]);
            }
            case.import(value.imports);
            parts.push(if is_wrapped {
                format!("{}: {}", quoted(&body.name), value.code)
            } else {
                value.code
            });
        }
        match (is_wrapped, parts.is_empty()) {
            (_, true) => {}
            (true, _) => request
                .arguments
                .push(format!("json={{{}}}", parts.join(", "))),
            (false, _) => request.arguments.push(format!("json={}", parts.join(", "))),
        }
        Ok(())
    }

    /// Any value that a parameter of a path takes.
    pub(super) fn any_value(&self, sent: &Sent) -> Option<Sample> {
        let sampler = Sampler {
            code: self.code,
            wanted: Use::Json,
        };
        let name = match sent.source {
            Source::Path => sent.name.replace('_', "-"),
            _ => sent.name.clone(),
        };
        sampler.sample(&sent.of, &sent.limits, &name).ok()
    }
}

/// The text of a literal, to stand in another one.
pub(super) fn plain(code: &str) -> Option<String> {
    let inner = code
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let text = inner.map_or_else(
        || code.parse::<i64>().ok().map(|number| number.to_string()),
        |text| Some(text.to_owned()),
    )?;
    let is_plain = text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "-_.@".contains(c));
    is_plain.then_some(text)
}

/// A literal whose braces mean what they say.
fn quoted_raw(text: &str) -> String {
    format!("\"{text}\"")
}

impl Request {
    /// As what a test does.
    pub fn shape(self) -> Shape {
        Shape::Request(Box::new(self.written()))
    }

    /// With its expression.
    pub fn written(mut self) -> Self {
        self.code = self.code();
        self
    }

    /// The request as an expression.
    pub fn code(&self) -> String {
        let wait = if self.awaits { "await " } else { "" };
        let arguments: String = self
            .arguments
            .iter()
            .map(|argument| format!(", {argument}"))
            .collect();
        let has_body = self
            .arguments
            .iter()
            .any(|argument| argument.starts_with("json="));
        if self.method == "delete" && has_body {
            return format!(
                "{wait}{}.request(\"DELETE\", {}{arguments})",
                self.client, self.address
            );
        }
        format!(
            "{wait}{}.{}({}{arguments})",
            self.client, self.method, self.address
        )
    }
}
