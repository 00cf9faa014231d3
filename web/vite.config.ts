import { defineConfig } from "vite";

export default defineConfig({
	base: "/static/",
	publicDir: false,
	build: {
		outDir: "../src/mockround/_web",
		emptyOutDir: true,
		manifest: "manifest.json",
		target: "es2022",
		modulePreload: false,
		rollupOptions: { input: ["elements/main.ts", "styles/main.css"] },
	},
});
