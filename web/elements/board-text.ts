import type { Board } from "../lib/board";
import { isSame } from "../lib/board";
import { printedBoard, readBoard, told } from "../lib/board-reading";
import type { BoardView, Mount } from "../lib/board-view";
import { unkept } from "../lib/comments";
import { made } from "../lib/dom";

const PAUSE_MS = 500;
/** JSON and Mermaid are taken in and then shown as our text. */
const FOREIGN = /^\s*(\{|%%|flowchart\b|graph\b)/;

/** The board as text, in the form of the page: read by the server half a second after the last key. */
export function textView(form: HTMLFormElement): Mount {
	return (host, { board, onChange, readOnly }) => {
		host.append(form);
		form.hidden = false;
		return new TextView(form, board, onChange, readOnly);
	};
}

/** What the text in a form was when it was last read, printed or left, and the board then: comments outlive a look elsewhere. */
const KNOWN = new WeakMap<HTMLFormElement, { readonly text: string; readonly board: Board }>();

class TextView implements BoardView {
	readonly #form: HTMLFormElement;
	readonly #onChange: (board: Board, about?: string) => void;
	readonly #gone = new AbortController();
	#board: Board;
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** Counts what was typed, so that an answer that was overtaken is left out. */
	#typed = 0;

	constructor(
		form: HTMLFormElement,
		board: Board,
		onChange: (board: Board, about?: string) => void,
		readOnly: boolean,
	) {
		this.#form = form;
		this.#board = board;
		this.#onChange = onChange;
		this.#box.readOnly = readOnly;
		const signal = this.#gone.signal;
		this.#box.addEventListener("input", () => this.#wait(), { signal });
		form.addEventListener("submit", (event) => this.#now(event), { signal });
		this.#follow();
	}

	update(board: Board): void {
		if (isSame(board, this.#board)) return;
		this.#board = board;
		this.#follow();
	}

	unmount(): void {
		this.#know(this.#box.value);
		if (this.#timer !== undefined) void this.#read();
		this.#gone.abort();
		this.#form.hidden = true;
	}

	get #box(): HTMLTextAreaElement {
		const box = this.#form.querySelector("textarea");
		if (!box) throw new Error("the board's text needs a textarea");
		return box;
	}

	#know(text: string): void {
		KNOWN.set(this.#form, { text, board: this.#board });
	}

	/** Leaves a text as it was typed while it means the board as it is. */
	#follow(): void {
		const known = KNOWN.get(this.#form);
		const isKnown = known !== undefined && known.text === this.#box.value && isSame(known.board, this.#board);
		if (isKnown) this.#warn();
		else void this.#print();
	}

	#wait(): void {
		this.#typed++;
		this.#warn();
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#read(), PAUSE_MS);
	}

	#now(event: SubmitEvent): void {
		event.preventDefault();
		void this.#read();
	}

	async #read(): Promise<void> {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const typed = this.#typed;
		const text = this.#box.value;
		const found = await readBoard(text, this.#board);
		if (typed !== this.#typed) return;
		if (!found) return this.#tell(["The server cannot be reached. Your text stays here; go on typing to try again."]);
		this.#tell(found.mistakes.map(told));
		if (found.mistakes.length) return;
		const isNew = !isSame(found.board, this.#board);
		if (isNew) this.#board = found.board;
		this.#know(text);
		if (!isNew) return;
		this.#onChange(found.board, "text");
		if (FOREIGN.test(text)) void this.#print();
	}

	/** Writes the board anew, unless something was typed meanwhile. */
	async #print(): Promise<void> {
		const typed = this.#typed;
		const printed = await printedBoard(this.#board);
		if (typed !== this.#typed || printed === null) return;
		this.#box.value = printed;
		this.#know(printed);
		this.#tell([]);
		this.#warn();
	}

	/** Says so while there is time to make notes of them. */
	#warn(): void {
		const place = this.#form.querySelector(".unkept");
		const text = this.#box.value;
		const words = FOREIGN.test(text) ? "" : unkept(text);
		if (place && place.textContent !== words) place.textContent = words;
	}

	#tell(mistakes: readonly string[]): void {
		const list = this.#form.querySelector<HTMLElement>(".mistakes");
		if (!list || list.textContent === mistakes.join("")) return;
		list.replaceChildren(...mistakes.map((mistake) => made("li", {}, mistake)));
		list.hidden = mistakes.length === 0;
		this.#box.setAttribute("aria-invalid", String(mistakes.length > 0));
	}
}
