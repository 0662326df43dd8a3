/** The values that a stratified sample is drawn of, and those of which none is drawn. */
import type { JSX } from 'preact';
import { formatCount, formatCounted } from '../../../base/format.ts';
import { visible } from '../../../base/text.ts';
import type { Plan, SampleAnswer } from '../../../engine/evidence/generated.ts';
import { Fold } from '../../../widgets/fold.tsx';
import { Panel } from '../../../widgets/panel.tsx';
import { Value } from '../../../widgets/value.tsx';

/** The panel; nothing for samples without strata. */
export function Strata({ plan, sample }: { plan: Plan; sample: SampleAnswer }): JSX.Element | null {
  const { strata, totalStrata, undrawn, undrawnStrata } = sample;
  if (plan.method.kind !== 'stratified' || totalStrata === 0) return null;
  const by = visible(plan.method.by);
  return (
    <Panel title={`Values of ${by}`} aside={formatCounted(totalStrata, 'value')}>
      {undrawn > 0 && (
        <p class="note" data-undrawn={undrawn}>
          None is drawn of {formatCounted(undrawn, 'value')}:{' '}
          {undrawnStrata
            .slice(0, FEW)
            .map(
              ({ value, events }) => `${value === null ? '(none)' : visible(value)} (${formatCount(events)})`,
            )
            .join(', ')}
          {undrawn > FEW && ` and ${formatCount(undrawn - FEW)} more`}.
        </p>
      )}
      <Fold of={`Values of ${by}`} tall>
        <table class="list" aria-label={`Values of ${by}`}>
          <thead>
            <tr>
              <th scope="col">Value</th>
              <th scope="col" class="numeric">
                Events
              </th>
              <th scope="col" class="numeric">
                Drawn
              </th>
            </tr>
          </thead>
          <tbody>
            {strata.map(({ value, events, drawn }) => (
              <tr key={value} data-stratum={value ?? undefined} data-count={drawn}>
                <th scope="row">
                  <Value text={value} absent="(none)" />
                </th>
                <td class="numeric">{formatCount(events)}</td>
                <td class="numeric">{formatCount(drawn)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Fold>
      {strata.length < totalStrata && (
        <p class="empty">
          The first {formatCount(strata.length)} of {formatCounted(totalStrata, 'value')}.
        </p>
      )}
    </Panel>
  );
}

const FEW = 20;
