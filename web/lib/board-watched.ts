import { type Board, EMPTY } from "./board";
import type { BoardView, Catalog, Mount } from "./board-view";
import { made } from "./dom";

/** Brings the canvas, which weighs more than all the rest of the page. */
export type Load = () => Promise<{ readonly mount: Mount }>;

/** The board of a replay on the canvas, to be looked at and never drawn on. Until it is asked for, nothing is loaded. */
export class BoardWatched {
	readonly #section: HTMLElement;
	readonly #load: Load;
	readonly #boards = new Map<number, Board>([[0, EMPTY]]);
	readonly #host = made("div", { class: "watched", role: "group", "aria-label": "Canvas", hidden: true });
	readonly #status = made("p", { class: "meta", role: "status" });
	#seq: number;
	#view: BoardView | null = null;

	/** `seq` is the event after which the board is shown at first. */
	constructor(section: HTMLElement, seq: number, load: Load) {
		this.#section = section;
		this.#seq = seq;
		this.#load = load;
		section.querySelector(".picture")?.after(this.#host, this.#status);
		const button = this.#button;
		if (!button) return;
		button.hidden = false;
		button.addEventListener("click", () => void (this.#isWanted ? this.close() : this.#open()));
	}

	/** Shows the board as it was after event number `seq`. */
	show(seq: number): void {
		this.#seq = seq;
		if (this.#view) void this.#update(this.#view);
	}

	close(): void {
		this.#view?.unmount();
		this.#view = null;
		this.#want(false, "");
	}

	get #button(): HTMLButtonElement | null {
		return this.#section.querySelector("[data-canvas]");
	}

	get #isWanted(): boolean {
		return this.#button?.getAttribute("aria-pressed") === "true";
	}

	#want(on: boolean, words: string): void {
		this.#button?.setAttribute("aria-pressed", String(on));
		this.#status.textContent = words;
		const picture = this.#section.querySelector<HTMLElement>(".picture");
		this.#host.hidden = this.#view === null && !on;
		if (picture) picture.hidden = this.#view !== null;
	}

	async #open(): Promise<void> {
		this.#want(true, "Loading the canvas");
		try {
			const [{ mount }, board] = await Promise.all([this.#load(), this.#board(this.#seq)]);
			if (!this.#isWanted || this.#view) return;
			const catalog = JSON.parse(this.#section.dataset.catalog ?? "") as Catalog;
			this.#view = mount(this.#host, { board, catalog, readOnly: true, onChange: () => {} });
			this.#want(true, "");
			await this.#update(this.#view);
		} catch {
			if (this.#isWanted && !this.#view) this.#want(false, NO_CANVAS);
		}
	}

	/** What is on its way for a moment that is over is left out. */
	async #update(view: BoardView): Promise<void> {
		const seq = this.#seq;
		try {
			const board = await this.#board(seq);
			if (this.#view !== view || this.#seq !== seq) return;
			view.update(board);
			this.#status.textContent = "";
		} catch {
			if (this.#view === view && this.#seq === seq) this.#status.textContent = BEHIND;
		}
	}

	async #board(seq: number): Promise<Board> {
		const kept = this.#boards.get(seq);
		if (kept) return kept;
		const response = await fetch(`${this.#section.dataset.url}.json?at=${seq}`);
		if (!response.ok) throw new Error(`the board came back as ${response.status}`);
		const board = (await response.json()) as Board;
		this.#boards.set(seq, board);
		return board;
	}
}

const NO_CANVAS = "The canvas could not be loaded; the picture shows the same board.";
const BEHIND = "The server cannot be reached. The canvas shows an earlier moment; move the time to try again.";
