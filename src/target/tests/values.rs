//! Classes that hold values.

use super::told;

fn of(source: &'static str, kind: &str) -> Vec<String> {
    let files = [("app/__init__.py", ""), ("app/it.py", source)];
    told(&files, "app/it.py", kind)
}

#[test]
fn what_they_are_given_they_keep_and_what_they_declare_they_ask_for() {
    for (source, expected) in [
        (
            "from pydantic import BaseModel\n\nclass Item(BaseModel):\n    title: str\n    price: float = 1\n",
            &[
                "test_item: Item(title=\"title\") -> result.title == \"title\"",
                "test_item_without_title: Item.model_validate({}) -> ValidationError",
                "test_item_with_wrong_title: Item.model_validate({\"title\": [\"another type\"]}) -> ValidationError",
            ][..],
        ),
        (
            "from dataclasses import dataclass, field\n\n@dataclass\nclass Point:\n    x: int\n    y: int\n    n: int = field(init=False, default=0)\n",
            &["test_point: Point(x=1, y=1) -> (result.x, result.y) == (1, 1)"],
        ),
        // Its own code stands between what is given and what is kept.
        (
            "from dataclasses import dataclass\n\n@dataclass\nclass Point:\n    x: int\n\n    def __post_init__(self) -> None:\n        self.x = 2\n",
            &["test_point: waits"],
        ),
        (
            "from pydantic import BaseModel, field_validator\n\nclass Item(BaseModel):\n    title: str\n\n    @field_validator(\"title\")\n    def up(cls, value: str) -> str:\n        return value.upper()\n",
            &["test_item: waits"],
        ),
        (
            "from pydantic import BaseModel, ConfigDict\n\nclass Item(BaseModel):\n    model_config = ConfigDict(str_to_upper=True)\n    title: str\n",
            &["test_item: waits"],
        ),
        (
            "from enum import Enum\n\nclass Colour(Enum):\n    RED = \"r\"\n    BLUE = \"b\"\n",
            &[
                "test_colour: {member.name: member.value for member in Colour} -> result == {\"RED\": \"r\", \"BLUE\": \"b\"}",
            ],
        ),
        // Two names of one value are one member.
        (
            "from enum import Enum\n\nclass Colour(Enum):\n    RED = 1\n    ROT = 1\n",
            &["test_colour: set(Colour.__members__) -> result == {\"RED\", \"ROT\"}"],
        ),
    ] {
        assert_eq!(of(source, "unit"), expected, "{source}");
    }
}

#[test]
fn their_fields_are_kept() {
    for (source, expected) in [
        (
            "from pydantic import BaseModel\n\nclass Item(BaseModel):\n    title: str\n",
            "test_item_keeps_its_fields: set(Item.model_fields) -> result == {\"title\"}",
        ),
        (
            "from pydantic import BaseModel\n\nclass Item(BaseModel):\n    title: str\n\n    class Config:\n        orm_mode = True\n",
            "test_item_keeps_its_fields: set(Item.__fields__) -> result == {\"title\"}",
        ),
    ] {
        assert_eq!(of(source, "regression"), [expected], "{source}");
    }
}

#[test]
fn what_holds_nothing_that_can_be_read_has_no_test() {
    for source in [
        "from where import Base\n\nclass Item(Base):\n    title: str\n",
        "class Missing(Exception):\n    pass\n",
        "from sqlmodel import SQLModel\n\nclass Item(SQLModel, table=True):\n    title: str\n",
    ] {
        let files = [("app/__init__.py", ""), ("app/it.py", source)];
        let error = super::target(&files, "app/it.py").expect_err("nothing to test");
        assert!(
            error.to_string().contains("no public function"),
            "{source}: {error}"
        );
    }
}
