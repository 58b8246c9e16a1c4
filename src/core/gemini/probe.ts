import type { Probe } from '../pool/health-check.ts';
import type { Upstream, UpstreamRequest } from './client.ts';

/** One entry of the model list: the cheapest call that tells whether Google takes the key. */
const list = { path: '/v1beta/models?pageSize=1', method: 'GET' } satisfies Partial<UpstreamRequest>;

/** At Vertex a credential may answer without the right to list. */
const count = {
  path: '/v1beta/models/gemini-2.5-flash:countTokens',
  body: JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'hi' }] }] }),
} satisfies Partial<UpstreamRequest>;

/** Asks what costs no quota and is only answered with a credential that is good. */
export const probeWith =
  (upstream: Upstream): Probe =>
  async (credential, signal) => {
    const request = credential.kind === 'ai-studio' ? list : count;
    const response = await upstream.call(credential, { ...request, signal });
    await response.body?.cancel();
  };
