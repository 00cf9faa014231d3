import { expect, test } from "vitest";
import { finished, plain } from "./sentences";

test("a sentence is finished when something follows its end", () => {
	const text = "How many links? A cache holds 1.5 million. What if";
	expect(finished(text, 0)).toEqual({ sentences: ["How many links?", "A cache holds 1.5 million."], to: 42 });
	expect(finished("How many links?", 0)).toEqual({ sentences: [], to: 0 });
});

test("what was taken is not taken again", () => {
	const text = "One. Two. Three";
	const { to } = finished("One. Tw", 0);
	expect(finished(text, to)).toEqual({ sentences: ["Two."], to: 9 });
	expect(finished(text, 9)).toEqual({ sentences: [], to: 9 });
});

test("lines of a list are said one by one, without their marks", () => {
	expect(finished("- `redis`\n- **Postgres**\n", 0).sentences).toEqual(["redis", "Postgres"]);
	expect(plain("See [the docs](https://x.example) of `a_key`.")).toBe("See the docs of a_key.");
});
