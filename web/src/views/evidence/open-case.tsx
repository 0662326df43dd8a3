/** Chooses the file of a case. */
import type { JSX } from 'preact';
import { OpenFiles } from '../../widgets/open-files.tsx';
import { openCase } from './cased.ts';

/** The button. */
export function OpenCase(): JSX.Element {
  return (
    <OpenFiles
      text="Open case"
      label="Open a case"
      choose="case"
      accept=".json"
      onFiles={([file]) => file && openCase(file)}
    />
  );
}
