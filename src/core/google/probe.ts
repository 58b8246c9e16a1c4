import { defaultModels } from '../models/default-models.ts';
import type { Model } from '../models/model.ts';
import { capabilitiesOf } from '../models/series.ts';
import type { Probe } from '../pool/keys/health-check.ts';
import type { Upstream, UpstreamRequest } from './client.ts';

/** One entry of the model list: the cheapest call that tells whether Google takes the key. */
const list = { path: '/v1beta/models?pageSize=1', method: 'GET' } satisfies Partial<UpstreamRequest>;
const wholeList = { path: '/v1beta/models?pageSize=100', method: 'GET' } satisfies Partial<UpstreamRequest>;

const count = (model: string) =>
  ({
    path: `/v1beta/models/${model}:countTokens`,
    body: JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'hi' }] }] }),
  }) satisfies Partial<UpstreamRequest>;

/** Asks what costs no quota and is only answered with a credential that is good. */
export const probeWith =
  (upstream: Upstream): Probe =>
  async (credential, ending) => {
    if (credential.kind === 'ai-studio') {
      await (await upstream.call(credential, { ...list, ending })).body?.cancel();
      return;
    }
    // At Vertex a credential may answer without the right to list; then the list is the one that is built in.
    const listed = await upstream.call(credential, { ...wholeList, ending });
    const { models = [] } = (await listed.json()) as { models?: readonly Model[] };
    await (await upstream.call(credential, { ...count(modelToAsk(models)), ending })).body?.cancel();
  };

/** A model that the key's own list names: one that ended, or is closed to this key, would tell nothing about the key. */
function modelToAsk(listed: readonly Model[]): string {
  const ids = listed.map(({ name }) => name.replace(/^models\//, ''));
  if (ids.includes(defaultModels.keyTest)) return defaultModels.keyTest;
  return ids.find((id) => id.startsWith('gemini-') && capabilitiesOf(id).output === 'text') ?? defaultModels.keyTest;
}
