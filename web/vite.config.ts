import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

const server = process.env.JINGUO_SERVER ?? "http://127.0.0.1:8787";

export default defineConfig({
  plugins: [vue()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": server } },
  test: { include: ["src/**/*.test.ts"] },
});
