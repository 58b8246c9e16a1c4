/** Whether the file is sealed. The API reads everything else of it. */
export const needsPassphrase = (file: unknown): boolean =>
  typeof file === 'object' && file !== null && 'sealed' in file;
