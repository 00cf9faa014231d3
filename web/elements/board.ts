import type { Board } from "../lib/board";
import type { BoardView, Catalog, Mount, ViewProps } from "../lib/board-view";
import { made } from "../lib/dom";
import { Drawing } from "../lib/drawing";
import { Shelf } from "../lib/shelf";
import { hear, type Told } from "../lib/signals";
import { Tabs } from "../lib/tabs";
import { chosenBoard } from "./board-clash";
import { mount as mountTable } from "./board-table";
import { textView } from "./board-text";

const VIEWS = ["Canvas", "Table", "Text"] as const;
type View = (typeof VIEWS)[number];

/**
 * The board of a round: one value, three views, undone and saved here. Without it, its text is a form.
 * @example <mr-board data-round="9f86d081" data-version="3" data-board="{…}" data-catalog="{…}"><form class="board-text">…</form></mr-board>
 */
export class BoardElement extends HTMLElement {
	#gone = new AbortController();
	#drawing: Drawing | null = null;
	#view: BoardView | null = null;
	#open: View | null = null;
	/** Counts the views that were opened: what one was still about to ask for when it was closed, the next one shows. */
	#opened = 0;
	#tabs: Tabs | null = null;
	readonly #choice = new Shelf<View>("board-view");
	readonly #status = made("p", { class: "board-state", role: "status" });
	readonly #panels = new Map<View, HTMLElement>();
	readonly #undo = tool("Undo", "Undo (Ctrl+Z)");
	readonly #redo = tool("Redo", "Redo (Ctrl+Y)");
	readonly #large = tool("Enlarge", "Enlarge the board");

	connectedCallback(): void {
		this.#gone = new AbortController();
		const { round = "", board = "", version } = this.dataset;
		const saved = { board: JSON.parse(board) as Board, version: Number(version) };
		this.#drawing = new Drawing(round, saved, {
			shown: (board) => this.#view?.update(board),
			stepped: () => this.#stepped(),
			said: (words) => this.#say(words),
			choose: (mine, theirs) => chosenBoard(this.#status, mine, theirs),
		});
		this.#build();
		this.#listen(this.#gone.signal);
		if (!this.#readOnly) this.#drawing.restore();
		this.#fold();
	}

	disconnectedCallback(): void {
		this.#gone.abort();
		this.#close();
	}

