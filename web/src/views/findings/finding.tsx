/** One finding: what happened, why it matters, what to check next, the rule, and a click that makes it the filter. */
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatCounted, formatTime } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import type { Finding } from '../../engine/generated.ts';
import { Disclosure } from '../../widgets/disclosure.tsx';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { Value } from '../../widgets/value.tsx';
import { Decide } from '../evidence/decide.tsx';
import { apply, showEvents } from '../filter/edits.ts';
import { change } from './change.ts';
import { RuleText, useRule } from './rule.tsx';
import { RuleTuning } from './rule-tuning.tsx';
import { SeverityBadge } from './severity.tsx';
import { shortTitle } from './short-title.ts';
import { Timeline } from './timeline.tsx';

/** The panel. */
export function FindingDetail({ finding, onClose }: { finding: Finding; onClose(): void }): JSX.Element {
  const { rule, error } = useRule('rule', finding.rule);
  const top = useRef<HTMLDivElement>(null);
  // The list may be scrolled far away from where the panel appears.
  useLayoutEffect(() => {
    top.current?.scrollIntoView({ block: 'nearest' });
    top.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div ref={top} tabIndex={-1} class="finding-top">
      <Panel
        title={visible(shortTitle(finding.title))}
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
            <button type="button" class="button" onClick={() => showEvents(finding.filter)}>
              Show {formatCounted(finding.count, 'event')}
            </button>{' '}
            <button
              type="button"
              class="button"
              title="Adds the narrowest exception to this rule; it can be undone"
              onClick={() => void ignore(finding.key, onClose)}
            >
              Ignore this
            </button>
          </p>
          <Decide finding={finding} />
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
                        title="Show the events of this filter"
                        onClick={() => showEvents(filter)}
                      >
                        <code>{visible(filter)}</code>
                      </button>
                    )}
                  </li>
                ))}
              </ol>
            </>
          )}
          <Timeline finding={finding} />
          {error !== null && <Empty>The rule cannot be shown: {error}</Empty>}
          {rule && (
            <>
              <h3>The rule</h3>
              <RuleText rule={rule} />
              <Disclosure title="Tune this rule">
                <RuleTuning rule={rule} />
              </Disclosure>
            </>
          )}
        </div>
      </Panel>
    </div>
  );
}

/** Leaves the finding out; what was written stands at the top of the view. */
async function ignore(key: string, close: () => void): Promise<void> {
  if (!(await change({ kind: 'ignore', finding: key }))) return;
  close();
  document.getElementById('main')?.scrollTo({ top: 0 });
}
