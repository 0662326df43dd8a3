/** The dictionary's meaning of a name, or a note that it has none. */
import type { JSX } from 'preact';
import type { Meaning } from '../engine/generated.ts';

/** Plain text, for tooltips. */
export function meaningText(meaning: Meaning | null): string {
  if (meaning === null) return 'Unknown: the dictionary does not have it.';
  return `${meaning.text} (${sourceText(meaning)})`;
}

/** A paragraph that names its source. */
export function MeaningLine({ meaning }: { meaning: Meaning | null }): JSX.Element {
  if (meaning === null) return <p class="meaning unknown">{meaningText(null)}</p>;
  return (
    <p class="meaning" title={meaning.url}>
      {meaning.text} <span class="meaning-source">Source: {sourceText(meaning)}</span>
    </p>
  );
}

function sourceText({ source, checked, note }: Meaning): string {
  if (!checked) return 'general knowledge, not checked';
  return note === null ? source : `${source}. ${note}`;
}
