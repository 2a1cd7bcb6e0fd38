//! Fields that are refused, with what is said, the way out and the caret.

use crate::entity::parse_field;
use crate::error::Kind;

/// Names, types and their arguments that are refused, with what is said.
const REFUSED_TYPES: &str = "
    :int => the name is empty
    age => the type is missing
    age: => the type is missing
    age:inn => unknown type `inn`
    age:Int => unknown type `Int`
    age:string => unknown type `string`
    age:int=5 => the type `int` takes no argument
    age:int= => the type `int` takes no argument
    fullName:str => the name `fullName` is not in snake case
    ../x:str => the name `../x` is a path and not a name
    x:str=0 => the size `0` is not a whole number from 1 to 10485760
    x:str=-1 => the size `-1` is not a whole number from 1 to 10485760
    x:str=abc => the size `abc` is not a whole number from 1 to 10485760
    x:str= => the size `` is not a whole number from 1 to 10485760
    x:str=+5 => the size `+5` is not a whole number from 1 to 10485760
    x:str=10485761 => the size `10485761` is not a whole number from 1 to 10485760
    x:str=99999999999999999999 => the size `99999999999999999999` is not a whole number from 1 to 10485760
    x:str=1,2 => the type `str` takes one size
    x:decimal => the type `decimal` takes a precision and a scale
    x:decimal=10,2,3 => the type `decimal` takes a precision and a scale
    x:decimal=2,3 => the scale `3` is not a whole number from 0 to 2
    x:decimal=0 => the precision `0` is not a whole number from 1 to 1000
    x:decimal=1001,2 => the precision `1001` is not a whole number from 1 to 1000
    x:enum => the type `enum` has no values
    x:enum= => the type `enum` has no values
    x:enum=, => the type `enum` has no values
    x:enum=a,,b => an enum value is empty
    x:enum=a,b,a => the enum value `a` is repeated
    x:enum=open,OPEN => the enum values `open` and `OPEN` are both `OPEN` in code
    x:enum=in-progress,in_progress => the enum values `in-progress` and `in_progress` are both `IN_PROGRESS` in code
    x:enum=1,2 => `1` is not an enum value
    x:enum=a b => `a b` is not an enum value
    x:ref => the type `ref` has no entity
    x:ref= => the type `ref` has no entity
    x:ref=A,B => the type `ref` takes one entity
    x:ref=../x => the name `../x` is a path and not a name
";

/// Modifiers that are refused.
const REFUSED_MODIFIERS: &str = "
    x:int:uniqe => unknown modifier `uniqe`
    x:int: => a modifier is missing between or after colons
    x:int::null => a modifier is missing between or after colons
    x:int:null:null => the modifier `null` is repeated
    x:int:min=1:min=2 => the modifier `min` is repeated
    x:int:null=true => the modifier `null` takes no value
    x:int:default => the modifier `default` needs a value
    x:int:min=10:max=9 => `min=10` is more than `max=9`
    x:int:min=a => `min=a` does not fit the type `int`: a whole number of 32 bits, such as `5`, is wanted
    x:str=9:max=10 => `max=10` does not fit the type `str=9`: it is more than the size 9
    x:str:min=-1 => `min=-1` does not fit the type `str`: a length, such as `3`, is wanted
    x:bool:min=0 => `min` does not suit the type `bool`: only numbers and the lengths of texts have bounds
    x:date:max=2026-01-01 => `max` does not suit the type `date`: only numbers and the lengths of texts have bounds
    x:int:search => `search` does not suit the type `int`: only text is searched
    x:json:unique => `unique` does not suit the type `json`: a document has no order
    x:text:unique => `unique` does not suit the type `text`: its values are too long for an index
    x:bytes:index => `index` does not suit the type `bytes`: its values are too long for an index
    x:bool:unique => `unique` does not suit the type `bool`: there would be no more rows than values
    x:str:private:search => a `private` field is not searched: what is found would tell what it holds
    x:int:on-delete=cascade => `on-delete` does not suit the type `int`: it is for references
    x:ref=User:on-delete=null => `on-delete=null` needs a field that may be `null`
    x:ref=User:on-delete=delete => unknown on-delete action `delete`
    x:ref=User:on-delete => the modifier `on-delete` needs a value
";

