import { beforeEach, expect, test } from "vitest";
import { Press, type PressMode } from "./press";

let log: string[] = [];
let now = 0;
let isOn = false;

function button(mode: PressMode): HTMLButtonElement {
	const made = document.createElement("button");
	made.setPointerCapture = () => {};
	const begin = () => {
		isOn = true;
		log.push("begin");
	};
	const end = () => {
		isOn = false;
		log.push("end");
	};
	const talk = { isOn: () => isOn, begin, end, tapped: () => log.push("tapped") };
	new Press(mode, talk, () => now).listen(made, new AbortController().signal);
	return made;
}

const key = (name: string, type: string, more: KeyboardEventInit = {}) =>
	new KeyboardEvent(type, { key: name, cancelable: true, ...more });

beforeEach(() => {
	log = [];
	now = 0;
	isOn = false;
});

test("it is held by a pointer until the pointer is lifted, wherever that is", () => {
	const made = button("hold");
	made.dispatchEvent(new PointerEvent("pointerdown", { button: 0 }));
	now = 9000;
	made.dispatchEvent(new PointerEvent("pointerup"));
	made.dispatchEvent(new PointerEvent("lostpointercapture"));
	made.dispatchEvent(new MouseEvent("click", { detail: 1 }));
	expect(log).toEqual(["begin", "end"]);
});

test.each([" ", "Enter"])("it is held by the key '%s'", (name) => {
	const made = button("hold");
	const down = key(name, "keydown");
	made.dispatchEvent(down);
	made.dispatchEvent(key(name, "keydown", { repeat: true }));
	now = 9000;
	made.dispatchEvent(key(name, "keyup"));
	expect(log).toEqual(["begin", "end"]);
	expect(down.defaultPrevented).toBe(true);
});

test("a tap where it should be held is told of", () => {
	const made = button("hold");
	made.dispatchEvent(new PointerEvent("pointerdown", { button: 0 }));
	now = 100;
	made.dispatchEvent(new PointerEvent("pointerup"));
	expect(log).toEqual(["begin", "end", "tapped"]);
});

test("losing the focus or the pointer ends it", () => {
	const made = button("hold");
	for (const loss of ["blur", "pointercancel"]) {
		made.dispatchEvent(key(" ", "keydown"));
		now += 9000;
		made.dispatchEvent(new Event(loss));
	}
	expect(log).toEqual(["begin", "end", "begin", "end"]);
});

test("who cannot hold a button, as with a screen reader, presses it twice", () => {
	const made = button("hold");
	made.dispatchEvent(new MouseEvent("click", { detail: 0 }));
	expect(log).toEqual(["begin"]);
	made.dispatchEvent(new MouseEvent("click", { detail: 0 }));
	expect(log).toEqual(["begin", "end"]);
});

test("as a switch it begins with one press and ends with the next, however long they are", () => {
	const made = button("toggle");
	for (const detail of [1, 1]) {
		made.dispatchEvent(new PointerEvent("pointerdown", { button: 0 }));
		now += 9000;
		made.dispatchEvent(new PointerEvent("pointerup"));
		made.dispatchEvent(new MouseEvent("click", { detail }));
	}
	expect(log).toEqual(["begin", "end"]);
	expect(key(" ", "keydown").defaultPrevented).toBe(false);
});

test("another button of the mouse does nothing", () => {
	button("hold").dispatchEvent(new PointerEvent("pointerdown", { button: 2 }));
	expect(log).toEqual([]);
});
