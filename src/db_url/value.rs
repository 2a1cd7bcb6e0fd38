//! A database URL as templates see it; printed, it has no password.

use std::fmt;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, ObjectRepr, Value, from_args};
use minijinja::{Error, ErrorKind, State};

use super::DbUrl;

impl DbUrl {
    /// An object with the members `scheme`, `host`, `port`, `user`, `password`, `database` (none where
    /// there is none) and `safe`, and the methods `with_driver` and `safe_with_driver`.
    #[must_use]
    pub fn to_value(&self) -> Value {
        Value::from_object(DbUrlValue(self.clone()))
    }
}

#[derive(Debug)]
struct DbUrlValue(DbUrl);

impl Object for DbUrlValue {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let url = &self.0;
        Some(match key.as_str()? {
            "scheme" => Value::from(url.scheme().name()),
            "driver" => Value::from(url.driver()),
            "host" => Value::from(url.host()),
            "port" => Value::from(url.port()),
            "user" => Value::from(url.user()),
            "password" => Value::from(url.password()),
            "database" => Value::from(url.database()),
            "safe" => Value::from(url.safe()),
            _ => return None,
        })
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::NonEnumerable
    }

    fn call_method(
        self: &Arc<Self>,
        _: &mut State<'_, '_>,
        method: &str,
        args: &[Value],
    ) -> Result<Value, Error> {
        match method {
            "with_driver" => {
                from_args(args).map(|(driver,): (&str,)| Value::from(self.0.with_driver(driver)))
            }
            "safe_with_driver" => from_args(args)
                .map(|(driver,): (&str,)| Value::from(self.0.safe_with_driver(driver))),
            _ => Err(Error::from(ErrorKind::UnknownMethod)),
        }
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
