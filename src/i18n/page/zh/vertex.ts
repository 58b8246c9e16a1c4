/** Vertex AI 页面的文字。 */
export const vertex = {
  'page.vertex': 'Vertex AI',
  'vertex.intro': '通过 Google Cloud 使用同样的模型，凭据和配额是另一套。',
  'vertex.needs': '需要准备什么',
  'vertex.needs.express':
    '要么是快速模式密钥：Vertex AI Studio 在“express mode”下创建的 API 密钥，适合没有 Google Cloud 项目的账号。它没有项目和位置。',
  'vertex.needs.account':
    '要么是服务账号：在已启用 Vertex AI API 的项目中拥有“Vertex AI User”角色。请粘贴完整的 JSON 密钥文件。项目和位置可在下方为每个账号单独设置。',
  'vertex.needs.cost': '通过 Vertex AI 的调用由该 Google Cloud 账号付费，AI Studio 的免费额度不适用。',
  'vertex.add.label': '快速模式密钥或服务账号',
  'vertex.add.help': '粘贴任意形式的快速模式密钥，或服务账号的 JSON 文件，Hajimi 会自动识别。',
  'vertex.add.where': 'Vertex AI Studio',
  'vertex.list': '你的 Vertex 凭据',
  'vertex.none': '还没有。添加后会显示在这里，也会出现在密钥列表中。',
  'vertex.project': 'Google Cloud 项目',
  'vertex.location': '位置，例如 us-central1',
  'vertex.as-set': '与设置相同',
} as const;
