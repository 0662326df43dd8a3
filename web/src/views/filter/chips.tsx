// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** The filter's clauses as chips that can be edited, negated, switched off and removed. */
import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { visible } from '../../base/text.ts';
import type { Clause } from '../../engine/generated.ts';
import { CrossIcon, ExcludeIcon, PowerIcon } from '../../widgets/icons.tsx';
import { shortName } from '../columns.ts';
import { filtered } from '../state.ts';
import { type ClauseEdit, editClause } from './edits.ts';
import { FilterField } from './field.tsx';
import { clauses } from './parsed.ts';

/** The chips, or a hint on how to filter. */
export function Chips(): JSX.Element {
  const shown = clauses.value;
  const list = useRef<HTMLUListElement>(null);
  /** Where to move the focus if its chip is removed or replaced. */
  const focus = useRef<{ at: number; part: string } | null>(null);
  useLayoutEffect(() => {
    const wanted = focus.current;
    if (!wanted) return;
    focus.current = null;
    const chips = list.current?.children;
    const chip = chips?.[Math.min(wanted.at, chips.length - 1)];
    const target = chip?.querySelector<HTMLElement>(`[data-part="${wanted.part}"]`);
    if (target) target.focus();
    else if (!chip) document.querySelector<HTMLElement>('.filter-box input')?.focus();
  }, [shown]);

  if (!filtered.value) {
    return (
      <p class="chips-hint">
        No filter. Click a value, drag over the histogram, or type. Shift adds a value, Alt excludes it. For
        weekdays, office hours and networks, press ?.
      </p>
    );
  }
  return (
    <ul class="chips" aria-label="Clauses of the filter" ref={list}>
      {shown.map((clause, at) => (
        <Chip
          key={`${at} ${clause.text}`}
          clause={clause}
          rest={shown
            .filter((_, other) => other !== at)
            .map(whole)
            .join(' ')}
          onEdit={(edit, part) => {
            focus.current = { at, part };
            editClause(at, clause, edit);
          }}
        />
      ))}
    </ul>
  );
}

type ChipProps = {
  clause: Clause;
  /** The other clauses. */
  rest: string;
  /** `part` is the control that keeps the focus. */
  onEdit(edit: ClauseEdit, part: string): void;
};

function Chip({ clause, rest, onEdit }: ChipProps): JSX.Element {
  const [typed, setTyped] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const returns = useRef(false);
  useLayoutEffect(() => {
    if (!returns.current) return;
    returns.current = false;
    button.current?.focus();
  }, [typed]);
  const { column, negated, off } = clause;
  const text = visible(`${negated ? '-' : ''}${clause.text}`);
  const kinds = ['chip', negated && 'except', off && 'off', typed !== null && 'edited'].filter(Boolean);
  return (
    <li class={kinds.join(' ')} data-chip={column === null ? 'text' : visible(shortName(column))}>
      {typed !== null ? (
        <FilterField
          slot="chip"
          label={`Edit the clause ${text}`}
          text={typed}
          rest={rest}
          isNew={typed.trim() !== whole(clause)}
          takesFocus
          onText={setTyped}
          onApply={(filter) => {
            setTyped(null);
            onEdit(filter === '' ? { kind: 'remove' } : { kind: 'replace', filter }, 'text');
          }}
          onLeave={() => {
            returns.current = true;
            setTyped(null);
          }}
          onBlur={() => setTyped((now) => (now === whole(clause) ? null : now))}
        />
      ) : (
        <button
          type="button"
          class="chip-text"
          ref={button}
          data-part="text"
          title={`${text}: click to edit`}
          aria-label={`Edit ${text}${off ? ', switched off' : ''}`}
          onClick={() => setTyped(whole(clause))}
        >
          {text}
        </button>
      )}
      <span class="chip-tools">
        <Tool
          part="negate"
          label={negated ? `Include ${text}` : `Exclude ${text}`}
          pressed={negated}
          onClick={() => onEdit({ kind: 'negate' }, 'negate')}
        >
          <ExcludeIcon />
        </Tool>
        <Tool
          part="switch"
          label={off ? `Switch on ${text}` : `Switch off ${text}`}
          pressed={off}
          onClick={() => onEdit({ kind: 'switch' }, 'switch')}
        >
          <PowerIcon />
        </Tool>
        <Tool part="remove" label={`Remove ${text}`} onClick={() => onEdit({ kind: 'remove' }, 'remove')}>
          <CrossIcon />
        </Tool>
      </span>
    </li>
  );
}

type ToolProps = { part: string; label: string; pressed?: boolean; onClick(): void; children: JSX.Element };

function Tool({ part, label, pressed, onClick, children }: ToolProps): JSX.Element {
  return (
    <button
      type="button"
      data-part={part}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

/** A clause with its prefixes, as in the filter. */
function whole({ text, negated, off }: Clause): string {
  return `${off ? '#' : ''}${negated ? '-' : ''}${text}`;
}
