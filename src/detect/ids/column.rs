//! What a key is in the database, where the type of its values does not say all.

use super::Declared;
use crate::detect::code::Code;
use crate::detect::columns::{Column, of_attribute};
use crate::detect::rows::on_server;
use crate::python::{Argument, Call, Expression, Form};

/// The arguments of its column, in a model and in a migration alike: `sa.BigInteger(), sa.Identity(always=True)`,
/// `sa.String(36)`; nothing where it is as wide as any of its type.
pub(in crate::detect) fn column(code: &Code, key: &Declared) -> Option<String> {
    match key.kind {
        "int" => wide(key.call()?),
        "str" => text(code, key),
        _ => None,
    }
}

fn wide(call: &Call) -> Option<String> {
    let bare = call
        .arguments
        .iter()
        .filter(|argument| argument.name.is_none());
    let parts: Vec<String> = bare.filter_map(|argument| part(&argument.value)).collect();
    let is_wide = parts
        .first()
        .is_some_and(|first| first.starts_with("sa.BigInteger"));
    is_wide.then(|| parts.join(", "))
}

fn part(value: &Expression) -> Option<String> {
    match value.head()? {
        "BigInteger" | "BIGINT" => Some("sa.BigInteger()".to_owned()),
        "with_variant" if value.source.contains("BigInteger") => {
            Some("sa.BigInteger().with_variant(sa.Integer(), \"sqlite\")".to_owned())
        }
        "Identity" => {
            let given = value.as_call().map_or(&[][..], |call| &call.arguments);
            let words: Vec<String> = given.iter().map(word).collect();
            Some(format!("sa.Identity({})", words.join(", ")))
        }
        _ => None,
    }
}

fn word(argument: &Argument) -> String {
    let value = &argument.value.source;
    match &argument.name {
        Some(name) => format!("{name}={value}"),
        None => value.clone(),
    }
}

fn text(code: &Code, key: &Declared) -> Option<String> {
    let column = of_attribute(&key.attribute)?;
    let longest = longest(code, &key.path, &column).unwrap_or_default();
    let given = column.kind.as_ref().and_then(Expression::head);
    let written = match given {
        None if longest.is_empty() => None,
        None | Some("String" | "Unicode" | "VARCHAR" | "NVARCHAR" | "AutoString") => {
            Some(format!("sa.String({longest})"))
        }
        Some("CHAR" | "NCHAR") => Some(format!("sa.CHAR({longest})")),
        Some("Text" | "TEXT" | "UnicodeText") => Some("sa.Text()".to_owned()),
        Some("UUID" | "Uuid" | "UNIQUEIDENTIFIER") => Some("sa.Uuid(as_uuid=False)".to_owned()),
        Some(_) => None,
    };
    let on_server = column.server_default.as_ref().and_then(on_server);
    match (written, on_server) {
        (written, None) => written,
        (written, Some(default)) => {
            let written = written.unwrap_or_else(|| "sa.String()".to_owned());
            Some(format!("{written}, server_default={default}"))
        }
    }
}

/// The most characters, as a number; a constant of the project is followed.
fn longest(code: &Code, path: &str, column: &Column) -> Option<String> {
    let call = column.kind.as_ref().and_then(Expression::as_call);
    let given = call.and_then(|call| number(code, path, call.argument("length", 0)?));
    let plain = |text: &String| text.bytes().all(|byte| byte.is_ascii_digit());
    given.or_else(|| column.longest.clone().filter(plain))
}

fn number(code: &Code, path: &str, value: &Expression) -> Option<String> {
    match &value.form {
        Form::Number(number) => Some(number.clone()),
        Form::Name(name) => {
            let symbol = code.resolve(path, name)?.own()?;
            let module = code.module(&symbol.path)?;
            match &module.value(&symbol.name, "")?.form {
                Form::Number(number) => Some(number.clone()),
                _ => None,
            }
        }
        _ => None,
    }
}
