/** The question of an entity's page, which its boards and its exports share. */
import type { Entity } from '../../base/address.ts';
import type { Question } from '../../engine/generated.ts';
import { BINS } from '../findings/over-time.tsx';
import { filter } from '../state.ts';
import { offsets, zone } from './zone.tsx';

/** About an entity under the filter, with so many values a board. */
export function entityQuestion(
  entity: Entity,
  most: number,
  newest: boolean,
): Extract<Question, { ask: 'entity' }> {
  return {
    ask: 'entity',
    filter: filter.value,
    subject: entity,
    zone: offsets(zone.value),
    bins: BINS,
    most,
    newest,
    splitMs: null,
  };
}

/** What a part of the page is called in files: with what it is about. */
export function partOf(entity: Entity, title: string): string {
  return `${title} of ${entity.value === null ? '(none)' : entity.value === '' ? '(empty)' : entity.value}`;
}
