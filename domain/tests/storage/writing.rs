//! The one write path: what is refused leaves no trace and holds nobody up.

use crate::harness::Fresh;
use domain::log;

on_both!(an_empty_log_is_whole);

async fn an_empty_log_is_whole(fresh: Fresh) {
    let report = log::verify(&fresh.forum).await.expect("it can be read");
    assert_eq!(report.entries, 0);
    assert_eq!(report.faults, Vec::<String>::new());
}
