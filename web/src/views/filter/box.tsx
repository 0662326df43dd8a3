/** The filter as text, in the top bar. */
import { useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { formatShare } from '../../base/format.ts';
import { evaluating, fatal, started } from '../../engine/session.ts';
import { filter } from '../state.ts';
import { draft } from './draft.ts';
import { apply, recentFilters } from './edits.ts';
import { FilterField } from './field.tsx';

/**
 * The filter box. Typed text takes effect with Enter; until then, or if it is invalid, the previous filter
 * stays.
 */
export function FilterBox(): JSX.Element {
  const now = filter.value;
  const typed = draft.value;
  const seen = useRef(now);
  // The filter was changed elsewhere, so the draft is out of date.
  useSignalEffect(() => {
    if (seen.current === filter.value) return;
    seen.current = filter.value;
    draft.value = null;
  });
  return (
    <search class="filter-box">
      <FilterField
        slot="box"
        label="Filter"
        placeholder="Filter: service:clusters -user:*@example.com last:24h …"
        text={typed ?? now}
        isNew={typed !== null && typed.trim() !== now}
        disabled={!started.value || fatal.value !== null}
        recent={recentFilters}
        onText={(text) => {
          draft.value = text;
        }}
        onApply={(text) => {
          draft.value = null;
          apply(text);
        }}
        onLeave={() => {
          draft.value = null;
        }}
      />
      <Evaluating />
    </search>
  );
}

/** Progress of a slow filter evaluation. */
function Evaluating(): JSX.Element {
  const now = evaluating.value;
  return (
    <div class="filter-busy">
      <span class="hidden" role="status">
        {now && 'Searching'}
      </span>
      {now && (
        <>
          <progress max={now.of} value={now.done} aria-label="Searching" />
          <span class="filter-share" aria-hidden="true">
            Searching: {formatShare(now.done, now.of)}
          </span>
        </>
      )}
    </div>
  );
}
