//! A column as a field in the grammar.

use crate::detect::code::Code;
use crate::detect::columns::Column;
use crate::detect::tables::Table;
use crate::facts::{Facts, symbol};
use crate::naming::Names;
use crate::python::{Attribute, Expression, Form};

/// The column as a field in the grammar; nothing where it cannot say it.
pub(super) fn field(column: &Column, facts: &Facts) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(target) = &column.target {
        let name = column.name.strip_suffix("_id")?;
        parts.push(format!("{name}:ref={}", entity_of(target, facts)?));
        if let Some(action) = &column.on_delete {
            match action.to_uppercase().as_str() {
                "CASCADE" => parts.push("on-delete=cascade".to_owned()),
                "RESTRICT" => parts.push("on-delete=restrict".to_owned()),
                "SET NULL" if column.null => parts.push("on-delete=null".to_owned()),
                _ => {}
            }
        }
    } else {
        let kind = kind(column)?;
        let argument = match kind.as_str() {
            "str" => size(column).map(|size| format!("={size}")),
            "decimal" => Some(format!("={}", decimal(column)?)),
            _ => None,
        };
        parts.push(format!(
            "{}:{kind}{}",
            column.name,
            argument.unwrap_or_default()
        ));
        if column.unique && !matches!(kind.as_str(), "text" | "bytes" | "json" | "bool") {
            parts.push("unique".to_owned());
        }
        if is_secret(&column.name) {
            parts.push("private".to_owned());
        }
    }
    let is_made = column.default.as_ref().is_some_and(is_empty);
    if column.null {
        parts.push("null".to_owned());
    } else if column.filled && !(is_made && parts[0].ends_with(":json")) {
        parts.push(format!("default={}", default(column)?));
    }
    Some(parts.join(":"))
}

/// Whether a default is a document without anything in it, which says no more than that there is one.
fn is_empty(default: &Expression) -> bool {
    matches!(
        default.source.as_str(),
        "dict" | "list" | "{}" | "[]" | "lambda: {}" | "lambda: []"
    )
}

/// The column as a field with a few values, where its enum stands beside the model and is called as stamped ones are:
/// `OrderState` for `state` of `Order`.
pub(super) fn choice(code: &Code, table: &Table, column: &Column) -> Option<String> {
    let called = column.annotation.as_deref()?;
    let names = Names::new(&column.name).ok()?;
    if called != format!("{}{}", table.entity, names.singular.pascal) {
        return None;
    }
    let module = code.module(&table.symbol.path)?;
    let class = module.class(called)?;
    let mut bases = class.bases.iter().filter_map(Expression::head);
    if !bases.any(|base| base.ends_with("Enum")) {
        return None;
    }
    let text = |attribute: &Attribute| attribute.value.as_ref()?.as_text().map(str::to_owned);
    let values: Vec<String> = class.attributes.iter().map(text).collect::<Option<_>>()?;
    if values.is_empty() || !values.iter().all(|value| is_word(value)) {
        return None;
    }
    let default = column.default.as_ref().map(|default| {
        let member = default.as_name().and_then(|name| name.rsplit_once('.'));
        match member {
            Some((_, member)) => text(class.attribute(member)?),
            None => default.as_text().map(str::to_owned),
        }
    });
    let more = match (column.null, default) {
        (true, _) => ":null".to_owned(),
        (false, Some(default)) => format!(":default={}", default?),
        (false, None) if column.filled => return None,
        (false, None) => String::new(),
    };
    Some(format!("{}:enum={}{more}", column.name, values.join(",")))
}

/// Whether the grammar takes it for a value of an enum.
fn is_word(value: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    value.starts_with(|c: char| c.is_ascii_alphabetic()) && value.chars().all(is_part)
}

/// Whether the name says that the value is for nobody's eyes.
fn is_secret(name: &str) -> bool {
    let words: Vec<&str> = name.split('_').collect();
    ["password", "secret", "token", "hash", "hashed"]
        .iter()
        .any(|word| words.contains(word))
}

/// The entity whose table a foreign key names.
fn entity_of(target: &str, facts: &Facts) -> Option<String> {
    let (table, column) = target.rsplit_once('.')?;
    let mut tables = facts.iter().filter_map(|(name, fact)| {
        let entity = name.strip_prefix("entities.")?.strip_suffix(".table")?;
        (fact.value.as_text() == Some(table)).then_some(entity)
    });
    let entity = tables.next()?;
    let key = facts.text(&format!("entities.{entity}.key"));
    if column != key.unwrap_or("id") {
        return None;
    }
    let model = facts.text(&format!("entities.{entity}.model"))?;
    symbol(model).map(|(_, class)| class.to_owned())
}

