/** The live list of models, asked from Google through the pool and kept for a while. */
import { ProxyError } from '../errors.ts';
import type { Pool } from '../pool/pool.ts';
import type { Clock } from '../ports.ts';
import type { Upstream } from './client.ts';
import type { Model } from './wire.ts';

export interface ModelCatalog {
  /** All models that can generate or embed, in Google's order. */
  list(signal: AbortSignal): Promise<readonly Model[]>;
  /**
   * One model by id, with or without `models/`; asks Google for what the list does not name.
   * @throws {ProxyError} `model_not_found`
   */
  get(id: string, signal: AbortSignal): Promise<Model>;
}

/** Google adds models a few times a month. */
const LIFETIME = 10 * 60_000;
const PAGE_SIZE = 1000;
const USEFUL = ['generateContent', 'embedContent', 'predict'];

export function createModelCatalog(deps: { pool: Pool; upstream: Upstream; clock: Clock }): ModelCatalog {
  const { pool, upstream, clock } = deps;
  let known: { models: readonly Model[]; until: number } | undefined;
  let asking: Promise<readonly Model[]> | undefined;

  const ask = async <T>(path: string, signal: AbortSignal, model = ''): Promise<T> => {
    const { value } = await pool.run({
      model,
      uncounted: true,
      signal,
      async attempt(lease) {
        const response = await upstream.call(lease.credential, { path, method: 'GET', signal, model });
        const body = (await response.json()) as T;
        lease.settle();
        return body;
      },
    });
    return value;
  };

  const listAll = async (): Promise<readonly Model[]> => {
    const models: Model[] = [];
    // Shared by every caller that waits, so no single caller's leaving may end it.
    const signal = new AbortController().signal;
    let pageToken = '';
    do {
      const page: { models?: Model[]; nextPageToken?: string } = await ask(
        `/v1beta/models?pageSize=${PAGE_SIZE}${pageToken && `&pageToken=${encodeURIComponent(pageToken)}`}`,
        signal,
      );
      models.push(...(page.models ?? []).filter(isUseful));
      pageToken = page.nextPageToken ?? '';
    } while (pageToken !== '');
    known = { models, until: clock.now() + LIFETIME };
    return models;
  };

  const list: ModelCatalog['list'] = async (signal) => {
    if (known && known.until > clock.now()) return known.models;
    asking ??= listAll().finally(() => {
      asking = undefined;
    });
    signal.throwIfAborted();
    return asking;
  };

  return {
    list,
    async get(id, signal) {
      const name = `models/${id.replace(/^models\//, '')}`;
      const listed = (await list(signal)).find((model) => model.name === name);
      if (listed) return listed;
      const model = await ask<Model>(`/v1beta/${name.split('/').map(encodeURIComponent).join('/')}`, signal, id);
      if (typeof model.name !== 'string')
        throw new ProxyError('model_not_found', { model: id, reason: 'not known to Google' });
      return model;
    },
  };
}

const isUseful = (model: Model) =>
  model.supportedGenerationMethods === undefined ||
  model.supportedGenerationMethods.some((method) => USEFUL.includes(method));
