/** Completions and errors while a filter is typed. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Superseded } from '../../base/latest.ts';
import type { Candidate, Completion, FilterError } from '../../engine/generated.ts';
import { ask, forget, revision, started } from '../../engine/session.ts';
import { parse } from './parsed.ts';

/** The list's maximum length; likely candidates come first. */
const MAX_CANDIDATES = 50;
/** Delay after a key before an error is shown: nobody wants one in the middle of a word. */
const PAUSE_MS = 700;

/** Completions and errors of the current text. */
export type Typing = {
  /** The list of completions; null while it is closed or empty. */
  list: Completion | null;
  /** The error, once it is time to show it. */
  error: FilterError | null;
  /**
   * Requests completions at the cursor and opens the list. With `instead`, lists all possible values, not
   * only completions.
   */
  look(text: string, cursor: number, instead?: boolean): void;
  close(): void;
  /** The filter that the text expresses; if it is invalid, shows the error at once. */
  settle(text: string): Promise<string | null>;
};

/** Follows a text. `rest` is the other clauses, under which values are counted. */
export function useTyping(slot: string, text: string, rest: string): Typing {
  const [list, setList] = useState<Completion | null>(null);
  const [found, setFound] = useState<{ text: string; error: FilterError | null }>({ text: '', error: null });
  /** The text at which the user paused or pressed Enter. */
  const [settledText, setSettledText] = useState<string | null>(null);
  const mounted = useRef(true);
  const newest = useRef(0);
  const [insisted, setInsisted] = useState(false);
  const loaded = revision.value;
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
      for (const question of ['complete', 'parse', 'apply']) forget(`${slot}.${question}`);
    };
  }, [slot]);
  useEffect(() => {
    if (text === '' || !started.value) return;
    parse(`${slot}.parse`, text).then(
      ({ error }) => mounted.current && setFound({ text, error }),
      (error: unknown) => warn(error),
    );
    const timer = setTimeout(() => setSettledText(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [slot, text, loaded, started.value]);

  const error = found.text === text && text !== '' ? found.error : null;
  // The list already says what is expected.
  const isAtList = list !== null && error !== null && error.end.utf16 >= list.start.utf16;
  return {
    list,
    error: error && (insisted || (settledText === text && !isAtList)) ? error : null,
    look(now, cursor, instead = false) {
      setInsisted(false);
      newest.current += 1;
      const own = newest.current;
      const whole = rest === '' ? now : `${now} ${rest}`;
      const list = (at: number): Promise<Completion> =>
        ask(`${slot}.complete`, { ask: 'complete', text: whole, cursor: at, most: MAX_CANDIDATES });
      const isValue = ({ expected, start }: Completion): boolean =>
        expected === 'value' && start.utf16 < cursor;
      list(cursor)
        .then((answer) => (instead && isValue(answer) ? list(answer.start.utf16) : answer))
        .then((answer) => {
          if (mounted.current && own === newest.current)
            setList(answer.candidates.length > 0 && answer.end.utf16 <= now.length ? answer : null);
        })
        .catch((problem: unknown) => {
          if (mounted.current && own === newest.current) setList(null);
          warn(problem);
        });
    },
    close() {
      newest.current += 1;
      setList(null);
    },
    async settle(now) {
      newest.current += 1;
      setList(null);
      const { filter, error: wrong } = await parse(`${slot}.apply`, now);
      if (mounted.current) {
        setFound({ text: now, error: wrong });
        setInsisted(wrong !== null);
      }
      return filter;
    },
  };
}

/** Whether inserting the candidate changes the text. */
export function changes(text: string, { start, end }: Completion, candidate: Candidate): boolean {
  return text.slice(start.utf16, end.utf16) !== candidate.text;
}

function warn(error: unknown): void {
  if (!(error instanceof Superseded)) console.warn('filter', error);
}
