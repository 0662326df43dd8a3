/** The view People: the list of principals, or the page of one entity. */
import type { JSX } from 'preact';
import { address } from '../state.ts';
import { EntityPage } from './entity.tsx';
import { PrincipalList } from './list.tsx';

/** The view. */
export function People(): JSX.Element {
  const { entity } = address.value;
  if (entity === null) return <PrincipalList />;
  return <EntityPage key={JSON.stringify([entity.column, entity.value])} entity={entity} />;
}
