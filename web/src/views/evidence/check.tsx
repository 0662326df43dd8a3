/** Checks a bundle: by itself at once, and against the files that are loaded. */
import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { formatCounted, formatShare } from '../../base/format.ts';
import { visible } from '../../base/text.ts';
import type { BundleChecked } from '../../engine/evidence/generated.ts';
import { given, hashing, phase } from '../../engine/session.ts';
import { sentenceOf } from '../../engine/verification.ts';
import { OpenFiles } from '../../widgets/open-files.tsx';
import { Panel } from '../../widgets/panel.tsx';
import { takeBundle } from '../file-input.ts';
import { type Checking, checking, close, compare, compareOnce, giveUp, verifySignature } from './checking.ts';
import { Digest } from './digest.tsx';

/** The panel. */
export function CheckPanel(): JSX.Element {
  const now = checking.value;
  return (
    <Panel
      title="Check a bundle"
      class="evidence-form"
      aside={
        <>
          <OpenFiles
            text="Open a bundle"
            label="Open a bundle of evidence"
            choose="bundle"
            accept=".zip,.minisig"
            multiple
            small
            onFiles={takeBundle}
          />
          {now && (
            <button type="button" class="button small" onClick={close}>
              Close
            </button>
          )}
        </>
      }
    >
      {now ? (
        <Checked {...now} />
      ) : (
        <p>
          Drop a bundle anywhere, and its signature with it. It is checked by itself at once; with the files
          that it was made of loaded, it is made again and every byte compared.
        </p>
      )}
    </Panel>
  );
}

/** The view while nothing is loaded. */
export function BundleAlone(): JSX.Element {
  return (
    <div class="view">
      <CheckPanel />
    </div>
  );
}

function Checked(now: Checking): JSX.Element {
  const { file, itself } = now;
  const isReady = phase.value === 'ready' && hashing.value === 0 && given().length > 0;
  const hasManifest = itself.state === 'done' && itself.result.manifest !== null;
  useEffect(() => {
    if (isReady && hasManifest) compareOnce();
  }, [isReady, hasManifest, file, given().length]);
  return (
    <section aria-label="Checked bundle" data-bundle={itself.state} aria-busy={itself.state === 'running'}>
      <h3>{visible(file.name)}</h3>
      {itself.state === 'running' && <p role="status">Checking…</p>}
      {itself.state === 'failed' && <p role="alert">It cannot be checked: {visible(itself.message)}</p>}
      {itself.state === 'done' && <Itself {...itself.result} />}
      {hasManifest && <AgainstFiles {...now} />}
      {itself.state === 'done' && <Signature {...now} />}
    </section>
  );
}

function Itself(checked: BundleChecked): JSX.Element {
  const { faults, manifest, records, members, seal, sha256 } = checked;
  return (
    <>
      <h4>By itself</h4>
      {faults.length > 0 ? (
        <Faults name="itself" faults={faults.map(sentenceOf)} />
      ) : (
        <p class="evidence-good" role="status" data-intact="itself">
          Intact: {formatCounted(members, 'member')}, {formatCounted(records, 'record')} of{' '}
          {formatCounted(manifest?.files.length ?? 0, 'file')}; made {visible(manifest?.made ?? '')} by
          Touchstone {visible(manifest?.touchstone ?? '')}
          {manifest?.filter ? `, filter ${visible(manifest.filter)}` : ', no filter'}.
        </p>
      )}
      <Digest what="bundle" sha256={sha256} />
      {seal !== null && <Digest what="manifest" sha256={seal} />}
      {seal !== null && <Kept seal={seal} />}
    </>
  );
}

/** Compares the manifest's hash with one that was kept elsewhere. */
function Kept({ seal }: { seal: string }): JSX.Element {
  const id = useId();
  const [kept, setKept] = useState('');
  const isSame = kept.trim().toLowerCase() === seal;
  return (
    <p class="evidence-fields">
      <label for={id}>Kept elsewhere</label>
      <input
        id={id}
        type="text"
        size={64}
        placeholder="SHA-256 of the manifest"
        value={kept}
        onInput={(event) => setKept(event.currentTarget.value)}
      />
      <span data-kept={kept.trim() === '' ? '' : String(isSame)} role="status">
        {kept.trim() === ''
          ? 'Not checked: that nobody made another in its place.'
          : isSame
            ? 'It is the manifest of this bundle.'
            : 'It is not the manifest of this bundle.'}
      </span>
    </p>
  );
}

