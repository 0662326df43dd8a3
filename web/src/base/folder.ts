/** Files out of a drop: whole folders with their relative paths, in the order of their paths. */

/** A file and the path by which the page names it. */
export type Given = { path: string; file: File };

/** What a drop or a choice held. */
export type Gathered = {
  /** Every file, sorted by path. */
  files: Given[];
  /** What is no file that could be opened: shown, never passed over in silence. */
  skipped: Skipped[];
};

/** Something that is not read, and why. */
export type Skipped = { path: string; reason: string };

/** A file, or a folder with what is in it, from whichever of the browsers' interfaces. */
export type Tree = { name: string } & ({ open(): Promise<File> } | { list(): Promise<Tree[]> });

/** The part of `FileSystemEntry` that is needed. */
export type Entry = {
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  readonly name: string;
  file?(found: (file: File) => void, failed: (error: unknown) => void): void;
  createReader?(): {
    readEntries(found: (entries: Entry[]) => void, failed: (error: unknown) => void): void;
  };
};

/** The part of `FileSystemHandle` that is needed. */
export type Handle = {
  readonly kind: 'file' | 'directory';
  readonly name: string;
  getFile?(): Promise<File>;
  values?(): AsyncIterable<Handle>;
};

/** A tree of what every browser gives in a drop. In Chromium it fails on pages opened from file://. */
export function entryTree(entry: Entry): Tree {
  const { name } = entry;
  return entry.isDirectory ? { name, list: () => readFolder(entry) } : { name, open: () => openFile(entry) };
}

/** A tree of what Chromium gives in a drop; it works from file:// too. */
export function handleTree(handle: Handle): Tree {
  const { name } = handle;
  if (handle.kind === 'file') return { name, open: () => handle.getFile?.() ?? Promise.reject(NEITHER) };
  return {
    name,
    async list() {
      const children: Tree[] = [];
      for await (const child of handle.values?.() ?? []) children.push(handleTree(child));
      return children;
    },
  };
}

/** Sorts what was given by path. Which of the files are inputs is the core's to say. */
export function gather(given: Given[], skipped: Skipped[] = []): Gathered {
  const byPath = (a: { path: string }, b: { path: string }): number =>
    a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
  return { files: [...given].sort(byPath), skipped: [...skipped].sort(byPath) };
}

/** Walks what was dropped. What cannot be opened is skipped with its reason, the rest goes on. */
export async function walk(trees: Tree[]): Promise<Gathered> {
  const given: Given[] = [];
  const skipped: Skipped[] = [];
  // A stack of our own: a deep tree must not exhaust the call stack, nor a wide one open every folder at once.
  const waiting = trees.map((tree) => ({ tree, path: tree.name }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { tree, path } = next;
    try {
      if ('open' in tree) {
        given.push({ path, file: await tree.open() });
      } else {
        const children = await tree.list();
        for (const child of children) waiting.push({ tree: child, path: `${path}/${child.name}` });
        if (children.length === 0) skipped.push({ path: `${path}/`, reason: 'folder without a file' });
      }
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      skipped.push({ path, reason: `cannot be opened: ${text}` });
    }
  }
  return gather(given, skipped);
}

const NEITHER = new Error('neither a file nor a folder');

/** All children of a folder. A reader hands out 100 at a time and says that it is done by an empty batch. */
async function readFolder(folder: Entry): Promise<Tree[]> {
  const reader = folder.createReader?.();
  const children: Tree[] = [];
  for (;;) {
    const batch = await new Promise<Entry[]>((found, failed) => {
      if (reader) reader.readEntries(found, failed);
      else found([]);
    });
    if (batch.length === 0) return children;
    children.push(...batch.map(entryTree));
  }
}

function openFile(entry: Entry): Promise<File> {
  return new Promise((found, failed) => {
    if (entry.file) entry.file(found, failed);
    else failed(NEITHER);
  });
}
