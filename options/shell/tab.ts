import browser from 'webextension-polyfill';

/** The page that was open when the person clicked the button in the toolbar. */
export interface OpenTab {
  /** Undefined where it is no page of the web. */
  readonly origin: string | undefined;
  reload(): void;
}

export async function openTab(): Promise<OpenTab> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  const { url = '' } = tab ?? {};
  return {
    origin: /^https?:/.test(url) ? new URL(url).origin : undefined,
    reload: () => void browser.tabs.reload(tab?.id),
  };
}

export async function openConfigPage(): Promise<void> {
  await browser.runtime.openOptionsPage();
  window.close();
}
