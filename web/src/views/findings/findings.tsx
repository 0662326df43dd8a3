// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** The view Findings: what the rules found under the filter, by severity, and what they could not look for. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { formatCount, formatCounted } from '../../base/format.ts';
import type {
  Findings as Answer,
  FindingsOverTime,
  Severity,
  SeverityCount,
} from '../../engine/generated.ts';
import { looking, progress, steerRules } from '../../engine/session.ts';
import { Empty, Panel } from '../../widgets/panel.tsx';
import { Rest } from '../../widgets/rest.tsx';
import { useAnswer } from '../ask.ts';
import { ShownMenu } from '../export.tsx';
import { chooseTime } from '../filter/edits.ts';
import { time } from '../filter/parsed.ts';
import { address, filter, filtered, go } from '../state.ts';
import { Refused } from '../states.tsx';
import { CheckedRules, Coverage } from './checked.tsx';
import { ExportFindings } from './export.tsx';
import { FindingDetail } from './finding.tsx';
import { FindingList } from './list.tsx';
import { BINS, FindingsStrip, StripScale, useFindingsOverTime } from './over-time.tsx';
import { RulePanel } from './rule.tsx';
import { SeverityBadge } from './severity.tsx';
import { Looking, TuningBar, TuningPanel } from './tuning.tsx';

/** Of a log that alarms everywhere, the most serious are listed. */
const MAX_FINDINGS = 2000;

/** The view. */
export function Findings(): JSX.Element {
  const done = progress.value?.done ?? false;
  const { answer, error } = useAnswer(
    'findings',
    done ? { ask: 'findings', filter: filter.value, most: MAX_FINDINGS } : null,
  );
  const overTime = useFindingsOverTime();
  const [severity, setSeverity] = useState<Severity | null>(null);
  const [rule, setRule] = useState<string | null>(null);
  const [tuning, setTuning] = useState(false);
  if (error !== null) return <Refused error={error} />;
  return (
    <div class="view" aria-busy={!answer || looking.value !== null}>
      <TuningBar open={tuning} onOpen={setTuning} />
      {tuning && <TuningPanel onRule={setRule} />}
      <Looking />
      {!answer && (
        <Empty>
          {done ? 'The rules are being evaluated.' : 'The rules are evaluated once everything is read.'}
        </Empty>
      )}
      {answer?.stopped && <Stopped />}
      {answer && !answer.stopped && (
        <>
          <Severities counts={answer.severities} shown={severity} onShow={setSeverity} />
          <OverTime shown={overTime} />
          <Listed answer={answer} severity={severity} />
        </>
      )}
      {rule !== null && <RulePanel key={rule} id={rule} onClose={() => setRule(null)} />}
      {answer && (
        <CheckedRules checked={answer.checked} problems={answer.problems} shown={rule} onShow={setRule} />
      )}
    </div>
  );
}

function Stopped(): JSX.Element {
  return (
    <Empty>
      The rules have not been evaluated, because that was cancelled.{' '}
      <button type="button" class="button small" onClick={() => void steerRules('lookAgain')}>
        Evaluate the rules
      </button>
    </Empty>
  );
}

function OverTime({ shown }: { shown: FindingsOverTime | null }): JSX.Element | null {
  if (!shown || shown.bins === 0 || shown.histogram.series.length === 0) return null;
  return (
    <Panel
      title="Findings over time"
      class="findings-time"
      aside={
        time.value && (
          <button type="button" class="button small" onClick={() => chooseTime(null)}>
            Reset time
          </button>
        )
      }
      menu={
        <ShownMenu
          title="Findings over time"
          question={{ ask: 'findingsOverTime', filter: filter.value, bins: BINS }}
          part={['histogram']}
        />
      }
    >
      <FindingsStrip shown={shown} />
      <StripScale shown={shown} />
    </Panel>
  );
}

/** The open finding, and the list. */
function Listed({ answer, severity }: { answer: Answer; severity: Severity | null }): JSX.Element {
  const { findings, total, checked } = answer;
  const listed = findings.filter((finding) => severity === null || finding.severity === severity);
  const key = address.value.finding;
  const open = findings.find((finding) => finding.key === key) ?? null;
  return (
    <>
      {open && <FindingDetail key={open.key} finding={open} onClose={() => close(open.key)} />}
      {key !== null && !open && <Missing />}
      <Panel
        title="Findings"
        aside={
          <>
            {counted(listed.length, total, severity)}
            <ExportFindings />
          </>
        }
      >
        {listed.length === 0 ? (
          <Empty>{none(severity)}</Empty>
        ) : (
          <FindingList findings={listed} open={open?.key ?? null} />
        )}
        <Rest rows={listed} hint="filter the events to see others" />
        <Coverage checked={checked} />
      </Panel>
    </>
  );
}

/** Closes the open finding and returns to its row. */
function close(key: string): void {
  go({ finding: null });
  requestAnimationFrame(() => {
    const rows = [...document.querySelectorAll<HTMLElement>('.findings [data-key]')];
    rows
      .find((row) => row.dataset.key === key)
      ?.querySelector('button')
      ?.focus();
  });
}

function counted(listed: number, total: number, severity: Severity | null): string {
  const all = formatCounted(total, 'finding');
  return severity === null ? all : `${formatCount(listed)} of ${all}`;
}

function none(severity: Severity | null): string {
  if (severity !== null) return `No finding is ${severity}.`;
  return filtered.value
    ? 'No rule has a finding among the selected events. Lift the filter to see the others.'
    : 'No rule has a finding. That is not “nothing happened”: see what was checked, and what these logs cannot show.';
}

/** A link to a finding that is not there: links carry neither logs nor tuning nor own rules. */
function Missing(): JSX.Element {
  return (
    <Empty>
      The finding of this link is not here: the logs, the filter, the tuning or the rules differ, which no
      link carries.{' '}
      <button type="button" class="button small" onClick={() => go({ finding: null })}>
        Close
      </button>
    </Empty>
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
