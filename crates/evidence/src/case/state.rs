//! What a finding is, once somebody has looked at it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a finding is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nobody has decided yet.
    #[default]
    Open,
    /// It is as it should be.
    Explained,
    /// It is not as it should be.
    Exception,
}

impl State {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::Open, Self::Explained, Self::Exception];

    /// As files have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Explained => "explained",
            Self::Exception => "exception",
        }
    }
}
