/** Texts of the page about Vertex AI. */
export const vertex = {
  'page.vertex': 'Vertex AI',
  'vertex.intro': 'Google Cloud’s door to the same models, with credentials and quotas of its own.',
  'vertex.needs': 'What it needs',
  'vertex.needs.express':
    'Either an express key: an API key that Vertex AI Studio makes in “express mode”, for accounts without a Google Cloud project. It has no project or location.',
  'vertex.needs.account':
    'Or a service account with the role “Vertex AI User” in a project in which the Vertex AI API is switched on: paste its whole JSON key file. Project and location can be set for each account below.',
  'vertex.needs.cost':
    'Calls over Vertex AI are billed to that Google Cloud account; the free tier of AI Studio does not apply.',
  'vertex.add.label': 'Express keys or service accounts',
  'vertex.add.help': 'Paste express keys in any form, or the JSON files of service accounts. Hajimi finds them.',
  'vertex.add.where': 'Vertex AI Studio',
  'vertex.list': 'Your Vertex credentials',
  'vertex.none': 'None yet. The ones that you add show up here, and among your keys.',
  'vertex.project': 'Google Cloud project',
  'vertex.location': 'Location, such as us-central1',
  'vertex.as-set': 'as in the settings',
} as const;
