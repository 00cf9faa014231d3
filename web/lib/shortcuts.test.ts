import { beforeEach, expect, test } from "vitest";
import { pressed, SHORTCUTS, shortcutsHere } from "./shortcuts";

beforeEach(() => {
	document.body.className = "";
	document.body.innerHTML = `<mr-composer></mr-composer><mr-focus></mr-focus><mr-keys></mr-keys>
		<textarea id="answer-text"></textarea><input type="radio"><select></select><button>Hint</button>`;
});

function press(selector: string, key: string, more: KeyboardEventInit = {}): string | null {
	const event = new KeyboardEvent("keydown", { key, bubbles: true, ...more });
	document.querySelector(selector)?.dispatchEvent(event);
	return pressed(event, true);
}

test("a character alone works beside the text boxes and never in them", () => {
	expect(press("button", "f")).toBe("focus");
	expect(press("input[type=radio]", "?")).toBe("sheet");
	expect(press("textarea", "f")).toBeNull();
	expect(press("select", "f")).toBeNull();
});

test("with Ctrl it works while text is typed, too", () => {
	expect(press("textarea", ".", { ctrlKey: true })).toBe("focus");
	expect(press("textarea", "Enter", { metaKey: true })).toBe("send");
	expect(press("textarea", ".", { ctrlKey: true, altKey: true })).toBeNull();
});

test("a key that is held, half of a composed character, or used by the page itself is left alone", () => {
	expect(press("button", "f", { repeat: true })).toBeNull();
	expect(press("textarea", "Enter", { ctrlKey: true, isComposing: true })).toBeNull();
	const used = new KeyboardEvent("keydown", { key: "f", cancelable: true });
	used.preventDefault();
	expect(pressed(used, true)).toBeNull();
});

test("characters alone can be turned off, and all else stays within reach", () => {
	const event = new KeyboardEvent("keydown", { key: "f" });
	expect(pressed(event, false)).toBeNull();
	const keys = shortcutsHere(false).flatMap((each) => each.keys);
	expect(keys.every((key) => key.length > 1)).toBe(true);
	expect(shortcutsHere(false).map((each) => each.does)).toEqual(["send", "focus", "sheet"]);
});

test("what is not on the page is neither shown nor heard", () => {
	document.querySelector("mr-focus")?.remove();
	expect(press("button", "f")).toBeNull();
	expect(shortcutsHere(true).map((each) => each.does)).not.toContain("focus");
});

test("no key means two things", () => {
	const keys = SHORTCUTS.flatMap((each) => each.keys);
	expect(new Set(keys).size).toBe(keys.length);
});
