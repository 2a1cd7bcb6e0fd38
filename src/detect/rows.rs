//! What a table's columns come to elsewhere: fields in the grammar, a row that a test can make, columns of a migration.

use super::code::Code;
use super::columns::{Column, of_class, of_table};
use super::tables::Table;
use super::tally::text;
use crate::facts::{Evidence, Fact, FactValue, Facts, symbol};
use crate::naming::Names;
use crate::python::{Attribute, Expression, Form, Symbol};

/// Columns that say when a row was made or changed; they are filled, not given.
const MOMENTS: [&str; 2] = ["created_at", "updated_at"];

/// Adds `entities.NAME.fields`, `.unread`, `.needed` and `.row` of each entity whose model is certain.
pub(super) fn add(code: &Code, tables: &[Table], facts: &mut Facts) {
    for table in tables {
        let Ok(names) = Names::new(&table.entity) else {
            continue;
        };
        let name = &names.singular.snake;
        let is_certain = facts
            .get(&format!("entities.{name}.model"))
            .is_some_and(|fact| fact.certain);
        if is_certain {
            add_entity(code, table, name, facts);
        }
    }
}

fn add_entity(code: &Code, table: &Table, name: &str, facts: &mut Facts) {
    let columns = of_table(code, &table.symbol.path, &table.class);
    let evidence = Evidence::line(&table.symbol.path, table.class.line);
    if let Some(row) = row(&columns, is_dataclass(table)) {
        facts.add(format!("entities.{name}.row"), text(&row, evidence.clone()));
    }
    let (mut fields, mut unread) = (Vec::new(), Vec::new());
    for column in columns.iter().filter(|column| is_given(column)) {
        match field(column, facts).or_else(|| choice(code, table, column)) {
            Some(text) => fields.push(text),
            None => unread.push(column),
        }
    }
    let list = |list| Fact::certain(FactValue::List(list), evidence.clone());
    if !fields.is_empty() {
        let joined = fields.join(" ");
        facts.add(
            format!("entities.{name}.fields"),
            text(&joined, evidence.clone()),
        );
    }
    let is_needed = |column: &&&Column| !column.null && !column.filled;
    let needed = names(unread.iter().filter(is_needed));
    if !needed.is_empty() {
        facts.add(format!("entities.{name}.needed"), list(needed));
    }
    if !unread.is_empty() {
        let unread = names(unread.iter());
        facts.add(format!("entities.{name}.unread"), list(unread));
    }
}

fn names<'a>(columns: impl Iterator<Item = &'a &'a Column>) -> Vec<String> {
    columns.map(|column| column.name.clone()).collect()
}

fn is_dataclass(table: &Table) -> bool {
    table.ancestors.iter().any(|ancestor| {
        ancestor
            .external()
            .is_some_and(|name| name.ends_with(".MappedAsDataclass"))
    })
}

/// Whether a person gives its value.
fn is_given(column: &Column) -> bool {
    !column.primary && column.name != "id" && !MOMENTS.contains(&column.name.as_str())
}

/// The keyword arguments that make a row; nothing where a value cannot be told.
fn row(columns: &[Column], is_dataclass: bool) -> Option<String> {
    let mut arguments = Vec::new();
    for column in columns {
        let is_open = !column.filled && !column.primary;
        if !is_open || column.null && !is_dataclass {
            continue;
        }
        let value = if column.null {
            "None".to_owned()
        } else if column.target.is_some() {
            return None;
        } else {
            value(column)?
        };
        arguments.push(format!("{}={value}", column.name));
    }
    Some(arguments.join(", "))
}

/// A value of the column as source, unlike that of any other row.
fn value(column: &Column) -> Option<String> {
    let longest: Option<usize> = size(column).and_then(|size| size.parse().ok());
    Some(match kind(column)?.as_str() {
        "email" => "f\"{uuid4()}@example.com\"".to_owned(),
        "str" | "text" if column.name.contains("email") => "f\"{uuid4()}@example.com\"".to_owned(),
        "str" | "text" => match longest {
            Some(longest) if longest < 32 => format!("uuid4().hex[:{longest}]"),
            Some(longest) if longest < 48 => "uuid4().hex".to_owned(),
            _ => format!("f\"Example {}\"", "{uuid4()}"),
        },
        "int" | "bigint" | "decimal" | "float" => "1".to_owned(),
        "bool" => "False".to_owned(),
        "uuid" => "uuid4()".to_owned(),
        "json" => "{}".to_owned(),
        "bytes" => "b\"example\"".to_owned(),
        "date" => "dt.date(2026, 1, 31)".to_owned(),
        "time" => "dt.time(9, 30)".to_owned(),
        "datetime" if is_aware(column) => {
            "dt.datetime(2026, 1, 31, 12, 30, tzinfo=dt.timezone.utc)".to_owned()
        }
        "datetime" => "dt.datetime(2026, 1, 31, 12, 30)".to_owned(),
        _ => return None,
    })
}

