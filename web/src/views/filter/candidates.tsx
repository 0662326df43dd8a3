// biome-ignore-all lint/a11y/useSemanticElements: a <select> cannot complete a part of a text.
// biome-ignore-all lint/a11y/useFocusableInteractive: in a combobox the text keeps the focus.
/** The list of completions under the field. */
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatCount } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import type { Candidate, Completion, Expected } from '../../engine/generated.ts';

const HEADINGS: Record<Expected, string> = {
  nothing: '',
  field: 'Fields',
  key: 'Request parameters',
  value: 'Values',
};

type ListProps = {
  /** The prefix of its element ids. */
  id: string;
  list: Completion;
  active: number;
  onPick(candidate: Candidate): void;
};

/** The list; the field's keys move within it. */
export function CandidateList({ id, list, active, onPick }: ListProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (active < 0 && box.current) box.current.scrollTop = 0;
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active, list]);
  return (
    <>
      <div class="filter-expected" aria-hidden="true">
        <span>{HEADINGS[list.expected]}</span>
        <span>
          <kbd>↓</kbd> choose <kbd>Tab</kbd> complete <kbd>Enter</kbd> apply
        </span>
      </div>
      <div
        class="filter-list"
        role="listbox"
        id={`${id}-list`}
        aria-label={HEADINGS[list.expected]}
        ref={box}
      >
        {list.candidates.map((candidate, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys of its list.
          <div
            key={candidate.text}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === active}
            data-candidate={candidate.text}
            // Keeps the focus in the field.
            onPointerDown={(event) => event.preventDefault()}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onPick(candidate)}
          >
            <span class="filter-label">{candidate.label === '' ? '(empty)' : visible(candidate.label)}</span>
            {candidate.meaning !== '' && (
              <span class="filter-meaning" title={visible(candidate.meaning)}>
                {visible(candidate.meaning)}
              </span>
            )}
            {candidate.events !== null && (
              <span class="filter-events" data-count={candidate.events}>
                {formatCount(candidate.events)}
              </span>
            )}
          </div>
        ))}
      </div>
    </>
  );
}
