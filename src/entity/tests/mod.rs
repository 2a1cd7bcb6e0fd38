//! The grammar as a whole: what is read, what it is written as, what is refused and how.

mod refused;
mod value;

use serde_json::{Value as Json, json};

use crate::entity::{Field, ensure_references, parse_field, parse_fields, read_fields};
use crate::error::Error;
use crate::naming::Names;

fn sound(text: &str) -> Field {
    parse_field(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn names(text: &str) -> Names {
    Names::new(text).expect("a name")
}

#[test]
fn canonical_text() {
    for (text, expected) in [
        ("email:email:unique", "email:email:unique"),
        ("full_name:str=120", "full_name:str=120"),
        ("age:int:max=150:min=0:null", "age:int:null:min=0:max=150"),
        (
            "price:decimal=10,2:default=9.50:min=0",
            "price:decimal=10,2:default=9.50:min=0",
        ),
        ("price:decimal=6", "price:decimal=6,0"),
        ("size:str=0120", "size:str=120"),
        ("code:str:index:unique", "code:str:unique"),
        ("user:ref=User:index", "user:ref=User"),
        ("user:ref=api_key", "user:ref=ApiKey"),
        (
            "user:ref=User:null:on-delete=null",
            "user:ref=User:null:on-delete=null",
        ),
        (
            "user:ref=User:unique:on-delete=cascade",
            "user:ref=User:unique:on-delete=cascade",
        ),
        (
            "status:enum=open,in-progress:default=open",
            "status:enum=open,in-progress:default=open",
        ),
        ("at:time:default=09:30", "at:time:default=09:30"),
        (
            "at:time:default=09:30:15:null",
            "at:time:null:default=09:30:15",
        ),
        ("at:time:null:default=09:30", "at:time:null:default=09:30"),
        (
            "at:datetime:default=2026-01-31T12:30:00Z:index",
            "at:datetime:index:default=2026-01-31T12:30:00Z",
        ),
        (
            "at:datetime:default=2026-01-31 12:30",
            "at:datetime:default=2026-01-31T12:30Z",
        ),
        (
            "at:datetime:default=2026-01-31T12:30+02:00",
            "at:datetime:default=2026-01-31T12:30+02:00",
        ),
        ("on:date:default=2024-02-29", "on:date:default=2024-02-29"),
        (
            "site:url:default=https://example.com:8080/a:b:search",
            "site:url:search:default=https://example.com:8080/a:b",
        ),
        ("done:bool:default=false", "done:bool:default=false"),
        (
            "x:url:default=http://localhost",
            "x:url:default=http://localhost",
        ),
        (
            "x:url:default=http://[::1]:80?q",
            "x:url:default=http://[::1]:80?q",
        ),
        ("note:text:default=", "note:text:default="),
        ("note:text:default=a%3Ab", "note:text:default=a%3Ab"),
        ("note:text:default=50%", "note:text:default=50%"),
        ("note:text:default=50%2541", "note:text:default=50%41"),
        ("note:str=5:default=Zürch", "note:str=5:default=Zürch"),
        (
            "name:str=9:min=3:max=9:search",
            "name:str=9:search:min=3:max=9",
        ),
        (
            "x:float:default=-1.5e-3:min=-1",
            "x:float:default=-1.5e-3:min=-1",
        ),
        (
            "x:uuid:default=5F0C3D9E-8C1B-4E0E-9A54-6F3A2F7F1C01",
            "x:uuid:default=5f0c3d9e-8c1b-4e0e-9a54-6f3a2f7f1c01",
        ),
        ("x:json:null", "x:json:null"),
        ("x:bytes:private", "x:bytes:private"),
        (
            "x:bigint:default=9223372036854775807",
            "x:bigint:default=9223372036854775807",
        ),
    ] {
        let field = sound(text);
        assert_eq!(field.to_string(), expected);
        assert_eq!(sound(&field.to_string()), field, "{text}");
    }
}

#[test]
fn defaults_with_escapes() {
    for (text, default) in [
        ("x:text:default=a%3Ab", "a:b"),
        ("x:text:default=a%3ab", "a:b"),
        ("x:text:default=%253A", "%3A"),
        ("x:text:default=100%", "100%"),
        ("x:text:default=%%%25", "%%%"),
        ("x:text:default=%é", "%é"),
        ("x:text:default=a=b,c", "a=b,c"),
    ] {
        let field = sound(text);
        assert_eq!(field.default.as_deref(), Some(default), "{text}");
        assert_eq!(sound(&field.to_string()), field, "{text}");
    }
}

#[test]
fn tables() {
    for (table, expected) in [
        (
            json!({"name": "email", "type": "email", "unique": true, "null": false}),
            "email:email:unique",
        ),
        (
            json!({"name": "full_name", "type": "str", "size": 120}),
            "full_name:str=120",
        ),
        (
            json!({"name": "full_name", "type": "str=120", "index": true}),
            "full_name:str=120:index",
        ),
        (
            json!({"name": "price", "type": "decimal", "precision": 10, "scale": 2, "min": 0}),
            "price:decimal=10,2:min=0",
        ),
        (
            json!({"name": "status", "type": "enum", "values": ["open", "paid"], "default": "open"}),
            "status:enum=open,paid:default=open",
        ),
        (
            json!({"name": "user", "type": "ref", "ref": "User", "null": true, "on-delete": "null"}),
            "user:ref=User:null:on-delete=null",
        ),
        (
            json!({"name": "user", "type": "ref", "ref": "User", "on_delete": "cascade"}),
            "user:ref=User:on-delete=cascade",
        ),
        (
            json!({"name": "note", "type": "text", "default": "a:b %3A"}),
            "note:text:default=a%3Ab %253A",
        ),
        (
            json!({"name": "x", "type": "float", "default": 0.5, "max": null}),
            "x:float:default=0.5",
        ),
        (
            json!({"name": "x", "type": "bool", "default": true}),
            "x:bool:default=true",
        ),
        (json!("x:int"), "x:int"),
    ] {
        let fields = read_fields(&[table]).unwrap_or_else(|error| panic!("{expected}: {error}"));
        assert_eq!(fields[0].to_string(), expected);
        assert_eq!(sound(expected), fields[0]);
    }
}

#[test]
fn refused_tables() {
    for (table, message) in [
        (
            json!({"type": "int"}),
            "`field 1`: the field lacks the key `name`",
        ),
        (json!({"name": "x"}), "`x`: the field lacks the key `type`"),
        (
            json!({"name": "x", "type": "inn"}),
            "`x`: unknown type `inn`",
        ),
        (
            json!({"name": "x", "type": "int", "uniqe": true}),
            "`x`: unknown key `uniqe`",
        ),
        (
            json!({"name": "x", "type": "int", "unique": "yes"}),
            "`x`: the field needs `true` or `false` for `unique`",
        ),
        (
            json!({"name": "x", "type": "int", "size": 5}),
            "`x`: the field has the key `size`, which the type `int` does not take",
        ),
        (
            json!({"name": "x", "type": "str=5", "size": 5}),
            "`x`: the field has the arguments of its type twice",
        ),
        (
            json!({"name": "x", "type": "enum", "values": []}),
            "`x`: the type `enum` has no values",
        ),
        (
            json!({"name": "x", "type": "enum", "values": [["a"]]}),
            "`x`: the field needs a text, a number or a truth value for `values`",
        ),
        (
            json!({"name": "x", "type": "int", "default": "abc"}),
            "`x`: the default `abc` does not fit the type `int`: a whole number of 32 bits, such as `5`, is wanted",
        ),
        (
            json!({"name": "x\n", "type": "int"}),
            "`x\\n`: the name `x\\n` holds a control character",
        ),
        (
            json!({"name": "x", "type": "text", "default": "a\nb"}),
            "`x`: the default `a\\nb` does not fit the type `text`: it holds a control character",
        ),
        (json!(5), "field 1: a text or a table is wanted, found `5`"),
    ] {
        assert_eq!(read_fields(&[table]).expect_err(message).message(), message);
    }
}

#[test]
fn fields_that_clash() {
    let parse = |texts: &[&str]| {
        parse_fields(
            &texts
                .iter()
                .map(|text| (*text).to_owned())
                .collect::<Vec<_>>(),
        )
    };
    for (texts, fault) in [
        (
            &["a:int", "a:str"],
            "the fields `a:int` and `a:str` have the same name `a`",
        ),
        (
            &["user:ref=User", "user_id:int"],
            "the fields `user:ref=User` and `user_id:int` both need the attribute `user_id`",
        ),
        (
            &["user:ref=User", "user:int"],
            "the fields `user:ref=User` and `user:int` have the same name `user`",
        ),
        (
            &["line_2:int", "line2:int"],
            "the fields `line_2:int` and `line2:int` are both `Line2` in Pascal case",
        ),
    ] {
        assert_eq!(parse(texts).expect_err(fault).message(), fault);
    }
    assert_eq!(
        parse(&["buyer:ref=User", "seller:ref=User"])
            .expect("sound")
            .len(),
        2
    );
    assert!(read_fields(&[json!("a:int"), json!({"name": "a", "type": "int"})]).is_err());
}

#[test]
fn references() {
    let known = [names("APIKey"), names("User")];
    let resolve = |text: &str| -> Result<String, Error> {
        let mut fields = vec![sound(text)];
        ensure_references(&mut fields, &names("Category"), &known)?;
        Ok(fields[0].to_string())
    };
    for (text, expected) in [
        ("key:ref=ApiKey", Ok("key:ref=APIKey")),
        ("key:ref=api_key:null", Ok("key:ref=APIKey:null")),
        ("parent:ref=Category:null", Ok("parent:ref=Category:null")),
        (
            "parent:ref=Category",
            Err("`parent:ref=Category`: the first `Category` would have none to refer to"),
        ),
        (
            "user:ref=Usr",
            Err("`user:ref=Usr`: there is no entity `Usr`"),
        ),
        ("age:int", Ok("age:int")),
    ] {
        match (resolve(text), expected) {
            (Ok(got), Ok(expected)) => assert_eq!(got, expected),
            (Err(got), Err(expected)) => assert_eq!(got.message(), expected),
            (got, _) => panic!("{text}: {got:?}"),
        }
    }
    let error = resolve("user:ref=Usr").expect_err("unknown");
    assert_eq!(
        error.hints(),
        [
            "did you mean `User`?",
            "the entities are `APIKey`, `User` and `Category`",
            "stamp it first: `patgen new crud --entity Usr`"
        ]
    );
}

#[test]
fn long_and_odd_input_is_quick_and_short() {
    for text in [
        "x:".repeat(50_000),
        format!("x:enum={}", "a,".repeat(5_000)),
        "é".repeat(10_000),
        format!("x:time:default={}", "1:".repeat(2_000)),
    ] {
        let error = parse_field(&text).expect_err("refused");
        assert!(
            error.to_string().len() < 1_000,
            "{}",
            error.to_string().len()
        );
    }
    assert!(read_fields(&[Json::from("\0")]).is_err());
}

/// A source of numbers that are the same in every run.
fn numbers(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap_or_default() % below
    }
}

#[test]
fn whatever_is_read_is_written_and_read_again() {
    let pieces = [
        "name",
        "x_1",
        ":",
        ":",
        "=",
        ",",
        "str",
        "int=5",
        "decimal=4,2",
        "enum=a,b-c",
        "time",
        "datetime",
        "url",
        "text",
        "ref=User",
        "null",
        "unique",
        "default=",
        "default=09:30",
        "default=https://a.b/c",
        "min=1",
        "max=9",
        "%3A",
        "%",
        "%25",
        "a",
        "5",
        "-",
        " ",
        "on-delete=null",
        "search",
        "é",
        "\u{202e}",
    ];
    let mut next = numbers(7);
    let mut sound = 0;
    for _ in 0..20_000 {
        let text: String = (0..next(8)).map(|_| pieces[next(pieces.len())]).collect();
        let text = format!(
            "x:{}{text}",
            ["str", "text:", "time:", "url:", "int:", ""][next(6)]
        );
        match parse_field(&text) {
            Ok(field) => {
                sound += 1;
                assert_eq!(
                    parse_field(&field.to_string()).expect(&text),
                    field,
                    "{text}"
                );
            }
            Err(error) => assert!(!error.message().contains(['\u{202e}', '\n']), "{text}"),
        }
    }
    assert!(sound > 200, "{sound}");
}

#[test]
fn a_default_of_a_table_survives_as_text() {
    let pieces = [
        "%",
        "3A",
        "3a",
        "25",
        ":",
        "null",
        ":unique",
        "=",
        ",",
        "a",
        "é",
        " ",
        "http://a.b",
        "/",
        "12",
        "30",
    ];
    let mut next = numbers(11);
    for _ in 0..20_000 {
        let default: String = (0..next(7)).map(|_| pieces[next(pieces.len())]).collect();
        let typed = ["str", "text", "url", "time", "email"][next(5)];
        if let Ok(fields) = read_fields(&[json!({"name": "x", "type": typed, "default": default})])
        {
            assert_eq!(
                parse_field(&fields[0].to_string()).expect(&default),
                fields[0],
                "{default}"
            );
        }
    }
}
