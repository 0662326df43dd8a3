/** A list of names and values, each of which can be copied and filtered by. */
import type { JSX } from 'preact';
import { type Choice, choiceOf } from '../../base/filter.ts';
import { visible } from '../../base/text.ts';
import type { Meaning } from '../../engine/generated.ts';
import { CopyButton } from '../../widgets/copy.tsx';
import { ExcludeIcon, FilterIcon } from '../../widgets/icons.tsx';
import { Value } from '../../widgets/value.tsx';
import { choose } from '../filter/edits.ts';
import { meaningText } from '../meaning.tsx';

/** A name and its value; `meaning` is what the name means. */
type Field = { name: string; value: string | null; meaning?: Meaning | null };

type FieldListProps = {
  title: string;
  fields: Field[];
  /** The column to filter by, if the field has one. */
  column?(name: string): string;
  /** The text shown without fields. */
  none?: string;
};

/** The list. */
export function FieldList({ title, fields, column, none }: FieldListProps): JSX.Element {
  return (
    <section class="fields" aria-label={title}>
      <h3>{title}</h3>
      {fields.length === 0 && none && <p class="empty">{none}</p>}
      <dl>
        {fields.map(({ name, value, meaning = null }, at) => (
          <div key={`${at} ${name}`} class="field" data-field={name}>
            <dt title={meaning ? meaningText(meaning) : undefined}>{visible(name)}</dt>
            <dd>
              <span class="field-value">
                <Value text={value} absent="(none)" />
              </span>
              <span class="field-tools">
                {column && <FilterTools name={name} column={column(name)} value={value} />}
                {value !== null && <CopyButton text={value} what={name} />}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function FilterTools({
  name,
  column,
  value,
}: {
  name: string;
  column: string;
  value: string | null;
}): JSX.Element {
  const tool = (choice: Choice): JSX.Element => {
    const exclude = choice === 'without';
    const label = exclude ? `Exclude this ${name}` : `Filter by this ${name}`;
    return (
      <button
        type="button"
        class="icon-button"
        aria-label={label}
        title={label}
        onClick={(event) => choose(column, value, exclude ? choice : choiceOf(event))}
      >
        {exclude ? <ExcludeIcon /> : <FilterIcon />}
      </button>
    );
  };
  return (
    <>
      {tool('only')}
      {tool('without')}
    </>
  );
}
