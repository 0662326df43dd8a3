//! `clamAVScanService-dataplane`: virus scans of the data plane. No user acts; the report is in the result.

use super::Service;
use crate::model::Event;
use crate::scene::Scene;

pub(crate) static SERVICE: Service = Service { people: 0, programs: 3, in_2019: false, operate };

fn operate<'w>(scene: &mut Scene<'w, '_>) -> Event<'w> {
    let instance = format!("i-{:017x}", scene.random.next() >> 4);
    report(scene, instance, 0)
}

/// The report of a scan that found so many infected files.
pub(crate) fn report<'w>(scene: &mut Scene<'w, '_>, instance: String, infected: u64) -> Event<'w> {
    let (files, seconds) = (scene.random.between(9_000, 40_000), scene.random.between(60, 900));
    let mut event =
        scene.event("clamAVScanService-dataplane", "clamAVScanAction").by_nobody().text("instanceId", instance);
    event.ip = "0.0.0.0".into();
    let report = format!(
        "Infected files: {infected}\nScanned files: {files}\nTime: {seconds}.000 sec ({} m {} s)\n",
        seconds / 60,
        seconds % 60
    );
    event.result(report)
}
