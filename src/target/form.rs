//! What a request sends beside its query and its JSON: the fields and files of a form, headers, cookies.

use super::ask::Asking;
use super::case::Case;
use super::endpoint::Endpoint;
use super::models;
use super::route::{Sent, Source};
use super::sample::{Sampler, Use, quoted};
use super::send::plain;
use super::shape::Request;
use super::types::Type;

impl Asking<'_> {
    /// Fields and files of a form.
    pub(super) fn fill_form(
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
    pub(super) fn fill_headers(
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
