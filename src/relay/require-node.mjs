// The version guard: too old a Node fails at the imports of the program itself, with a SyntaxError that tells nobody what to
// do. So this comes before it, on its own and in syntax that such a Node knows.
const needed = [20, 19];
const parts = process.versions.node.split('.');
const isOlder = Number(parts[0]) < needed[0] || (Number(parts[0]) === needed[0] && Number(parts[1]) < needed[1]);

if (isOlder) {
  const isChinese = Intl.DateTimeFormat().resolvedOptions().locale.startsWith('zh');
  console.error(
    isChinese
      ? `需要 Node.js ${needed.join('.')} 或更高版本，当前为 ${process.versions.node}。下载：https://nodejs.org`
      : `Node.js ${needed.join('.')} or newer is needed; this is ${process.versions.node}. Get it at https://nodejs.org`,
  );
  process.exit(1);
}
