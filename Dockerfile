# The relay as an image: docker build -t hajimi-proxy .
# Only JavaScript and WebAssembly, so what is built once runs on every processor that Node's image is there for.
FROM --platform=$BUILDPLATFORM node:22-alpine AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json vite.config.ts manifest.json LICENSE ./
COPY src ./src
COPY options ./options
RUN npm run build:relay && npm prune --omit=dev --ignore-scripts --no-audit --no-fund && mkdir settings

FROM node:22-alpine
# Within a container every address is the container's own; who may reach it is said by `docker run -p`.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=7860 STORAGE_DIR=/hajimi/settings
WORKDIR /app
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/dist/relay ./dist/relay
# Where the original kept its settings; a volume that is put here belongs to the same user.
COPY --from=build --chown=node:node /build/settings /hajimi/settings
USER node
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD wget -qO- "http://127.0.0.1:$PORT/health" || exit 1
CMD ["node", "dist/relay/hajimi-relay.js"]
