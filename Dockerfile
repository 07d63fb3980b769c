# The controller's image: compiled JavaScript and its runtime dependencies, no shell, no package manager, not root.
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev

FROM gcr.io/distroless/nodejs24-debian12:nonroot
WORKDIR /app
# A young generation of 2 MiB instead of 16, and a heap that grows late: resident memory is what a cluster pays for.
ENV NODE_ENV=production NODE_OPTIONS=--max-semi-space-size=2
COPY --from=build /src/package.json ./
COPY --from=build /src/node_modules ./node_modules
COPY --from=build /src/build ./build
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/nodejs/bin/node", "--optimize-for-size", "--enable-source-maps", "build/controller/main.js"]
