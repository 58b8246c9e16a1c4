import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app.tsx';
import { chooseShell } from './shell/choose.ts';
import { startClock, whileVisible } from './state/clock.ts';
import { language } from './state/language.ts';
import { takeLoginCode } from './state/login-link.ts';
import { followAddress } from './state/route.ts';
import { createStores } from './state/stores.ts';
import { applyTheme } from './state/theme.ts';

const statusEvery = 5000;

applyTheme(document.documentElement);
effect(() => {
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
});
followAddress(window);
startClock(document);

const stores = createStores(await chooseShell(location));
async function signInByLink() {
  const code = takeLoginCode(window);
  // Where nothing answers, the page says so itself.
  if (code !== undefined && (await stores.session.redeem(code).catch(() => false))) await stores.reload();
}
// A link that is pasted into an open page does not load it anew.
window.addEventListener('hashchange', () => void signInByLink());
await signInByLink();
whileVisible(document, statusEvery, () => {
  if (!stores.session.locked.value) void stores.status.refresh();
});
void stores.settings.list.refresh();
const place = document.getElementById('app') ?? document.body;
place.replaceChildren();
render(<App stores={stores} />, place);
