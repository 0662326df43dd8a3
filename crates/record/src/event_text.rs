//! The texts of an event by name, for what is done alike with several of them.

use std::borrow::Cow;

use crate::event::Event;

/// Declares [`EventText`] from the fields of [`Event`].
macro_rules! event_texts {
    ($($text:ident $field:ident,)*) => {
        /// A text of an event.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "each is the field of `Event` with the same name")]
        pub enum EventText {
            $($text,)*
        }

        impl EventText {
            /// How many there are.
            pub(crate) const COUNT: usize = Self::ALL.len();

            /// All of them, in the order of their codes.
            pub(crate) const ALL: [Self; [$(stringify!($text),)*].len()] = [$(Self::$text,)*];

            /// The name of its field.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(Self::$text => stringify!($field),)*
                }
            }
        }

        impl<'a> Event<'a> {
            /// An event with these texts and nothing else.
            pub(crate) fn of_texts(text: impl Fn(EventText) -> Option<Cow<'a, str>>) -> Self {
                Self { $($field: text(EventText::$text),)* ..Self::default() }
            }

            #[inline]
            pub(crate) fn text(&self, text: EventText) -> Option<&str> {
                match text {
                    $(EventText::$text => self.$field.as_deref(),)*
                }
            }

            pub(crate) fn text_mut(&mut self, text: EventText) -> &mut Option<Cow<'a, str>> {
                match text {
                    $(EventText::$text => &mut self.$field,)*
                }
            }
        }
    };
}

event_texts! {
    ServiceName service_name,
    ActionName action_name,
    AuditLevel audit_level,
    AccountId account_id,
    WorkspaceId workspace_id,
    Email email,
    SubjectName subject_name,
    RunBy run_by,
    RunAs run_as,
    SourceIpAddress source_ip_address,
    UserAgent user_agent,
    SessionId session_id,
    RequestId request_id,
    EventId event_id,
    ErrorMessage error_message,
    Result result,
}
