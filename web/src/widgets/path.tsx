/** A path in a narrow place: its middle gives way, since what tells files apart is at its end. */
import type { JSX } from 'preact';
import { visible } from '../base/text.ts';

/** So much of the end always shows. */
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
