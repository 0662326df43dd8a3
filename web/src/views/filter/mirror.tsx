/** The layer under the text of a field: the same text, invisible, with the error underlined. */
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { FilterError } from '../../engine/generated.ts';

/** The layer; `left` is the scroll position of the text. */
export function Mirror({
  text,
  error,
  left,
}: {
  text: string;
  error: FilterError | null;
  left: number;
}): JSX.Element {
  const layer = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (layer.current) layer.current.scrollLeft = left;
  }, [left, text, error]);
  const start = error?.start.utf16 ?? 0;
  // If something is missing there is no text to underline, so a mark is drawn there.
  const end = Math.max(error?.end.utf16 ?? 0, start);
  return (
    <div class="filter-mirror" ref={layer} dir="ltr" aria-hidden="true">
      {error && (
        <>
          {text.slice(0, start)}
          <mark class={end > start ? undefined : 'missing'} data-start={start} data-end={end}>
            {text.slice(start, end)}
          </mark>
          {text.slice(end)}
        </>
      )}
    </div>
  );
}
