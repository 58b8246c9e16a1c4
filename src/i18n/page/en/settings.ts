import { defaultModels } from '../../../core/models/default-models.ts';

/** Title and help of every row of `src/contract/settings/table.ts`; choices where their names do not speak for themselves. */
export const settings = {
  'settings.geminiBaseUrl.title': 'Gemini API base URL',
  'settings.geminiBaseUrl.help': 'Where Gemini is called. Change it only for a mirror or a proxy of your own.',
  'settings.enableVertex.title': 'Vertex AI first',
  'settings.enableVertex.help':
    'Calls go to Vertex credentials before AI Studio keys. Without it they are used when no AI Studio key can answer.',
  'settings.enableVertexExpress.title': 'Express keys before service accounts',
  'settings.enableVertexExpress.help': 'Which Vertex credentials answer first.',
  'settings.vertexProjectId.title': 'Google Cloud project',
  'settings.vertexProjectId.help': 'Project that calls of service accounts run in. Empty: each account’s own.',
  'settings.vertexLocation.title': 'Google Cloud location',
  'settings.vertexLocation.help':
    'Where service accounts are served, such as global or us-central1. Express keys are always global.',
  'settings.vertexBaseUrl.title': 'Vertex AI base URL',
  'settings.vertexBaseUrl.help': 'Where Vertex AI is called. Change it only for a mirror or a proxy of your own.',
  'settings.googleTokenUrl.title': 'Google sign-in URL',
  'settings.googleTokenUrl.help': 'Where service accounts get their access tokens.',
  'settings.upstreamTimeout.title': 'Time limit of a call',
  'settings.upstreamTimeout.help':
    'A call is given up when Gemini says nothing for so long, at its beginning or in between.',
  'settings.maxRetryNum.title': 'Keys tried per request',
  'settings.maxRetryNum.help': 'When a key fails, the next one is tried, up to this many.',
  'settings.rotation.title': 'Rotation',
  'settings.rotation.help': 'Which of the usable keys answers next.',
  'settings.rotation.choice.least-used': 'Least used today',
  'settings.rotation.choice.sticky': 'Same key for the same conversation',
  'settings.rotation.choice.in-order': 'In order',
  'settings.apiKeyDailyLimit.title': 'Requests per key and day',
  'settings.apiKeyDailyLimit.help':
    'Keys below this number go first. A number that you set is kept: a key at its limit rests until Google’s quota day ends.',
  'settings.modelDailyLimits.title': 'Requests per model and day',
  'settings.modelDailyLimits.help': `The most that a model gets over all keys until Google’s quota day ends; fallback models take over then. Pairs such as ${defaultModels.strongChat}=200; * stands for any letters, and each model that *-flash=1000 fits gets so many.`,
  'settings.waitForKey.title': 'Wait for a key',
  'settings.waitForKey.help': 'How long a request waits for a resting key before it is refused. 0 refuses at once.',
  'settings.recheckInvalidKeys.title': 'Check unusable keys again every',
  'settings.recheckInvalidKeys.help': 'Keys that Google refused are tested again this often. 0 never tests.',
  'settings.fakeStreaming.title': 'Fake streaming',
  'settings.fakeStreaming.help':
    'A streaming frontend gets the answer in one go once it is whole, so that another key can take over unseen; until then it is kept waiting. Off streams as Gemini does.',
  'settings.fakeStreamingInterval.title': 'Sign of life while streaming',
  'settings.fakeStreamingInterval.help':
    'How often a waiting streaming frontend is told that the answer is still coming. Relay only.',
  'settings.nonstreamKeepaliveEnabled.title': 'Keep other frontends waiting',
  'settings.nonstreamKeepaliveEnabled.help':
    'A frontend that does not stream gets spaces ahead of a slow answer once Gemini has begun to answer. Relay only.',
  'settings.nonstreamKeepaliveInterval.title': 'Sign of life without streaming',
  'settings.nonstreamKeepaliveInterval.help': 'How often those spaces are sent.',
  'settings.concurrentRequests.title': 'Keys asked at once',
  'settings.concurrentRequests.help': 'The first good answer wins. Every one of the calls counts against its key.',
  'settings.increaseConcurrentOnFailure.title': 'More keys after a failure',
  'settings.increaseConcurrentOnFailure.help': 'So many further keys are asked at once each time a call fails.',
  'settings.maxConcurrentRequests.title': 'Most keys at once',
  'settings.maxConcurrentRequests.help':
    'The two settings above and the next one never ask more keys at the same time.',
  'settings.hedgeSlowRequests.title': 'Second key for slow answers',
  'settings.hedgeSlowRequests.help':
    'Another key is asked when an answer takes longer than is usual for its model; the first good answer wins.',
  'settings.keepOtherAnswers.title': 'Keep the other answers',
  'settings.keepOtherAnswers.help':
    'Of several keys asked at once, the answers that came later are kept for when exactly the same is asked again, each once. Off cancels those calls.',
  'settings.preciseCache.title': 'Compare whole conversations',
  'settings.preciseCache.help':
    'A kept answer is given only for the very same request. Off compares only the last messages, as many as set below.',
  'settings.calculateCacheEntries.title': 'Messages compared',
  'settings.calculateCacheEntries.help':
    'How many of the last messages must be the same when whole conversations are not compared.',
  'settings.cacheExpiryTime.title': 'Keep answers for',
  'settings.cacheExpiryTime.help': 'A kept answer is dropped after this time.',
  'settings.maxCacheEntries.title': 'Most kept answers',
  'settings.maxCacheEntries.help': 'The oldest is dropped first. 0 keeps none.',
  'settings.maxCacheSize.title': 'Memory for kept answers',
  'settings.maxCacheSize.help': 'The oldest are dropped first.',
  'settings.singleFlightWindow.title': 'Share the answer of doubles',
  'settings.singleFlightWindow.help':
    'The same request sent again within this time, while the first is still being answered, gets the same answer instead of a call of its own. Later it counts as a wish for another answer. 0 never shares.',
  'settings.maxEmptyResponses.title': 'Empty answers before giving up',
  'settings.maxEmptyResponses.help':
    'An empty or broken answer is asked for again until there were so many. An end that Google names is none of these.',
  'settings.continueCutAnswers.title': 'Continue broken answers',
  'settings.continueCutAnswers.help':
    'An answer that breaks off is asked to go on where it stopped. Off marks it as broken off.',
  'settings.fallbackModels.title': 'Fallback models',
  'settings.fallbackModels.help': `Asked in turn when a model is overloaded or all its quota is used: “${defaultModels.strongChat} > ${defaultModels.chat}”, several such lines separated by commas.`,
  'settings.enableThinking.title': 'Thinking',
  'settings.enableThinking.help': `Off: models think as little as they can, whatever a request asks for. On: requests decide, or the name of the model: ${defaultModels.strongChat}-nothinking, ${defaultModels.strongChat}-thinking-2048.`,
  'settings.searchMode.title': 'List search models',
  'settings.searchMode.help':
    'Offers every model that can search the web a second time, under a name that ends in -search. Such names are understood whether they are listed or not.',
  'settings.searchPrompt.title': 'Search prompt',
  'settings.searchPrompt.help':
    'What a -search model is told besides the conversation. “auto”: a sentence of Hajimi’s own, in English or Chinese. Empty: nothing.',
  'settings.listSources.title': 'List sources under the answer',
  'settings.listSources.help':
    'Writes the pages that a search found at the end of the text, for frontends that show no annotations.',
  'settings.randomString.title': 'Random padding',
  'settings.randomString.help':
    'Puts a few random letters around the prompt. Turns with tool calls are left alone. It makes Google’s prompt cache useless.',
  'settings.randomString.choice.auto': 'For SillyTavern only',
  'settings.randomString.choice.on': 'On',
  'settings.randomString.choice.off': 'Off',
  'settings.randomStringLength.title': 'Length of the padding',
  'settings.randomStringLength.help': 'How many letters are put before the prompt, and again after it.',
  'settings.thoughtsAs.title': 'Thoughts in answers',
  'settings.thoughtsAs.help': 'Where a frontend that asks a model to reason gets the summary of its thoughts.',
  'settings.thoughtsAs.choice.field': 'In the field “reasoning_content”',
  'settings.thoughtsAs.choice.think-tags': 'In the text, between “think” tags',
  'settings.thoughtsAs.choice.hidden': 'Nowhere',
  'settings.fetchImages.title': 'Fetch pictures by URL',
  'settings.fetchImages.help': 'Who downloads a picture that a message names by its web address.',
  'settings.fetchImages.choice.auto': 'Hajimi where needed',
  'settings.fetchImages.choice.always': 'Always Hajimi',
  'settings.fetchImages.choice.never': 'Never Hajimi, leave it to Google',
  'settings.allowLocalPages.title': 'Allow all pages of this computer',
  'settings.allowLocalPages.help':
    'Extension only. Pages of localhost, 127.0.0.1 and [::1] may use Hajimi without asking. Off: each is allowed by itself, like any other site.',
  'settings.fetchPrivateImages.title': 'Fetch pictures from private networks',
  'settings.fetchPrivateImages.help':
    'Lets anybody who may send requests make Hajimi call addresses in your own network. For tests only.',
  'settings.imagesAs.title': 'Pictures in answers',
  'settings.imagesAs.help': 'How a frontend gets a picture that the model drew.',
  'settings.imagesAs.choice.field': 'In the field “images”',
  'settings.imagesAs.choice.markdown': 'In the text, as Markdown',
  'settings.extraModels.title': 'Extra models',
  'settings.extraModels.help': 'Names that are listed even though Google does not list them.',
  'settings.whitelistModels.title': 'Allowed models',
  'settings.whitelistModels.help':
    'Only these are listed and answered, when there are any. * stands for any letters, as in gemini-3.*.',
  'settings.blockedModels.title': 'Blocked models',
  'settings.blockedModels.help': 'These are neither listed nor answered. * stands for any letters, as in *-pro*.',
  'settings.modelAliases.title': 'Other names for models',
  'settings.modelAliases.help':
    'Pairs of the name that a frontend sends and the model that is meant; * stands for any letters, and the first pair that fits counts. For frontends that know only the names of OpenAI’s models.',
  'settings.modelListLifetime.title': 'Refresh the list of models every',
  'settings.modelListLifetime.help':
    'An older list is still given at once while a new one is fetched. 0: each time the list is asked for.',
  'settings.maxRequestsPerMinute.title': 'Requests per client and minute',
  'settings.maxRequestsPerMinute.help':
    'A client is an IP address, or a site in the browser extension. What a model answers or works on later counts; files, lists and counting tokens do not. 0 sets no limit.',
  'settings.maxRequestsPerDayPerIp.title': 'Requests per client and day',
  'settings.maxRequestsPerDayPerIp.help': 'Within any 24 hours. 0 sets no limit.',
  'settings.whitelistUserAgent.title': 'Allowed programs',
  'settings.whitelistUserAgent.help':
    'Only programs whose User-Agent contains one of these words are answered, when there are any; * stands for any letters. Only for what comes over the network.',
  'settings.publicMode.title': 'Public mode',
  'settings.publicMode.help':
    'For an instance that strangers use: errors and headers tell nothing of the pool, neither the names of keys nor how many there are.',
  'settings.recordBodies.title': 'Keep what was said in the log',
  'settings.recordBodies.help':
    'The log page then shows requests and answers word for word. In memory only, of the last 50 requests, and without keys.',
  'settings.debugHeaders.title': 'Explain answers in headers',
  'settings.debugHeaders.help':
    'Each answer names the key’s label, the attempts and the model that was asked. Never a key.',
  'settings.language.title': 'Language of error messages',
  'settings.language.help':
    'What frontends are told when a request fails. Automatic follows the request, which in the extension has the language of the browser.',
  'settings.language.choice.auto': 'Automatic',
  'settings.language.choice.en': 'English',
  'settings.language.choice.zh': '中文',
} as const;
