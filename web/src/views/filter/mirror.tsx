/** What lies under the text of a field: the same text, unseen, with a line under what is wrong in it. */
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { FilterError } from '../../engine/generated.ts';

/** The layer; `left` is how far the text is scrolled. */
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
  // Where something is missing there is no text to underline: a mark stands there.
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
