//! Letters wait in a table and are sent by a worker, never inside a request.

use crate::words::words;

words! {
    /// Where a letter is.
    State {
        /// To be sent when it is due.
        Waiting = "waiting",
        /// Handed over.
        Sent = "sent",
        /// Given up.
        Failed = "failed",
    }
}
