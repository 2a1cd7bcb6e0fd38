//! Spellings that are read, how they are written for a driver, and what is refused.

use minijinja::{Environment, context};

use super::{DbUrl, Scheme};

fn sound(text: &str) -> DbUrl {
    DbUrl::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A URL, and what it is with the driver for the asynchronous way of calling.
const SPELLINGS: &str = "
    sqlite:///x.db => sqlite+aiosqlite:///x.db
    sqlite:///./app.db => sqlite+aiosqlite:///./app.db
    sqlite:////srv/data/app.db => sqlite+aiosqlite:////srv/data/app.db
    sqlite:///C:/data/app.db => sqlite+aiosqlite:///C:/data/app.db
    sqlite+aiosqlite:///x.db => sqlite+aiosqlite:///x.db
    sqlite+pysqlite:///x.db?timeout=5 => sqlite+aiosqlite:///x.db?timeout=5
    SQLite:///My.db => sqlite+aiosqlite:///My.db
    postgres://h/d => postgresql+asyncpg://h/d
    postgresql://u:p@h:5433/d => postgresql+asyncpg://u:p@h:5433/d
    postgresql+asyncpg://u@h/d => postgresql+asyncpg://u@h/d
    postgresql+psycopg://u:p@h/d => postgresql+asyncpg://u:p@h/d
    postgresql+psycopg2://u:p@h/d => postgresql+asyncpg://u:p@h/d
    postgresql://u:p%40ss%2Fw@h/d => postgresql+asyncpg://u:p%40ss%2Fw@h/d
    postgresql://u:p@ss@h/d => postgresql+asyncpg://u:p%40ss@h/d
    postgresql://u:50%off@h/d => postgresql+asyncpg://u:50%25off@h/d
    postgresql://u:a:b@h/d => postgresql+asyncpg://u:a%3Ab@h/d
    postgresql://us%40er@h/d => postgresql+asyncpg://us%40er@h/d
    postgresql://u:p@[::1]:5433/d => postgresql+asyncpg://u:p@[::1]:5433/d
    postgresql://[2001:db8::1]/d => postgresql+asyncpg://[2001:db8::1]/d
    postgresql:///d => postgresql+asyncpg:///d
    postgresql://u:p@/d?host=/cloudsql/a:b:c => postgresql+asyncpg://u:p@/d?host=/cloudsql/a:b:c
    postgresql:///d?host=%2Fvar%2Frun => postgresql+asyncpg:///d?host=/var/run
    postgresql://u:p@h/d?sslmode=require => postgresql+asyncpg://u:p@h/d?ssl=require
    postgresql://u:p@h/d?sslmode=require&channel_binding=require => postgresql+asyncpg://u:p@h/d?ssl=require
    postgresql://h/d?connect_timeout=10 => postgresql+asyncpg://h/d
    postgresql://u@h/d?password=s%26t => postgresql+asyncpg://u:s%26t@h/d
    postgresql://u:@h/d => postgresql+asyncpg://u@h/d
    postgresql://db-1.internal_net/my-db.test => postgresql+asyncpg://db-1.internal_net/my-db.test
";

#[test]
fn spellings() {
    for line in SPELLINGS.lines().filter(|line| !line.is_empty()) {
        let (text, expected) = line.trim().split_once(" => ").expect(line);
        let url = sound(text);
        let driver = if url.scheme() == Scheme::Sqlite {
            "aiosqlite"
        } else {
            "asyncpg"
        };
        assert_eq!(url.with_driver(driver), expected, "{text}");
        assert_eq!(
            sound(&url.with_driver("")).with_driver(driver),
            expected,
            "{text}"
        );
    }
}

#[test]
fn parts() {
    let url = sound("postgresql+psycopg://us%40er:p%2Fw@[::1]:5433/d?sslmode=require");
    assert_eq!(url.driver(), Some("psycopg"));
    assert_eq!((url.user(), url.password()), (Some("us@er"), Some("p/w")));
    assert_eq!(
        (url.host(), url.port(), url.database()),
        (Some("::1"), Some(5433), "d")
    );
    let url = sound("sqlite:////srv/app.db");
    assert_eq!(
        (url.host(), url.database(), url.has_secret()),
        (None, "/srv/app.db", false)
    );
}

#[test]
fn parameters_by_driver() {
    let url = sound("postgresql://h/d?sslmode=require&channel_binding=require&application_name=x");
    assert_eq!(
        url.with_driver("psycopg"),
        "postgresql+psycopg://h/d?sslmode=require&channel_binding=require&application_name=x"
    );
    assert_eq!(
        url.left_out("asyncpg"),
        ["channel_binding", "application_name"]
    );
    assert!(url.left_out("psycopg").is_empty());
    assert_eq!(
        sound("postgresql://h/d?ssl=require").with_driver("psycopg"),
        "postgresql+psycopg://h/d?sslmode=require"
    );
}

#[test]
fn the_password_is_in_nothing_that_is_shown() {
    for text in [
        "postgresql://u:hunter2@h/d",
        "postgresql+psycopg://u:hunter2@h:1/d?sslmode=require",
        "postgresql://u@h/d?password=hunter2",
        "postgresql://u@h/d?sslpassword=hunter2",
        "sqlite:///x.db?password=hunter2",
    ] {
        let url = sound(text);
        assert!(url.has_secret(), "{text}");
        assert!(url.with_driver("").contains("hunter2"), "{text}");
        let template = "{{ url }} {{ url.safe }} {{ url.safe_with_driver('psycopg') }} {{ [url] }} {{ {'url': url} }}";
        let rendered = Environment::new()
            .render_str(template, context! { url => url.to_value() })
            .expect("sound");
        for shown in [
            url.safe(),
            url.safe_with_driver("x"),
            url.to_string(),
            format!("{url:?}"),
            format!("{url:#?}"),
            rendered,
        ] {
            assert!(!shown.contains("hunter2"), "{shown}");
        }
    }
    assert_eq!(
        sound("postgresql://u:p@h:1/d?sslmode=require").safe(),
        "postgresql://u@h:1/d?sslmode=require"
    );
    assert_eq!(
        sound("postgresql+psycopg://u:p@h/d").safe(),
        "postgresql+psycopg://u@h/d"
    );
}

#[test]
fn as_templates_see_it() {
    let url = sound("postgresql://u:p%40@h:5433/d").to_value();
    let template = "{{ url.scheme }} {{ url.host }} {{ url.port }} {{ url.user }} {{ url.password }} {{ url.database }} \
                    {{ url.with_driver('asyncpg') }} {{ url.with_driver('') }} {{ url.safe_with_driver('asyncpg') }}";
    let rendered = Environment::new()
        .render_str(template, context! { url })
        .expect("sound");
    assert_eq!(
        rendered,
        "postgresql h 5433 u p@ d postgresql+asyncpg://u:p%40@h:5433/d postgresql://u:p%40@h:5433/d postgresql+asyncpg://u@h:5433/d"
    );
}

/// What is refused, and with what; `hunter2` stands where a password does, or could.
const REFUSED: &str = "
    x.db => has no `SCHEME://`
    localhost/db => has no `SCHEME://`
    sqlite:x.db => has no `SCHEME://`
    user:hunter2@host/db => has no `SCHEME://`
    host=h password=hunter2 => has no `SCHEME://`
    :memory: => is of a database in memory, which every connection would find empty
    sqlite:// => is of a database in memory, which every connection would find empty
    sqlite:/// => is of a database in memory, which every connection would find empty
    sqlite:///:memory: => is of a database in memory, which every connection would find empty
    sqlite+aiosqlite:///:memory: => is of a database in memory, which every connection would find empty
    sqlite:///file:x?mode=memory&uri=true => is of a database in memory, which every connection would find empty
    sqlite://x.db => of SQLite names a host, and there is none
    sqlite://u:hunter2@h/x.db => of SQLite names a host, and there is none
    sqlite:///data/ => of SQLite ends in a directory
    mysql://u:hunter2@h/d => has the unsupported scheme `mysql`
    postgre://u:hunter2@h/d => has the unsupported scheme `postgre`
    hunter2 is a long phrase://h/d => has the unsupported scheme
    :// => has the unsupported scheme
    postgresql+mysqldb://h/d => has the unknown driver `mysqldb`
    sqlite+asyncpg:///x.db => has the unknown driver `asyncpg`
    postgresql:// => names no database
    postgresql://h => names no database
    postgresql://h/ => names no database
    postgresql://u:hunter2@h => names no database
    postgresql://u:hunter2@h/?sslmode=require => names no database
    postgresql://h/a/b => has a database name that is none
    postgresql://h/a%20b => has a database name that is none
    postgresql://h:0/d => has a port that is not a number from 1 to 65535
    postgresql://h:65536/d => has a port that is not a number from 1 to 65535
    postgresql://h:/d => has a port that is not a number from 1 to 65535
    postgresql://u:hunter2/d => has a port that is not a number from 1 to 65535
    postgresql://u:hunter2/x@h/d => has an `@` after a `/`, `?` or `#`
    postgresql://u:hunter2#x@h/d => has an `@` after a `/`, `?` or `#`
    postgresql://u:hunter2?x@h/d => has an `@` after a `/`, `?` or `#`
    postgresql://:hunter2@h/d => has a password and no user
    postgresql://u:hunter2%00@h/d => has a user or password with a control character or a broken `%`
    postgresql://u:hunter2%ff@h/d => has a user or password with a control character or a broken `%`
    postgresql://u:hunter2@h/d?password=hunter2 => has two passwords
    postgresql://[::1/d => has a host that is none
    postgresql://[hunter2]/d => has a host that is none
    postgresql://h1,h2/d => has a host that is none
    postgresql://%2Fvar%2Frun/d => has a host that is none
    postgresql://h/d?=x => has a query parameter without a name or with a control character
";

#[test]
fn refused() {
    for line in REFUSED.lines().filter(|line| !line.is_empty()) {
        let (text, fault) = line.trim().split_once(" => ").expect(line);
        let error = DbUrl::parse(text).expect_err(text);
        assert_eq!(
            error.message(),
            format!("the database URL {fault}"),
            "{text}"
        );
        let told = format!("{error} {error:?} {}", error.hints().join(" "));
        assert!(!told.contains("hunter2"), "{told}");
    }
}

#[test]
fn refused_characters() {
    for text in [
        "",
        " sqlite:///x.db",
        "sqlite:///x.db\n",
        "sqlite:///a\0b",
        "postgresql://u:\u{1b}@h/d",
        "postgresql://h/d\u{202e}",
    ] {
        let error = DbUrl::parse(text).expect_err("refused");
        assert!(!error.message().contains(char::is_control), "{text:?}");
        assert!(!error.hints().is_empty());
    }
}

#[test]
fn unsupported_schemes_have_a_way_out() {
    let error = DbUrl::parse("postgre://h/d").expect_err("refused");
    assert_eq!(error.hints()[0], "did you mean `postgresql`?");
    assert!(error.hints()[1].starts_with("supported are `sqlite:///FILE`"));
    assert!(
        !DbUrl::parse("mysql://h/d")
            .expect_err("refused")
            .hints()
            .is_empty()
    );
}

#[test]
fn every_password_comes_back() {
    for password in [
        "p@ss:w/rd?#&=+ %",
        "%41%",
        "ü€ß",
        "\"'$`\\{}[]",
        "a b",
        "%%25",
        "-._~",
    ] {
        let url = DbUrl {
            password: Some(password.to_owned()),
            ..sound("postgresql://u@h/d")
        };
        let written = url.with_driver("asyncpg");
        assert!(
            written
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && !b"\"'$`\\{}".contains(&byte)),
            "{written}"
        );
        assert_eq!(sound(&written).password(), Some(password));
    }
}

#[test]
fn a_broken_url_never_tells_its_password() {
    let pieces = [
        "postgresql",
        "sqlite",
        "+asyncpg",
        "://",
        ":",
        "@",
        "/",
        "//",
        "?",
        "#",
        "[",
        "]",
        "u",
        "hunter2",
        "h",
        "5432",
        "d",
        "password=",
        "%",
        "%zz",
        ",",
    ];
    let mut state: u64 = 5;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..=state % 11 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            text += pieces[usize::try_from(state >> 33).unwrap_or_default() % pieces.len()];
        }
        match DbUrl::parse(&text) {
            Ok(url) => {
                assert_eq!(
                    sound(&url.with_driver("")).with_driver("x"),
                    url.with_driver("x"),
                    "{text}"
                );
                assert!(
                    url.password()
                        .is_none_or(|password| !password.contains("hunter2")
                            || !url.safe().contains(password)),
                    "{text}"
                );
            }
            Err(error) => {
                let is_scheme = text
                    .split("://")
                    .next()
                    .is_some_and(|scheme| scheme.contains("hunter2"));
                let told = format!("{error} {}", error.hints().join(" "));
                assert!(is_scheme || !told.contains("hunter2"), "{text}: {told}");
            }
        }
    }
}
