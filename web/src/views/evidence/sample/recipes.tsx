/** How the same sample is drawn elsewhere. */
import type { JSX } from 'preact';
import { visibleBlock } from '../../../base/text.ts';
import type { Plan, SampleAnswer } from '../../../engine/evidence/generated.ts';
import { CopyButton } from '../../../widgets/copy.tsx';
import { Panel } from '../../../widgets/panel.tsx';
import { QueryText } from '../query.tsx';

/** The panel. */
export function Recipes({ plan, sample }: { plan: Plan; sample: SampleAnswer }): JSX.Element {
  return (
    <Panel title="Draw it again elsewhere">
      <p class="note">
        In SQL, from the events of the population: export them as Parquet in the view Events, with the same
        filter.
      </p>
      <QueryText
        table="silver"
        question={(table, dialect) => ({ ask: 'sampleQuery', plan, table, dialect })}
      />
      <p class="note">In a spreadsheet:</p>
      <p class="recipe" data-recipe="spreadsheet">
        {visibleBlock(sample.spreadsheet)}{' '}
        <CopyButton text={sample.spreadsheet} what="the steps">
          Copy
        </CopyButton>
      </p>
    </Panel>
  );
}
