// Gives files to the page: by file inputs, by a real drag from outside the window, or by a simulated drop.
//
// What each browser allows a test to do:
// * Chromium accepts a drag of files and folders over the debugging protocol, as if from a file manager.
// * Firefox has no such command. Its tests dispatch a `drop` event with a `DataTransfer` of real files, and
//   for folders an event whose items return entries as browsers do: 100 at a time, and only during the event.

import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Chooses files with the file input. */
export async function chooseFiles(page, ...paths) {
  const input = await page.$('#choose-files');
  await input.uploadFile(...paths);
}

/** Drops files, by a real drag if the browser supports it. */
export function drop(page, browserName, ...paths) {
  return browserName === 'chromium' ? drag(page, ...paths) : dropFiles(page, ...paths);
}

/** Chromium's drag from outside: files and folders by path. */
export async function drag(page, ...paths) {
  const session = await page.createCDPSession();
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop']) {
    await session.send('Input.dispatchDragEvent', { type, x: 720, y: 450, data });
  }
  await session.detach();
}

/** A `drop` event with a `DataTransfer` of real files. */
export async function dropFiles(page, ...paths) {
  const input = await hold(page, paths);
  await page.evaluate((held) => {
    const dataTransfer = new DataTransfer();
    for (const file of held.files) dataTransfer.items.add(file);
    held.remove();
    for (const type of ['dragenter', 'dragover', 'drop']) {
      document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
    }
  }, input);
}

/**
 * A `drop` event with simulated entries for files and folders. Returns the sizes of the batches in which the
 * page received each folder: `{ 'logs': [100, 100, 50, 0] }`.
 */
export async function dropEntries(page, ...paths) {
  const tree = paths.map((path) => treeOf(path));
  const files = tree.flatMap(filesOf);
  const input = await hold(page, files);
  const batches = await page.evaluateHandle(dispatchEntries, input, tree);
  return () => batches.jsonValue();
}

/** Runs in the page. */
function dispatchEntries(held, tree) {
  const BATCH = 100;
  const files = [...held.files];
  held.remove();
  const batches = {};
  let taken = 0;
  const entryOf = (node, path) => {
    if (!node.children) {
      const file = files[taken];
      taken += 1;
      const give = (found) => setTimeout(() => found(file), 0);
      return { isFile: true, isDirectory: false, name: node.name, fullPath: path, file: give };
    }
    const children = node.children.map((child) => entryOf(child, `${path}/${child.name}`));
    const createReader = () => {
      let at = 0;
      return {
        readEntries(found) {
          const batch = children.slice(at, at + BATCH);
          at += batch.length;
          batches[path] = [...(batches[path] ?? []), batch.length];
          setTimeout(() => found(batch), 0);
        },
      };
    };
    return { isFile: false, isDirectory: true, name: node.name, fullPath: path, createReader };
  };
  const entries = tree.map((node) => entryOf(node, node.name));
  // As in a browser, the items are empty after the event.
  let over = false;
  const items = entries.map((entry) => ({
    kind: 'file',
    type: '',
    getAsFile: () => null,
    webkitGetAsEntry: () => (over ? null : entry),
  }));
  const dataTransfer = { types: ['Files'], items, files: [], dropEffect: 'none', effectAllowed: 'all' };
  for (const type of ['dragenter', 'dragover', 'drop']) {
    const event = new DragEvent(type, { bubbles: true, cancelable: true });
    Object.defineProperty(event, 'dataTransfer', { value: dataTransfer });
    document.body.dispatchEvent(event);
  }
  over = true;
  return batches;
}

/** A file input of the test itself, with files from disk; the only way to obtain such files in Firefox. */
async function hold(page, paths) {
  const input = await page.evaluateHandle(() => {
    const element = document.createElement('input');
    element.type = 'file';
    element.multiple = true;
    document.body.append(element);
    return element;
  });
  if (paths.length > 0) await input.uploadFile(...paths);
  const held = await input.evaluate((element) => element.files.length);
  if (held !== paths.length) throw new Error(`the browser took ${held} of ${paths.length} files`);
  return input;
}

function treeOf(path) {
  const name = basename(path);
  if (!statSync(path).isDirectory()) return { name, path };
  return { name, children: readdirSync(path).map((child) => treeOf(join(path, child))) };
}

function filesOf(node) {
  return node.children ? node.children.flatMap(filesOf) : [node.path];
}
