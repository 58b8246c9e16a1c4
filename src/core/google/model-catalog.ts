/** The live list of models, asked from Google through the pool, given from memory and refreshed behind the scenes. */

import type { CredentialKind } from '../../contract/keys.ts';
import type { Settings } from '../../contract/settings/table.ts';
import { ProxyError } from '../errors.ts';
import type { Model } from '../models/model.ts';
import type { Pool } from '../pool/pool.ts';
import type { Clock } from '../ports.ts';
import { type Ending, neverEnds } from '../utils/ending.ts';
import type { Upstream } from './client.ts';
import { readObject } from './stream/read-body.ts';

/** Of these kinds of credentials, for a path that names one side of Google; undefined: of all. */
type Kinds = readonly CredentialKind[] | undefined;

export interface ModelCatalog {
  /** All that Google lists, in its order. An old list is given at once while a new one is fetched. */
  list(ending: Ending, kinds?: Kinds): Promise<readonly Model[]>;
  /**
   * One model by id, with or without `models/`; asks Google for what the list does not name.
   * @throws {ProxyError} `model_not_found`
   */
  get(id: string, ending: Ending, kinds?: Kinds): Promise<Model>;
  /** Whether a list, as far as they are known now, names this id. */
  knows(id: string): boolean;
}

/**
 * Keys differ in what they may use, and each list comes from one key. A model stays listed so long after a key last named
 * it, in ms, so that the list gathers what all keys offer without asking each of them.
 */
const KEPT_FOR = 24 * 3_600_000;
/** A failed refresh is not tried again before this, in ms. */
const PAUSE = 60_000;
const PAGE_SIZE = 1000;
/** Google has a few dozen models; a list that never ends is not Google's. */
const MOST_PAGES = 20;

interface CatalogDeps {
  readonly pool: Pick<Pool, 'run'>;
  readonly upstream: Upstream;
  readonly clock: Clock;
  readonly settings: () => Pick<Settings, 'modelListLifetime'>;
}

export function createModelCatalog(deps: CatalogDeps): ModelCatalog {
  /** One for each side that was asked for. */
  const lists = new Map<Kinds, ModelList>();
  const listOf = (kinds: Kinds): ModelList => {
    const list = lists.get(kinds) ?? createModelList(deps, kinds);
    lists.set(kinds, list);
    return list;
  };
  return {
    list: (ending, kinds) => listOf(kinds).list(ending),
    get: (id, ending, kinds) => listOf(kinds).get(id, ending),
    knows: (id) => [...lists.values()].some((list) => list.knows(id)),
  };
}

interface ModelList {
  list(ending: Ending): Promise<readonly Model[]>;
  get(id: string, ending: Ending): Promise<Model>;
  knows(id: string): boolean;
}

function createModelList({ pool, upstream, clock, settings }: CatalogDeps, kinds: Kinds): ModelList {
  /** By name. */
  let seen: ReadonlyMap<string, { readonly model: Model; readonly at: number }> = new Map();
  let models: readonly Model[] | undefined;
  let triedAt = 0;
  let pause = 0;
  let asking: Promise<readonly Model[]> | undefined;

  const ask = async <T>(path: string, ending: Ending, model = ''): Promise<T> => {
    const { value } = await pool.run({
      model,
      uncounted: true,
      ending,
      ...(kinds && { kinds }),
      async attempt(lease) {
        const response = await upstream.call(lease.credential, { path, method: 'GET', ending, model });
        const body = (await readObject(response, lease, { ending, model })) as T;
        lease.settle();
        return body;
      },
    });
    return value;
  };

  const askAll = async (): Promise<Model[]> => {
    const all: Model[] = [];
    // Shared by every caller that waits, so no single caller's leaving may end it.
    const ending = neverEnds;
    let pageToken = '';
    for (let page = 0; page < MOST_PAGES; page++) {
      const answer: { models?: Model[]; nextPageToken?: string } = await ask(
        `/v1beta/models?pageSize=${PAGE_SIZE}${pageToken && `&pageToken=${encodeURIComponent(pageToken)}`}`,
        ending,
      );
      all.push(...(answer.models ?? []));
      pageToken = answer.nextPageToken ?? '';
      if (pageToken === '') break;
    }
    return all;
  };

  const adopt = (listed: readonly Model[]): readonly Model[] => {
    const at = clock.now();
    const now = new Map(listed.map((model) => [model.name, { model, at }]));
    for (const [name, entry] of seen) if (!now.has(name) && at - entry.at < KEPT_FOR) now.set(name, entry);
    seen = now;
    return [...now.values()].map(({ model }) => model);
  };

  const refresh = (): Promise<readonly Model[]> => {
    asking ??= askAll()
      .then(
        (listed) => {
          pause = 0;
          models = adopt(listed);
          return models;
        },
        (error: unknown) => {
          pause = PAUSE;
          throw error;
        },
      )
      .finally(() => {
        triedAt = clock.now();
        asking = undefined;
      });
    return asking;
  };

  const list: ModelList['list'] = async (ending) => {
    ending.throwIfEnded();
    if (models === undefined) return refresh();
    const age = clock.now() - triedAt;
    // Who asks is answered from memory; what goes wrong is told to the next who has nothing to be given.
    if (age >= (pause || settings().modelListLifetime * 60_000)) refresh().catch(() => undefined);
    return models;
  };

  return {
    list,
    knows: (id) => seen.has(`models/${id}`),
    async get(id, ending) {
      const name = `models/${id.replace(/^models\//, '')}`;
      const listed = (await list(ending)).find((model) => model.name === name);
      if (listed) return listed;
      const model = await ask<Model>(`/v1beta/${name.split('/').map(encodeURIComponent).join('/')}`, ending, id);
      if (typeof model.name !== 'string')
        throw new ProxyError('model_not_found', { model: id, reason: 'not known to Google' });
      return model;
    },
  };
}
