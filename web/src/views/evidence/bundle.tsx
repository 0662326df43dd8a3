/** The section Bundle: saves evidence, and checks a bundle. */
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { formatCount, formatCounted } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import type { BundleChecked } from '../../engine/evidence/generated.ts';
import { contents, phase, rules } from '../../engine/session.ts';
import { Panel } from '../../widgets/panel.tsx';
import { saveEvidence, saving } from '../saving.ts';
import { filter } from '../state.ts';
import { lacking, planOf, SampleFields, useSample } from './bundle-sample.tsx';
import { cased, fileText, isEmpty } from './cased.ts';
import { CheckPanel } from './check.tsx';
import { Digest } from './digest.tsx';
import { OpenCase } from './open-case.tsx';

/** The section. */
export function Bundle(): JSX.Element {
  return (
    <>
      <SavePanel />
      <CheckPanel />
    </>
  );
}

function SavePanel(): JSX.Element {
  const id = useId();
  const [asked, change] = useSample();
  const [wrong, setWrong] = useState<string | null>(null);
  const [made, setMade] = useState<{ file: string; checked: BundleChecked } | null>(null);
  const isReady = phase.value === 'ready' && saving.value === null;
  const lacks = lacking(asked);
  const save = async (): Promise<void> => {
    const sample = planOf(asked);
    try {
      setWrong(null);
      setMade(await saveEvidence({ filter: filter.value, sample, case: await fileText() }));
    } catch (error) {
      setWrong(`The case cannot be taken: ${error instanceof Error ? error.message : error}`);
    }
  };
  return (
    <Panel title="Save evidence" class="evidence-form">
      <p>
        A bundle holds the summary, the report, the control totals, the sample, the rules, and every record of
        a finding or of the sample, byte for byte, each with its SHA-256. Whoever has it and the files can
        check all of it.
      </p>
      <dl class="finding-facts">
        <dt>Events</dt>
        <dd>
          {filter.value === '' ? (
            `all ${formatCount(contents.value?.totals.events ?? 0)}`
          ) : (
            <>
              those of the filter <code>{visible(filter.value)}</code>
            </>
          )}
        </dd>
        <dt>Rules</dt>
        <dd>{rulesSaid()}</dd>
        <dt>
          <label for={`${id}-size`}>Sample</label>
        </dt>
        <dd class="evidence-fields">
          <SampleFields id={`${id}-size`} asked={asked} change={change} />
        </dd>
        <dt>Case</dt>
        <dd class="evidence-fields">
          <span>{caseSaid()}</span>
          <OpenCase />
        </dd>
      </dl>
      {wrong !== null && <p role="alert">{wrong}</p>}
      <div class="evidence-actions">
        <button
          type="button"
          class="button primary"
          disabled={!isReady || lacks !== null}
          onClick={() => void save()}
        >
          Save evidence
        </button>
        {lacks !== null && <span>{lacks}</span>}
      </div>
      {made && <Made {...made} />}
    </Panel>
  );
}

function caseSaid(): string {
  if (isEmpty.value) return 'none but the session log';
  const { title } = cased.value;
  return `${title === '' ? 'that of this page' : visible(title)} goes into the bundle`;
}

function rulesSaid(): string {
  const { off = 0, changed = 0, own = [], tuning = '' } = rules.value ?? {};
  const parts = [
    'as the page brings them',
    own.length > 0 && `${formatCounted(own.length, 'file')} of own rules`,
    off > 0 && `${formatCounted(off, 'rule')} off`,
    changed > 0 && `${formatCounted(changed, 'rule')} changed`,
    tuning !== '' && 'with their tuning',
  ];
  return parts.filter((part) => part !== false).join(', ');
}

function Made({ file, checked }: { file: string; checked: BundleChecked }): JSX.Element {
  return (
    <section aria-label="Saved bundle" data-made={file}>
      <p role="status">
        Saved {visible(file)}: {formatCounted(checked.members, 'member')},{' '}
        {formatCounted(checked.records, 'record')} of{' '}
        {formatCounted(checked.manifest?.files.length ?? 0, 'file')}.
      </p>
      <Digest what="bundle" sha256={checked.sha256} />
      {checked.seal !== null && <Digest what="manifest" sha256={checked.seal} />}
      <p>
        Keep one of these elsewhere: whoever can make a bundle can make another in its place. With the files,
        the bundle proves that they yield these figures, findings and records under these rules. It does not
        prove that the files are complete, or unchanged before they were read, nor when or by whom it was
        made.
      </p>
    </section>
  );
}
