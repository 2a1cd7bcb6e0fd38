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
            &[
                "test_item: waits",
                "test_item_without_title: Item.model_validate({}) -> ValidationError",
            ],
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
            "from dataclasses import dataclass\n\n@dataclass\nclass Point:\n    x: int\n",
            "test_point_keeps_its_fields: {field.name for field in fields(Point)} -> result == {\"x\"}",
        ),
        (
            "from dataclasses import dataclass\n\n@dataclass\nclass Point:\n    x: int\n    _seen: bool = False\n",
            "test_point_keeps_its_fields: {field.name for field in fields(Point) if field.name[0] != \"_\"} -> result == {\"x\"}",
        ),
        (
            "from pydantic import BaseModel\n\nclass Item(BaseModel):\n    title: str\n",
            "test_item_keeps_its_fields: set(Item.model_fields) -> result == {\"title\"}",
        ),
        (
            "from pydantic import BaseModel\n\nclass Item(BaseModel):\n    title: str\n\n    class Config:\n        orm_mode = True\n",
            "test_item_keeps_its_fields: set(Item.__fields__) -> result == {\"title\"}",
        ),
    ] {
        let files = [("app/__init__.py", ""), ("app/it.py", source)];
        let known = if source.contains("orm_mode") {
            "1"
        } else {
            "2"
        };
        let value = super::known(&files, &[("project.pydantic", known)], "app/it.py");
        let cases = super::at(&value.expect("a target"), "tests.regression.cases");
        let first = cases.get_item_by_index(0).expect("a case");
        assert_eq!(super::line(&first), expected, "{source}");
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

#[test]
fn what_is_at_a_limit_is_taken_and_what_is_beyond_is_refused() {
    let of_field = |field: &str| {
        let source = format!(
            "from typing import Annotated\nfrom pydantic import BaseModel, Field, PositiveInt\n\nclass Item(BaseModel):\n    it: {field}\n"
        );
        let told = of(source.leak(), "unit");
        let edges = told.iter().filter(|line| line.contains("_its_limits"));
        let values = edges.map(|line| line.split([']', '[']).nth(1).unwrap_or_default().to_owned());
        values.collect::<Vec<_>>().join(" | ")
    };
    for (field, expected) in [
        ("int = Field(ge=2, le=5)", "2, 5 | 1, 6"),
        ("int = Field(gt=2, lt=5)", "3, 4 | 2, 5"),
        ("Annotated[int, Field(gt=0)]", "1 | 0"),
        ("int = Field(ge=1, multiple_of=2)", " | 0"),
        ("float | None = Field(None, ge=0)", "0.0 | -1.0"),
        ("PositiveInt", "1 | 0"),
        (
            "str = Field(min_length=2, max_length=3)",
            "\"xx\", \"xxx\" | \"x\", \"xxxx\"",
        ),
        ("str = Field(max_length=50)", "\"x\" * 50 | \"x\" * 51"),
        ("str = Field(max_length=2, pattern=\"a+\")", "\"\", \"xxx\""),
        ("str = Field(pattern=\"^(asc|desc)$\")", "\"\""),
        ("str = Field(max_length=MOST)", ""),
        ("str", ""),
        ("list[int] = Field(min_length=1)", ""),
    ] {
        assert_eq!(
            of_field(field).trim_start_matches(" | "),
            expected.trim_start_matches(" | "),
            "{field}"
        );
    }
    let source = "from pydantic import BaseModel, Field\n\nclass Item(BaseModel):\n    title: str\n    it: int = Field(1, ge=0)\n";
    let told = of(source, "unit");
    assert!(
        told.contains(&"test_item_with_it_beyond_its_limits: [-1] Item.model_validate({\"title\": \"title\", \"it\": value}) -> ValidationError".to_owned()),
        "{told:#?}"
    );
}

#[test]
fn what_their_own_code_refuses_is_refused() {
    let point = "from dataclasses import dataclass\n\n@dataclass\nclass Point:\n    x: int\n    y: int = 2\n\n    def __post_init__(self) -> None:\n";
    let item = "from pydantic import BaseModel, field_validator, model_validator\n\nclass Item(BaseModel):\n    title: str\n    most: int\n\n";
    for (head, body, expected) in [
        (
            point,
            "        if self.x < 0:\n            raise ValueError(\"too small\")\n",
            &[
                "test_point: Point(x=1) -> result.x == 1",
                "test_point_raises_value_error_for_x: Point(x=-1) -> ValueError",
            ][..],
        ),
        (
            point,
            "        if self.x < 0:\n            raise ValueError(\"too small\")\n        self.x = self.x + 1\n",
            &[
                "test_point: waits",
                "test_point_raises_value_error_for_x: Point(x=-1) -> ValueError",
            ],
        ),
        (
            item,
            "    @field_validator(\"title\")\n    @classmethod\n    def long(cls, value: str) -> str:\n        if len(value) < 3:\n            raise ValueError(\"too short\")\n        return value\n",
            &[
                "test_item: Item(title=\"title\", most=1) -> (result.title, result.most) == (\"title\", 1)",
                "test_item_without_title: Item.model_validate({\"most\": 1}) -> ValidationError",
                "test_item_refuses_its_title: Item.model_validate({\"most\": 1, \"title\": \"\"}) -> ValidationError",
            ],
        ),
        (
            item,
            "    @field_validator(\"title\")\n    @classmethod\n    def long(cls, value: str) -> str:\n        if value == \"no\":\n            raise ValueError(\"not that\")\n        return value.lower()\n",
            &[
                "test_item: waits",
                "test_item_without_title: Item.model_validate({\"most\": 1}) -> ValidationError",
                "test_item_refuses_its_title: Item.model_validate({\"most\": 1, \"title\": \"no\"}) -> ValidationError",
            ],
        ),
        // What looks at the whole may give what is lacking.
        (
            item,
            "    @model_validator(mode=\"before\")\n    def whole(cls, values):\n        return {\"title\": \"x\"} | values\n",
            &["test_item: waits"],
        ),
    ] {
        let source = format!("{head}{body}");
        assert_eq!(of(source.leak(), "unit"), expected, "{body}");
    }
}
