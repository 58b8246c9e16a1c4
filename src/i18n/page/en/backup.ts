/** Texts of the page that saves everything and brings it back. */
export const backup = {
  'page.backup': 'Backup',
  'backup.intro': 'Keys with their labels and limits, clients, sites and settings, in one file.',
  'backup.save': 'Save',
  'backup.with-keys': 'With the API keys',
  'backup.passphrase': 'Passphrase',
  'backup.passphrase.help':
    'The file is encrypted with it. Nobody can open the file without it, and nobody can tell you a passphrase that you forgot.',
  'backup.readable': 'Without a passphrase, whoever has the file can use your keys.',
  'backup.save.submit': 'Save a backup',
  'backup.restore': 'Restore',
  'backup.restore.help':
    'You see what would change before anything does. Keys, clients and sites that are not in the file stay.',
  'backup.pick': 'Choose a file…',
  'backup.open': 'Open',
  'backup.restore.submit': 'Restore',
  'backup.restored': 'Restored.',
  'backup.made': 'Made on {date}',
  'backup.keys-added': { one: '{n} key is added', other: '{n} keys are added' },
  'backup.keys-changed': {
    one: '{n} key gets another label, note, switch or limit',
    other: '{n} keys get another label, note, switch or limit',
  },
  'backup.keys-same': { one: '{n} key stays as it is', other: '{n} keys stay as they are' },
  'backup.no-keys': 'There are no keys in this file.',
  'backup.clients': 'Clients that are added or changed: {names}',
  'backup.site.allowed': '{site} may use your keys',
  'backup.site.take-over': '{site} may use your keys, and its calls to OpenAI and Google are taken over',
  'backup.site.off': '{site} may not use your keys',
  'backup.sites.ask': {
    one: '{n} site still needs the browser’s permission, which only you can give: allow it on the page of sites, within five minutes.',
    other:
      '{n} sites still need the browser’s permission, which only you can give: allow them on the page of sites, within five minutes.',
  },
  'backup.addresses':
    'This file would change where your keys are sent. Whoever runs a server behind one of these addresses gets your keys. The addresses stay as they are unless you tick the box.',
  'backup.addresses.take': 'I know these addresses: change them, too',
  'backup.addresses.taken': 'Your keys are now sent to other addresses.',
  'backup.addresses.left': 'These addresses were left as they are.',
  'backup.addresses.proxy': 'Proxy of {key}',
  'backup.addresses.none': 'none',
  'backup.nothing': 'Nothing changes: everything is as in the file.',
} as const;
