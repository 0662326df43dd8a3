/** A path in a narrow place: shortened in the middle, since the end distinguishes files. */
import type { JSX } from 'preact';
import { visible } from '../base/text.ts';

/** Number of characters at the end that are always shown. */
const TAIL = 28;

/** The path. */
export function Path({ path }: { path: string }): JSX.Element {
  const cut = Math.max(0, path.length - TAIL);
  return (
    <span class="path" title={visible(path)}>
      <span>{visible(path.slice(0, cut))}</span>
      <span>{visible(path.slice(cut))}</span>
    </span>
  );
}
