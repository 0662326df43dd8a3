//! A generated event, independent of any format. The writers turn it into a record.

use std::borrow::Cow;
use std::fmt::Display;

use crate::world::workspaces::Workspace;

/// Text, borrowed from the world if possible.
pub(crate) type Text<'w> = Cow<'w, str>;

#[derive(Debug, Clone)]
pub(crate) struct Event<'w> {
    /// The same in every format with event ids; set by the stream.
    pub(crate) id: u128,
    /// Epoch milliseconds, UTC.
    pub(crate) time_ms: i64,
    pub(crate) service: &'static str,
    pub(crate) action: &'static str,
    /// The workspace; `None` for an account-level event, which real logs file under workspace 0.
    pub(crate) workspace: Option<&'w Workspace>,
    pub(crate) account_id: &'w str,
    pub(crate) email: Option<Text<'w>>,
    pub(crate) subject_name: Option<Text<'w>>,
    /// May be empty or `0.0.0.0`, as in real logs.
    pub(crate) ip: Text<'w>,
    /// Only with an IPv4 address: some front ends log `ip:port`.
    pub(crate) port: Option<u16>,
    pub(crate) user_agent: Option<Text<'w>>,
    /// Each format has its own spelling of it.
    pub(crate) session_id: Option<u128>,
    /// Not unique: the request and the result of a long action share it.
    pub(crate) request_id: u128,
    /// Request parameters in order; `None` if the record has `null`.
    pub(crate) params: Option<Vec<(&'static str, Value<'w>)>>,
    pub(crate) response: Option<Response<'w>>,
    /// The index of its planted incident.
    pub(crate) incident: Option<usize>,
}

/// A request parameter. Nearly all are text, including numbers and nested JSON; newer services also log typed values.
#[derive(Debug, Clone)]
pub(crate) enum Value<'w> {
    Text(Text<'w>),
    Integer(i64),
    Boolean(bool),
    Null,
    /// An object or a list, already valid JSON.
    Json(Text<'w>),
}

impl Value<'_> {
    /// Its text in formats that only have text: a number's digits, an object's JSON.
    pub(crate) fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) | Self::Json(text) => Some(Cow::Borrowed(text)),
            Self::Integer(number) => Some(Cow::Owned(number.to_string())),
            Self::Boolean(is) => Some(Cow::Borrowed(if *is { "true" } else { "false" })),
            Self::Null => None,
        }
    }
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Response<'w> {
    /// Usually an HTTP status; `jobs.runFailed` and failed commands have 1 or 0.
    pub(crate) status: Option<i32>,
    pub(crate) error_message: Option<Text<'w>>,
    pub(crate) result: Option<Text<'w>>,
}

impl<'w> Event<'w> {
    fn with(mut self, key: &'static str, value: Value<'w>) -> Self {
        self.params.get_or_insert_default().push((key, value));
        self
    }

    pub(crate) fn text(self, key: &'static str, value: impl Into<Text<'w>>) -> Self {
        self.with(key, Value::Text(value.into()))
    }

    /// A number or a Boolean, logged as text.
    pub(crate) fn shown(self, key: &'static str, value: impl Display + Copy) -> Self {
        self.with(key, Value::Text(value.to_string().into()))
    }

    pub(crate) fn integer(self, key: &'static str, value: i64) -> Self {
        self.with(key, Value::Integer(value))
    }

    pub(crate) fn boolean(self, key: &'static str, value: bool) -> Self {
        self.with(key, Value::Boolean(value))
    }

    pub(crate) fn null(self, key: &'static str) -> Self {
        self.with(key, Value::Null)
    }

    /// `value` is valid JSON text.
    pub(crate) fn json(self, key: &'static str, value: impl Into<Text<'w>>) -> Self {
        self.with(key, Value::Json(value.into()))
    }

    pub(crate) fn result(mut self, result: impl Into<Text<'w>>) -> Self {
        if let Some(response) = self.response.as_mut().filter(|response| response.status == Some(200)) {
            response.result = Some(result.into());
        }
        self
    }

    pub(crate) fn refused(mut self, status: i32, message: impl Into<Text<'w>>) -> Self {
        self.response = Some(Response { status: Some(status), error_message: Some(message.into()), result: None });
        self
    }

    pub(crate) fn by_nobody(mut self) -> Self {
        self.email = None;
        self.subject_name = None;
        self.session_id = None;
        self.user_agent = None;
        self
    }

    /// The text of a request parameter that was logged as text.
    pub(crate) fn param(&self, key: &str) -> Option<&str> {
        self.params.iter().flatten().find_map(|(name, value)| match value {
            Value::Text(text) if *name == key => Some(text.as_ref()),
            _ => None,
        })
    }

    /// The event's principal: `userIdentity.email`, else `requestParams.user`.
    pub(crate) fn principal(&self) -> Option<&str> {
        self.email.as_deref().or_else(|| self.param("user"))
    }
}
