/** Who made which resource at Google through Hajimi: files, caches, batches, interactions. Nobody else may see or use it. */
import { ProxyError } from '../errors.ts';
import type { Caller, Clock, Store } from '../ports.ts';
import type { Journal } from '../store/write-behind.ts';
import { createTextCache } from '../utils/bounded-map.ts';

/**
 * A caller as the owner of resources: a site by its origin, a named client by its name. Those who share the relay's
 * password share what they make, since addresses change. `theOwner` is the person whose Hajimi it is, and sees all.
 */
export type ResourceOwner = string;

export const theOwner: ResourceOwner = 'owner';
const passwordHolders: ResourceOwner = 'password';

export function resourceOwnerOf({ trust, id, named }: Caller): ResourceOwner {
  if (trust === 'owner') return theOwner;
  if (trust === 'site') return id;
  return named ? `client ${id}` : passwordHolders;
}

export interface ResourceOwners {
  /** Undefined where nobody is known to have made it: it is older than this list, or was made outside of Hajimi. */
  ownerOf(resource: string): Promise<ResourceOwner | undefined>;
  /** Those of them that are not another's, which are now the owner's. */
  claim(resources: readonly string[], owner: ResourceOwner): Promise<string[]>;
  forget(resource: string): void;
  /** Whether the list of what there is shows it. What nobody is known to have made is shown to all, as it always was. */
  isListed(resource: string, owner: ResourceOwner): Promise<boolean>;
  /**
   * Lets pass whoever may see and use all of these: one's own, what nobody is known to have made, and tuned models.
   * @throws {ProxyError} as Google refuses what is not there.
   */
  requireUse(resources: Iterable<string>, owner: ResourceOwner): Promise<void>;
  /**
   * The same for deleting and changing. What nobody is known to have made is left to the person whose Hajimi it is and to
   * who shares the relay's password: nobody shall lose a file to a site or client that did not make it.
   * @throws {ProxyError}
   */
  requireChange(resources: Iterable<string>, owner: ResourceOwner): Promise<void>;
}

/** Resources that one request may name; a long conversation has some dozens of files. */
export const MOST_NAMED = 3000;

export const tooManyNamed = () =>
  new ProxyError('request_refused', {
    reason: { en: `the request names more than ${MOST_NAMED} files`, zh: `请求引用了超过 ${MOST_NAMED} 个文件` },
  });

const DAY = 24 * 3600_000;
/** Longer than Google keeps a file and an upload, and an interaction; the rest lives until somebody deletes it. */
const lifetimes: Readonly<Record<string, number>> = { files: 3 * DAY, uploads: 2 * DAY, interactions: 90 * DAY };
const LIFETIME = 2 * 365 * DAY;
const MEMORY_CHARACTERS = 256 * 1024;

export function createResourceOwners(deps: {
  readonly store: Pick<Store, 'read'>;
  readonly journal: Pick<Journal, 'put' | 'delete'>;
  readonly clock: Pick<Clock, 'now'>;
}): ResourceOwners {
  const { store, journal, clock } = deps;
  const memory = createTextCache(MEMORY_CHARACTERS);

  function keep(resource: string, owner: ResourceOwner): void {
    memory.set(resource, owner);
    const lifetime = lifetimes[collectionOf(resource)] ?? LIFETIME;
    journal.put('resourceOwners', resource, owner, { expiresAt: clock.now() + lifetime });
  }

  const ownerOf: ResourceOwners['ownerOf'] = async (resource) => {
    // Empty: deleted a moment ago, which the store need not know yet.
    const known = memory.get(resource);
    if (known !== undefined) return known || undefined;
    let stored: string | undefined;
    try {
      stored = await store.read('resourceOwners', resource);
    } catch (error) {
      // Whose it is cannot be told, so it is nobody's to see.
      throw new ProxyError('out_of_service', {}, undefined, { cause: error });
    }
    if (stored === undefined) return undefined;
    // What lives until somebody deletes it stays known as long as somebody looks at it.
    if (lifetimes[collectionOf(resource)] === undefined) keep(resource, stored);
    else memory.set(resource, stored);
    return stored;
  };

  const requireAll = async (
    resources: Iterable<string>,
    isAllowed: (resource: string, madeBy: ResourceOwner | undefined) => boolean,
  ): Promise<void> => {
    let count = 0;
    for (const resource of resources) {
      if (++count > MOST_NAMED) throw tooManyNamed();
      if (!isAllowed(resource, await ownerOf(resource))) throw notThere(resource);
    }
  };

  return {
    ownerOf,
    async claim(resources, owner) {
      const own: string[] = [];
      for (const resource of resources) {
        const madeBy = await ownerOf(resource).catch(() => undefined);
        if (madeBy === undefined) keep(resource, owner);
        if (madeBy === undefined || madeBy === owner) own.push(resource);
      }
      return own;
    },
    forget(resource) {
      memory.set(resource, '');
      journal.delete('resourceOwners', resource);
    },
    async isListed(resource, owner) {
      if (owner === theOwner) return true;
      const madeBy = await ownerOf(resource);
      return madeBy === undefined || madeBy === owner;
    },
    async requireUse(resources, owner) {
      if (owner === theOwner) return;
      await requireAll(
        resources,
        (resource, madeBy) => madeBy === undefined || madeBy === owner || collectionOf(resource) === 'tunedModels',
      );
    },
    async requireChange(resources, owner) {
      if (owner === theOwner) return;
      await requireAll(resources, (_, madeBy) => (madeBy ?? passwordHolders) === owner);
    },
  };
}

const collectionOf = (resource: string): string => resource.slice(0, resource.indexOf('/'));

/** In Google's words, so that nobody learns whether somebody else has such a thing. */
const words: Readonly<Record<string, string>> = {
  files: 'File',
  generatedFiles: 'GeneratedFile',
  corpora: 'Corpus',
  fileSearchStores: 'FileSearchStore',
  ragStores: 'RagStore',
  tunedModels: 'tuned model',
};

function notThere(resource: string): ProxyError {
  const collection = collectionOf(resource);
  const what = words[collection];
  if (what !== undefined) {
    const id = resource.slice(collection.length + 1);
    const reason = `You do not have permission to access the ${what} ${id} or it may not exist.`;
    return new ProxyError('request_refused', { reason }, 403);
  }
  if (collection === 'cachedContents') {
    return new ProxyError('request_refused', { reason: 'CachedContent not found (or permission denied)' }, 403);
  }
  return new ProxyError('request_refused', { reason: 'Requested entity was not found.' }, 404);
}