fn is_aware(column: &Column) -> bool {
    let kind = column.kind.as_ref();
    kind.is_some_and(|kind| kind.source.contains("timezone=True"))
}

/// The column as a field in the grammar; nothing where it cannot say it.
fn field(column: &Column, facts: &Facts) -> Option<String> {
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
fn choice(code: &Code, table: &Table, column: &Column) -> Option<String> {
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
    let entity = tables.next().filter(|_| column == "id")?;
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
fn kind(column: &Column) -> Option<String> {
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
fn size(column: &Column) -> Option<String> {
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

/// Adds `db.base.made`: what a migration makes for the columns, but for the id, that the bases of the models bring.
pub(super) fn add_made(code: &Code, facts: &mut Facts) {
    let classes = facts.get("db.base.classes").filter(|fact| fact.certain);
    let Some(FactValue::List(classes)) = classes.map(|fact| fact.value.clone()) else {
        return;
    };
    let mut made: Vec<String> = Vec::new();
    let mut seen = None;
    for (class, path) in classes.iter().filter_map(|class| own(code, class)) {
        let Some(found) = code.class(&class) else {
            continue;
        };
        let mut columns = of_table(code, &path, &found);
        columns.extend(of_class(&found));
        for column in columns.iter().filter(|column| !column.primary) {
            seen = seen.or(Some(Evidence::line(&path, column.line)));
            let source = migrated(column);
            made.extend(source.filter(|source| !made.contains(source)));
        }
    }
    if let Some(evidence) = seen {
        facts.add(
            "db.base.made",
            Fact::certain(FactValue::List(made), evidence),
        );
    }
}

fn own(code: &Code, class: &str) -> Option<(Symbol, String)> {
    let (module, name) = symbol(class)?;
    let path = code.index.path(module)?.to_owned();
    let symbol = Symbol {
        module: module.to_owned(),
        name: name.to_owned(),
        path: path.clone(),
    };
    Some((symbol, path))
}

/// `sa.Column(…)` for a migration; nothing where the type cannot be told.
fn migrated(column: &Column) -> Option<String> {
    let kind = match kind(column)?.as_str() {
        "str" | "email" => size(column).map_or("sa.String()".to_owned(), |size| {
            format!("sa.String(length={size})")
        }),
        "text" => "sa.Text()".to_owned(),
        "int" => "sa.Integer()".to_owned(),
        "bigint" => "sa.BigInteger()".to_owned(),
        "float" => "sa.Float()".to_owned(),
        "bool" => "sa.Boolean()".to_owned(),
        "date" => "sa.Date()".to_owned(),
        "datetime" if is_aware(column) => "sa.DateTime(timezone=True)".to_owned(),
        "datetime" => "sa.DateTime()".to_owned(),
        "time" => "sa.Time()".to_owned(),
        "uuid" => "sa.Uuid()".to_owned(),
        "json" => "sa.JSON()".to_owned(),
        _ => return None,
    };
    let default = column.server_default.as_ref().and_then(on_server);
    let default = default.map_or(String::new(), |default| {
        format!(", server_default={default}")
    });
    let null = if column.null { "True" } else { "False" };
    let name = column.stored.as_ref().unwrap_or(&column.name);
    let key = foreign_key(column);
    Some(format!(
        "sa.Column(\"{name}\", {kind}{key}{default}, nullable={null})"
    ))
}

/// What a column refers to, as a further argument of it.
fn foreign_key(column: &Column) -> String {
    let Some(target) = &column.target else {
        return String::new();
    };
    let action = column.on_delete.as_ref();
    let action = action.map_or(String::new(), |action| format!(", ondelete=\"{action}\""));
    format!(", sa.ForeignKey(\"{target}\"{action})")
}

/// A default of the database as a migration writes it.
fn on_server(value: &Expression) -> Option<String> {
    if value.as_text().is_some() {
        return Some(value.source.clone());
    }
    let call = value.as_call()?;
    match (call.name(), call.callee()?.contains("func")) {
        ("now", true) => Some("sa.func.now()".to_owned()),
        ("text", _) => Some(format!("sa.text({})", call.positional(0)?.source)),
        ("true", _) => Some("sa.true()".to_owned()),
        ("false", _) => Some("sa.false()".to_owned()),
        _ => None,
    }
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
