/** The sample that goes into a bundle: at first the one that was drawn in the section Sample, if there is one. */
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { Draw } from '../../base/address.ts';
import type { SamplePlan } from '../../engine/evidence/generated.ts';
import { address } from '../state.ts';

/** How a sample is asked for. */
export type SampleAsked = {
  /** As it is written; empty for no sample. */
  size: string;
  seed: string;
  method: Draw['method'];
  /** The field of strata. */
  by: string;
};

const METHODS: [Draw['method'], string][] = [
  ['simple', 'simple'],
  ['systematic', 'systematic'],
  ['stratified', 'stratified'],
];

/** What is asked for, and how it is changed. */
export function useSample(): [SampleAsked, (part: Partial<SampleAsked>) => void] {
  const [asked, setAsked] = useState<SampleAsked>(() => {
    const { draw } = address.value;
    if (!draw) return { size: '', seed: '', method: 'simple', by: '' };
    return { ...draw, size: String(draw.size), by: draw.method === 'stratified' ? draw.by : '' };
  });
  return [asked, (part) => setAsked({ ...asked, ...part })];
}

/** What is missing of a sample, as a sentence; nothing if it can be drawn or none is asked for. */
export function lacking({ size, seed, method, by }: SampleAsked): string | null {
  const drawn = Number(size);
  if (size === '') return null;
  if (!Number.isSafeInteger(drawn) || drawn <= 0 || seed === '')
    return 'A sample needs a size above 0 and a seed.';
  return method === 'stratified' && by === '' ? 'A stratified sample needs a field.' : null;
}

/** As it is asked of the core; null for none. */
export function planOf({ size, seed, method, by }: SampleAsked): SamplePlan | null {
  if (size === '') return null;
  return {
    size: Number(size),
    seed,
    method: method === 'stratified' ? { kind: method, by } : { kind: method },
  };
}

type SampleFieldsProps = {
  /** The id of the field of the size, which a label names. */
  id: string;
  asked: SampleAsked;
  change: (part: Partial<SampleAsked>) => void;
};

/** The fields. */
export function SampleFields({ id, asked, change }: SampleFieldsProps): JSX.Element {
  const own = useId();
  const isSample = asked.size !== '';
  return (
    <>
      <input
        id={id}
        type="number"
        min={1}
        placeholder="none"
        value={asked.size}
        onInput={(event) => change({ size: event.currentTarget.value })}
      />
      <label for={`${own}-seed`}>seed</label>
      <input
        id={`${own}-seed`}
        type="text"
        placeholder="2026-Q1"
        value={asked.seed}
        disabled={!isSample}
        onInput={(event) => change({ seed: event.currentTarget.value })}
      />
      <label for={`${own}-method`}>method</label>
      <select
        id={`${own}-method`}
        value={asked.method}
        disabled={!isSample}
        onChange={(event) => change({ method: event.currentTarget.value as Draw['method'] })}
      >
        {METHODS.map(([method, name]) => (
          <option key={method} value={method}>
            {name}
          </option>
        ))}
      </select>
      {asked.method === 'stratified' && (
        <>
          <label for={`${own}-by`}>of each value of</label>
          <input
            id={`${own}-by`}
            type="text"
            placeholder="service"
            title="A field of filters, as user or service: each value has its share"
            value={asked.by}
            disabled={!isSample}
            onInput={(event) => change({ by: event.currentTarget.value.trim() })}
          />
        </>
      )}
    </>
  );
}
