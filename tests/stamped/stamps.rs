//! What the cases stamp: entities of every shape, one after the other; all patterns.

use crate::case::{ByHand, Stamp};

pub const fn stamp(pattern: &'static str, answers: &'static [&'static str]) -> Stamp {
    Stamp { pattern, answers }
}

pub const USER: Stamp = stamp(
    "crud",
    &[
        "--entity",
        "User",
        "--{mode}",
        "--db-url",
        "{db_url}",
        "email:email:unique",
        "full_name:str=120:search",
    ],
);

pub const ORDER: Stamp = stamp(
    "crud",
    &[
        "--entity",
        "Order",
        "user:ref=User:on-delete=cascade",
        "status:enum=open,paid:default=open",
        "total:decimal=10,2:min=0",
    ],
);

pub const BOOKED_ROOMS: &[Stamp] = &[
    stamp(
        "crud",
        &[
            "--entity",
            "Room",
            "--{mode}",
            "--db-url",
            "{db_url}",
            "name:str=80",
        ],
    ),
    stamp(
        "crud",
        &[
            "--entity",
            "Booking",
            "room:ref=Room",
            "starts_at:datetime",
            "ends_at:datetime",
            "status:enum=open,cancelled:default=open",
        ],
    ),
    stamp("overlap-check", &["--where", "status!=cancelled"]),
];

/// Rows that are marked as deleted, above and below such that are not.
pub const MARKED: &[Stamp] = &[
    stamp(
        "crud",
        &[
            "--entity",
            "Room",
            "--soft-delete",
            "--{mode}",
            "--db-url",
            "{db_url}",
            "name:str=80:unique",
        ],
    ),
    stamp(
        "crud",
        &[
            "--entity",
            "Door",
            "room:ref=Room:on-delete=cascade",
            "beside:ref=Door:null",
        ],
    ),
    stamp(
        "crud",
        &[
            "--entity",
            "Lease",
            "--soft-delete",
            "room:ref=Room:unique",
            "note:str=200",
        ],
    ),
];

pub const FIVE: &[Stamp] = &[
    USER,
    ORDER,
    stamp(
        "crud",
        &[
            "--entity",
            "Product",
            "name:str=80:search",
            "price:decimal=10,2:min=0",
            "sku:str=20:unique",
        ],
    ),
    stamp(
        "crud",
        &[
            "--entity",
            "OrderLine",
            "order:ref=Order:on-delete=cascade",
            "product:ref=Product",
            "quantity:int:min=1",
        ],
    ),
    stamp(
        "crud",
        &[
            "--entity",
            "Review",
            "product:ref=Product",
            "author:ref=User:null:on-delete=null",
            "stars:int:min=1:max=5",
        ],
    ),
];

pub const EVERY_TYPE: Stamp = stamp(
    "crud",
    &[
        "--entity",
        "Sample",
        "short:str",
        "sized:str=40:unique",
        "long:text:search",
        "count:int:default=3:min=0:max=100",
        "big:bigint:index",
        "ratio:float:null",
        "price:decimal=10,2:default=9.99",
        "active:bool:default=true",
        "day:date",
        "at:datetime:index",
        "clock:time:null",
        "token:uuid:unique",
        "payload:json",
        "blob:bytes:null",
        "contact:email:null",
        "site:url:null",
        "state:enum=new,in-progress,done:default=new",
        "owner:ref=User:null",
        "secret_note:str=80:private",
        "date:date:null",
        "type:str=20:null",
        "uuid:uuid:null",
    ],
);

pub const INT_IDS: &[Stamp] = &[
    stamp(
        "crud",
        &[
            "--entity",
            "Author",
            "--id",
            "int",
            "--{mode}",
            "--db-url",
            "{db_url}",
            "name:str=80:unique",
        ],
    ),
    stamp(
        "crud",
        &[
            "--entity",
            "Book",
            "author:ref=Author",
            "title:str=200:search",
        ],
    ),
];

pub const THIRTY_FIELDS: Stamp = stamp(
    "crud",
    &[
        "--entity",
        "Survey",
        "--{mode}",
        "--db-url",
        "{db_url}",
        "q01:str=40",
        "q02:int",
        "q03:bool",
        "q04:date",
        "q05:text",
        "q06:str=40:null",
        "q07:int:null",
        "q08:bool:null",
        "q09:date:null",
        "q10:text:null",
        "q11:str=40:unique",
        "q12:int:unique",
        "q13:bool:default=false",
        "q14:datetime",
        "q15:text:search",
        "q16:float",
        "q17:decimal=8,3",
        "q18:uuid",
        "q19:email",
        "q20:url",
        "q21:enum=a,b,c",
        "q22:time",
        "q23:bigint",
        "q24:json",
        "q25:bytes",
        "q26:str:search",
        "q27:str:private",
        "q28:int:index",
        "q29:int:min=1:max=9",
        "q30:datetime:null",
    ],
);

/// Names of 30 characters.
/// Every name is as long as the stack takes: `longest` in its `stack.toml`.
pub const LONG_NAMES: Stamp = stamp(
    "crud",
    &[
        "--entity",
        "InternationalShippingAgreement",
        "--{mode}",
        "--db-url",
        "{db_url}",
        "customs_clearance_reference_code:str=80:unique",
        "estimated_departure_timestamp_tz:datetime",
        "insurance_coverage_percentage_pt:decimal=10,2:null",
        "responsible_department_statement:enum=waiting,approved:default=waiting",
    ],
);

pub const LONG_REFERENCE: Stamp = stamp(
    "crud",
    &[
        "--entity",
        "IntercontinentalFreightInvoice",
        "intercontinental_freight_voucher:ref=InternationalShippingAgreement",
        "remaining_outstanding_balance_eu:decimal=12,2:min=0",
    ],
);

pub const REFERENCES: &[Stamp] = &[
    stamp(
        "crud",
        &[
            "--entity",
            "Category",
            "--{mode}",
            "--db-url",
            "{db_url}",
            "name:str=80",
            "parent:ref=Category:null",
        ],
    ),
    stamp("crud", &["--entity", "Account", "name:str=80:unique"]),
    stamp(
        "crud",
        &[
            "--entity",
            "Transfer",
            "source:ref=Account",
            "target:ref=Account:on-delete=cascade",
            "amount:decimal=12,2",
        ],
    ),
];

pub const NAMES: &[Stamp] = &[
    stamp(
        "crud",
        &[
            "--entity",
            "APIKey",
            "--{mode}",
            "--db-url",
            "{db_url}",
            "label:str=40",
        ],
    ),
    stamp(
        "crud",
        &["--entity", "News", "headline:str=80", "type:str=20"],
    ),
    stamp(
        "crud",
        &["--entity", "Person", "name:str=80", "key:ref=APIKey:null"],
    ),
    stamp("crud", &["--entity", "Status", "name:str=40:unique"]),
    stamp(
        "crud",
        &["--entity", "Cactus", "--plural", "Cactuses", "name:str=40"],
    ),
];

/// Each kind on top of the one before.
pub const MIGRATIONS: &[Stamp] = &[
    USER,
    stamp(
        "migration",
        &[
            "--kind",
            "add-column",
            "--entity",
            "User",
            "nickname:str=40:null",
            "manager_id:uuid:null",
        ],
    ),
    stamp(
        "migration",
        &[
            "--kind",
            "rename-column",
            "--entity",
            "User",
            "--from",
            "nickname",
            "--to",
            "alias",
        ],
    ),
    stamp(
        "migration",
        &[
            "--kind",
            "drop-column",
            "--entity",
            "User",
            "alias:str=40:null",
        ],
    ),
    stamp(
        "migration",
        &[
            "--kind",
            "add-index",
            "--entity",
            "User",
            "--columns",
            "full_name,email",
        ],
    ),
    stamp(
        "migration",
        &[
            "--kind",
            "add-foreign-key",
            "--entity",
            "User",
            "--column",
            "manager_id",
            "--references",
            "users.id",
        ],
    ),
    stamp(
        "migration",
        &["--kind", "empty", "-m", "prepare the next release"],
    ),
];

/// Migrations leave the model to the person; this is what theirs make of it.
pub const MODEL_OF_THE_MIGRATIONS: &[ByHand] = &[ByHand {
    path: "app/models/user.py",
    line: "    __tablename__ = \"users\"\n",
    becomes: "    __tablename__ = \"users\"\n    __table_args__ = (sa.Index(None, \"full_name\", \"email\"),)\n\n    \
              manager_id: Mapped[UUID | None] = mapped_column(\n        sa.ForeignKey(\"users.id\"), index=True\n    )\n",
}];

pub const TOGETHER: &[Stamp] = &[
    USER,
    ORDER,
    stamp(
        "endpoint",
        &["--entity", "Note", "--routes", "get,list", "body:text"],
    ),
    stamp(
        "crud",
        &[
            "--entity",
            "Reminder",
            "--auth",
            "--cache",
            "user:ref=User",
            "at:datetime",
        ],
    ),
    stamp(
        "model",
        &["--entity", "AuditEntry", "at:datetime", "what:str=200"],
    ),
    stamp("schema", &["--entity", "Ping", "at:datetime"]),
    stamp("settings", &["--of", "Billing"]),
    stamp("migration", &["--kind", "empty", "-m", "mark a release"]),
    stamp("retry", &[]),
    stamp("bounded-concurrency", &[]),
    stamp("time-limit", &[]),
    stamp("timezone", &[]),
    stamp("input-validation", &[]),
    stamp("security-headers", &[]),
    stamp("structured-logging", &[]),
    stamp("error-envelope", &[]),
    stamp("monitoring", &[]),
    stamp("registry", &["--of", "Exporter"]),
    stamp("module", &["--of", "PriceCalculator"]),
    stamp("webhook-receiver", &[]),
    stamp("jwt-auth", &[]),
    stamp("transaction", &[]),
    stamp("soft-delete", &[]),
    stamp("rate-limit", &[]),
    stamp("redis-cache", &[]),
    stamp("streaming-upload", &[]),
    stamp("http-client", &["--api", "Payments"]),
    stamp("email-service", &[]),
    stamp("overlap-check", &[]),
    stamp("background-task", &[]),
    stamp("celery-worker", &[]),
    stamp("response-format", &[]),
    stamp("layered-architecture", &[]),
    stamp("docker-compose", &[]),
    stamp("load-test", &[]),
    stamp("quality-gate", &[]),
    stamp("file-pipeline", &[]),
    stamp("sql-migration", &[]),
    stamp(
        "feature",
        &["--entity", "Ticket", "user:ref=User", "title:str=80"],
    ),
    stamp("agent", &["--called", "Researcher"]),
    stamp("batch-insert", &[]),
    stamp("eager-loading", &[]),
    stamp("row-locking", &[]),
    stamp("connection-pool", &[]),
];

/// All but the last two, which are for PostgreSQL alone.
pub const ON_SQLITE: &[Stamp] = TOGETHER.split_at(TOGETHER.len() - 2).0;
