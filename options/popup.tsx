/** The popup of the toolbar button. Only the extension has one. */
import { effect } from '@preact/signals';
import { render } from 'preact';
import { Popup } from './popup/popup.tsx';
import { extensionShell } from './shell/extension.ts';
import { openTab } from './shell/tab.ts';
import { language } from './state/language.ts';
import { createStores, StoresProvider } from './state/stores.ts';
import { applyTheme } from './state/theme.ts';

applyTheme(document.documentElement);
effect(() => {
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en';
});

const stores = createStores(extensionShell);
const tab = await openTab();
render(
  <StoresProvider value={stores}>
    <Popup tab={tab} />
  </StoresProvider>,
  document.getElementById('app') ?? document.body,
);
