/** A log value as plain text; distinguishes the absent value from the empty text. */
import type { JSX } from 'preact';
import { visible } from '../base/text.ts';

/** The value; `absent` is shown for null. */
export function Value({ text, absent = '–' }: { text: string | null; absent?: string }): JSX.Element {
  if (text === null) return <span class="absent">{absent}</span>;
  if (text === '') return <span class="absent">(empty)</span>;
  return <>{visible(text)}</>;
}
