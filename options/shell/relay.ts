import type { Shell } from './shell.ts';

const place = 'hajimi.password';

/** Plain HTTP to the relay that served this page. The password is kept for as long as the tab lives. */
export function createRelayShell(): Shell {
  return {
    fetch(path, init) {
      const headers = new Headers(init.headers);
      const password = sessionStorage.getItem(place);
      if (password !== null && !headers.has('authorization')) headers.set('authorization', `Bearer ${password}`);
      return fetch(path, { ...init, headers, cache: 'no-store' });
    },
    mayCall: async () => true,
    askToCall: async () => true,
    password: {
      set: (password) => sessionStorage.setItem(place, password),
      forget: () => sessionStorage.removeItem(place),
      // Elsewhere a relay does not start with it.
      mayBeDefault: /^(localhost|127(\.\d+){3}|\[::1\])$/.test(location.hostname),
    },
  };
}
