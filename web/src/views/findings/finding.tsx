/** One finding: what happened, why it matters, what to check next, the rule, and a click that makes it the filter. */
import type { JSX } from 'preact';
import { formatCounted, formatTime } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import type { Finding, Rule } from '../../engine/generated.ts';
import { Disclosure } from '../../widgets/disclosure.tsx';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { Value } from '../../widgets/value.tsx';
import { useAnswer } from '../ask.ts';
import { apply } from '../filter/edits.ts';
import { goTo, showEvent } from '../state.ts';
import { SeverityBadge } from './severity.tsx';

const MAX_EVENTS = 20;

/** The panel. */
export function FindingDetail({ finding, onClose }: { finding: Finding; onClose(): void }): JSX.Element {
  const { answer: rule, error } = useAnswer('rule', { ask: 'rule', id: finding.rule });
  return (
    <Panel
      title={visible(finding.title)}
      class="finding"
      aside={
        <>
          <SeverityBadge severity={finding.severity} />
          <button type="button" class="button small" onClick={onClose}>
            Close
          </button>
        </>
      }
    >
      <div class="finding-body">
        <p class="finding-message">{visible(finding.message)}</p>
        <dl class="finding-facts">
          <dt>Principals</dt>
          <dd>
            {finding.principals.map((principal) => (
              <span key={principal ?? 'null'} class="finding-principal">
                <Value text={principal} absent="(no principal)" />
              </span>
            ))}
          </dd>
          <dt>Window</dt>
          <dd>
            {formatTime(finding.firstMs)} to {formatTime(finding.lastMs)}
          </dd>
          <dt>Filter</dt>
          <dd>
            <code>{visible(finding.filter)}</code>
            {!finding.filterExact && ' selects these events, and may select others'}
          </dd>
        </dl>
        <p>
          <button type="button" class="button" onClick={() => apply(finding.filter)}>
            Make it the filter
          </button>{' '}
          <button
            type="button"
            class="button"
            onClick={() => {
              goTo('events');
              apply(finding.filter);
            }}
          >
            Show {formatCounted(finding.count, 'event')}
          </button>
        </p>
        {finding.runbook.length > 0 && (
          <>
            <h3>What to check next</h3>
            <ol class="finding-steps">
              {finding.runbook.map(({ step, filter }) => (
                <li key={step}>
                  {visible(step)}{' '}
                  {filter !== null && (
                    <button
                      type="button"
                      class="value"
                      title="Make this the filter"
                      onClick={() => apply(filter)}
                    >
                      <code>{visible(filter)}</code>
                    </button>
                  )}
                </li>
              ))}
            </ol>
          </>
        )}
        {finding.rows.length > 0 && (
          <p class="finding-events">
            Events:{' '}
            {finding.rows.slice(0, MAX_EVENTS).map((row) => (
              <button key={row} type="button" class="value" onClick={() => openEvent(row)}>
                {row}
              </button>
            ))}
            {finding.rows.length > MAX_EVENTS && ' and more'}
          </p>
        )}
        {error !== null && <Empty>The rule cannot be shown: {error}</Empty>}
        {rule && <RuleText rule={rule} />}
      </div>
    </Panel>
  );
}

function openEvent(row: number): void {
  goTo('events');
  showEvent(row);
}

/** Rules break the lines of their descriptions where the file ends them. */
function inLine(text: string): string {
  return text.trim().replaceAll(/\s*\n\s*/g, ' ');
}

/** A rule in words, and as its file says it. */
export function RuleText({ rule }: { rule: Rule }): JSX.Element {
  const facts: [name: string, values: string[]][] = [
    ['Why it matters', [rule.objective, rule.description].filter((text) => text !== null)],
    ['Technique', rule.tags],
    ['What looks like it', rule.falsePositives],
    ['Where the idea comes from', rule.references],
    ['Fidelity', rule.fidelity === null ? [] : [rule.fidelity]],
  ];
  return (
    <>
      <dl class="finding-facts">
        {facts.map(
          ([name, values]) =>
            values.length > 0 && (
              <>
                <dt>{name}</dt>
                <dd>
                  {values.map((value) => (
                    <p key={value}>{visible(inLine(value))}</p>
                  ))}
                </dd>
              </>
            ),
        )}
      </dl>
      <Disclosure title={`The rule: ${visible(rule.file)}`}>
        <pre class="rule-text">{rule.text}</pre>
      </Disclosure>
    </>
  );
}
