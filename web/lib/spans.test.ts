import { expect, test } from "vitest";
import { mark, unmark } from "./spans";

test("offsets count code points, as the grader does", () => {
	const said = document.createElement("p");
	said.textContent = "🚀 cache first";
	expect(mark(said, 2, 7).textContent).toBe("cache");
	expect(said.textContent).toBe("🚀 cache first");
	unmark(said);
	expect(said.querySelector("mark")).toBeNull();
	expect(said.textContent).toBe("🚀 cache first");
});