const STEPS = { reading: 'Reading its files again', hashing: 'Hashing', comparing: 'Making it again' };

function AgainstFiles({ files }: Checking): JSX.Element {
  return (
    <>
      <h4>Against the files</h4>
      {files === null && (
        <p data-open="files">
          Not checked: that the files yield it. Drop the files that it was made of; they may have other names
          now.
        </p>
      )}
      {files?.state === 'running' && (
        <p class="evidence-fields" role="status">
          <span>
            {STEPS[files.at?.step ?? 'reading']}: {formatShare(files.at?.share ?? 0, 1)}
          </span>
          <button type="button" class="button small" onClick={giveUp}>
            Cancel
          </button>
        </p>
      )}
      {files?.state === 'failed' && <p role="alert">Not compared: {visible(files.message)}</p>}
      {files?.state === 'done' && files.result.faults.length > 0 && (
        <>
          <Faults name="files" faults={files.result.faults} />
          {!files.result.isMadeAgain && (
            <p>Nothing was made again: that needs exactly the files that the bundle was made of.</p>
          )}
        </>
      )}
      {files?.state === 'done' && files.result.faults.length === 0 && (
        <p class="evidence-good" role="status" data-intact="files">
          The {formatCounted(files.result.count, 'file')} that are loaded yield the same summary, findings,
          totals and records, byte for byte.
        </p>
      )}
      {(files?.state === 'done' || files?.state === 'failed') && (
        <p>
          <button type="button" class="button small" onClick={() => void compare()}>
            Compare again
          </button>
        </p>
      )}
      <p class="save-note">
        Not proved by any of this: that the files are complete, or unchanged before they were read.
      </p>
    </>
  );
}

function Signature({ signature, signed }: Checking): JSX.Element {
  const id = useId();
  const [key, setKey] = useState('');
  if (!signature)
    return (
      <p class="save-note" data-open="signature">
        No signature was given. Drop its .minisig to check it with a public key.
      </p>
    );
  return (
    <>
      <h4>Signature</h4>
      <p class="evidence-fields">
        <label for={id}>Public key</label>
        <input
          id={id}
          type="text"
          size={64}
          placeholder="RW… or the text of its .pub file"
          value={key}
          onInput={(event) => setKey(event.currentTarget.value)}
        />
        <button
          type="button"
          class="button small"
          disabled={key.trim() === ''}
          onClick={() => void verifySignature(key.trim())}
        >
          Check
        </button>
      </p>
      <p
        role="status"
        data-signed={signed?.state ?? ''}
        class={signed?.state === 'done' ? 'evidence-good' : ''}
      >
        {signed === null && `Not checked: ${visible(signature.name)} needs the public key.`}
        {signed?.state === 'running' && 'Checking…'}
        {signed?.state === 'done' && `The signature is of this key: ${visible(signed.result)}`}
        {signed?.state === 'failed' && `The signature does not hold: ${visible(signed.message)}`}
      </p>
    </>
  );
}

/** More are counted. */
const MAX_FAULTS = 200;

function Faults({ name, faults }: { name: string; faults: string[] }): JSX.Element {
  return (
    <div role="alert">
      <p class="denied">Not as it was made:</p>
      <ul class="evidence-faults" data-faults={name}>
        {faults.slice(0, MAX_FAULTS).map((fault) => (
          <li key={fault}>{visible(fault)}</li>
        ))}
      </ul>
      {faults.length > MAX_FAULTS && (
        <p>
          And {formatCounted(faults.length - MAX_FAULTS, 'more fault')}; <code>touchstone verify</code> lists
          all.
        </p>
      )}
    </div>
  );
}
