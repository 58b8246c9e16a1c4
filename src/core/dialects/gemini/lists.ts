/** Lists of what keys made, merged over the keys: each key sees only its own. */

import { type ResourceOwner, type ResourceOwners, theOwner } from '../../access/resource-owners.ts';
import type { RequestContext } from '../../context.ts';
import { isProxyError, ProxyError } from '../../errors.ts';
import { jsonReply, type Reply } from '../../exchange.ts';
import type { Upstream } from '../../google/client.ts';
import type { Affinity } from '../../google/resources/resource-keys.ts';
import { resourceIn } from '../../google/resources/resource-names.ts';
import { readObject } from '../../google/stream/read-body.ts';
import { traced } from '../../log/trace.ts';
import type { Pool } from '../../pool/pool.ts';
import type { Lease } from '../../pool/types.ts';
import { follow } from '../../utils/ending.ts';

/** Collections whose list holds what one key made, and the field of the answer that holds it. */
const collections: Readonly<Record<string, string>> = {
  files: 'files',
  cachedContents: 'cachedContents',
  tunedModels: 'tunedModels',
  batches: 'operations',
  fileSearchStores: 'fileSearchStores',
  corpora: 'corpora',
  generatedFiles: 'generatedFiles',
  ragStores: 'ragStores',
};

/** With more keys than these only those are asked that made something here. */
const MOST_ASKED = 30;
const AT_ONCE = 6;
/** Of a client that names no page size; Google's own defaults are 10 to 50. */
const PAGE_SIZE = 50;

/** Pages of a key with nothing for this caller in them that are turned for one page of ours; then it is an empty one. */
const MOST_EMPTY = 10;

/** Where a page begins: behind `skip` items of the page that `token` gives with this credential. */
interface Cursor {
  readonly id: string;
  readonly token: string;
  readonly skip: number;
}

interface Page {
  /** Token that gives this page. */
  readonly token: string;
  /** Those that the caller may see. */
  readonly items: readonly unknown[];
  readonly next: string;
}

/** The collection that `GET {path}` lists; undefined for anything else. */
export function listedCollection(method: string, path: string): string | undefined {
  const name = method === 'GET' ? /^\/v1\w*\/(\w+)$/.exec(path)?.[1] : undefined;
  return name !== undefined && Object.hasOwn(collections, name) ? name : undefined;
}

export interface ListDeps {
  readonly pool: Pick<Pool, 'run' | 'credentials'>;
  readonly upstream: Upstream;
  readonly affinity: Pick<Affinity, 'owners' | 'learn'>;
  readonly resourceOwners: Pick<ResourceOwners, 'isListed'>;
}

export interface ListCall {
  readonly collection: string;
  readonly path: string;
  readonly query: string;
  /** Whose resources are listed. */
  readonly owner: ResourceOwner;
}

/**
 * One page of the list over all keys, in the order of their ids. The page token is ours.
 * @throws {ProxyError} when no key could answer, or the token is none of ours.
 */
