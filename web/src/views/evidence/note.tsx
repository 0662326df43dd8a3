/** A note on an event or a finding: a star, a label, a comment. */
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { visible } from '../../base/text.ts';
import { type Noted, note, noteOn } from './cased.ts';

/** The editor. `words` say what the note is on, for whoever reads it without the logs. */
export function NoteEditor({ of, words }: { of: Noted; words: string }): JSX.Element {
  const id = useId();
  const now = noteOn(of);
  const { star, label, comment } = now ?? { star: false, label: '', comment: '' };
  const change = (members: { star?: boolean; label?: string; comment?: string }): void =>
    note(of, words, { star, label, comment, ...members });
  return (
    <section aria-label="Note" class="case-form">
      <div class="case-actions">
        <button
          type="button"
          class="button small"
          aria-pressed={star}
          title="Marks it in the case"
          onClick={() => change({ star: !star })}
        >
          {star ? '★ Starred' : '☆ Star'}
        </button>
        <label for={`${id}-label`}>Label</label>
        <input
          id={`${id}-label`}
          type="text"
          value={label}
          onChange={(event) => change({ label: event.currentTarget.value })}
        />
        {now && <small>{visible([now.by, now.at].filter((part) => part !== '').join(', '))}</small>}
      </div>
      <div class="case-field">
        <label for={`${id}-comment`}>Comment</label>
        <textarea
          id={`${id}-comment`}
          rows={2}
          value={comment}
          onChange={(event) => change({ comment: event.currentTarget.value })}
        />
      </div>
    </section>
  );
}
