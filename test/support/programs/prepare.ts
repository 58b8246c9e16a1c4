/**
 * What the tests drive beside our own code, found or installed before the first of them: within a test it would use up that
 * test's time, and apt-get takes no second caller.
 */
import type { TestProject } from 'vitest/node';
import { findBrowser } from './browser.ts';
import { findFirefox } from './firefox.ts';
import { findRedis } from './redis.ts';

/** What is not to be had fails the tests that need it, and no others. */
export async function setup({ name }: TestProject): Promise<void> {
  try {
    if (name === 'unit') findRedis();
    else if (name === 'firefox') findFirefox();
    else await findBrowser();
  } catch (error) {
    console.warn(String(error));
  }
}
