/** Which credential made which resource of Google's: later requests that name it must go to the same one. */
import { ProxyError } from '../../errors.ts';
import type { Clock, Store } from '../../ports.ts';
import type { Journal } from '../../store/write-behind.ts';
import { createTextCache } from '../../utils/bounded-map.ts';

export interface Affinity {
  /**
   * The credential that may use all of these resources; undefined where none of them is known.
   * @throws {ProxyError} `request_refused` when they belong to different keys: no key can answer that.
   */
  ownerOf(resources: readonly string[]): Promise<string | undefined>;
  remember(resources: readonly string[], credentialId: string): void;
  /** The same of what was only seen with it: two keys may have files of the same name, and the known one stays. */
  learn(resources: readonly string[], credentialId: string): Promise<void>;
  forget(resource: string): void;
  /** Credentials that made resources of this collection, such as `files`. */
  owners(collection: string): Promise<ReadonlySet<string>>;
}

const DAY = 24 * 3600_000;
/** Google keeps files for two days and an upload open for one; other resources for as long as their maker wants. */
const lifetimes: Readonly<Record<string, number>> = { files: 3 * DAY, uploads: 2 * DAY };
const LIFETIME = 90 * DAY;
const MEMORY_CHARACTERS = 256 * 1024;

export function createAffinity(deps: {
  readonly store: Pick<Store, 'read' | 'scan'>;
  readonly journal: Pick<Journal, 'put' | 'delete'>;
  readonly clock: Pick<Clock, 'now'>;
}): Affinity {
  const { store, journal, clock } = deps;
  const memory = createTextCache(MEMORY_CHARACTERS);

  async function lookUp(resource: string): Promise<string> {
    const known = memory.get(resource);
    if (known !== undefined) return known;
    // Without the store the request goes to any key, and Google says best whether that was the right one.
    const stored = await store.read('affinity', resource).catch(() => undefined);
    if (stored !== undefined) memory.set(resource, stored);
    return stored ?? '';
  }

  const ownerOf: Affinity['ownerOf'] = async (resources) => {
    const owners = await Promise.all(resources.map(lookUp));
    const known = [...new Set(owners)].filter((owner) => owner !== '');
    if (known.length > 1) throw new ProxyError('request_refused', { reason: severalOwners(resources) });
    return known[0];
  };

  const remember: Affinity['remember'] = (resources, credentialId) => {
    for (const resource of resources) {
      if (memory.get(resource) === credentialId) continue;
      memory.set(resource, credentialId);
      const lifetime = lifetimes[resource.split('/')[0] ?? ''] ?? LIFETIME;
      journal.put('affinity', resource, credentialId, { expiresAt: clock.now() + lifetime });
    }
  };

  return {
    ownerOf,
    remember,
    async learn(resources, credentialId) {
      const owners = await Promise.all(resources.map(lookUp));
      remember(
        resources.filter((_, index) => owners[index] === ''),
        credentialId,
      );
    },
    forget(resource) {
      memory.set(resource, '');
      journal.delete('affinity', resource);
    },
    async owners(collection) {
      const records = await store.scan('affinity', `${collection}/`, `${collection}0`);
      return new Set(records.map(([, owner]) => owner));
    },
  };
}

const severalOwners = (resources: readonly string[]) => ({
  en: `${resources.join(', ')} were made with different API keys, and Google lets no key use what another made. Upload them again, one after the other`,
  zh: `${resources.join('、')} 由不同的 API 密钥创建，而 Google 不允许一个密钥使用另一个密钥创建的内容。请依次重新上传`,
});
