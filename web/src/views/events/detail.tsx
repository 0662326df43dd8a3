/** One event in full: fields, request parameters, location and original record. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatCount } from '../../base/format.ts';
import { shortenPath, visible } from '../../base/text.ts';
import { localText } from '../../base/zone.ts';
import type { Event, Filter } from '../../engine/generated.ts';
import { findings } from '../../engine/session.ts';
import { Disclosure } from '../../widgets/disclosure.tsx';
import { Drawer } from '../../widgets/drawer.tsx';
import { Empty } from '../../widgets/panel.tsx';
import { useAnswer } from '../ask.ts';
import { PARAMETER } from '../columns.ts';
import { noteOn } from '../evidence/cased.ts';
import { NoteEditor } from '../evidence/note.tsx';
import { ShownMenu } from '../export.tsx';
import { MeaningLine } from '../meaning.tsx';
import { zone, zoneName } from '../people/zone.tsx';
import { useCommand } from './command.ts';
import { EventFindings } from './event-findings.tsx';
import { FieldList } from './fields.tsx';
import { ImmutaSections } from './immuta.tsx';
import { useKey } from './link.tsx';
import { locationFields } from './location.ts';
import { PinButton } from './pins.tsx';
import { RawRecord } from './raw.tsx';
import { RelatedEvents } from './related.tsx';

/** Of a long path the end is shown. */
const FILE_CHARS = 32;

/** The fields that are moments. */
const TIMES = new Set(['event_time', 'date_time']);

const COMMAND_MEANING =
  'Prints the record from the file, in the folder that was given. Inputs has the SHA-256 of the file.';

type DetailProps = {
  row: number;
  /** Moves to the previous or next row of the table; null if this row's position is unknown. */
  onStep: ((by: number) => void) | null;
  onClose(): void;
};

/** The drawer. */
export function EventDetail({ row, onStep, onClose }: DetailProps): JSX.Element {
  const { answer, error } = useAnswer('event', { ask: 'event', row }, findings.value);
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => body.current?.scrollTo({ top: 0 }), [row]);
  useKey(row, answer?.row === row ? answer.key : null);
  return (
    <Drawer title={answer ? recordTitle(answer) : 'Event'} onStep={onStep} onClose={onClose}>
      <div class="drawer-body" ref={body}>
        {error !== null && <Empty>This event cannot be shown: {error}</Empty>}
        {answer && <Detail event={answer} />}
      </div>
    </Drawer>
  );
}

/** Times have the zone of display beside the text of the log. */
function inZone(field: Event['fields'][number]): Event['fields'][number] & { note?: string } {
  const { name, value } = field;
  if (zone.value === null || value === null || !TIMES.has(name)) return field;
  return { ...field, note: `${localText(value)} ${zoneName()}` };
}

/** The record by which an event is known in its file. */
function recordTitle({ location: { record, part, path } }: Event): string {
  const file = visible(shortenPath(part ?? path, FILE_CHARS));
  return `Record ${formatCount(record)} of ${file}`;
}

/** The note on the event, which the case has. */
function EventNote({ event, filter }: { event: Event; filter: Filter }): JSX.Element {
  const said = noteOn({ event: filter });
  return (
    <Disclosure title={said ? 'Note: in the case' : 'Note'}>
      <NoteEditor of={{ event: filter }} words={inWords(event)} />
    </Disclosure>
  );
}

/** When, what and who, for whoever reads a note without the logs. */
function inWords({ fields }: Event): string {
  const of = (wanted: string): string => fields.find(({ name }) => name === wanted)?.value ?? '';
  const words = ['event_time', 'service_name', 'action_name'].map(of).filter((text) => text !== '');
  const who = of('email');
  return who === '' ? words.join(' ') : `${words.join(' ')} by ${who}`;
}

function Detail({ event }: { event: Event }): JSX.Element {
  const { location, raw } = event;
  const command = useCommand(location, raw);
  const menu = (what: string, ...part: string[]): JSX.Element => (
    <ShownMenu
      title={`${what} of record ${formatCount(location.record)}`}
      question={{ ask: 'event', row: event.row }}
      part={part}
    />
  );
  return (
    <>
      {event.filter !== null && <PinButton filter={event.filter} />}
      {event.key !== null && <EventNote key={event.key} event={event} filter={event.key} />}
      <MeaningLine meaning={event.meaning} />
      <EventFindings findings={event.findings} />
      {event.immuta !== null && (
        <ImmutaSections
          record={event.immuta}
          row={event.row}
          menu={(what, part) => menu(what, 'immuta', ...part)}
        />
      )}
      <FieldList
        title="Fields"
        fields={event.fields.map(inZone)}
        brief
        column={(name) => name}
        menu={menu('Fields', 'fields')}
      />
      <FieldList
        title="Request parameters"
        fields={event.requestParams}
        column={(name) => `${PARAMETER}${name}`}
        none="The request had no parameters."
        menu={menu('Request parameters', 'requestParams')}
      />
      <RelatedEvents row={event.row} />
      <FieldList
        title="Location"
        fields={[
          ...locationFields(location),
          ...(command === null ? [] : [{ name: 'command', value: command, meaning: COMMAND_MEANING }]),
        ]}
        menu={menu('Location', 'location')}
      />
      <RawRecord raw={raw} />
    </>
  );
}
