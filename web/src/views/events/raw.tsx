// biome-ignore-all lint/a11y/useSemanticElements: a group of controls is no fieldset of a form.
/** The record as it stands in its input, laid out for reading or byte for byte. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { layOut } from '../../base/json.ts';
import { visibleBlock } from '../../base/text.ts';
import type { Raw } from '../../engine/generated.ts';
import { CopyButton } from '../../widgets/copy.tsx';

/** The record; the reader's choice of layout holds while the drawer is open. */
export function RawRecord({ raw, verbatim: first = false }: { raw: Raw; verbatim?: boolean }): JSX.Element {
  const [verbatim, setVerbatim] = useState(first);
  return (
    <section class="raw" aria-label="Raw record">
      <h3>
        Raw record
        <span class="switch" role="group" aria-label="Layout of the raw record">
          <button type="button" aria-pressed={!verbatim} onClick={() => setVerbatim(false)}>
            Indented
          </button>
          <button type="button" aria-pressed={verbatim} onClick={() => setVerbatim(true)}>
            Verbatim
          </button>
        </span>
        {raw.error === null && (
          <CopyButton text={raw.text} what="raw record">
            Copy
          </CopyButton>
        )}
      </h3>
      {raw.error === null ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reached by keys to be scrolled.
        <pre tabIndex={0} role="region" aria-label="Text of the raw record">
          {verbatim ? visibleBlock(raw.text) : <Indented text={raw.text} />}
        </pre>
      ) : (
        <p class="empty">The record cannot be read again: {raw.error}</p>
      )}
    </section>
  );
}

function Indented({ text }: { text: string }): JSX.Element {
  return (
    <>
      {layOut(text).map((piece, at) =>
        piece.kind === 'space' || piece.kind === 'mark' ? (
          visibleBlock(piece.text)
        ) : (
          <span key={at} class={`json-${piece.kind}`}>
            {visibleBlock(piece.text)}
          </span>
        ),
      )}
    </>
  );
}
