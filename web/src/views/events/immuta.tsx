/** An Immuta record under the names of Immuta's schema, and the query that it belongs to. */
import type { JSX } from 'preact';
import { formatCount } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import type { ImmutaQuery, ImmutaRecord, Property } from '../../engine/generated.ts';
import { apply } from '../filter/edits.ts';
import { showEvent } from '../state.ts';
import { FieldList } from './fields.tsx';

type ImmutaProps = {
  record: ImmutaRecord;
  /** The event shown. */
  row: number;
  /** The menu that exports a part of the record. */
  menu(what: string, part: string[]): JSX.Element;
};

/** The sections. */
export function ImmutaSections({ record, row, menu }: ImmutaProps): JSX.Element {
  const { properties, entitlements, policies, query } = record;
  return (
    <>
      {query !== null && <Query query={query} row={row} menu={menu('Query', ['query', 'records'])} />}
      <FieldList
        title="Immuta record"
        fields={properties.map(field)}
        menu={menu('Immuta record', ['properties'])}
      />
      {entitlements.length > 0 && (
        <FieldList
          title="User entitlements"
          fields={entitlements.map(field)}
          menu={menu('User entitlements', ['entitlements'])}
        />
      )}
      {policies.map((policy, at) => (
        <FieldList
          key={at}
          title={policies.length > 1 ? `Policy ${at + 1} of ${policies.length}` : 'Policy'}
          fields={policy.map(field)}
          menu={menu(`Policy ${at + 1}`, ['policies', String(at)])}
        />
      ))}
    </>
  );
}

function field({ name, value, means, column, isCode }: Property) {
  return { name, value, meaning: means, column, isCode };
}

type QueryProps = { query: ImmutaQuery; row: number; menu: JSX.Element };

/** Each data source of a query has a record of its own. */
function Query({ query, row, menu }: QueryProps): JSX.Element {
  const { records, total, filter } = query;
  return (
    <section class="fields" aria-label="Query">
      <div class="fields-head">
        <h3>{total === 1 ? 'One query, one record' : `One query, ${formatCount(total)} records`}</h3>
        {menu}
      </div>
      <ul class="query-records">
        {records.map((record) => (
          <li key={record.row} aria-current={record.row === row ? 'true' : undefined}>
            <button
              type="button"
              class="value"
              disabled={record.row === row}
              onClick={() => showEvent(record.row, 'replace')}
            >
              {record.targets.length === 0 ? 'no data source' : visible(record.targets.join(', '))}
            </button>{' '}
            <span class="outcome" data-outcome={record.outcome}>
              {visible(record.outcome ?? 'unknown')}
            </span>
            {record.reason !== null && <span class="query-reason"> {visible(record.reason)}</span>}
          </li>
        ))}
      </ul>
      {total > records.length && <p class="empty">The first {formatCount(records.length)} are listed.</p>}
      {total > 1 && (
        <button type="button" class="button small" onClick={() => apply(filter)}>
          Show the records of this query
        </button>
      )}
    </section>
  );
}
