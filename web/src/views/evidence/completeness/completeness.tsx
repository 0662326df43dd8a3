/** The section Completeness: how complete everything loaded looks, and what cannot be told. */
import type { JSX } from 'preact';
import { formatCounted } from '../../../base/format.ts';
import { visible } from '../../../base/text.ts';
import { Empty, Panel } from '../../../widgets/panel.tsx';
import { useAnswer } from '../../ask.ts';
import { Refused } from '../../states.tsx';
import { Doubts } from './doubts.tsx';
import { Folders } from './folders.tsx';
import { GridPanel } from './grid.tsx';
import { Provider } from './provider.tsx';
import { Silences } from './silences.tsx';

/** The section. No filter narrows it. */
export function Completeness(): JSX.Element {
  const { answer, error } = useAnswer('completeness', { ask: 'completeness' });
  if (error !== null) return <Refused error={error} />;
  return (
    <>
      <GridPanel />
      {answer && (
        <>
          <Silences silences={answer.silences} doubts={answer.doubts} />
          <Folders folders={answer.folders} outside={answer.outside} />
          <Provider gaps={answer.gaps} retention={answer.retention} />
          <Doubts doubts={answer.doubts} />
          <Panel
            title="What this cannot tell"
            aside={formatCounted(answer.cannot_tell.length, 'open question')}
          >
            {answer.cannot_tell.length === 0 && <Empty>Nothing.</Empty>}
            <ul class="plain-list" aria-label="What this cannot tell">
              {answer.cannot_tell.map((told) => (
                <li key={told}>{visible(told)}</li>
              ))}
            </ul>
          </Panel>
        </>
      )}
    </>
  );
}
