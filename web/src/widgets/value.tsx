/** A value of a log, as text and nothing else; the absent value and the empty text are told apart. */
import type { JSX } from 'preact';
import { visible } from '../base/text.ts';

/** The value; `absent` is what stands for null. */
export function Value({ text, absent = '–' }: { text: string | null; absent?: string }): JSX.Element {
  if (text === null) return <span class="absent">{absent}</span>;
  if (text === '') return <span class="absent">(empty)</span>;
  return <>{visible(text)}</>;
}
