/** What the dictionary says of a name, or that it does not have it. */
import type { JSX } from 'preact';
import type { Meaning } from '../engine/generated.ts';

/** As plain text, for tooltips. */
export function meaningText(meaning: Meaning | null): string {
  if (meaning === null) return 'Unknown: the dictionary does not have it.';
  return `${meaning.text} (${sourceText(meaning)})`;
}

/** As a paragraph that names its source. */
export function MeaningLine({ meaning }: { meaning: Meaning | null }): JSX.Element {
  if (meaning === null) return <p class="meaning unknown">{meaningText(null)}</p>;
  return (
    <p class="meaning" title={meaning.url}>
      {meaning.text} <span class="meaning-source">{sourceText(meaning)}</span>
    </p>
  );
}

function sourceText({ source, checked }: { source: string; checked: boolean }): string {
  return checked ? source : 'from general knowledge, not checked';
}
