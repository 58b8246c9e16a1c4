/** What `/api/clients` accepts, checked. Each throws `ProxyError` `invalid_value` that names the field. */
import * as v from 'valibot';
import { text } from '../../input/bounded.ts';
import { checkBody } from '../../input/check-body.ts';
import { because } from '../../input/issue-words.ts';
import { allowanceFields } from './client-quota-patch.ts';

/** It goes into addresses, log lines, table cells and the keys of the store. */
export const clientName = v.pipe(
  text(1000),
  v.trim(),
  v.maxLength(60),
  v.regex(/^[^\p{C}|]*[\p{L}\p{N}][^\p{C}|]*$/u, because('client-name')),
);
const newBody = v.strictObject({ name: clientName, ...allowanceFields });
const patchBody = v.strictObject({ enabled: v.exactOptional(v.boolean()), ...allowanceFields });

/** A name, and what the client of this name may use. */
export const readNewClient = (body: unknown) => checkBody(newBody, body);
export const readClientPatch = (body: unknown) => checkBody(patchBody, body);
