// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** The filter as chips, each with a button that removes it. */
import type { JSX } from 'preact';
import { CrossIcon } from './icons.tsx';

/** A part of the filter. */
export type Chip = {
  key: string;
  name: string;
  value: string;
  exclude: boolean;
  title: string;
  remove(): void;
};

/** The chips, or a word on how to get some. */
export function Chips({ chips, onClear }: { chips: Chip[]; onClear(): void }): JSX.Element {
  return (
    <div class="chips" role="group" aria-label="Filter">
      {chips.length === 0 && (
        <span class="chips-hint">No filter. Click a value or drag over the histogram to filter.</span>
      )}
      {chips.map((chip) => (
        <span
          key={chip.key}
          class={chip.exclude ? 'chip except' : 'chip'}
          title={chip.title}
          data-chip={chip.name}
        >
          <span class="chip-text">
            <b>
              {chip.exclude ? 'not ' : ''}
              {chip.name}:
            </b>
            <span>{chip.value}</span>
          </span>
          <button
            type="button"
            aria-label={`Remove filter ${chip.exclude ? 'not ' : ''}${chip.title}`}
            onClick={chip.remove}
          >
            <CrossIcon />
          </button>
        </span>
      ))}
      {chips.length > 0 && (
        <button type="button" class="chips-clear" onClick={onClear}>
          Clear all
        </button>
      )}
    </div>
  );
}
