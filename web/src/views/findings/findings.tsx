// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** The view Findings: what the rules found under the filter, by severity, and what they could not look for. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount, formatCounted, formatTime } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import type { Finding, Severity, SeverityCount } from '../../engine/generated.ts';
import { progress } from '../../engine/session.ts';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { firstRows, Rest } from '../../widgets/rest.tsx';
import { useAnswer } from '../ask.ts';
import { address, filter, filtered, go } from '../state.ts';
import { Refused } from '../states.tsx';
import { CheckedRules } from './checked.tsx';
import { ExportFindings } from './export.tsx';
import { FindingDetail } from './finding.tsx';
import { SeverityBadge } from './severity.tsx';

/** Of a log that alarms everywhere, the most serious are listed. */
const MAX_FINDINGS = 2000;

/** The view. */
export function Findings(): JSX.Element {
  const done = progress.value?.done ?? false;
  const { answer, error } = useAnswer(
    'findings',
    done ? { ask: 'findings', filter: filter.value, most: MAX_FINDINGS } : null,
  );
  const [shown, setShown] = useState<Severity | null>(null);
  if (error !== null) return <Refused error={error} />;
  if (!answer) {
    return (
      <div class="view" aria-busy="true">
        <Empty>
          {done ? 'The rules are being evaluated.' : 'The rules are evaluated once everything is read.'}
        </Empty>
      </div>
    );
  }
  const { findings } = answer;
  const listed = findings.filter(({ severity }) => shown === null || severity === shown);
  const open = findings.find(({ key }) => key === address.value.finding) ?? null;
  return (
    <div class="view">
      <Severities counts={answer.severities} shown={shown} onShow={setShown} />
      {open && <FindingDetail key={open.key} finding={open} onClose={() => go({ finding: null })} />}
      <Panel
        title="Findings"
        aside={
          <>
            {formatCounted(answer.total, 'finding')}
            <ExportFindings />
          </>
        }
      >
        {listed.length === 0 ? (
          <Empty>
            {filtered.value
              ? 'No rule has a finding among the selected events. Lift the filter to see the others.'
              : 'No rule has a finding. That is not “nothing happened”: see below what was checked, and what these logs cannot show.'}
          </Empty>
        ) : (
          <List findings={listed} open={open?.key ?? null} />
        )}
        <Rest rows={listed} hint="filter the events to see others" />
      </Panel>
      <CheckedRules checked={answer.checked} problems={answer.problems} />
    </div>
  );
}

function Severities({
  counts,
  shown,
  onShow,
}: {
  counts: SeverityCount[];
  shown: Severity | null;
  onShow(severity: Severity | null): void;
}): JSX.Element {
  return (
    <div class="severities" role="group" aria-label="Show findings of one severity">
      {counts.map(({ severity, findings }) => (
        <button
          key={severity}
          type="button"
          class="severity-count"
          aria-pressed={shown === severity}
          disabled={findings === 0}
          onClick={() => onShow(shown === severity ? null : severity)}
        >
          <b data-figure={severity}>{formatCount(findings)}</b>
          <SeverityBadge severity={severity} />
        </button>
      ))}
    </div>
  );
}

function List({ findings, open }: { findings: Finding[]; open: string | null }): JSX.Element {
  return (
    <table class="list findings" aria-label="Findings">
      <thead>
        <tr>
          <th scope="col">Severity</th>
          <th scope="col">What happened</th>
          <th scope="col" class="numeric">
            Events
          </th>
          <th scope="col">First</th>
          <th scope="col">Last</th>
        </tr>
      </thead>
      <tbody>
        {firstRows(findings).map((finding) => (
          <tr key={finding.key} data-finding={finding.rule} aria-current={finding.key === open || undefined}>
            <td>
              <SeverityBadge severity={finding.severity} />
            </td>
            <th scope="row">
              <button
                type="button"
                class="finding-open"
                aria-expanded={finding.key === open}
                onClick={() => go({ finding: finding.key === open ? null : finding.key })}
              >
                <b>{visible(finding.title)}</b>
                <span>{visible(finding.message)}</span>
              </button>
            </th>
            <td class="numeric" data-count={finding.count}>
              {formatCount(finding.count)}
            </td>
            <td class="no-wrap">{formatTime(finding.firstMs)}</td>
            <td class="no-wrap">{formatTime(finding.lastMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
