//! The outcome of an action.

use serde::{Deserialize, Serialize};

use crate::model::Response;

/// Number of events by outcome. The definition, by `response.statusCode`:
///
/// * **unknown**: no response, or no status code;
/// * **denied**: 401 or 403;
/// * **success**: 200 to 299;
/// * **failure**: any other code from 400 on, and any other code with an error message. Failed runs and commands have 1
///   or 0, always with a message; the generator writes no other code without one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcomes {
    /// Events that succeeded.
    pub success: u64,
    /// Events that were denied.
    pub denied: u64,
    /// Events that failed for another reason.
    pub failure: u64,
    /// Events without an outcome in their record.
    pub unknown: u64,
}

impl Outcomes {
    /// The sum of all.
    pub fn events(self) -> u64 {
        self.success + self.denied + self.failure + self.unknown
    }

    pub(crate) fn count(&mut self, outcome: Outcome) {
        let counter = match outcome {
            Outcome::Success => &mut self.success,
            Outcome::Denied => &mut self.denied,
            Outcome::Failure => &mut self.failure,
            Outcome::Unknown => &mut self.unknown,
        };
        *counter += 1;
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Success,
    Denied,
    Failure,
    Unknown,
}

impl Outcome {
    pub(crate) fn of(response: Option<&Response<'_>>) -> Self {
        match response.and_then(|response| response.status) {
            None => Self::Unknown,
            Some(401 | 403) => Self::Denied,
            Some(200..=299) => Self::Success,
            Some(_) => Self::Failure,
        }
    }
}
