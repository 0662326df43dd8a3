/** Logins: over time, by user, by method, and the sources of failed ones. */
import type { JSX } from 'preact';
import { formatCount, formatCounted, formatTime } from '../../base/format.ts';
import type { Accounts, LoginUser } from '../../engine/generated.ts';
import { Bars, barsOf } from '../../widgets/bars.tsx';
import { Fold } from '../../widgets/fold.tsx';
import { Histogram } from '../../widgets/histogram/histogram.tsx';
import { binCount, inOrder } from '../../widgets/histogram/stack.ts';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { firstRows, Rest } from '../../widgets/rest.tsx';
import { Value } from '../../widgets/value.tsx';
import { useAnswer } from '../ask.ts';
import { ShownMenu } from '../export.tsx';
import { choose, chooseGroup, chooseTime } from '../filter/edits.ts';
import { time } from '../filter/parsed.ts';
import type { Chart } from '../picture.ts';
import { filter } from '../state.ts';
import { Refused } from '../states.tsx';
import { theme } from '../theme.ts';

const BINS = 120;

/** From the bottom of a bar to its top. */
const LOGINS = ['succeeded', 'unknown', 'failed'];

/** The panels of the analysis. */
export function AccountsAnalysis(): JSX.Element | null {
  const { answer, error } = useAnswer('accounts', { ask: 'accounts', filter: filter.value, bins: BINS });
  if (error !== null) return <Refused error={error} />;
  if (!answer) return null;
  return (
    <>
      <LoginsOverTime accounts={answer} />
      <div class="columns-5-3-4">
        <ByUser users={answer.byUser} />
        <Panel
          title="Logins by action"
          aside={formatCounted(answer.byAction.length, 'value')}
          menu={<LoginsMenu title="Logins by action" part={['byAction']} />}
        >
          <Fold of="Logins by action">
            <Bars
              label="Logins by action"
              column="action_name"
              bars={barsOf(firstRows(answer.byAction))}
              onChoose={(value, choice) => choose('action_name', value, choice)}
            />
          </Fold>
        </Panel>
        <Panel
          title="Failed logins by address"
          aside={formatCounted(answer.failedByAddress.length, 'value')}
          menu={<LoginsMenu title="Failed logins by address" part={['failedByAddress']} />}
        >
          {answer.failedByAddress.length === 0 ? (
            <Empty>No login failed.</Empty>
          ) : (
            <Fold of="Failed logins by address">
              <Bars
                label="Failed logins by source address"
                column="source_ip_address"
                tone="failure"
                bars={barsOf(firstRows(answer.failedByAddress))}
                onChoose={(value, choice) =>
                  choice === 'only'
                    ? chooseGroup(answer.failedFilter, ['source_ip_address'], [value])
                    : choose('source_ip_address', value, choice)
                }
              />
            </Fold>
          )}
          <Rest rows={answer.failedByAddress} />
        </Panel>
      </div>
    </>
  );
}

function LoginsMenu(props: { title: string; part: string[]; chart?: Chart }): JSX.Element {
  return <ShownMenu {...props} question={{ ask: 'accounts', filter: filter.value, bins: BINS }} />;
}

function LoginsOverTime({ accounts }: { accounts: Accounts }): JSX.Element {
  const counts = (
    <span>
      <b data-figure="logins">{formatCount(accounts.logins)}</b> logins,{' '}
      <b data-figure="failed">{formatCount(accounts.failed)}</b> denied or failed
    </span>
  );
  if (binCount(accounts.histogram) === 0) {
    return (
      <Panel title="Logins over time" aside={counts}>
        <Empty>No selected event is a login.</Empty>
      </Panel>
    );
  }
  return (
    <Histogram
      title="Logins over time"
      aside={
        <>
          {counts}
          <LoginsMenu
            title="Logins over time"
            part={['histogram']}
            chart={{
              title: 'Logins over time',
              bins: inOrder(accounts.histogram, (name) => LOGINS.indexOf(name)),
              rank: () => null,
            }}
          />
        </>
      }
      bins={accounts.histogram}
      time={time.value}
      rank={() => null}
      place={(name) => LOGINS.indexOf(name)}
      theme={theme.value}
      onSelect={(range, settled) => chooseTime(range, settled ? 'push' : 'quiet')}
    />
  );
}

function ByUser({ users }: { users: LoginUser[] }): JSX.Element {
  return (
    <Panel
      title="Logins by principal"
      aside={formatCounted(users.length, 'principal')}
      menu={<LoginsMenu title="Logins by principal" part={['byUser']} />}
    >
      {users.length === 0 ? (
        <Empty>No selected event is a login.</Empty>
      ) : (
        <Fold of="Logins by principal">
          <table class="list" aria-label="Logins by user">
            <thead>
              <tr>
                <th scope="col">Principal</th>
                <th scope="col" class="numeric">
                  Logins
                </th>
                <th scope="col" class="numeric">
                  Denied or failed
                </th>
                <th scope="col">Last</th>
              </tr>
            </thead>
            <tbody>
              {firstRows(users).map(({ user, logins, failed, lastMs }) => (
                <tr key={user ?? 'null'} data-user={user ?? undefined}>
                  <th scope="row">
                    <Value text={user} absent="(none)" />
                  </th>
                  <td class="numeric" data-logins={logins}>
                    {formatCount(logins)}
                  </td>
                  <td class={failed > 0 ? 'numeric failure' : 'numeric'} data-failed={failed}>
                    {formatCount(failed)}
                  </td>
                  <td>{formatTime(lastMs)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Fold>
      )}
      <Rest rows={users} />
    </Panel>
  );
}
