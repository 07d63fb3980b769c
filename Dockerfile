# The controller's image: compiled JavaScript and its runtime dependencies, no shell, no package manager, not root.
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev

FROM gcr.io/distroless/nodejs24-debian12:nonroot
WORKDIR /app
# Resident memory is what a cluster pays for: a young generation of 4 MiB instead of 16, a heap that grows by a fifth at a time,
# and two arenas for what lies outside of it instead of eight per processor.
ENV NODE_ENV=production NODE_OPTIONS=--max-semi-space-size=4 MALLOC_ARENA_MAX=2
COPY --from=build /src/package.json ./
COPY --from=build /src/node_modules ./node_modules
COPY --from=build /src/build ./build
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/nodejs/bin/node", "--heap-growing-percent=20", "--enable-source-maps", "build/controller/main.js"]
