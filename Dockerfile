# API, worker and migrations are one image; the command says which (docker-compose.yml). TypeScript runs as it stands.

# The console's pages need the compiler's packages, which stay in this stage.
FROM node:24-slim AS console
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json ./
COPY console console
RUN npm run build:console

FROM node:24-slim

WORKDIR /app
ENV NODE_ENV=production
# Optional packages too: the compiler of the workflows' bundle comes as one.
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force

COPY config.ts tsconfig.json ./
COPY domain domain
COPY workflows workflows
COPY activities activities
COPY persistence persistence
COPY migrations migrations
COPY client client
COPY worker worker
COPY api api
COPY --from=console /app/dist/console dist/console

RUN mkdir /data && chown node:node /data
ENV ABSENCE_SYNC_DATA=/data
VOLUME /data
USER node
CMD ["node", "api/main.ts"]
