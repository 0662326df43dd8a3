//! A session over texts, also for the tests of dependent crates.

use std::rc::Rc;

use touchstone_medallion::Session;

/// A session that has read its inputs and reconciles.
pub(crate) fn load(inputs: &[(&str, &[u8])]) -> Session {
    let mut session = Session::new([5; 16]);
    for (path, bytes) in inputs {
        session.open((*path).to_owned(), Rc::new(bytes.to_vec()));
    }
    while session.step() {}
    assert!(session.medallion().reconciliation().holds);
    session
}
