/** `/api/clients`: those who call the relay with a password of their own. */
import * as v from 'valibot';
import type { ClientView } from '../../../contract/clients.ts';
import type { Handlers } from '../../../contract/endpoint.ts';
import type { Endpoints } from '../../../contract/endpoints.ts';
import type { Allowances } from '../../access/clients/client-quota.ts';
import type { NamedClient } from '../../access/clients/client-record.ts';
import type { NamedClients } from '../../access/clients/clients.ts';
import { text } from '../../input/bounded.ts';
import { because } from '../../input/issue-words.ts';
import { type AdminContext, type Bodies, body } from '../endpoint.ts';
import { allowanceFields, patchAllowance } from './client-quota-patch.ts';

/** It goes into addresses, log lines, table cells and the keys of the store. */
export const clientName = v.pipe(
  text(1000),
  v.trim(),
  v.maxLength(60),
  v.regex(/^[^\p{C}|]*[\p{L}\p{N}][^\p{C}|]*$/u, because('client-name')),
);

export const clientBodies: Bodies<Endpoints['clients']> = {
  add: body(v.strictObject({ name: clientName, ...allowanceFields })),
  update: body(v.strictObject({ enabled: v.exactOptional(v.boolean()), ...allowanceFields })),
};

export interface ClientDeps {
  readonly clients: NamedClients;
  readonly allowances: Allowances;
}

export function clientHandlers({ clients, allowances }: ClientDeps): Handlers<Endpoints['clients'], AdminContext> {
  /** Without the hash, which a page has no use for. */
  const viewOf = ({ hash: _, ...client }: NamedClient): ClientView => ({ ...client, ...allowances.of(client.name) });
  return {
    list: () => clients.list().map(viewOf),
    // The two answers of the API with a password in them: it was made just now.
    async add({ body: { name, ...allowance } }) {
      const { client, password } = await clients.add(name);
      await patchAllowance(allowances, name, allowance);
      return { client: viewOf(client), password };
    },
    async renewPassword({ params }) {
      const { client, password } = await clients.renewPassword(params.name);
      return { client: viewOf(client), password };
    },
    async update({ params, body: { enabled, ...patch } }) {
      const client = clients.get(params.name);
      await patchAllowance(allowances, client.name, patch);
      return viewOf(enabled === undefined ? client : await clients.enable(client.name, enabled));
    },
    async remove({ params: { name } }) {
      await clients.remove(name);
      await allowances.set(name, {});
    },
  };
}
