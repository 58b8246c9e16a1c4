/** What may be sent to `/api/keys`. */
import * as v from 'valibot';
import type { Endpoints } from '../../../contract/endpoints.ts';
import { list, MOST_KEYS, text } from '../../input/bounded.ts';
import { type Bodies, body } from '../endpoint.ts';
import { keyFields } from './key-fields.ts';

const pasted = v.object({
  text: text(10_000_000),
  keysAre: v.exactOptional(v.picklist(['ai-studio', 'vertex-express'])),
});
const ids = list(text(200), MOST_KEYS);
const these = v.object({ ids });
const some = v.object({ ids: v.exactOptional(ids) });
const patch = v.strictObject({
  label: v.exactOptional(keyFields.label),
  note: v.exactOptional(keyFields.note),
  enabled: v.exactOptional(keyFields.enabled),
  limits: v.exactOptional(keyFields.limits),
  project: v.exactOptional(keyFields.project),
  location: v.exactOptional(keyFields.location),
  proxy: v.exactOptional(keyFields.proxy),
});

/** Files of keys are pasted whole, each a service account of a few KB. */
const PASTED_MIB = 16;

export const keyBodies: Bodies<Endpoints['keys']> = {
  add: body(pasted, PASTED_MIB),
  preview: body(pasted, PASTED_MIB),
  update: body(patch),
  updateMany: body(v.object({ ids, patch })),
  remove: body(these),
  restore: body(some),
  erase: body(some),
  health: body(these),
  reveal: body(these),
  startCheck: body(some),
};
