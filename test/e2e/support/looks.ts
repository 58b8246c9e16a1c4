/** What a page must be for everybody: readable, named, reachable by keyboard, and nothing of it cut off. */
import axeCore, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright';

declare global {
  // What a script in the page has, once axe is there.
  var axe: { run(root: Document, options: object): Promise<AxeResults> };
}

/** @param rules ids of axe's; absent: all that it has. @returns each violation with the element. */
export async function axeFaults(page: Page, rules?: readonly string[]): Promise<string[]> {
  // It is large, and stays until the document is loaded anew.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeCore.source);
  const { violations } = await page.evaluate(
    // To name each element that is in order takes most of the time.
    (only) =>
      globalThis.axe.run(document, {
        resultTypes: ['violations'],
        // Style sheets are not read a second time: only a rule about turned screens looks into them.
        preload: false,
        ...(only && { runOnly: only }),
      }),
    rules,
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** Opens everything that can be opened in place. */
export const openAll = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) {
      // Of those that share a name only one may be open.
      details.removeAttribute('name');
      details.open = true;
    }
  });

/** Elements that hide a part of their text. */
export const cutTexts = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *:not(.visually-hidden):not(.visually-hidden *)')]
      .filter((element) => {
        const { overflowX } = getComputedStyle(element);
        const hides = overflowX === 'hidden' || overflowX === 'clip';
        return hides && element.textContent?.trim() !== '' && element.scrollWidth > element.clientWidth + 1;
      })
      .map(({ tagName, className, textContent }) => `${tagName}.${className}: ${textContent?.slice(0, 80)}`),
  );

/** Controls that are seen, can be used, and that the Tab key never comes to. */
export const unreachable = (page: Page): Promise<string[]> =>
  page
    .locator('a, button, input, select, textarea, summary')
    .filter({ visible: true })
    .evaluateAll((controls) =>
      (controls as HTMLElement[])
        .filter((control) => !control.matches(':disabled') && (control.tabIndex < 0 || control.closest('[inert]')))
        .map(({ outerHTML }) => outerHTML),
    );
