//! How a request is written: its address, its query, its body.

use super::ask::{Asking, PathValue};
use super::case::{Case, Request, Shape};
use super::endpoint::Endpoint;
use super::models;
use super::prefix::Piece;
use super::route::{Sent, Source};
use super::sample::{Sample, Sampler, Use, quoted};
use super::types::Type;

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
        for piece in &endpoint.pieces {
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

    /// A value for every query parameter and body that must be sent.
    pub(super) fn fill(
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
            let value = sampler.sample(&body.of, &body.limits, &body.name)?;
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

    /// Fields and files of a form.
    fn fill_form(
        &self,
        endpoint: &Endpoint,
        case: &mut Case,
        request: &mut Request,
    ) -> Result<(), String> {
        let mut fields = Vec::new();
        for sent in endpoint.sent_in(Source::Form).filter(|sent| sent.required) {
            fields.extend(self.pairs(sent, case)?);
        }
        if !fields.is_empty() {
            request
                .arguments
                .push(format!("data={{{}}}", fields.join(", ")));
        }
        let files = endpoint.sent_in(Source::File).filter(|sent| sent.required);
        let files: Vec<String> = files
            .map(|sent| format!("({}, (\"data.txt\", b\"data\"))", quoted(&sent.name)))
            .collect();
        if !files.is_empty() {
            request
                .arguments
                .push(format!("files=[{}]", files.join(", ")));
        }
        Ok(())
    }

    /// Headers and cookies, beside the headers of a user where there are such.
    fn fill_headers(
        &self,
        endpoint: &Endpoint,
        case: &mut Case,
        request: &mut Request,
    ) -> Result<(), String> {
        let mut pairs = Vec::new();
        for sent in endpoint
            .sent_in(Source::Header)
            .filter(|sent| sent.required)
        {
            pairs.extend(self.pairs(sent, case)?);
        }
        let mut cookies = Vec::new();
        for sent in endpoint
            .sent_in(Source::Cookie)
            .filter(|sent| sent.required)
        {
            cookies.extend(self.cookie(sent)?);
        }
        if !cookies.is_empty() {
            pairs.push(format!("\"Cookie\": {}", quoted(&cookies.join("; "))));
        }
        if pairs.is_empty() {
            return Ok(());
        }
        let known = request
            .arguments
            .iter()
            .position(|argument| argument.starts_with("headers="));
        if let Some(at) = known {
            let before = request.arguments.remove(at);
            pairs.insert(0, format!("**{}", before.trim_start_matches("headers=")));
        }
        request
            .arguments
            .push(format!("headers={{{}}}", pairs.join(", ")));
        Ok(())
    }

    /// The pairs that a parameter is sent as: its own, or those of the fields of a model.
    fn pairs(&self, sent: &Sent, case: &mut Case) -> Result<Vec<String>, String> {
        let sampler = Sampler {
            code: self.code,
            wanted: Use::Json,
        };
        let mut pairs = Vec::new();
        let Type::Model(symbol) = sent.of.essence() else {
            let value = sampler.sample(&sent.of, &sent.limits, &sent.name)?;
            let is_list = value.code.starts_with(['[', '{']);
            if is_list && sent.source != Source::Form {
                return Err(format!("`{}`", sent.name));
            }
            case.import(value.imports);
            return Ok(vec![format!(
                "{}: {}",
                quoted(&sent.name),
                in_form(&value.code)
            )]);
        };
        for field in models::model(self.code, symbol).required() {
            let value = sampler.field(field, symbol, 5)?;
            let name = match sent.source {
                Source::Header if !sent.underscored => field.alias.replace('_', "-"),
                _ => field.alias.clone(),
            };
            pairs.push(format!("{}: {}", quoted(&name), in_form(&value.code)));
            case.import(value.imports);
        }
        Ok(pairs)
    }

    /// The cookies that a parameter is sent as.
    fn cookie(&self, sent: &Sent) -> Result<Vec<String>, String> {
        let mut own = Case::empty(String::new());
        let pairs = self.pairs(sent, &mut own)?;
        let text = |pair: &String| {
            let (name, value) = pair.split_once(": ")?;
            Some(format!("{}={}", plain(name)?, plain(value)?))
        };
        pairs
            .iter()
            .map(|pair| text(pair).ok_or_else(|| format!("the cookie `{}`", sent.name)))
            .collect()
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

/// A value as a form or a header carries it: a text.
fn in_form(code: &str) -> String {
    match code {
        "True" => quoted("true"),
        "False" => quoted("false"),
        number if number.parse::<f64>().is_ok() => quoted(number),
        other => other.to_owned(),
    }
}

/// The text of a literal, to stand in another one.
fn plain(code: &str) -> Option<String> {
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
