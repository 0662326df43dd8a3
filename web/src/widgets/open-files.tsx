/** A button that opens files. */
import type { JSX } from 'preact';

/** `choose` names it for tests. */
type Props = {
  text: string;
  label: string;
  choose: string;
  accept: string;
  multiple?: boolean;
  small?: boolean;
  onFiles(files: File[]): void;
};

/** A label over the browser's own control, which is emptied, so that the same file can be chosen again. */
export function OpenFiles({ text, label, choose, accept, multiple, small, onFiles }: Props): JSX.Element {
  return (
    <label class={small ? 'button small file' : 'button file'}>
      <span>{text}</span>
      <input
        type="file"
        accept={accept}
        multiple={multiple}
        aria-label={label}
        data-choose={choose}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </label>
  );
}
