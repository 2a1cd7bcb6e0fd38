use super::{Value, Variables, render};

fn variables() -> Variables {
    Variables::from([
        ("message", Value::text("add age")),
        ("up_revision", Value::text("ab12")),
        (
            "down_revision",
            Value::Tuple(vec!["b".to_owned(), "c".to_owned()]),
        ),
        ("branch_labels", Value::None),
        ("create_date", Value::text("2026-11-21 00:00:00")),
        ("imports", Value::text("")),
        ("upgrades", Value::text("op.x()")),
    ])
}

#[test]
fn what_templates_become() {
    for (template, expected) in [
        ("${message}\n", "add age\n"),
        (
            "${up_revision} <- ${down_revision | comma,n}",
            "ab12 <- b, c",
        ),
        (
            "${repr(up_revision)} ${repr(down_revision)} ${repr(branch_labels)}",
            "'ab12' ('b', 'c') None",
        ),
        ("${repr(up_revision).replace(\"'\", '\"')}", "\"ab12\""),
        (
            "${imports if imports else \"\"}|${upgrades if upgrades else \"pass\"}",
            "|op.x()",
        ),
        ("${\".\" if not message.endswith(\".\") else \"}\"}", "."),
        ("${message.capitalize() + '!'}", "Add age!"),
        ("${create_date.strftime('%d.%m.%Y')}", "21.11.2026"),
        ("## gone\na\n  ## gone\nb\n", "a\nb\n"),
        ("<%doc>\nanything ${at all}\n</%doc>\na\n", "a\n"),
        (
            "% if imports:\n${imports}\n% else:\nnone\n% endif\nz\n",
            "none\nz\n",
        ),
        (
            "% if imports:\na\n% elif message:\nb\n% else:\nc\n% endif\n",
            "b\n",
        ),
        (
            "% if branch_labels is not None:\n% if x:\na\n% endif\n% endif\n",
            "the expression `x`",
        ),
        ("%% of all\n", "% of all\n"),
        ("a \\\nb\n", "a b\n"),
    ] {
        let rendered = render(template, &variables());
        assert_eq!(rendered.unwrap_or_else(|what| what), expected, "{template}");
    }
}

#[test]
fn what_is_not_known_is_named() {
    for (template, named) in [
        ("<%!\nimport re\n%>", "the tag `<%!`"),
        ("% for x in y:\n", "the line `% for x in y:`"),
        (
            "${config.get_main_option('x')}",
            "the expression `config.get_main_option('x')`",
        ),
        ("${message | h}", "the filter `h`"),
        ("${message", "`${message`, which has no end in its line"),
        ("% if message:\na\n", "an `% if` without its `% endif`"),
        (
            "${[x for x in message]}",
            "the expression `[x for x in message]`",
        ),
    ] {
        assert_eq!(
            render(template, &variables()),
            Err(named.to_owned()),
            "{template}"
        );
    }
}
