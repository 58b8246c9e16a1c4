/** In both languages: frontends show it to a person, and no setting of Hajimi reaches a page whose extension is gone. */
export const extensionGone =
  'Hajimi was updated or reloaded. Reload this page to go on. Hajimi 已更新或重新加载，请刷新此页面后继续。';
