/** The filter language on one page: runnable examples, forms of values, and fields. */
import type { JSX } from 'preact';
import { formatCount } from '../../base/format.ts';
import { SILVER_COLUMNS } from '../../base/generated.ts';
import { visible } from '../../base/text.ts';
import { started } from '../../engine/session.ts';
import { useAnswer } from '../ask.ts';
import { filtered } from '../state.ts';
import { addFilter, apply } from './edits.ts';

/** As in docs/filters.md. */
const FORMS: [form: string, meaning: string][] = [
  ['a b', 'both hold'],
  ['a OR b', 'one of them holds; binds less than a blank'],
  ['-a', 'does not hold, or the field has no value'],
  ['(a OR b) c', 'brackets group'],
  ['#a', 'kept, but switched off'],
  ['field:text', 'equal, upper or lower case'],
  ['field:="Text"', 'equal, in this case'],
  ['field:a*b?', '* is any text, ? one character'],
  ['field:~/regex/', 'a regular expression is found in it; /i for either case'],
  ['field:(a, b)', 'one of these'],
  ['field:>=400', 'also >, < and <=; a range is 400..499'],
  ['field:*', 'has a value; -field:* has none'],
  ['ip:10.0.0.0/8', 'an address in a network'],
  ['time:2026-03-05', 'that day; a year, a month, an hour, a range a..b alike; UTC'],
  ['word "two words"', 'found in any text, request parameters included'],
];

const MORE_FIELDS: [name: string, meaning: string][] = [
  ['param.key', 'A request parameter; param."a.b" where the key has dots or blanks'],
  ['last', 'How long before the last event loaded: last:24h'],
  ['weekday', 'mon to sun, in UTC'],
  ['hour', '0 to 23, in UTC: hour:22..5'],
  ['input', 'The file, by number or path: input:*.json.gz'],
];

/** The page; `onRun` is called when an example is chosen. */
export function Language({ onRun }: { onRun(): void }): JSX.Element {
  const { answer } = useAnswer('examples', started.value ? { ask: 'examples' } : null);
  const run = (how: (text: string) => void, text: string): void => {
    how(text);
    onRun();
  };
  return (
    <div class="language">
      <section class="language-examples" aria-label="Examples">
        <h3>Examples on these logs</h3>
        {answer && answer.examples.length === 0 && (
          <p class="empty">Load logs, and examples that find something in them stand here.</p>
        )}
        <ul>
          {answer?.examples.map(({ filter, meaning, events }) => (
            <li key={filter}>
              <button
                type="button"
                data-example={filter}
                data-count={events}
                title="Filter by this"
                onClick={() => run(apply, filter)}
              >
                <code>{visible(filter)}</code>
                <span>{meaning}</span>
                <b>{formatCount(events)}</b>
              </button>
              <button
                type="button"
                class="button small"
                aria-label={`Add ${visible(filter)} to the filter`}
                title="Add to the present filter"
                disabled={!filtered.value}
                onClick={() => run(addFilter, filter)}
              >
                Add
              </button>
            </li>
          ))}
        </ul>
      </section>
      <section aria-label="How to write">
        <h3>How to write</h3>
        <dl>
          {FORMS.map(([form, meaning]) => (
            <Entry key={form} name={form} meaning={meaning} />
          ))}
        </dl>
      </section>
      <section aria-label="Fields">
        <h3>Fields</h3>
        <dl>
          {SILVER_COLUMNS.filter(({ name }) => !MORE_FIELDS.some(([more]) => more === name)).map(
            ({ name, short, meaning }) => (
              <Entry key={name} name={short || name} title={name} meaning={meaning} />
            ),
          )}
          {MORE_FIELDS.map(([name, meaning]) => (
            <Entry key={name} name={name} meaning={meaning} />
          ))}
        </dl>
      </section>
    </div>
  );
}

function Entry({ name, title, meaning }: { name: string; title?: string; meaning: string }): JSX.Element {
  return (
    <div>
      <dt title={title}>
        <code>{name}</code>
      </dt>
      <dd>{meaning}</dd>
    </div>
  );
}
