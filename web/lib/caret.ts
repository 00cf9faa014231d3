import { tell } from "./signals";

/** Puts words in at the caret, apart from what stands before and after, as if they had been typed there. */
export function insertAtCaret(box: HTMLTextAreaElement, words: string): void {
	if (!words) return;
	const before = box.value.slice(0, box.selectionStart);
	const after = box.value.slice(box.selectionEnd);
	const left = before === "" || /[\s([{"'“‘]$/.test(before) ? "" : " ";
	const right = after === "" || /^[\s)\]}.,;:!?"'”’]/.test(after) ? "" : " ";
	const written = `${left}${words}${right}`;
	box.value = before + written + after;
	box.setSelectionRange(before.length + written.length, before.length + written.length);
	box.dispatchEvent(new Event("input", { bubbles: true }));
}

/** The box that spoken words go into; whoever sends it is told what was said, and how long that took. */
export class SpokenBox {
	readonly #id: string;
	#hasCaret = false;

	constructor(id: string, signal: AbortSignal) {
		this.#id = id;
		this.#box?.addEventListener("focus", () => (this.#hasCaret = true), { signal });
	}

	write(words: string, seconds: number): void {
		const box = this.#box;
		if (!box) return;
		// A box that nobody was in has its caret before the text.
		if (!this.#hasCaret) box.setSelectionRange(box.value.length, box.value.length);
		this.#hasCaret = true;
		insertAtCaret(box, words);
		tell("mr:heard", { words, seconds });
	}

	get #box(): HTMLTextAreaElement | null {
		return document.querySelector(`textarea#${this.#id}`);
	}
}
