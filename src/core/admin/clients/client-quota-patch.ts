/** How the config page changes what a site or client may use. */

import * as v from 'valibot';
import type { Allowance, AllowancePatch } from '../../../contract/clients.ts';
import type { Allowances } from '../../access/clients/client-quota.ts';
import { list } from '../../input/bounded.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000_000));

/** For the schema of a body that has such a patch in it. */
export const allowanceFields = {
  requestsPerMinute: v.exactOptional(count),
  requestsPerDay: v.exactOptional(count),
  models: v.exactOptional(list(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)), 1000)),
};

/** Resolves to what the caller then has. */
export async function patchAllowance(
  allowances: Allowances,
  caller: string,
  patch: AllowancePatch,
): Promise<Allowance> {
  const before = allowances.of(caller);
  const { requestsPerMinute = before.requestsPerMinute, requestsPerDay = before.requestsPerDay } = patch;
  const { models = before.models } = patch;
  await allowances.set(caller, {
    ...(requestsPerMinute && { requestsPerMinute }),
    ...(requestsPerDay && { requestsPerDay }),
    ...(models && { models }),
  });
  return allowances.of(caller);
}
