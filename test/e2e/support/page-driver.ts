import type { Driver } from '../../http/driver.ts';
import type { Owner } from './owner.ts';
import { type ClientPage, clientOf } from './page-client.ts';

/** What the HTTP cases and the specs of pages need of a browser with the extension, of whatever kind. */
export interface PageBench {
  readonly owner: Pick<Owner, 'configure' | 'forgetAll'>;
  /** Opens a page with this HTML on the site. */
  open(html?: string): Promise<ClientPage>;
}

/** The HTTP cases through a page and the extension. @param bench is there once the tests run. */
export const pageDriver = (name: string, bench: () => PageBench): Driver => ({
  name,
  trust: 'site',
  async open(fake, { keys, settings }) {
    const { owner, open } = bench();
    await owner.forgetAll();
    await owner.configure(fake.url, keys, settings);
    return clientOf(await open());
  },
});