/// A default that the grammar can say: a word, a number, a truth value.
fn default(column: &Column) -> Option<String> {
    match &column.default.as_ref()?.form {
        Form::Text(text) if !text.is_empty() && !text.contains([':', '%', ',', ' ']) => {
            Some(text.clone())
        }
        Form::Number(number) => Some(number.clone()),
        Form::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// The type in the grammar; nothing for what it has no word for.
pub(super) fn kind(column: &Column) -> Option<String> {
    let given = column.kind.as_ref().and_then(Expression::head);
    let known = given.and_then(|head| match head {
        "String" | "Unicode" | "VARCHAR" | "AutoString" | "CHAR" => Some("str"),
        "Text" | "UnicodeText" | "TEXT" => Some("text"),
        "Integer" | "SmallInteger" | "INTEGER" => Some("int"),
        "BigInteger" | "BIGINT" => Some("bigint"),
        "Float" | "Double" | "REAL" | "FLOAT" => Some("float"),
        "Numeric" | "DECIMAL" | "NUMERIC" => Some("decimal"),
        "Boolean" | "BOOLEAN" => Some("bool"),
        "Date" | "DATE" => Some("date"),
        "DateTime" | "TIMESTAMP" | "DATETIME" => Some("datetime"),
        "Time" | "TIME" => Some("time"),
        "Uuid" | "UUID" | "GUID" => Some("uuid"),
        "JSON" | "JSONB" => Some("json"),
        "LargeBinary" | "BYTEA" | "BLOB" => Some("bytes"),
        _ => None,
    });
    let kind = match (given, known) {
        (Some(_), None) => None,
        (_, Some(known)) => Some(known),
        (None, None) => match column.annotation.as_deref()? {
            "str" => Some("str"),
            "int" => Some("int"),
            "float" => Some("float"),
            "bool" => Some("bool"),
            "Decimal" => Some("decimal"),
            "date" => Some("date"),
            "datetime" => Some("datetime"),
            "time" => Some("time"),
            "UUID" => Some("uuid"),
            "bytes" => Some("bytes"),
            "dict" => Some("json"),
            "EmailStr" => Some("email"),
            _ => None,
        },
    };
    match (kind, column.annotation.as_deref()) {
        (Some("str"), Some("EmailStr")) => Some("email".to_owned()),
        (kind, _) => kind.map(str::to_owned),
    }
}

/// The most characters of a text.
pub(super) fn size(column: &Column) -> Option<String> {
    let call = column.kind.as_ref().and_then(Expression::as_call);
    let given = call.and_then(|call| number(call.argument("length", 0)?));
    let longest = column.longest.clone();
    given.or_else(|| longest.filter(|text| text.bytes().all(|byte| byte.is_ascii_digit())))
}

fn decimal(column: &Column) -> Option<String> {
    let call = column.kind.as_ref()?.as_call()?;
    let precision = number(call.argument("precision", 0)?)?;
    let scale = number(call.argument("scale", 1)?)?;
    Some(format!("{precision},{scale}"))
}

fn number(value: &Expression) -> Option<String> {
    match &value.form {
        Form::Number(number) => Some(number.clone()),
        _ => None,
    }
}

/// Whether a moment is kept with its zone.
pub(super) fn is_aware(column: &Column) -> bool {
    let kind = column.kind.as_ref();
    kind.is_some_and(|kind| kind.source.contains("timezone=True"))
}

#[cfg(test)]
mod tests {
    use crate::detect::tests::check;

    #[test]
    fn what_the_grammar_can_say() {
        let head = "import enum\nfrom sqlalchemy import JSON, Enum\nfrom sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\nclass Base(DeclarativeBase): ...\nclass OrderState(enum.Enum):\n    NEW = 'new'\n    SENT = 'sent'\nclass Size(enum.IntEnum):\n    S = 1\n";
        for (column, field, unread, needed) in [
            (
                "extra: Mapped[dict] = mapped_column(JSON, default=dict)",
                "extra:json",
                "",
                "",
            ),
            (
                "extra: Mapped[dict] = mapped_column(JSON, default=make)",
                "",
                "extra",
                "",
            ),
            (
                "total: Mapped[int] = mapped_column(Computed('1'))",
                "",
                "total",
                "",
            ),
            ("state: Mapped[OrderState]", "state:enum=new,sent", "", ""),
            (
                "state: Mapped[OrderState] = mapped_column(Enum(OrderState), default=OrderState.SENT)",
                "state:enum=new,sent:default=sent",
                "",
                "",
            ),
            (
                "state: Mapped[OrderState | None]",
                "state:enum=new,sent:null",
                "",
                "",
            ),
            (
                "state: Mapped[OrderState] = mapped_column(server_default='NEW')",
                "",
                "state",
                "",
            ),
            // Called otherwise than a stamped enum would be, and none of texts.
            ("kind: Mapped[OrderState]", "", "kind", "kind"),
            ("size: Mapped[Size]", "", "size", "size"),
        ] {
            let models = format!(
                "{head}class Order(Base):\n    __tablename__ = 'orders'\n    id: Mapped[int] = mapped_column(primary_key=True)\n    {column}\n"
            );
            check(
                &[("app/__init__.py", ""), ("app/models.py", &models)],
                &[
                    ("entities.order.fields", field),
                    ("entities.order.unread", unread),
                    ("entities.order.needed", needed),
                ],
            );
        }
    }
}
