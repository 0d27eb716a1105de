import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const folder = join(import.meta.dirname, '..', 'dist', 'console');

/** The API sends the form that the browser takes, made once. The page itself gets a nonce with every answer. */
const compressed: Plugin = {
  name: 'compressed',
  writeBundle({ dir = folder }) {
    const assets = join(dir, 'assets');
    for (const name of readdirSync(assets).filter((name) => /\.(js|css|svg)$/.test(name))) {
      const content = readFileSync(join(assets, name));
      writeFileSync(join(assets, `${name}.gz`), gzipSync(content, { level: 9 }));
      writeFileSync(join(assets, `${name}.br`), brotliCompressSync(content));
    }
  },
};

/** `npm run dev:console` shows changes at once; the API that answers is the one of `npm start`. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compressed],
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: folder,
    emptyOutDir: true,
    target: 'es2023',
    // An icon or a font as data: would need its own place in the policy.
    assetsInlineLimit: 0,
    reportCompressedSize: true,
    chunkSizeWarningLimit: 900,
  },
  server: {
    port: 5173,
    proxy: { '^/(v1|sign-in/entra|sign-in/callback|openapi.json)': 'http://127.0.0.1:3000' },
  },
});
