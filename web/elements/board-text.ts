import type { Board } from "../lib/board";
import { isSame } from "../lib/board";
import type { BoardView, Mount } from "../lib/board-view";
import { made } from "../lib/dom";

const PAUSE_MS = 500;
/** JSON and Mermaid are taken in and then shown as our text. */
const FOREIGN = /^\s*(\{|%%|flowchart\b|graph\b)/;

interface Mistake {
	readonly line: number;
	readonly what: string;
	readonly remedy: string;
}

/** The board as text, in the form of the page: read by the server half a second after the last key. */
export function textView(form: HTMLFormElement): Mount {
	return (host, { board, onChange, readOnly }) => {
		host.append(form);
		form.hidden = false;
		return new TextView(form, board, onChange, readOnly);
	};
}

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
		void this.#print();
	}

	update(board: Board): void {
		if (isSame(board, this.#board)) return;
		this.#board = board;
		void this.#print();
	}

	unmount(): void {
		if (this.#timer !== undefined) void this.#read();
		this.#gone.abort();
		this.#form.hidden = true;
	}

	get #box(): HTMLTextAreaElement {
		const box = this.#form.querySelector("textarea");
		if (!box) throw new Error("the board's text needs a textarea");
		return box;
	}

	#wait(): void {
		this.#typed++;
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
		const body = { text: this.#box.value, before: this.#board };
		const found = await post<{ board: Board; mistakes: Mistake[] }>("/api/boards/reading", body);
		if (typed !== this.#typed) return;
		if (!found) return this.#tell(["The server cannot be reached. Your text stays here; go on typing to try again."]);
		this.#tell(found.mistakes.map(({ line, what, remedy }) => `Line ${line}: ${what} ${remedy}`));
		if (found.mistakes.length || isSame(found.board, this.#board)) return;
		this.#board = found.board;
		this.#onChange(found.board, "text");
		if (FOREIGN.test(this.#box.value)) void this.#print();
	}

	/** Writes the board anew, unless something was typed meanwhile. */
	async #print(): Promise<void> {
		const typed = this.#typed;
		const printed = await post<{ text: string }>("/api/boards/text", this.#board);
		if (typed !== this.#typed || !printed) return;
		this.#box.value = printed.text;
		this.#tell([]);
	}

	#tell(mistakes: readonly string[]): void {
		const list = this.#form.querySelector<HTMLElement>(".mistakes");
		if (!list || list.textContent === mistakes.join("")) return;
		list.replaceChildren(...mistakes.map((mistake) => made("li", {}, mistake)));
		list.hidden = mistakes.length === 0;
		this.#box.setAttribute("aria-invalid", String(mistakes.length > 0));
	}
}

async function post<Answer>(url: string, body: unknown): Promise<Answer | null> {
	try {
		const headers = { "Content-Type": "application/json" };
		const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
		return response.ok ? ((await response.json()) as Answer) : null;
	} catch {
		return null;
	}
}
