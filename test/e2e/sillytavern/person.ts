/** A person at SillyTavern's page: what they set, press and read. Selectors are those of 1.19. */
import type { Page } from 'playwright';

declare global {
  var SillyTavern: {
    getContext(): {
      readonly eventSource: { on(type: string, listener: () => void): void };
      readonly eventTypes: Readonly<Record<string, string>>;
      readonly chat: ReadonlyArray<{ readonly swipes?: readonly string[] }>;
    };
  };
}

export interface Person {
  /** Chooses a source and connects; resolves when the page says that the connection is valid. */
  connect(source: 'custom' | 'openai' | 'makersuite', url: string): Promise<void>;
  set(selector: string, value: string | boolean): Promise<void>;
  press(selector: string): Promise<void>;
  /** Types a message and sends it. */
  say(text: string): Promise<void>;
  /** The ids or texts of the choices of a menu. */
  choices(selector: string): Promise<string[]>;
  /** Resolves when the newest message fits, whether it is finished or not. */
  sees(pattern: RegExp): Promise<void>;
  /** Resolves when the newest message is `text` and nothing is being written. */
  reads(text: string): Promise<void>;
  /** Resolves with the text of the next red toast. */
  toast(): Promise<string>;
}

export async function openSillyTavern(page: Page, url: string): Promise<Person> {
  const set: Person['set'] = (selector, value) =>
    page
      .locator(selector)
      .first()
      .evaluate((element, value) => {
        const input = element as HTMLInputElement;
        if (typeof value === 'boolean') input.checked = value;
        else input.value = value;
        for (const type of ['input', 'change']) input.dispatchEvent(new Event(type, { bubbles: true }));
      }, value);

  // Many buttons are in drawers that are closed; what counts here is what they do.
  const press: Person['press'] = (selector) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => (element as HTMLElement).click());

  // It has a lot to load, and the machine may be busy.
  page.setDefaultTimeout(60_000);
  await page.goto(url);
  await page.waitForFunction(() => 'SillyTavern' in window);
  // Asks for a name at the first start.
  await agree('.onboarding');
  await page.evaluate(async () => {
    const { eventSource, eventTypes } = SillyTavern.getContext();
    // Is told of it also when it has been.
    await new Promise<void>((resolve) => eventSource.on(eventTypes.APP_READY ?? '', resolve));
  });

  /** Presses OK in the dialog that holds this. */
  async function agree(content: string) {
    const button = `dialog.popup[open]:has(${content}) .popup-button-ok`;
    await page.waitForSelector(button, { state: 'attached' });
    // Its animation may take long; a click does not wait for it.
    await press(button);
  }

  return {
    set,
    press,
    async connect(source, base) {
      await set('#main_api', 'openai');
      await set('#chat_completion_source', source);
      await set(source === 'custom' ? '#custom_api_url_text' : '#openai_reverse_proxy', base);
      await press('#api_button_openai');
      if (source !== 'custom') {
        // Warns of proxies that one does not trust.
        await agree(':text("Connecting To Proxy")');
      }
      await page.waitForFunction(
        () => document.querySelector('#openai_api .online_status_text')?.textContent?.trim() === 'Valid',
      );
    },
    async say(text) {
      await set('#send_textarea', text);
      await press('#send_but');
    },
    choices: (selector) =>
      page
        .locator(`${selector} option`)
        .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value)),
    async sees(pattern) {
      await page.waitForFunction(
        (source) =>
          new RegExp(source).test(
            [...document.querySelectorAll('#chat .mes .mes_text')].at(-1)?.textContent?.trim() ?? '',
          ),
        pattern.source,
      );
    },
    async reads(text) {
      await page.waitForFunction(
        (text) =>
          [...document.querySelectorAll('#chat .mes .mes_text')].at(-1)?.textContent?.trim() === text &&
          document.body.dataset.generating === undefined,
        text,
      );
    },
    async toast() {
      const toast = page.locator('#toast-container .toast-error .toast-message').first();
      const text = (await toast.textContent()) ?? '';
      await toast.click();
      await toast.waitFor({ state: 'detached' });
      return text;
    },
  };
}
