/** What was checked, and what these logs cannot show: no finding is not “nothing happened”. */
import type { JSX } from 'preact';
import { formatCount, formatCounted } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import type { CheckedRule, RuleProblem } from '../../engine/generated.ts';
import { rules } from '../../engine/session.ts';
import { Fold } from '../../widgets/fold.tsx';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { ShownMenu } from '../export.tsx';
import { filter } from '../state.ts';
import { RuleSwitch } from './rule-tuning.tsx';
import { SeverityBadge } from './severity.tsx';
import { shortTitle } from './short-title.ts';

type CheckedProps = {
  checked: CheckedRule[];
  problems: RuleProblem[];
  /** The rule whose panel is open. */
  shown: string | null;
  onShow(rule: string | null): void;
};

/** The panel. */
export function CheckedRules({ checked, problems, shown, onShow }: CheckedProps): JSX.Element {
  return (
    <Panel
      title="Rules"
      aside={formatCounted(checked.length, 'rule')}
      menu={
        <ShownMenu
          title="Rules"
          question={{ ask: 'findings', filter: filter.value, most: 0 }}
          part={['checked']}
        />
      }
      class="rules"
    >
      {problems.length > 0 && (
        <ul class="rule-problems" aria-label="Rules that cannot be used">
          {problems.map(({ file, line, message }) => (
            <li key={`${file}:${line}:${message}`} data-unusable={file}>
              {visible(file)}
              {line === null ? '' : `, line ${line}`}: {visible(message)}
            </li>
          ))}
        </ul>
      )}
      {checked.length === 0 ? (
        <Empty>No rule has been evaluated.</Empty>
      ) : (
        <Fold of="Rules" tall>
          <table class="list" aria-label="Rules">
            <thead>
              <tr>
                <th scope="col">Use</th>
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
                <CheckedRow
                  key={rule.rule}
                  rule={rule}
                  open={rule.rule === shown}
                  onShow={() => onShow(rule.rule === shown ? null : rule.rule)}
                />
              ))}
            </tbody>
          </table>
        </Fold>
      )}
    </Panel>
  );
}

function CheckedRow({
  rule,
  open,
  onShow,
}: {
  rule: CheckedRule;
  open: boolean;
  onShow(): void;
}): JSX.Element {
  const tuned = rules.value?.tuned.find(({ id }) => id === rule.rule);
  // What was found is of before the last change until it is evaluated.
  const off = rules.value ? (tuned?.off ?? false) : rule.off;
  return (
    <tr data-rule={rule.rule} aria-current={open || undefined}>
      <td>
        <RuleSwitch rule={rule.rule} title={rule.title} off={off} />
      </td>
      <td>
        <SeverityBadge severity={rule.severity} />
      </td>
      <th scope="row">
        <button type="button" class="rule-open" aria-expanded={open} onClick={onShow}>
          {visible(shortTitle(rule.title))}
        </button>
        {tuned && !off && <span class="note"> tuned</span>}
      </th>
      <td class="numeric" data-count={rule.findings}>
        {rule.off ? 'off' : formatCount(rule.findings)}
      </td>
      <td>{rule.lacks.join(', ')}</td>
      <td class="numeric">{rule.undated > 0 ? formatCount(rule.undated) : ''}</td>
    </tr>
  );
}

/** What was looked for, and what could not be: a sentence, and a list of what these logs lack. */
export function Coverage({ checked }: { checked: CheckedRule[] }): JSX.Element | null {
  if (checked.length === 0) return null;
  const off = checked.filter((rule) => rule.off).length;
  const lacking = checked.filter((rule) => !rule.off && rule.lacks.length > 0);
  const looked = checked.length - off - lacking.length;
  return (
    <div class="note coverage" data-checked={looked} data-lacking={lacking.length} data-off={off}>
      {formatCounted(looked, 'rule')} looked at these logs.
      {off > 0 && ` ${formatCounted(off, 'rule')} ${off === 1 ? 'is' : 'are'} switched off.`}
      {lacking.length > 0 && (
        <>
          {' '}
          {formatCounted(lacking.length, 'rule')} could not, or not at everything, for the logs lack:
          <ul aria-label="What these logs lack">
            {lacked(lacking).map(([what, titles]) => (
              <li key={what} data-lack={what} title={titles.map(shortTitle).map(visible).join('\n')}>
                {visible(what)} ({formatCounted(titles.length, 'rule')})
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** By what is lacking, the titles of the rules that need it; what most need comes first. */
function lacked(lacking: CheckedRule[]): [string, string[]][] {
  const titles = new Map<string, string[]>();
  for (const { lacks, title } of lacking) {
    for (const what of lacks) titles.set(what, [...(titles.get(what) ?? []), title]);
  }
  return [...titles].sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1));
}
