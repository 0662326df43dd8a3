// biome-ignore-all lint/a11y/useSemanticElements: a <select> or <datalist> cannot complete a part of a text.
// biome-ignore-all lint/a11y/useFocusableInteractive: in a combobox the text keeps the focus.
// biome-ignore-all lint/a11y/useAriaPropsSupportedByRole: `aria-activedescendant` is how it does so.
/** A text field for the filter language, with completion by keyboard and errors marked in place. */
import type { JSX } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { complete } from '../../base/filter.ts';
import { sentence } from '../../base/text.ts';
import type { Candidate, FilterError } from '../../engine/generated.ts';
import { CandidateList } from './candidates.tsx';
import { Mirror } from './mirror.tsx';
import { changes, useTyping } from './typing.ts';

export type FieldProps = {
  /** The slot of its questions. */
  slot: string;
  label: string;
  placeholder?: string;
  text: string;
  /** The other clauses, under which values are counted. */
  rest?: string;
  disabled?: boolean;
  /**
   * Whether the text differs from the applied filter; a button then applies it, for keyboards without Enter.
   */
  isNew: boolean;
  /** Whether it takes the focus when it appears. */
  takesFocus?: boolean;
  /** The filters that arrow up recalls, newest first. */
  recent?(): string[];
  /** The text was typed, completed or recalled. */
  onText(text: string): void;
  /** Enter on a valid filter, as printed by the core. */
  onApply(filter: string): void;
  /** Esc with no list open. */
  onLeave(): void;
  onBlur?(): void;
};

/** The field. */
export function FilterField(props: FieldProps): JSX.Element {
  const { text, rest = '', onText } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const typing = useTyping(props.slot, text, rest);
  const { list, error } = typing;
  const [active, setActive] = useState(-1);
  /** The index of the recalled filter; -1 for none. */
  const recalled = useRef({ at: -1, before: '' });
  const cursor = useRef<number | null>(null);
  const [left, setLeft] = useState(0);

  useLayoutEffect(() => {
    if (!props.takesFocus) return;
    input.current?.focus();
    look(true);
  }, []);
  useLayoutEffect(() => {
    if (cursor.current === null) return;
    input.current?.setSelectionRange(cursor.current, cursor.current);
    cursor.current = null;
    setLeft(input.current?.scrollLeft ?? 0);
  });
  useLayoutEffect(() => setActive(-1), [list]);

  const look = (instead = false): void => {
    const element = input.current;
    if (element) typing.look(element.value, element.selectionStart ?? element.value.length, instead);
  };
  const accept = (candidate: Candidate): void => {
    if (!list) return;
    // A field or key is half of a clause; a value completes one, and another may follow.
    const isEnd = list.expected === 'value' && list.end.utf16 === text.length;
    const put = isEnd ? `${candidate.text} ` : candidate.text;
    const next = complete(text, put, list.start.utf16, list.end.utf16);
    cursor.current = next.cursor;
    recalled.current.at = -1;
    onText(next.text);
    typing.look(next.text, next.cursor);
  };
  const recall = (by: number): boolean => {
    const all = props.recent?.() ?? [];
    const { at, before } = recalled.current;
    // Skips filters equal to the text shown.
    let next = at + by;
    if (by > 0 && at < 0 && all[next] === text) next += 1;
    if (next < -1 || next >= all.length) return false;
    recalled.current = { at: next, before: at < 0 ? text : before };
    const found = next < 0 ? before : (all[next] ?? '');
    typing.close();
    cursor.current = found.length;
    onText(found);
    return true;
  };
  const submit = async (): Promise<void> => {
    recalled.current.at = -1;
    const filter = await typing.settle(text);
    if (filter !== null) props.onApply(filter);
    else cursor.current = input.current?.selectionStart ?? null;
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const candidate = list?.candidates[active];
    switch (event.key) {
      case 'ArrowDown':
        if (recalled.current.at >= 0) recall(-1);
        else if (list) setActive(Math.min(active + 1, list.candidates.length - 1));
        else look();
        break;
      case 'ArrowUp':
        if (list && active >= 0) setActive(active - 1);
        else if (!recall(1)) return;
        break;
      case ' ':
        if (!event.ctrlKey) return;
        look();
        break;
      case 'Enter':
        if (candidate) accept(candidate);
        else void submit();
        break;
      case 'Tab': {
        // Tab completes a started word; otherwise it leaves the field, as everywhere.
        const begun = list && list.end.utf16 > list.start.utf16 ? list.candidates[0] : undefined;
        const next = candidate ?? begun;
        if (event.shiftKey || !list || !next || !changes(text, list, next)) return;
        accept(next);
        break;
      }
      case 'Escape':
        if (list) typing.close();
        else props.onLeave();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class={error ? 'filter-field wrong' : 'filter-field'}>
      <div class="filter-line">
        <Mirror text={text} error={error} left={left} />
        <input
          ref={input}
          type="text"
          role="combobox"
          dir="ltr"
          aria-label={props.label}
          aria-autocomplete="list"
          aria-expanded={list !== null}
          aria-controls={`${id}-list`}
          aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
          aria-invalid={error !== null}
          aria-describedby={error ? `${id}-error` : undefined}
          placeholder={props.placeholder}
          autocomplete="off"
          autocapitalize="off"
          autocorrect="off"
          spellcheck={false}
          disabled={props.disabled ?? false}
          value={text}
          onInput={(event) => {
            recalled.current.at = -1;
            onText(event.currentTarget.value);
            look();
            setLeft(event.currentTarget.scrollLeft);
          }}
          onClick={() => look(true)}
          onKeyDown={onKeyDown}
          onScroll={(event) => setLeft(event.currentTarget.scrollLeft)}
          onBlur={() => {
            typing.close();
            props.onBlur?.();
          }}
        />
      </div>
      {props.isNew && (
        <button
          type="button"
          class="filter-apply"
          title="Apply the filter (Enter)"
          // Keeps the focus in the text.
          onPointerDown={(event) => event.preventDefault()}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => void submit()}
        >
          Apply
        </button>
      )}
      {(error || list) && (
        <div class="filter-panel">
          {error && <Wrong id={`${id}-error`} error={error} />}
          {list && <CandidateList id={id} list={list} active={active} onPick={accept} />}
        </div>
      )}
    </div>
  );
}

/** The error and its position. */
function Wrong({ id, error }: { id: string; error: FilterError }): JSX.Element {
  return (
    <p class="filter-error" id={id} role="alert">
      At character {error.start.character + 1}: {sentence(error.message)}
    </p>
  );
}
