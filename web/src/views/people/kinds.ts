/** What principals are called. */
import type { PrincipalKind } from '../../engine/generated.ts';

/** A kind in the singular and the plural. */
export const KINDS: Record<PrincipalKind, [one: string, many: string]> = {
  user: ['user', 'users'],
  servicePrincipal: ['service principal', 'service principals'],
  system: ['system', 'system'],
  unknown: ['unknown', 'unknown'],
  other: ['other name', 'other names'],
  recipient: ['recipient', 'recipients'],
  dataPlane: ['data plane', 'data plane'],
};
