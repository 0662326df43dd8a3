/** The section Sample: what is drawn of the events that the filter selects, and how anybody draws it again. */
import type { JSX } from 'preact';
import type { Plan } from '../../../engine/evidence/generated.ts';
import { Empty, Panel } from '../../../widgets/panel.tsx';
import { MAX_ROWS } from '../../../widgets/rest.tsx';
import { address, filter } from '../../state.ts';
import { useEvidence, Working } from '../work.tsx';
import { SampleControls } from './controls.tsx';
import { Drawn } from './drawn.tsx';
import { Recipes } from './recipes.tsx';
import { Strata } from './strata.tsx';

/** The section. */
export function Sample(): JSX.Element {
  const { draw } = address.value;
  const plan: Plan | null = draw && {
    filter: filter.value,
    size: draw.size,
    seed: draw.seed,
    method: draw.method === 'stratified' ? { kind: 'stratified', by: draw.by } : { kind: draw.method },
  };
  return (
    <>
      <SampleControls key={JSON.stringify(draw)} />
      {plan === null ? (
        <Panel title="Sample">
          <Empty>
            Choose a size and a seed. The same seed draws the same events of the same population, everywhere.
          </Empty>
        </Panel>
      ) : (
        <Result plan={plan} />
      )}
    </>
  );
}

function Result({ plan }: { plan: Plan }): JSX.Element {
  const state = useEvidence({ ask: 'sample', plan, most: MAX_ROWS });
  if (!state.answer) {
    return (
      <Panel title="Sample">
        <Working state={state} what="Drawing the sample" />
      </Panel>
    );
  }
  return (
    <>
      <Drawn plan={plan} sample={state.answer} />
      <Strata plan={plan} sample={state.answer} />
      <Recipes plan={plan} sample={state.answer} />
    </>
  );
}