/// Defaults that are refused.
const REFUSED_DEFAULTS: &str = "
    x:int:default=abc => the default `abc` does not fit the type `int`: a whole number of 32 bits, such as `5`, is wanted
    x:int:default=05 => the default `05` does not fit the type `int`: a whole number of 32 bits, such as `5`, is wanted
    x:int:default=2147483648 => the default `2147483648` does not fit the type `int`: a whole number of 32 bits, such as `5`, is wanted
    x:float:default=nan => the default `nan` does not fit the type `float`: a number, such as `0.5`, is wanted
    x:float:default=1e999 => the default `1e999` does not fit the type `float`: a number, such as `0.5`, is wanted
    x:float:default=.5 => the default `.5` does not fit the type `float`: a number, such as `0.5`, is wanted
    x:decimal=4,2:default=1.234 => the default `1.234` does not fit the type `decimal=4,2`: it has more than 2 digits after the point
    x:decimal=4,2:default=123 => the default `123` does not fit the type `decimal=4,2`: it has more than 2 digits before the point
    x:bool:default=yes => the default `yes` does not fit the type `bool`: `true` or `false` is wanted
    x:date:default=2026-02-30 => the default `2026-02-30` does not fit the type `date`: a day, such as `2026-01-31`, is wanted
    x:datetime:default=now => the default `now` does not fit the type `datetime`: an instant, such as `2026-01-31T12:30:00Z`, is wanted
    x:time:default=25:00 => the default `25:00` does not fit the type `time`: a time of day, such as `09:30`, is wanted
    x:uuid:default=1 => the default `1` does not fit the type `uuid`: a UUID in its 36 characters is wanted
    x:email:default=a@b => the default `a@b` does not fit the type `email`: an address, such as `someone@example.com`, is wanted
    x:url:default=example.com => the default `example.com` does not fit the type `url`: a web address, such as `https://example.com/`, is wanted
    x:url:default=https:// => the default `https://` does not fit the type `url`: a web address, such as `https://example.com/`, is wanted
    x:url:default=https:///a => the default `https:///a` does not fit the type `url`: a web address, such as `https://example.com/`, is wanted
    x:url:default=https://u@a.b/ => the default `https://u@a.b/` does not fit the type `url`: a web address, such as `https://example.com/`, is wanted
    x:url:default=https://a b/ => the default `https://a b/` does not fit the type `url`: a web address, such as `https://example.com/`, is wanted
    x:url:default=https://a..b/ => the default `https://a..b/` does not fit the type `url`: a web address, such as `https://example.com/`, is wanted
    x:url:default=ftp://example.com => the default `ftp://example.com` does not fit the type `url`: a web address, such as `https://example.com/`, is wanted
    x:enum=a,b:default=c => the default `c` does not fit the type `enum=a,b`: one of `a` and `b` is wanted
    x:str=2:default=abc => the default `abc` does not fit the type `str=2`: it has 3 characters
    x:json:default={} => `default` does not suit the type `json`: its values have no form of one line
    x:ref=User:default=1 => `default` does not suit the type `ref`: no row is always there
    x:int:min=0:default=-1 => the default `-1` is less than `min=0`
    x:decimal=9,2:max=9.99:default=10 => the default `10` is more than `max=9.99`
    x:str:min=3:default=ab => the default `ab` is shorter than `min=3`
    x:text:max=3:default=abcd => the default `abcd` is longer than `max=3`
    x:str:unique:default=a => a `unique` field has no default: the second row would have it too
";

#[test]
fn refused() {
    let tables = [REFUSED_TYPES, REFUSED_MODIFIERS, REFUSED_DEFAULTS];
    for line in tables
        .iter()
        .flat_map(|table| table.lines())
        .filter(|line| !line.is_empty())
    {
        let (text, fault) = line.trim().split_once(" => ").expect(line);
        let error = parse_field(text).expect_err(text);
        assert_eq!(error.message(), format!("`{text}`: {fault}"));
        assert_eq!(error.kind(), Kind::Usage);
        let says_it_all = ["wanted", "default", "does not fit"]
            .iter()
            .any(|word| fault.contains(word));
        assert!(says_it_all || !error.hints().is_empty(), "{text}");
    }
    assert!(parse_field("").is_err());
}

#[test]
fn control_characters_are_shown_escaped() {
    let error = parse_field("x:str:default=a\u{1b}b").expect_err("an escape");
    let shown = "x:str:default=a\\u{1b}b";
    assert!(
        error.message().starts_with(&format!(
            "`{shown}`: the default `a\\u{{1b}}b` does not fit"
        )),
        "{error}"
    );
    assert_eq!(error.source_snippet(), None);
}

#[test]
fn hints_and_carets() {
    for (text, hint, carets) in [
        ("age:inn", "did you mean `int`", "      ^^^"),
        ("age:string", "write `str`", "      ^^^^^^"),
        ("age:int:uniqe", "did you mean `unique`", "          ^^^^^"),
        ("age:int:nullable", "write `null`", "          ^^^^^^^^"),
        (
            "age:int:required",
            "required unless it is `null`",
            "          ^^^^^^^^",
        ),
        (
            "note:str:default=a:b",
            "`:` inside the default of a text is written `%3A`",
            "                     ^",
        ),
        ("fullName:str", "try `full_name`", "  ^^^^^^^^"),
        ("age", "write it after a colon, such as `age:str`", "     ^"),
        ("x:str=0", "such as `str=120`", "        ^"),
        ("x:enum=a,b,a", "leave one of them out", "             ^"),
        ("x:bool:default=No", "write `false`", "                 ^^"),
        (
            "x:datetime:default=now",
            "fixed value",
            "                     ^^^",
        ),
        (
            "x:enum=open,paid:default=opne",
            "did you mean `open`",
            "                           ^^^^",
        ),
        (
            "x:int:default=none",
            "`null` makes a field optional",
            "                ^^^^",
        ),
        (
            "x:ref=User:on-delete=set-null",
            "write `null`",
            "                       ^^^^^^^^",
        ),
        (
            "x:time:default=09:30:uniqe",
            "did you mean `unique`",
            "                       ^^^^^",
        ),
    ] {
        let error = parse_field(text).expect_err(text);
        assert!(
            error.hints().iter().any(|given| given.contains(hint)),
            "{text}: {:?}",
            error.hints()
        );
        assert_eq!(
            error.source_snippet(),
            Some(format!("  {text}\n{carets}").as_str())
        );
    }
}
