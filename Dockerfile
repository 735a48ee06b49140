FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY admin/package.json admin/
COPY api/package.json api/
COPY cypher/package.json cypher/
COPY seeds/package.json seeds/

FROM packages AS page
RUN npm ci --no-audit --no-fund
COPY tsconfig.json ./
COPY admin admin
COPY api/src api/src
RUN npm run build

FROM packages
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data API_KEY_FILE=/data/api-key NPM_CONFIG_CACHE=/tmp/npm
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force && mkdir /data && chown node:node /data
COPY start.mjs ./
COPY cypher cypher
COPY seeds seeds
COPY api/src api/src
COPY --from=page /app/admin/dist admin/dist
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["node", "-e", "fetch('http://127.0.0.1:3000/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Not start.mjs: everything is installed and built already.
CMD ["node", "--import", "tsx", "api/src/server.ts"]
