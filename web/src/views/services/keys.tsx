/** The request parameters of a gold frame: frequency, values, and the input that first contained each. */
import type { JSX } from 'preact';
import { choiceOf } from '../../base/filter.ts';
import { formatCount, formatShare } from '../../base/format.ts';
import { shorten, shortenPath, visible } from '../../base/text.ts';
import type { Key } from '../../engine/generated.ts';
import { Fold } from '../../widgets/fold.tsx';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { MAX_ROWS, Rest } from '../../widgets/rest.tsx';
import { ShareBar } from '../../widgets/share.tsx';
import { PARAMETER } from '../columns.ts';
import { choose } from '../filter/edits.ts';
import { meaningText } from '../meaning.tsx';

const TOP = 3;
/** Long paths show their end, which distinguishes files of one folder. */
const PATH_CHARS = 24;

type KeysProps = { keys: Key[]; selected: number; menu: JSX.Element };

/** The table of keys. */
export function Keys({ keys, selected, menu }: KeysProps): JSX.Element {
  return (
    <Panel title="Request parameters" aside={`${formatCount(keys.length)} keys`} menu={menu}>
      {keys.length === 0 ? (
        <Empty>
          No record of this service has a request parameter; the frame has the column
          requestParams.placeholder alone.
        </Empty>
      ) : (
        <Fold of="Request parameters">
          <table class="list keys">
            <thead>
              <tr>
                <th scope="col">Key</th>
                <th scope="col" class="numeric">
                  Filled
                </th>
                <th scope="col" class="numeric">
                  Distinct
                </th>
                <th scope="col">Most frequent values</th>
                <th scope="col">First seen in</th>
              </tr>
            </thead>
            <tbody>
              {fullest(keys).map((key) => (
                <KeyRow key={key.column} of={key} selected={selected} />
              ))}
            </tbody>
          </table>
        </Fold>
      )}
      <Rest rows={keys} which="fullest" />
    </Panel>
  );
}

/** The most frequent of very many keys, in their original order. */
function fullest(keys: Key[]): Key[] {
  if (keys.length <= MAX_ROWS) return keys;
  const shown = new Set([...keys].sort((a, b) => b.filled - a.filled).slice(0, MAX_ROWS));
  return keys.filter((key) => shown.has(key));
}

function KeyRow({ of: key, selected }: { of: Key; selected: number }): JSX.Element {
  const name = key.column.replace(PARAMETER, '');
  return (
    <tr data-key={name}>
      <th scope="row" title={meaningText(key.meaning)}>
        {visible(name)}
      </th>
      <td class="numeric meter-cell">
        <ShareBar part={key.filled} whole={selected} />
        <span data-filled={key.filled} title={`${formatCount(key.filled)} of ${formatCount(selected)} rows`}>
          {formatShare(key.filled, selected)}
        </span>
      </td>
      <td class="numeric" data-distinct={key.distinct}>
        {formatCount(key.distinct)}
      </td>
      <td class="key-values">
        {key.top.slice(0, TOP).map(({ value, events, chosen, excluded }) => (
          <button
            key={value ?? 'null'}
            type="button"
            class={excluded ? 'value except' : 'value'}
            aria-pressed={chosen || excluded}
            title={`${value === null ? '(none)' : visible(value)}: ${formatCount(events)} rows. Click to filter.`}
            onClick={(event) => choose(key.column, value, excluded ? 'without' : choiceOf(event))}
          >
            <span>{value === null ? '(none)' : value === '' ? '(empty)' : visible(shorten(value, 32))}</span>
            <b>{formatCount(events)}</b>
          </button>
        ))}
      </td>
      <td class="key-since" data-since={key.firstInput} title={`First brought by ${visible(key.firstInput)}`}>
        {visible(shortenPath(key.firstInput, PATH_CHARS))}
      </td>
    </tr>
  );
}
