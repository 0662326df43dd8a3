/** The list of findings: those of level informational of one rule are one line until they are asked for. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount, formatCounted, formatTime } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import type { Finding } from '../../engine/generated.ts';
import { firstRows } from '../../widgets/rest.tsx';
import { go } from '../state.ts';
import { SeverityBadge } from './severity.tsx';
import { shortTitle } from './short-title.ts';

/** The table. `open` is the key of the finding that is shown in full. */
export function FindingList({ findings, open }: { findings: Finding[]; open: string | null }): JSX.Element {
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const toggle = (rule: string): void => {
    const next = new Set(unfolded);
    if (!next.delete(rule)) next.add(rule);
    setUnfolded(next);
  };
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
        {grouped(firstRows(findings)).flatMap((group) => {
          const [first] = group;
          if (group.length === 1 || !first) {
            return group.map((finding) => <FindingRow key={finding.key} finding={finding} open={open} />);
          }
          const shown = unfolded.has(first.rule) || group.some(({ key }) => key === open);
          return [
            <GroupRow
              key={`group ${first.rule}`}
              findings={group}
              open={shown}
              onOpen={() => toggle(first.rule)}
            />,
            ...(shown ? group : []).map((finding) => (
              <FindingRow key={finding.key} finding={finding} open={open} />
            )),
          ];
        })}
      </tbody>
    </table>
  );
}

/** The findings in their order; those of level informational with the first of their rule. */
function grouped(findings: Finding[]): Finding[][] {
  const groups: Finding[][] = [];
  const ofRule = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = finding.severity === 'informational' ? ofRule.get(finding.rule) : undefined;
    if (group) {
      group.push(finding);
      continue;
    }
    const own = [finding];
    groups.push(own);
    if (finding.severity === 'informational') ofRule.set(finding.rule, own);
  }
  return groups;
}

type GroupRowProps = { findings: Finding[]; open: boolean; onOpen(): void };

function GroupRow({ findings, open, onOpen }: GroupRowProps): JSX.Element | null {
  const [first] = findings;
  if (!first) return null;
  const times = (of: (finding: Finding) => number | null): number[] =>
    findings.flatMap((finding) => of(finding) ?? []);
  const [firsts, lasts] = [times(({ firstMs }) => firstMs), times(({ lastMs }) => lastMs)];
  return (
    <tr data-group={first.rule}>
      <td>
        <SeverityBadge severity={first.severity} />
      </td>
      <th scope="row">
        <button type="button" class="finding-open" aria-expanded={open} onClick={onOpen}>
          <b>{visible(shortTitle(first.title))}</b>
          <span>
            {formatCounted(findings.length, 'finding')}, {open ? 'listed below' : 'not listed'}
          </span>
        </button>
      </th>
      <td class="numeric" />
      <td class="no-wrap">{formatTime(firsts.length > 0 ? Math.min(...firsts) : null)}</td>
      <td class="no-wrap">{formatTime(lasts.length > 0 ? Math.max(...lasts) : null)}</td>
    </tr>
  );
}

function FindingRow({ finding, open }: { finding: Finding; open: string | null }): JSX.Element {
  const isOpen = finding.key === open;
  return (
    <tr data-key={finding.key} data-finding={finding.rule} aria-current={isOpen || undefined}>
      <td>
        <SeverityBadge severity={finding.severity} />
      </td>
      <th scope="row">
        <button
          type="button"
          class="finding-open"
          aria-expanded={isOpen}
          onClick={() => go({ finding: isOpen ? null : finding.key })}
        >
          <b>{visible(shortTitle(finding.title))}</b>
          <span>{visible(finding.message)}</span>
        </button>
      </th>
      <td class="numeric" data-count={finding.count}>
        {formatCount(finding.count)}
      </td>
      <td class="no-wrap">{formatTime(finding.firstMs)}</td>
      <td class="no-wrap">{formatTime(finding.lastMs)}</td>
    </tr>
  );
}
