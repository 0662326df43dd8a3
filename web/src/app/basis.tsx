/** The dialog that says what a table or a chart rests on. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { formatBytes, formatCount, formatCounted } from '../base/format.ts';
import { visible } from '../base/text.ts';
import type { BasisSaid, InputBasis } from '../engine/evidence/generated.ts';
import { basisOf, hashing, revision } from '../engine/session.ts';
import { saveExport } from '../views/saving.ts';
import { basisShown } from '../views/showing-basis.ts';
import { CrossIcon } from '../widgets/icons.tsx';
import { Modal } from '../widgets/modal.tsx';
import { Path } from '../widgets/path.tsx';

/** The file names the others. */
const MOST_INPUTS = 200;

/** The dialog; Esc closes it. */
export function BasisDialog(): JSX.Element {
  const now = basisShown.value;
  const loaded = revision.value;
  const [said, setSaid] = useState<BasisSaid | string | null>(null);
  useEffect(() => {
    let current = true;
    setSaid(null);
    if (now)
      basisOf(now.what).then(
        (answer) => current && setSaid(answer),
        (error: unknown) => current && setSaid(error instanceof Error ? error.message : String(error)),
      );
    return () => {
      current = false;
    };
  }, [now, loaded]);
  const close = (): void => {
    basisShown.value = null;
  };
  return (
    <Modal class="basis" name="Basis" shown={now !== null} onClose={close}>
      {now && (
        <>
          <header class="panel-head">
            <h2>Basis of {visible(now.title)}</h2>
            <button type="button" class="icon-button" aria-label="Close" onClick={close}>
              <CrossIcon />
            </button>
          </header>
          <div class="basis-body">
            {said === null && (
              <p>{hashing.value > 0 ? `Hashing ${formatCounted(hashing.value, 'file')}…` : 'Counting…'}</p>
            )}
            {typeof said === 'string' && <p role="alert">{visible(said)}</p>}
            {said !== null && typeof said === 'object' && <Said {...said} />}
          </div>
          <div class="confirm-buttons">
            <button
              type="button"
              class="button"
              disabled={said === null}
              onClick={() => {
                close();
                void saveExport(now.what, 'basis');
              }}
            >
              Save as JSON
            </button>
          </div>
        </>
      )}
    </Modal>
  );
}

function Said({ basis, footer }: BasisSaid): JSX.Element {
  const others = basis.inputs.length - MOST_INPUTS;
  return (
    <>
      <p data-footer>{visible(footer)}</p>
      <p class="save-note">
        Touchstone can attest what it read, and that it is unchanged since; not that the files are complete.
      </p>
      <table class="list" aria-label="Inputs">
        <thead>
          <tr>
            <th scope="col">Input</th>
            <th scope="col">SHA-256</th>
            <th scope="col">Read</th>
            <th scope="col" class="number">
              Size
            </th>
            <th scope="col" class="number">
              Records
            </th>
          </tr>
        </thead>
        <tbody>
          {basis.inputs.slice(0, MOST_INPUTS).map((input, at) => (
            <Input key={at} {...input} />
          ))}
        </tbody>
      </table>
      {others > 0 && <p class="save-note">and {formatCounted(others, 'other')}, which the JSON names</p>}
    </>
  );
}

function Input({ path, sha256, state, bytes, records }: InputBasis): JSX.Element {
  return (
    <tr>
      <td>
        <Path path={path} />
      </td>
      <td>
        <code>{sha256 ?? 'not computed'}</code>
      </td>
      <td>{state}</td>
      <td class="number">{formatBytes(bytes)}</td>
      <td class="number">{formatCount(records)}</td>
    </tr>
  );
}
