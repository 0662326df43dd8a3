/** The location of a record in words. */
import type { Location } from '../../engine/generated.ts';

/** The location as fields, its figures as other programs take them. A Parquet row has a number and no length. */
export function locationFields({
  path,
  part,
  record,
  offset,
  length,
}: Location): { name: string; value: string }[] {
  return [
    { name: 'input', value: path },
    ...(part === null ? [] : [{ name: 'part', value: part }]),
    { name: 'record', value: String(record) },
    ...(length === 0
      ? [{ name: 'row, from 0', value: String(offset) }]
      : [
          { name: 'byte offset', value: String(offset) },
          { name: 'length in bytes', value: String(length) },
        ]),
  ];
}
