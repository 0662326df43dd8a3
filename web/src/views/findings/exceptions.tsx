/** The exceptions of a rule, or of all rules: events that it does not look at. */
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { visible } from '../../base/text.ts';
import type { Exception } from '../../engine/generated.ts';
import { Disclosure } from '../../widgets/disclosure.tsx';
import { change, useChange } from './change.ts';

const LISTS = [
  ['principals', 'Principals', '* stands for any text'],
  ['addresses', 'Addresses', '* stands for any text'],
  ['networks', 'Networks', 'as 10.0.0.0/8'],
  ['agents', 'User agents', 'texts within them'],
  ['workspaces', 'Workspaces', '* stands for any text'],
] as const;

const NONE: Exception = {
  principals: [],
  addresses: [],
  networks: [],
  agents: [],
  workspaces: [],
  filter: null,
  note: null,
};

/** The list and the form; `rule` is null for the list of all rules. */
export function Exceptions({ rule, list }: { rule: string | null; list: Exception[] }): JSX.Element {
  return (
    <>
      {list.length > 0 && (
        <ul
          class="exceptions"
          aria-label={rule === null ? 'Exceptions of all rules' : 'Exceptions of the rule'}
        >
          {list.map((exception, at) => (
            <li key={JSON.stringify(exception)} data-exception={at}>
              <ExceptionText exception={exception} />
              <button
                type="button"
                class="button small"
                aria-label={`Remove exception ${at + 1}`}
                onClick={() => void change({ kind: 'readmit', rule, at })}
              >
                Remove
              </button>
            </li>
          ))}
        </ul>
      )}
      <Disclosure title="Add an exception">
        <ExceptionForm rule={rule} />
      </Disclosure>
    </>
  );
}

function ExceptionText({ exception }: { exception: Exception }): JSX.Element {
  const told = LISTS.filter(([key]) => exception[key].length > 0);
  return (
    <span class="exception-text">
      {told.map(([key, title]) => (
        <span key={key}>
          {title.toLowerCase()}: <b>{exception[key].map(visible).join(', ')}</b>
        </span>
      ))}
      {exception.filter !== null && (
        <span>
          filter: <code>{visible(exception.filter)}</code>
        </span>
      )}
      {exception.note !== null && <span class="note">{visible(exception.note)}</span>}
    </span>
  );
}

function ExceptionForm({ rule }: { rule: string | null }): JSX.Element {
  const [draft, setDraft] = useState(NONE);
  const { error, make } = useChange();
  const id = useId();
  const lines = (text: string): string[] => text.split('\n');
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (await make({ kind: 'except', rule, entry: draft })) setDraft(NONE);
  };
  return (
    <form class="exception-form" onSubmit={(event) => void submit(event)}>
      <p class="note">
        {rule === null ? 'No rule looks' : 'The rule does not look'} at events for which everything given here
        holds; of several lines, one.
      </p>
      {LISTS.map(([key, title, hint]) => (
        <label key={key} for={`${id}-${key}`}>
          <span>
            {title} <small>{hint}</small>
          </span>
          <textarea
            id={`${id}-${key}`}
            rows={1}
            spellcheck={false}
            aria-label={`${title}, one a line: ${hint}`}
            value={draft[key].join('\n')}
            onInput={(event) => setDraft({ ...draft, [key]: lines(event.currentTarget.value) })}
          />
        </label>
      ))}
      {(['filter', 'note'] as const).map((key) => (
        <label key={key} for={`${id}-${key}`}>
          <span>
            {key === 'filter' ? 'Filter' : 'Note'}{' '}
            <small>{key === 'filter' ? 'as in the filter box' : 'why'}</small>
          </span>
          <input
            id={`${id}-${key}`}
            type="text"
            spellcheck={false}
            aria-label={key === 'filter' ? 'Filter of the exception' : 'Note: why'}
            value={draft[key] ?? ''}
            onInput={(event) => setDraft({ ...draft, [key]: event.currentTarget.value || null })}
          />
        </label>
      ))}
      <Mistake error={error} />
      <button type="submit" class="button small">
        Add the exception
      </button>
    </form>
  );
}

/** What is wrong with a form, for screen readers as well. */
export function Mistake({ error }: { error: string | null }): JSX.Element {
  return (
    <p class="mistake" role="alert">
      {error !== null && visible(error)}
    </p>
  );
}
