import { signal } from '@preact/signals';

export const pageIds = [
  'home',
  'keys',
  'connect',
  'chat',
  'sites',
  'models',
  'clients',
  'usage',
  'log',
  'vertex',
  'settings',
  'backup',
  'about',
] as const;
export type PageId = (typeof pageIds)[number];

/** Where the person is: a page, and what of it is shown, as in `#/keys?state=cooling`. */
export interface Route {
  readonly page: PageId;
  readonly query: Readonly<Record<string, string>>;
}

/** Reads `location.hash`. Anything unknown is the home page: an old bookmark still opens something useful. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const page = pageIds.find((id) => id === path) ?? 'home';
  return { page, query: Object.fromEntries(new URLSearchParams(search)) };
}

/** The link to a page. Empty query values are left out. */
export function href(page: PageId, query: Readonly<Record<string, string>> = {}): string {
  const search = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString();
  return `#/${page === 'home' ? '' : page}${search === '' ? '' : `?${search}`}`;
}

export const route = signal<Route>(parseRoute(globalThis.location?.hash ?? ''));

/** Follows the address bar for the life of the page. */
export function followAddress(view: Window): void {
  view.addEventListener('hashchange', () => {
    route.value = parseRoute(view.location.hash);
  });
}

/** Changes what of this page is shown without a new entry in the history: for filters that are typed. */
export function replaceQuery(query: Readonly<Record<string, string>>): void {
  const { page } = route.value;
  history.replaceState(null, '', href(page, query));
  route.value = parseRoute(location.hash);
}
