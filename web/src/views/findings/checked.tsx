/** What was checked, and what these logs cannot show: no finding is not “nothing happened”. */
import type { JSX } from 'preact';
import { formatCount, formatCounted } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import type { CheckedRule, RuleProblem } from '../../engine/generated.ts';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { SeverityBadge } from './severity.tsx';

/** The panel. */
export function CheckedRules({
  checked,
  problems,
}: {
  checked: CheckedRule[];
  problems: RuleProblem[];
}): JSX.Element {
  const lacking = checked.filter(({ lacks }) => lacks.length > 0);
  const lacks = [...new Set(lacking.flatMap((rule) => rule.lacks))];
  return (
    <Panel title="Rules" aside={formatCounted(checked.length, 'rule')} class="scrolling">
      {problems.length > 0 && (
        <ul class="rule-problems" aria-label="Rules that cannot be used">
          {problems.map(({ file, line, message }) => (
            <li key={`${file}:${line}:${message}`}>
              {visible(file)}
              {line === null ? '' : `, line ${line}`}: {visible(message)}
            </li>
          ))}
        </ul>
      )}
      {lacks.length > 0 && (
        <p class="note">
          {formatCounted(lacking.length, 'rule')} could not look: these logs hold no {lacks.join(', no ')}.
        </p>
      )}
      {checked.length === 0 ? (
        <Empty>No rule is loaded.</Empty>
      ) : (
        <table class="list" aria-label="Rules">
          <thead>
            <tr>
              <th scope="col">Severity</th>
              <th scope="col">Rule</th>
              <th scope="col" class="numeric">
                Findings
              </th>
              <th scope="col">What these logs lack</th>
              <th scope="col" class="numeric">
                Without a time
              </th>
            </tr>
          </thead>
          <tbody>
            {checked.map((rule) => (
              <tr key={rule.rule} data-rule={rule.rule}>
                <td>
                  <SeverityBadge severity={rule.severity} />
                </td>
                <th scope="row">{visible(rule.title)}</th>
                <td class="numeric" data-count={rule.findings}>
                  {rule.off ? 'off' : formatCount(rule.findings)}
                </td>
                <td>{rule.lacks.join(', ')}</td>
                <td class="numeric">{rule.undated > 0 ? formatCount(rule.undated) : ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
