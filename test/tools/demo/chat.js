// A chat page as anybody might write one. It knows nothing of the extension: it calls an OpenAI-compatible address.

const base = 'https://hajimi.invalid/v1';

const chinese = {
  title: '一个网页，一个浏览器，无需服务器',
  page: '本页面',
  pageNote: 'localhost 上的普通网页',
  hajimiNote: '浏览器扩展：保管密钥、轮换、转换',
  geminiNote: '由本机的模拟服务扮演',
  model: '模型',
  send: '发送',
};

const isChinese = navigator.language.startsWith('zh');
const $ = (selector) => document.querySelector(selector);
const messages = [];

if (isChinese) {
  document.documentElement.lang = 'zh';
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = chinese[element.dataset.text];
  $('#message').placeholder = '输入消息';
}
$('#base').textContent = base;

$('#ask').addEventListener('submit', (event) => {
  event.preventDefault();
  void say($('#message').value.trim());
});
$('#message').addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $('#ask').requestSubmit();
});

await listModels();

async function listModels() {
  const { data = [] } = await (await fetch(`${base}/models`)).json();
  const chats = data.map(({ id }) => id).filter((id) => !/embedding|image/.test(id));
  $('#model').replaceChildren(...chats.map((id) => new Option(id, id)));
}

async function say(content) {
  const button = $('button');
  if (content === '' || button.disabled) return;
  button.disabled = true;
  $('#message').value = '';
  messages.push({ role: 'user', content });
  bubble('user', content);
  await answer();
  button.disabled = false;
  $('#message').focus();
}

async function answer() {
  const item = bubble('assistant', '');
  item.classList.add('streaming');
  const start = performance.now();
  let first;
  let pieces = 0;
  let tokens = 0;
  let text = '';
  try {
    const response = await fetch(`${base}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        model: $('#model').value,
        messages,
        stream: true,
        stream_options: { include_usage: true },
      }),
    });
    if (!response.ok) throw new Error((await response.json()).error.message);
    for await (const chunk of events(response.body)) {
      tokens = chunk.usage?.total_tokens ?? tokens;
      const delta = chunk.choices[0]?.delta.content;
      if (!delta) continue;
      first ??= performance.now() - start;
      pieces += 1;
      text += delta;
      item.firstChild.textContent = text;
      item.scrollIntoView({ block: 'end' });
      dispatchEvent(new CustomEvent('answer', { detail: delta }));
    }
    messages.push({ role: 'assistant', content: text });
    item.append(note(statistics(Math.round(first ?? 0), pieces, tokens)));
  } catch (error) {
    item.classList.add('failed');
    item.firstChild.textContent = text + error.message;
  }
  item.classList.remove('streaming');
  item.scrollIntoView({ block: 'end' });
}

async function* events(body) {
  let rest = '';
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      if (line.startsWith('data: {')) yield JSON.parse(line.slice('data: '.length));
    }
  }
}

function bubble(role, text) {
  const item = document.createElement('li');
  const words = document.createElement('p');
  item.className = role;
  words.textContent = text;
  item.append(words);
  $('#talk').append(item);
  item.scrollIntoView({ block: 'end' });
  return item;
}

const statistics = (first, pieces, tokens) =>
  isChinese
    ? `首字 ${first} 毫秒 · 分 ${pieces} 段流式到达 · ${tokens} 个 token`
    : `First words after ${first} ms · ${pieces} pieces as they came · ${tokens} tokens`;

function note(text) {
  const small = document.createElement('small');
  small.textContent = text;
  return small;
}
