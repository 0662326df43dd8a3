//! Compressed files give the same however many threads read them, and reading them can be stopped.

#![allow(clippy::unwrap_used, reason = "a test ends where its set-up fails")]

use std::io::Write as _;
use std::num::NonZero;
use std::path::{Path, PathBuf};

use touchstone_medallion::InputState;
use touchstone_native::{Loaded, Opened};

/// Events with texts of their own, so that an archive of them is larger than what is read at once.
fn log(events: u64) -> Vec<u8> {
    let mut state = 1_u64;
    let mut id = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u128::from(state).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835)
    };
    let lines = (0..events).map(|nth| {
        format!(
            "{{\"serviceName\":\"jobs\",\"actionName\":\"run\",\"timestamp\":{},\"requestId\":\"{:032x}{:032x}\",\
             \"requestParams\":{{\"job\":\"{}\"}}}}\n",
            1_577_571_960_000 + nth,
            id(),
            id(),
            nth % 7
        )
    });
    lines.collect::<String>().into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(bytes, 1).unwrap()
}

fn flipped(mut bytes: Vec<u8>, at: usize) -> Vec<u8> {
    bytes[at] ^= 0x55;
    bytes
}

/// A folder that is removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, Vec<u8>)]) -> Self {
        let root = std::env::temp_dir().join(format!("touchstone-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&root).unwrap();
        for (name, bytes) in files {
            std::fs::write(root.join(name), bytes).unwrap();
        }
        Self(root)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

fn read(path: &Path, threads: usize, go_on: impl FnMut() -> bool) -> Loaded {
    let mut go_on = go_on;
    Opened::of(&[path.to_owned()]).read(NonZero::new(threads).unwrap(), |_| go_on())
}

/// All that the ledger says, the place of every event, and every problem.
fn told(loaded: &Loaded) -> String {
    let medallion = loaded.session.medallion();
    let inputs = medallion.inputs().iter().map(|input| {
        format!("{} {} {:?} {} {:?}\n", input.path, input.container, input.state, input.bytes_read, input.counts)
    });
    let places = (0..medallion.silver().rows()).map(|row| format!("{:?}\n", medallion.place(row)));
    inputs.chain(places).collect::<String>() + &format!("{:#?}", medallion.problems())
}

#[test]
fn the_number_of_threads_changes_nothing_of_what_is_compressed() {
    let log = log(60_000);
    let halves = (&log[..log.len() / 2], &log[log.len() / 2..]);
    let (packed, squeezed) = (gzip(&log), zstd(&log));
    assert!(packed.len().min(squeezed.len()) > 2 << 20, "they are read by slices");
    let files = [
        ("members.gz", [gzip(halves.0), gzip(halves.1)].concat()),
        ("frames.zst", [zstd(halves.0), zstd(halves.1)].concat()),
        ("cut.gz", packed[..packed.len() * 2 / 3].to_vec()),
        ("cut.zst", squeezed[..squeezed.len() * 2 / 3].to_vec()),
        ("damaged.gz", flipped(packed.clone(), packed.len() / 2)),
        ("damaged.zst", flipped(squeezed.clone(), squeezed.len() / 2)),
        ("followed.gz", [packed, b"no member".to_vec()].concat()),
        ("twice.zst", zstd(&gzip(&log))),
    ];
    let folder = Folder::new("compressed", &files);
    // One file has the cores for itself; of all, the first ones take them.
    let paths = files.iter().map(|(name, _)| folder.0.join(name)).chain([folder.0.clone()]);
    for path in paths {
        let one = told(&read(&path, 1, || true));
        for threads in [2, 3, 6] {
            assert!(told(&read(&path, threads, || true)) == one, "{}: {threads} threads", path.display());
        }
    }
    let loaded = read(&folder.0.join("damaged.gz"), 3, || true);
    let medallion = loaded.session.medallion();
    let said: Vec<_> = medallion.problems().iter().map(|found| found.problem.message.as_str()).collect();
    assert!(matches!(said[..], [.., last] if last.contains("damaged")), "{said:?}");
    assert_eq!(medallion.inputs()[0].state, InputState::Failed);
}

#[test]
fn reading_what_is_compressed_can_be_stopped() {
    let log = log(200_000);
    let folder = Folder::new("stopped", &[("a.gz", gzip(&log)), ("b.zst", zstd(&log))]);
    for threads in [1, 2, 4] {
        let mut times = 0;
        let loaded = read(&folder.0, threads, || {
            times += 1;
            times < 3
        });
        let states: Vec<_> = loaded.session.medallion().inputs().iter().map(|input| input.state).collect();
        assert!(loaded.is_stopped && states.contains(&InputState::Cancelled), "{threads} threads: {states:?}");
        assert!(loaded.session.medallion().silver().rows() < 400_000);
    }
}
