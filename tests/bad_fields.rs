//! Fields that cannot be: types, sizes, modifiers, defaults, references. Exit 2, nothing touched, the place under a caret.

mod common;

use common::transcript::Transcript;
use common::{SLICE, Sandbox};

#[track_caller]
fn refused(name: &str, fields: &[&str]) {
    let sandbox = Sandbox::new();
    let mut transcript = Transcript::default();
    for field in fields {
        let words = ["new", SLICE, "--entity", "Order", field];
        let run = sandbox.untouched(|| sandbox.patgen(words).run().code(2));
        let way_out = [
            "tip: ",
            " is wanted",
            " is more than ",
            " is less than ",
            " does not fit ",
        ];
        assert!(
            way_out.iter().any(|part| run.err.contains(part)),
            "no way out: {}",
            run.err
        );
        transcript.add(&sandbox, run);
    }
    assert_stored!(name, transcript.text());
}

#[test]
fn types() {
    refused(
        "types",
        &[
            "total",
            "total:",
            "total:strng",
            "total:string",
            "total:varchar=20",
            "total:Int",
            "total:int=5",
            "total:frobnicate",
            "total:str=",
            "total:str=0",
            "total:str=-1",
            "total:str=many",
            "total:str=99999999999",
            "total:str=1,2",
            "total:decimal",
            "total:decimal=2,10",
            "total:decimal=0",
            "total:decimal=a,b",
            "total:decimal=1,2,3",
        ],
    );
}

#[test]
fn enums() {
    refused(
        "enums",
        &[
            "status:enum",
            "status:enum=",
            "status:enum=,",
            "status:enum=open,,paid",
            "status:enum=open,open",
            "status:enum=open,Open",
            "status:enum=in-progress,in_progress",
            "status:enum=1st",
            "status:enum=a b",
            "status:enum=größe",
            "status:enum=a\u{1b}b",
            "status:enum=open:default=closed",
            "status:enum=open:default=Open",
        ],
    );
}

#[test]
fn modifiers() {
    refused(
        "modifiers",
        &[
            "total:int:uniqe",
            "total:int:nullable",
            "total:int:",
            "total:int::null",
            "total:int:null=yes",
            "total:int:null:null",
            "total:int:min",
            "total:int:min=",
            "total:int:min=a",
            "total:int:min=5:max=1",
            "total:bool:min=1",
            "total:int:search",
            "total:json:unique",
            "total:int:on-delete=cascade",
            "user:ref=User:on-delete=explode",
            "total:int:max=99999999999999999999",
        ],
    );
}

#[test]
fn defaults() {
    refused(
        "defaults",
        &[
            "total:int:default=",
            "total:int:default=many",
            "total:int:default=1.5",
            "total:int:max=3:default=4",
            "total:int:default=9999999999",
            "total:bool:default=perhaps",
            "total:date:default=2026-02-30",
            "total:date:default=now",
            "total:datetime:default=yesterday",
            "total:time:default=25:00",
            "total:uuid:default=1",
            "total:decimal=4,2:default=123.45",
            "total:str=3:default=long",
            "total:json:default={",
            "total:email:default=nobody",
            "total:url:default=nowhere",
            "total:float:default=nan",
            "user:ref=User:default=1",
            "code:str:unique:default=x",
        ],
    );
}

#[test]
fn references() {
    refused(
        "references",
        &[
            "user:ref",
            "user:ref=",
            "user:ref=User",
            "user:ref=a/b",
            "user:ref=User,Person",
            "order:ref=Order",
            "user_id:ref=User",
        ],
    );
}
