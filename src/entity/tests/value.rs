//! A field in templates: its members, the row of its type, mistakes in the row.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use minijinja::{Environment, UndefinedBehavior, Value, context};

use crate::entity::{FieldType, RenderRow, Target, TypeTable, field_value, parse_field};

/// A type table whose rows all have `keys`.
fn table(keys: &str) -> Result<TypeTable, String> {
    let row = |name| format!("[{name}]\n{keys}\n");
    let rows: String = FieldType::NAMES.iter().map(row).collect();
    TypeTable::parse(&rows, "types.toml").map_err(|error| error.to_string())
}

/// What `template` makes of `field`, with a type table whose rows all have `keys`.
fn rendered(keys: &str, field: &str, template: &str) -> Result<String, String> {
    let types = table(keys)?;
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let inner = environment.clone();
    let render: RenderRow = Arc::new(move |template, place, field| {
        inner.render_named_str(place, template, context! { field, entity => "User" })
    });
    let field = parse_field(field).map_err(|error| error.to_string())?;
    let target = Target {
        id: "uuid".into(),
        table: "users".into(),
        model: Value::from("app.models.user:User"),
        id_column: None,
        schema: None,
        key: "id".to_owned(),
        is_split: false,
        unreferable: None,
        is_self: false,
    };
    let value = field_value(
        &field,
        field.target().map(|_| &target),
        types.row(&field.field_type),
        render,
    );
    environment
        .render_str(template, context! { field => value })
        .map_err(|error| error.to_string())
}

#[test]
fn own_members() {
    for (field, template, expected) in [
        (
            "full_name:str=120",
            "{{ field }} {{ field.name }} {{ field.pascal }} {{ field.attribute }}",
            "full_name full_name FullName full_name",
        ),
        (
            "x:str=120:null",
            "{{ field.type }} {{ field.size }} {{ field.null }} {{ field.unique }}",
            "str 120 True False",
        ),
        (
            "x:str",
            "{{ field.size }} {{ field.size or 255 }} {{ field.values }} {{ field.ref }}",
            "None 255 None None",
        ),
        (
            "x:decimal=10,2:min=0",
            "{{ field.precision }} {{ field.scale }} {{ field.min }} {{ field.max is none }}",
            "10 2 0 True",
        ),
        (
            "x:enum=open,in-progress:default=open",
            "{% for v in field['values'] %}{{ v.value }}={{ v.name }} {% endfor %}{{ field.default }}",
            "open=OPEN in-progress=IN_PROGRESS open",
        ),
        (
            "x:enum=a,b",
            "{{ (field.values | last).name }} {{ field.has_default }} {{ field.default is none }}",
            "B False True",
        ),
        (
            "owner:ref=User:null:on-delete=null",
            "{{ field.attribute }} {{ field.index }} {{ field.on_delete }}",
            "owner_id True null",
        ),
        (
            "owner:ref=APIKey",
            "{{ field.ref }} {{ field.ref.plural.snake }} {{ field.ref.id }} {{ field.ref.table }} {{ field.ref.model }} {{ field.ref.self }}",
            "APIKey api_keys uuid users app.models.user:User False",
        ),
        ("x:int", "{{ field.missing is defined }}", "False"),
    ] {
        assert_eq!(
            rendered("", field, template).as_deref(),
            Ok(expected),
            "{field}"
        );
    }
}

#[test]
fn keys_of_the_row_are_templates() {
    let keys = "plain = \"str\"\nflag = false\ncolumn = \"String({{ field.size }})\"\nboth = \"{{ field.column }}, {{ entity }}\"\n\
                list = [\"a\", \"{{ field.name }}\"]\ntree = { model = [\"{{ field.title }}\"], never = \"{{ nothing }}\" }";
    for (template, expected) in [
        ("{{ field.plain }} {{ field.flag }}", "str False"),
        (
            "{{ field.column }} {{ field.column }}",
            "String(120) String(120)",
        ),
        ("{{ field.both }}", "String(120), User"),
        ("{{ field.list | join('-') }}", "a-full_name"),
        ("{{ field.tree.model[0] }}", "full name"),
        (
            "{{ [field] | map(attribute='column') | join }}",
            "String(120)",
        ),
        ("{{ field.tree.other is defined }}", "False"),
    ] {
        assert_eq!(
            rendered(keys, "full_name:str=120", template).as_deref(),
            Ok(expected),
            "{template}"
        );
    }
}

#[test]
fn two_threads_may_read_a_template_at_once() {
    let types = table("key = \"{{ 1 }}\"").expect("a table");
    let began = AtomicBool::new(false);
    let render: RenderRow = Arc::new(move |_, _, field| {
        if !began.swap(true, Ordering::SeqCst) {
            let read = || field.get_attr("key").map(|value| value.to_string());
            let meanwhile = std::thread::scope(|scope| scope.spawn(read).join());
            let text = meanwhile.expect("no panic");
            assert_eq!(text.as_deref().ok(), Some("done"), "{text:?}");
        }
        Ok("done".to_owned())
    });
    let field = parse_field("age:int").expect("a field");
    let value = field_value(&field, None, types.row(&field.field_type), render);
    let read = value.get_attr("key").map(|value| value.to_string());
    assert_eq!(read.as_deref().ok(), Some("done"), "{read:?}");
}

#[test]
fn mistakes_in_a_row_name_it() {
    for (key, template, expected) in [
        (
            "bad = \"{{ nothing }}\"",
            "{{ field.bad }}",
            "types.toml: [int] bad, for the field `age`: undefined value",
        ),
        (
            "bad = \"{{ nothing }}\"",
            "{% if field.bad %}x{% endif %}",
            "types.toml: [int] bad, for the field `age`: undefined value",
        ),
        (
            "bad = \"{{ nothing }}\"",
            "{{ field.bad ~ 'x' }}",
            "types.toml: [int] bad, for the field `age`: undefined value",
        ),
        (
            "bad = [\"{{ nothing }}\"]",
            "{{ field.bad | join }}",
            "types.toml: [int] bad[0], for the field `age`: undefined value",
        ),
        (
            "bad = \"{{ 1 + }}\"",
            "{{ field.bad }}",
            "types.toml: [int] bad, for the field `age`: syntax error",
        ),
        (
            "bad = \"{{ field.bad }}\"",
            "{{ field.bad }}",
            "types.toml: [int] bad reads itself",
        ),
    ] {
        let error = rendered(key, "age:int", template).expect_err(template);
        assert!(error.contains(expected), "{template}: {error}");
    }
}
