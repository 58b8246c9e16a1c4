import type { Message } from '../message.ts';
import type { en } from './en.ts';
import { backup } from './zh/backup.ts';
import { causes } from './zh/causes.ts';
import { clients } from './zh/clients.ts';
import { errors } from './zh/errors.ts';
import { log } from './zh/log.ts';
import { manyKeys } from './zh/many-keys.ts';
import { models } from './zh/models.ts';
import { pages } from './zh/pages.ts';
import { safety } from './zh/safety.ts';
import { settings } from './zh/settings.ts';
import { sites } from './zh/sites.ts';
import { usage } from './zh/usage.ts';
import { usePages } from './zh/use-pages.ts';
import { vertex } from './zh/vertex.ts';

/** Every text of the page in simplified Chinese. */
export const zh: { readonly [Key in keyof typeof en]: Message } = {
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
};
