/** Orders of tables by one column or several. */
import type { Order } from '../../widgets/grid/model.ts';

/** Cycles through ascending, descending, and without the column. `add` keeps the other columns. */
export function nextOrder(sort: readonly Order[], column: string, add: boolean): Order[] {
  const now = sort.find((order) => order.column === column);
  const isOnly = sort.length === 1;
  if (!add) {
    if (!now || !isOnly) return [{ column, descending: false }];
    return now.descending ? [] : [{ column, descending: true }];
  }
  if (!now) return [...sort, { column, descending: false }];
  if (now.descending) return sort.filter((order) => order !== now);
  return sort.map((order) => (order === now ? { column, descending: true } : order));
}