	get #readOnly(): boolean {
		return this.hasAttribute("data-read-only");
	}

	get #form(): HTMLFormElement {
		const form = this.querySelector<HTMLFormElement>("form.board-text");
		if (!form) throw new Error("mr-board needs its form");
		return form;
	}

	#build(): void {
		const id = (name: string) => `board-${name.toLowerCase()}-view`;
		this.#tabs = new Tabs("Views of the board", VIEWS, id, (name) => void this.#show(name as View));
		const tools = made("div", { class: "board-tools" }, this.#undo, this.#redo, this.#large);
		this.prepend(made("div", { class: "board-bar" }, this.#tabs.list, tools), this.#status);
		for (const name of VIEWS) {
			const panel = made("div", { id: id(name), role: "tabpanel", "aria-label": name, hidden: true });
			this.#panels.set(name, panel);
			this.append(panel);
		}
		this.#form.hidden = true;
		this.#stepped();
	}

	#listen(signal: AbortSignal): void {
		this.#undo.addEventListener("click", () => this.#drawing?.undo(), { signal });
		this.#redo.addEventListener("click", () => this.#drawing?.redo(), { signal });
		this.#large.addEventListener("click", () => this.#enlarge(!this.#isLarge), { signal });
		this.addEventListener("keydown", (event) => this.#key(event), { signal });
		this.closest("details")?.addEventListener("toggle", () => this.#unfolded(), { signal });
		document.addEventListener("visibilitychange", () => document.hidden && this.#drawing?.flush(), { signal });
		window.addEventListener("pagehide", () => this.#drawing?.flush(), { signal });
		hear("mr:event", (told) => this.#hear(told), signal);
		hear("mr:key", ({ does, isDown }) => does === "board" && isDown && this.#enter(), signal);
	}

	/** On a small screen an empty board is folded; the canvas is loaded when it is unfolded. */
	#fold(): void {
		const frame = this.closest("details");
		const isSmall = matchMedia("(max-width: 47.99rem)").matches;
		if (frame && isSmall && this.#drawing?.board.nodes.length === 0) frame.open = false;
		this.#unfolded();
	}

	/** Goes to the view that is open, unfolding the board where it is folded. */
	#enter(): void {
		this.closest("details")?.setAttribute("open", "");
		this.#unfolded();
		this.querySelector<HTMLElement>("[role=tab][tabindex='0']")?.focus();
	}

	#unfolded(): void {
		if (this.#open === null && this.closest("details")?.open !== false) void this.#show(this.#choice.get() ?? "Canvas");
	}

	async #show(name: View): Promise<void> {
		if (name === this.#open) return;
		this.#close();
		this.#open = name;
		this.#tabs?.show(name);
		for (const [each, panel] of this.#panels) panel.hidden = each !== name;
		const mount = await this.#mountOf(name);
		if (this.#open !== name || this.#gone.signal.aborted) return;
		if (!mount) return void this.#show("Table");
		this.#choice.put(name);
		const [host, props] = [this.#panels.get(name), this.#props()];
		if (host && props) this.#view = mount(host, props);
	}

	async #mountOf(name: View): Promise<Mount | null> {
		if (name === "Table") return mountTable;
		if (name === "Text") return textView(this.#form);
		try {
			return (await import("./board-canvas")).mount;
		} catch {
			this.#say("The canvas could not be loaded; the table shows the same board.");
			return null;
		}
	}

	#props(): ViewProps | null {
		const drawing = this.#drawing;
		const opened = ++this.#opened;
		return (
			drawing && {
				board: drawing.board,
				onChange: (board, about) => {
					drawing.step(board, about);
					if (opened !== this.#opened) this.#view?.update(board);
				},
				readOnly: this.#readOnly,
				catalog: JSON.parse(this.dataset.catalog ?? "") as Catalog,
			}
		);
	}

	#close(): void {
		this.#view?.unmount();
		this.#view = null;
		this.#open = null;
	}

	#stepped(): void {
		this.#undo.disabled = this.#readOnly || !this.#drawing?.canUndo;
		this.#redo.disabled = this.#readOnly || !this.#drawing?.canRedo;
	}

	/** Undo and redo for all views; in a text box they are the box's own. */
	#key(event: KeyboardEvent): void {
		if (event.key === "Escape" && this.#isLarge && !event.defaultPrevented) this.#enlarge(false);
		const isText = (event.target as Element).matches("textarea, input:not([type=checkbox])");
		if (isText || this.#readOnly || event.altKey || !(event.ctrlKey || event.metaKey)) return;
		const key = event.key.toLowerCase();
		if (key !== "z" && key !== "y") return;
		event.preventDefault();
		if (key === "y" || event.shiftKey) this.#drawing?.redo();
		else this.#drawing?.undo();
	}

	#hear(told: Told): void {
		if (told.event.type === "board-changed") void this.#drawing?.hear(told.event.board);
		if (told.type === "time-ran-out") this.#drawing?.flush();
		if (told.type === "round-ended") this.#end();
	}

	#end(): void {
		this.toggleAttribute("data-read-only", true);
		this.#stepped();
		this.#reopen();
	}

	#reopen(): void {
		const open = this.#open;
		this.#close();
		if (open) void this.#show(open);
	}

	get #isLarge(): boolean {
		return document.body.classList.contains("board-large");
	}

	#enlarge(on: boolean): void {
		document.body.classList.toggle("board-large", on);
		this.#large.textContent = on ? "Shrink" : "Enlarge";
		this.#large.title = on ? "Shrink the board (Escape)" : "Enlarge the board";
		this.#reopen();
	}

	#say(words: string): void {
		this.#status.textContent = words;
	}
}

function tool(words: string, title: string): HTMLButtonElement {
	return made("button", { type: "button", class: "button quiet small", title }, words);
}
