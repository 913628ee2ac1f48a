import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";
import { traditional } from "./scripts/traditional.mjs";

const server = process.env.JINGUO_SERVER ?? "http://127.0.0.1:8787";

export default defineConfig({
  plugins: [vue(), traditional()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": server } },
  test: { include: ["src/**/*.test.ts"] },
});
