// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** The reconciliation strip: the identities that must hold for everything loaded, whatever the filter. */
import type { ComponentChildren, JSX } from 'preact';
import { formatBytes, formatCount, formatCounted, formatDuration } from '../base/format.ts';
import { contents, loadMs, progress } from '../engine/session.ts';
import { CheckIcon, CrossIcon } from '../widgets/icons.tsx';

/** The strip; hidden until something is loaded. */
export function Strip(): JSX.Element | null {
  const now = contents.value;
  if (!now) return null;
  const { records, events, duplicates, problems, warnings, conflicts, silverRows, goldRows, reconciled } =
    now.totals;
  return (
    <div class="strip" role="group" aria-label="Reconciliation">
      <span class="strip-sum">
        <span
          class={reconciled ? 'strip-mark' : 'strip-mark denied'}
          role="img"
          data-strip="reconciled"
          data-reconciled={reconciled}
          aria-label={reconciled ? 'The counts reconcile' : 'The counts do not reconcile'}
          title={
            reconciled
              ? 'Every record is accounted for, in every input and in total'
              : 'Some record is not accounted for: please report this'
          }
        >
          {reconciled ? <CheckIcon /> : <CrossIcon />}
        </span>
        <Count name="records" count={records}>
          records =
        </Count>
        <Count name="events" count={events}>
          events +
        </Count>
        <Count name="duplicates" count={duplicates}>
          duplicates +
        </Count>
        <Count name="problems" count={problems}>
          problems
        </Count>
      </span>
      {warnings + conflicts > 0 && (
        <span class="strip-sum">
          <Count name="warnings" count={warnings}>
            warnings
          </Count>
          <Count name="conflicts" count={conflicts}>
            conflicts
          </Count>
        </span>
      )}
      <span class="strip-sum">
        <span>all events</span>
        <Count name="silver" count={silverRows}>
          = sum of services
        </Count>
        <Count name="gold" count={goldRows} />
      </span>
      <span class="strip-cost">
        {formatCounted(now.inputs, 'file')} · <Read />
        {' · '}loaded in {formatDuration(loadMs.value)}
        {events > 0 && ` · ${formatCount(now.memoryBytes / events)} B/event`}
      </span>
    </div>
  );
}

/** Bytes read, and of how many if memory ran out. */
function Read(): JSX.Element | null {
  const now = progress.value;
  if (!now) return null;
  if (!now.full) return <>{formatBytes(now.bytesRead)}</>;
  return (
    <b class="strip-full">
      memory full: {formatBytes(now.bytesRead)} of {formatBytes(now.bytesTotal)}
    </b>
  );
}

function Count({
  name,
  count,
  children,
}: {
  name: string;
  count: number;
  children?: ComponentChildren;
}): JSX.Element {
  return (
    <span>
      <b data-strip={name}>{formatCount(count)}</b>
      {children !== undefined && <> {children}</>}
    </span>
  );
}
