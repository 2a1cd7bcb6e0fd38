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
    let mut lines = vec![format!(
        "{} {}",
        style.clone().red().bold().apply_to("error:"),
        error
    )];
    lines.extend(error.source_snippet().map(str::to_owned));
    let mut cause = error.source();
    while let Some(inner) = cause {
        lines.push(format!(
            "{} {inner}",
            style.clone().red().apply_to("caused by:")
        ));
        cause = inner.source();
    }
    for hint in error.hints() {
        lines.push(format!("{} {hint}", style.clone().green().apply_to("tip:")));
    }
    let text = lines.join("\n");
    if ui.colour_err { text } else { visible(&text) }
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
