/** Collects the files of a drop: whole folders with relative paths, sorted by path. */

/** A file and its path on the page. */
export type Given = { path: string; file: File };

/** The contents of a drop or file choice. */
export type Gathered = {
  /** Every file, sorted by path. */
  files: Given[];
  /** Entries that could not be opened; always shown to the user. */
  skipped: Skipped[];
};

/** An entry that is not read, and why. */
export type Skipped = { path: string; reason: string };

/** A file, or a folder with its entries, from any of the browsers' interfaces. */
export type Tree = { name: string } & ({ open(): Promise<File> } | { list(): Promise<Tree[]> });

/** The members of `FileSystemEntry` used here. */
export type Entry = {
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  readonly name: string;
  file?(found: (file: File) => void, failed: (error: unknown) => void): void;
  createReader?(): {
    readEntries(found: (entries: Entry[]) => void, failed: (error: unknown) => void): void;
  };
};

/** The members of `FileSystemHandle` used here. */
export type Handle = {
  readonly kind: 'file' | 'directory';
  readonly name: string;
  getFile?(): Promise<File>;
  values?(): AsyncIterable<Handle>;
};

/** A tree from a drop, in every browser. In Chromium it fails on pages opened from file://. */
export function entryTree(entry: Entry): Tree {
  const { name } = entry;
  return entry.isDirectory ? { name, list: () => readFolder(entry) } : { name, open: () => openFile(entry) };
}

/** A tree from a drop in Chromium; works from file:// as well. */
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

/** Sorts files by path. The core decides which of them are inputs. */
export function gather(given: Given[], skipped: Skipped[] = []): Gathered {
  const byPath = (a: { path: string }, b: { path: string }): number =>
    a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
  return { files: [...given].sort(byPath), skipped: [...skipped].sort(byPath) };
}

/** Whether a file is one of rules or of tuning, by its name: no audit log is YAML. */
export function isRules(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

/** Most of the time goes by in other processes, so that opening some at once is several times as fast. */
const OPENED_AT_ONCE = 64;

/** Walks a drop. Entries that cannot be opened are skipped with a reason. */
export async function walk(trees: Tree[]): Promise<Gathered> {
  // By dropped entry: two of them may have one name, and whatever is opened first, their files keep their order.
  const given: Given[][] = trees.map(() => []);
  const skipped: Skipped[] = [];
  // A list of what is still to be opened: a deep tree must not exhaust the call stack.
  const waiting = trees.map((tree, root) => ({ tree, path: tree.name, root }));
  const open = async ({ tree, path, root }: (typeof waiting)[number]): Promise<void> => {
    try {
      if ('open' in tree) {
        given[root]?.push({ path, file: await tree.open() });
        return;
      }
      const children = await tree.list();
      for (const child of children) waiting.push({ tree: child, path: `${path}/${child.name}`, root });
      if (children.length === 0) skipped.push({ path: `${path}/`, reason: 'folder without a file' });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      skipped.push({ path, reason: `cannot be opened: ${text}` });
    }
  };
  await new Promise<void>((done) => {
    let opening = 0;
    const openMore = (): void => {
      for (; opening < OPENED_AT_ONCE && waiting.length > 0; opening += 1) {
        const next = waiting.pop();
        if (next)
          void open(next).then(() => {
            opening -= 1;
            openMore();
          });
      }
      if (opening === 0) done();
    };
    openMore();
  });
  return gather(given.flat(), skipped);
}

const NEITHER = new Error('neither a file nor a folder');

/** All children of a folder. A reader returns up to 100 at a time, and an empty batch at the end. */
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
