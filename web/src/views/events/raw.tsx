// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** The original record, formatted or byte for byte. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { layOut } from '../../base/json.ts';
import { visibleBlock } from '../../base/text.ts';
import type { Raw } from '../../engine/generated.ts';
import { CopyButton } from '../../widgets/copy.tsx';

type RawProps = {
  raw: Raw;
  verbatim?: boolean;
  /** Columns whose keys to highlight in the record. */
  marks?: Set<string>;
};

const NONE: Set<string> = new Set();

/** The record. The chosen layout is kept while the drawer is open. */
export function RawRecord({ raw, verbatim: first = false, marks = NONE }: RawProps): JSX.Element {
  const [verbatim, setVerbatim] = useState(first);
  return (
    <section class="raw" aria-label="Original record">
      <h3>
        Original record
        <span class="switch" role="group" aria-label="Layout of the original record">
          <button type="button" aria-pressed={!verbatim} onClick={() => setVerbatim(false)}>
            Indented
          </button>
          <button type="button" aria-pressed={verbatim} onClick={() => setVerbatim(true)}>
            Verbatim
          </button>
        </span>
        {raw.error === null && (
          <CopyButton text={raw.text} what="original record">
            Copy
          </CopyButton>
        )}
      </h3>
      {raw.error === null ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reached by keys to be scrolled.
        <pre tabIndex={0} role="region" aria-label="Text of the original record">
          {verbatim ? visibleBlock(raw.text) : <Indented text={raw.text} marks={marks} />}
        </pre>
      ) : (
        <p class="empty">The record cannot be read again: {raw.error}</p>
      )}
    </section>
  );
}

function Indented({ text, marks }: { text: string; marks: Set<string> }): JSX.Element {
  const keys = new Set([...marks].map(keyOf));
  return (
    <>
      {layOut(text).map((piece, at) =>
        piece.kind === 'space' || piece.kind === 'mark' ? (
          visibleBlock(piece.text)
        ) : (
          <span key={at} class={`json-${piece.kind}`}>
            {piece.kind === 'key' && keys.has(keyOf(piece.text)) ? (
              <mark>{visibleBlock(piece.text)}</mark>
            ) : (
              visibleBlock(piece.text)
            )}
          </span>
        ),
      )}
    </>
  );
}

/**
 * A common key for columns and quoted JSON keys of all formats: `event_time` equals `eventTime`, and
 * `requestParams.a` equals `"a"`.
 */
function keyOf(name: string): string {
  return name
    .replace(/^requestParams\./, '')
    .replace(/["_]/g, '')
    .toLowerCase();
}