export async function mergedList(
  deps: ListDeps,
  { collection, path, query, owner }: ListCall,
  context: RequestContext,
): Promise<Reply> {
  const parameters = new URLSearchParams(query);
  const size = Math.max(1, Math.trunc(Number(parameters.get('pageSize'))) || PAGE_SIZE);
  const start = readCursor(parameters.get('pageToken'));
  const asked = (await keysToAsk(deps, collection)).filter((id) => start === undefined || id >= start.id);
  const field = collections[collection] ?? collection;
  const items: unknown[] = [];
  let failure: unknown;
  let answered = 0;
  for (let at = 0; at < asked.length; at += AT_ONCE) {
    const wave = asked.slice(at, at + AT_ONCE).map((id) => (id === start?.id ? start : { id, token: '', skip: 0 }));
    const pages = await Promise.allSettled(wave.map((cursor) => ask(cursor)));
    for (const [index, result] of pages.entries()) {
      const cursor = wave[index];
      if (cursor === undefined) continue;
      if (result.status === 'rejected') {
        if (!isProxyError(result.reason)) throw result.reason;
        failure = result.reason;
        continue;
      }
      answered += 1;
      const left = size - items.length;
      const rest = result.value.items.slice(cursor.skip);
      items.push(...rest.slice(0, left));
      const { token } = result.value;
      if (rest.length > left) return page(items, { id: cursor.id, token, skip: cursor.skip + left });
      if (result.value.next !== '') return page(items, { id: cursor.id, token: result.value.next, skip: 0 });
    }
  }
  if (answered === 0 && failure !== undefined) throw failure;
  return page(items);

  function page(found: readonly unknown[], next?: Cursor): Reply {
    return jsonReply({ [field]: found, ...(next && { nextPageToken: writeCursor(next) }) });
  }

  /** The first page from the cursor on that has something for the caller, within bounds. */
  async function ask(cursor: Cursor): Promise<Page> {
    let found = await askPage(cursor);
    for (let turned = 0; found.items.length === 0 && found.next !== '' && turned < MOST_EMPTY; turned++) {
      found = await askPage({ id: cursor.id, token: found.next });
    }
    return found;
  }

  async function askPage({ id, token }: Pick<Cursor, 'id' | 'token'>): Promise<Page> {
    const { pool, upstream, affinity, resourceOwners } = deps;
    const own = new URLSearchParams(parameters);
    own.set('pageSize', String(size));
    own.delete('pageToken');
    if (token !== '') own.set('pageToken', token);
    // A call leaves a listener on its signal for as long as that lives; a list makes many calls.
    context.ending.throwIfEnded();
    const { ending, detach } = follow(context.ending);
    const attempt = async (lease: Lease): Promise<Readonly<Record<string, unknown>>> => {
      const response = await upstream.call(lease.credential, { path: `${path}?${own}`, method: 'GET', ending });
      const body = await readObject(response, lease, { ending, model: '' });
      lease.settle();
      return body as Readonly<Record<string, unknown>>;
    };
    const job = { model: '', uncounted: true, pinnedTo: id, ending, attempt, callerId: context.caller.id };
    const { value } = await traced(context.trace, job, pool.run(job)).finally(detach);
    const found = value[field];
    const list: readonly unknown[] = Array.isArray(found) ? found : [];
    const items = await listedItems(resourceOwners, list, owner);
    await affinity.learn(items.flatMap(nameOf), id);
    return { token, items, next: typeof value.nextPageToken === 'string' ? value.nextPageToken : '' };
  }
}

/** What may be listed for the owner. Items whose name was left out of the answer could be anybody's. */
export async function listedItems(
  resourceOwners: Pick<ResourceOwners, 'isListed'>,
  items: readonly unknown[],
  owner: ResourceOwner,
): Promise<readonly unknown[]> {
  if (owner === theOwner) return items;
  const shown: unknown[] = [];
  for (const item of items) {
    const [name] = nameOf(item);
    const resource = name === undefined ? undefined : resourceIn(name);
    if (resource !== undefined && (await resourceOwners.isListed(resource, owner))) shown.push(item);
  }
  return shown;
}

/** Google's name; the id in OpenAI's lists. */
function nameOf(item: unknown): string[] {
  if (typeof item !== 'object' || item === null) return [];
  const { name, id }: { name?: unknown; id?: unknown } = item;
  return [name, id].filter((one) => typeof one === 'string').slice(0, 1);
}

/** Ids in order, so that a page token holds whatever keys come and go. */
async function keysToAsk({ pool, affinity }: ListDeps, collection: string): Promise<string[]> {
  const all = pool
    .credentials()
    .filter(({ kind, enabled }) => kind === 'ai-studio' && enabled)
    .map(({ id }) => id);
  if (all.length === 0) throw new ProxyError('no_keys');
  const owners = all.length <= MOST_ASKED ? undefined : await affinity.owners(collection);
  return all.filter((id) => owners?.has(id) ?? true).sort();
}

const writeCursor = ({ id, token, skip }: Cursor): string => encodeURIComponent(JSON.stringify([id, token, skip]));

function readCursor(text: string | null): Cursor | undefined {
  if (text === null || text === '') return undefined;
  try {
    const [id, token, skip]: unknown[] = JSON.parse(decodeURIComponent(text));
    if (typeof id === 'string' && typeof token === 'string' && typeof skip === 'number') return { id, token, skip };
  } catch {
    // Told below, like any other token that is none of ours.
  }
  throw new ProxyError('invalid_value', { field: 'pageToken', reason: 'is not of this list' });
}
