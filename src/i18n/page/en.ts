import { backup } from './en/backup.ts';
import { causes } from './en/causes.ts';
import { clients } from './en/clients.ts';
import { errors } from './en/errors.ts';
import { log } from './en/log.ts';
import { manyKeys } from './en/many-keys.ts';
import { models } from './en/models.ts';
import { pages } from './en/pages.ts';
import { safety } from './en/safety.ts';
import { settings } from './en/settings.ts';
import { sites } from './en/sites.ts';
import { usage } from './en/usage.ts';
import { usePages } from './en/use-pages.ts';
import { vertex } from './en/vertex.ts';

/** Every text of the page in English. The other languages have exactly these keys. */
export const en = {
  ...pages,
  ...backup,
  ...usePages,
  ...log,
  ...clients,
  ...vertex,
  ...usage,
  ...manyKeys,
  ...models,
  ...causes,
  ...errors,
  ...settings,
  ...sites,
  ...safety,
} as const;
