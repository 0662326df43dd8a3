/** The location of a record in words. */
import { formatCount } from '../../base/format.ts';
import type { Location } from '../../engine/generated.ts';

/** The location as fields. A Parquet row has a number and no length. */
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
    { name: 'record', value: formatCount(record) },
    ...(length === 0
      ? [{ name: 'row, from 0', value: formatCount(offset) }]
      : [
          { name: 'byte offset', value: formatCount(offset) },
          { name: 'length', value: `${formatCount(length)} bytes` },
        ]),
  ];
}
