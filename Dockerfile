# The controller's image: compiled JavaScript and its runtime dependencies, no shell, no package manager, not root.
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev

FROM gcr.io/distroless/nodejs24-debian12:nonroot
WORKDIR /app
# A young generation of 8 MiB instead of 16: resident memory is what a cluster pays for, collecting too often costs time.
ENV NODE_ENV=production NODE_OPTIONS=--max-semi-space-size=8
COPY --from=build /src/package.json ./
COPY --from=build /src/node_modules ./node_modules
COPY --from=build /src/build ./build
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/nodejs/bin/node", "--enable-source-maps", "build/controller/main.js"]
