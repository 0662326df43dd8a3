//! Decompresses a file in a thread of its own while another reads its text.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use touchstone_source::{Expansion, Position};

use crate::cores::Core;
use crate::file::FileSource;

/// Chunks of half a MiB that wait for the reader: about what it takes at a time.
const CHUNKS_AHEAD: usize = 16;

/// Decompressed bytes, the bytes of the file that were read for them, and how the file ended if they are the last.
struct Chunk {
    text: Vec<u8>,
    position: u64,
    end: Option<io::Result<()>>,
}

/// The content of a compressed file as a stream. Dropped, it ends its thread.
pub(crate) struct Ahead {
    /// `None` after the end.
    chunks: Option<Receiver<Chunk>>,
    thread: Option<JoinHandle<()>>,
    text: Vec<u8>,
    given: usize,
    end: Option<io::Result<()>>,
    position: Rc<Cell<u64>>,
}

impl Ahead {
    /// Starts the thread, which takes the core. `None` if it does not start.
    pub(crate) fn start(file: FileSource, expansion: Expansion, position: &Position, core: Core) -> Option<Self> {
        let (sender, chunks) = sync_channel(CHUNKS_AHEAD);
        let run = move || {
            expand(file, expansion, &sender);
            drop(core);
        };
        let thread = std::thread::Builder::new().spawn(run).ok()?;
        let position = Rc::clone(position);
        Some(Self { chunks: Some(chunks), thread: Some(thread), text: Vec::new(), given: 0, end: None, position })
    }

    /// Takes the next chunk. A thread that ends without saying how has failed.
    fn take(&mut self) -> io::Result<usize> {
        let Some(chunks) = &self.chunks else { return Ok(0) };
        let Ok(chunk) = chunks.recv() else {
            self.chunks = None;
            return Err(io::Error::other("decompression stopped"));
        };
        self.position.set(self.position.get().max(chunk.position));
        (self.text, self.given) = (chunk.text, 0);
        if let Some(end) = chunk.end {
            self.chunks = None;
            self.end = Some(end);
        }
        Ok(self.text.len())
    }
}

impl Read for Ahead {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.given == self.text.len() && self.take()? == 0 {
            return self.end.take().unwrap_or(Ok(())).map(|()| 0);
        }
        let count = into.len().min(self.text.len() - self.given);
        into[..count].copy_from_slice(&self.text[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        // Without its receiver the thread ends after the chunk it is at.
        self.chunks = None;
        self.thread.take().map(JoinHandle::join);
    }
}

/// Sends a file's content until it ends or nobody takes it.
fn expand(file: FileSource, expansion: Expansion, chunks: &SyncSender<Chunk>) {
    let position = Arc::new(AtomicU64::new(0));
    let mut expanding = match expansion.start(file, Arc::clone(&position)) {
        Ok(expanding) => expanding,
        Err(error) => {
            chunks.send(Chunk { text: Vec::new(), position: 0, end: Some(Err(error)) }).ok();
            return;
        }
    };
    loop {
        let (text, end) = expanding.next_chunk();
        let is_last = end.is_some();
        let chunk = Chunk { text, position: position.load(Ordering::Relaxed), end };
        if chunks.send(chunk).is_err() || is_last {
            return;
        }
    }
}
