//! Unity Catalog and Delta Sharing: which data is read, written, shared and denied.

use crate::breakdowns::Definition;

pub(super) const UNITY_CATALOG: &[Definition] = &[
    Definition::new(
        "Most read tables",
        "Counts generateTemporaryTableCredential whose operation reads and does not write, by table.",
        "action:generateTemporaryTableCredential param.operation:*READ* -param.operation:*WRITE* outcome:success",
        &["requestParams.table_full_name"],
    )
    .distinct("principals", "email"),
    Definition::new(
        "Most written tables",
        "Counts generateTemporaryTableCredential whose operation writes or creates, by table.",
        "action:generateTemporaryTableCredential param.operation:(*WRITE*, *CREATE*) outcome:success",
        &["requestParams.table_full_name"],
    )
    .distinct("principals", "email"),
    Definition::new(
        "Volumes",
        "Counts generateTemporaryVolumeCredential by volume and operation.",
        "action:generateTemporaryVolumeCredential",
        &["requestParams.volume_full_name", "requestParams.operation"],
    )
    .distinct("principals", "email"),
    Definition::new(
        "Paths",
        "Counts generateTemporaryPathCredential by URL and operation.",
        "action:generateTemporaryPathCredential",
        &["requestParams.url", "requestParams.operation"],
    )
    .distinct("principals", "email"),
    Definition::new(
        "Denied tables",
        "Counts denied requests for the data of a table, by table and principal.",
        "action:(generateTemporaryTableCredential, getTable) outcome:denied",
        &["requestParams.table_full_name", "email"],
    ),
    Definition::new(
        "Permission changes",
        "Counts updatePermissions by principal and securable.",
        "action:(updatePermissions, updateSharePermissions)",
        &["email", "requestParams.securable_full_name"],
    ),
    Definition::new(
        "Delta Sharing by recipient",
        "Counts requests of recipients by recipient and share, and those denied by an IP access list.",
        "action:deltaSharing*",
        &["requestParams.recipient_name", "requestParams.share"],
    )
    .part("denied by address", "param.is_ip_access_denied:true"),
];
