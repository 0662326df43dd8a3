/** A list of names and values, each of which can be copied and filtered by. */
import type { JSX } from 'preact';
import { encodeAddress } from '../../base/address.ts';
import { type Choice, choiceOf } from '../../base/filter.ts';
import { formatCounted } from '../../base/format.ts';
import { mayBeJson } from '../../base/json-tree.ts';
import { visible } from '../../base/text.ts';
import type { Meaning } from '../../engine/generated.ts';
import { CopyButton } from '../../widgets/copy.tsx';
import { Disclosure } from '../../widgets/disclosure.tsx';
import { ExcludeIcon, FilterIcon, OnlyIcon, PageIcon } from '../../widgets/icons.tsx';
import { Value } from '../../widgets/value.tsx';
import { PARAMETER } from '../columns.ts';
import { choose, chooseAlone } from '../filter/edits.ts';
import { meaningText } from '../meaning.tsx';
import { entityAddress } from '../state.ts';
import { isCodeLike, Lines, Unfold } from './unfolded.tsx';

/** A name and its value. */
type Field = {
  name: string;
  value: string | null;
  /** What the name means: an entry of the dictionary, or words. */
  meaning?: Meaning | string | null;
  /** The column to filter by, if it is not that of the list; null for none. */
  column?: string | null;
  /** What else is said of the value. */
  note?: string;
  /** Whether the value is code, whose line ends are shown. */
  isCode?: boolean;
};

/** Columns that repeat what is shown elsewhere: the request parameters as one text. */
const REPEATING = new Set(['flattened']);

type FieldListProps = {
  title: string;
  fields: Field[];
  /** The column to filter by, if the field has one. */
  column?(name: string): string;
  /** The text shown without fields. */
  none?: string;
  /** The menu that exports the list. */
  menu?: JSX.Element;
  /** Whether fields that say nothing are shown on demand only. */
  brief?: boolean;
};

/** The list. */
export function FieldList({ title, fields, column, none, menu, brief = false }: FieldListProps): JSX.Element {
  const isFolded = ({ name, value }: Field): boolean => brief && (value === null || REPEATING.has(name));
  const folded = fields.filter(isFolded).length;
  return (
    <section class="fields" aria-label={title}>
      <div class="fields-head">
        <h3>{title}</h3>
        {menu}
      </div>
      {fields.length === 0 && none && <p class="empty">{none}</p>}
      <Entries fields={fields.filter((field) => !isFolded(field))} column={column} />
      {folded > 0 && (
        <Disclosure title={`${formatCounted(folded, 'more field')}, empty or repeated`}>
          <Entries fields={fields.filter(isFolded)} column={column} />
        </Disclosure>
      )}
    </section>
  );
}

type EntriesProps = { fields: Field[]; column: ((name: string) => string) | undefined };

function Entries({ fields, column }: EntriesProps): JSX.Element {
  return (
    <dl>
      {fields.map(
        ({ name, value, meaning = null, isCode, note, column: own = column?.(name) ?? null }, at) => (
          <div key={`${at} ${name}`} class="field" data-field={name}>
            <dt title={hint(meaning)}>
              <Broken text={visible(name)} />
            </dt>
            <dd>
              <span class="field-value">
                <Shown value={value} isCode={isCode ?? false} />
                {note !== undefined && <span class="field-note">{note}</span>}
              </span>
              <span class="field-tools">
                {own !== null && value !== null && hasPage(own) && <PageLink column={own} value={value} />}
                {own !== null && <FilterTools name={name} column={own} value={value} />}
                {value !== null && <CopyButton text={value} what={name} />}
              </span>
            </dd>
            {value !== null && mayBeJson(value) && (
              <dd class="field-tree">
                <Unfold text={value} />
              </dd>
            )}
          </div>
        ),
      )}
    </dl>
  );
}

function Shown({ value, isCode }: { value: string | null; isCode: boolean }): JSX.Element {
  if (value === null) return <Value text={null} absent="(none)" />;
  return isCode || isCodeLike(value) ? <Lines text={value} /> : <Value text={value} />;
}

/** A name that breaks behind its dots. */
function Broken({ text }: { text: string }): JSX.Element {
  const parts = text.split('.');
  return <>{parts.map((part, at) => (at < parts.length - 1 ? [`${part}.`, <wbr key={at} />] : part))}</>;
}

function hint(meaning: Meaning | string | null): string | undefined {
  if (!meaning) return undefined;
  return typeof meaning === 'string' ? meaning : meaningText(meaning);
}

/** Columns whose values have a page in People; so have all request parameters. */
const PAGES = new Set([
  'email',
  'subject_name',
  'run_by',
  'run_as',
  'source_ip_address',
  'user_agent',
  'session_id',
  'workspace_id',
  'service_name',
]);

function hasPage(column: string): boolean {
  return PAGES.has(column) || column.startsWith(PARAMETER);
}

function PageLink({ column, value }: { column: string; value: string }): JSX.Element {
  const label = `Everything of this ${visible(column.replace(PARAMETER, ''))}`;
  return (
    <a
      class="icon-button"
      aria-label={label}
      title={label}
      href={encodeAddress(entityAddress({ column, value }))}
    >
      <PageIcon />
    </a>
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
      <button
        type="button"
        class="icon-button"
        aria-label={`Only this ${name}`}
        title={`Only this ${name}, without the rest of the filter`}
        onClick={() => chooseAlone(column, value)}
      >
        <OnlyIcon />
      </button>
    </>
  );
}
