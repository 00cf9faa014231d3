import { expect, test } from "vitest";
import { unkept } from "./comments";

test.each([
	["# a thought", 1],
	["client -> lb: HTTPS # to be decided\n  # and more", 2],
	['region eu { # "home"\n}', 1],
	["> a note on issue #5", 0],
	['"C# service" [app-service]\napi -> "db #2": "reads #1"', 0],
	["client -> lb", 0],
	["", 0],
])("'%s' holds %d comments", (text, comments) => {
	const words = unkept(text);
	expect(words.startsWith(`${comments} comment`)).toBe(comments > 0);
	expect(words === "").toBe(comments === 0);
});
