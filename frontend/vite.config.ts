import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// File names carry no hash, so the committed bundle differs only where the source does.
export default defineConfig(({ mode }) => ({
  base: "./",
  plugins: [react()],
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  build: {
    outDir: `../src/journeyboard/ui/${mode}/build`,
    emptyOutDir: true,
    sourcemap: false,
    minify: "oxc" as const,
    target: "es2023",
    cssTarget: "chrome125", // older targets would rewrite light-dark(), which carries the dark mode
    cssCodeSplit: false,
    rolldownOptions: { output: { minify: true } },
    lib: {
      entry: `./src/${mode}/index.ts${mode === "canvas" ? "x" : ""}`,
      formats: ["es" as const],
      fileName: () => `${mode}.js`,
      cssFileName: mode,
    },
  },
}));
