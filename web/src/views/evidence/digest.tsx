/** A SHA-256 that somebody may keep. */
import type { JSX } from 'preact';
import { CopyButton } from '../../widgets/copy.tsx';

/** The digest of a `bundle` or its `manifest`. */
export function Digest({ what, sha256 }: { what: string; sha256: string }): JSX.Element {
  return (
    <p class="evidence-digest">
      SHA-256 of the {what} <code data-digest={what}>{sha256}</code>
      <CopyButton text={sha256} what={`SHA-256 of the ${what}`} />
    </p>
  );
}
