//! How an error looks: on the terminal as clap prints its own, and as JSON.

use std::error::Error as _;

use serde_json::{Value as Json, json};

use super::Ui;
use super::visible::visible;
use crate::error::Error;

/// The error with its causes and hints, in lines.
#[must_use]
pub fn failure_text(error: &Error, ui: &Ui) -> String {
    let style = ui.style();
    let red = style.clone().red();
    let mut lines = vec![format!(
        "{} {}",
        red.clone().bold().apply_to("error:"),
        visible(&error.to_string())
    )];
    lines.extend(error.source_snippet().map(visible));
    let mut cause = error.source();
    while let Some(inner) = cause {
        lines.push(format!(
            "{} {}",
            red.apply_to("caused by:"),
            visible(&inner.to_string())
        ));
        cause = inner.source();
    }
    for hint in error.hints() {
        lines.push(format!(
            "{} {}",
            style.clone().green().apply_to("tip:"),
            visible(hint)
        ));
    }
    lines.join("\n")
}

/// The error as `--json` prints it.
#[must_use]
pub fn failure_json(error: &Error) -> Json {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        message += &format!(": {inner}");
        cause = inner.source();
    }
    json!({
        "version": 1,
        "error": { "kind": error.kind().name(), "message": message, "hints": error.hints() },
    })
}
