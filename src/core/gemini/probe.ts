import type { Probe } from '../pool/health-check.ts';
import type { Upstream } from './client.ts';

/** Asks for one entry of the model list: the cheapest call that tells whether Google takes the key. */
export const probeWith =
  (upstream: Upstream): Probe =>
  async (credential, signal) => {
    const response = await upstream.call(credential, { path: '/v1beta/models?pageSize=1', method: 'GET', signal });
    await response.body?.cancel();
  };
