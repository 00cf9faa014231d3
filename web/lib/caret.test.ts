import { expect, test } from "vitest";
import { insertAtCaret } from "./caret";

/** `|` stands for the caret, two of them for a selection. */
function typed(text: string, words: string): string {
	const box = document.createElement("textarea");
	const [before = "", between, after] = text.split("|");
	box.value = text.replaceAll("|", "");
	const end = after === undefined ? before.length : before.length + (between ?? "").length;
	box.setSelectionRange(before.length, end);
	let inputs = 0;
	box.addEventListener("input", () => inputs++);
	insertAtCaret(box, words);
	expect(inputs).toBe(words ? 1 : 0);
	return `${box.value.slice(0, box.selectionStart)}|${box.value.slice(box.selectionEnd)}`;
}

test.each([
	["|", "a cache", "a cache|"],
	["First|", "a cache", "First a cache|"],
	["First |", "a cache", "First a cache|"],
	["First|, then", "a cache", "First a cache|, then"],
	["|then", "a cache", "a cache |then"],
	["First (|) then", "a cache", "First (a cache|) then"],
	["First |a queue| then", "a cache", "First a cache| then"],
	["First|", "", "First|"],
])("'%s' and '%s' make '%s'", (before, words, after) => {
	expect(typed(before, words)).toBe(after);
});
