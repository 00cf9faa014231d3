import {
	addGroup,
	addNode,
	type Board,
	changeArrow,
	changeGroup,
	changeNode,
	connect,
	isSame,
	removeArrows,
	removeGroup,
	removeNodes,
} from "../lib/board";
import {
	arrowRow,
	boxRow,
	groupRow,
	hasRoom,
	keptText,
	notes,
	option,
	PROTOCOL_LIST,
	type RowContext,
} from "../lib/board-rows";
import type { BoardView, Mount, ViewProps } from "../lib/board-view";
import { counted, groupName, nodeName, PROTOCOLS, type Words, wordsOf } from "../lib/canvas/words";
import { made } from "../lib/dom";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The board as tables that are edited: every part of it, with the keyboard alone. */
export const mount: Mount = (host, props) => new TableView(host, props);

class TableView implements BoardView {
	readonly #host: HTMLElement;
	readonly #props: ViewProps;
	readonly #words: Words;
	readonly #status = made("p", { role: "status", class: "visually-hidden" });
	readonly #sheet = made("fieldset", { class: "board-tables" });
	readonly #gone = new AbortController();
	#board: Board;

	constructor(host: HTMLElement, props: ViewProps) {
		this.#host = host;
		this.#props = props;
		this.#board = props.board;
		this.#words = wordsOf(props.catalog);
		this.#sheet.disabled = props.readOnly;
		host.append(this.#sheet, this.#status);
		const signal = this.#gone.signal;
		this.#sheet.addEventListener("input", (event) => this.#typed(event), { signal });
		this.#sheet.addEventListener("click", (event) => this.#clicked(event), { signal });
		this.#draw();
	}

	update(board: Board): void {
		if (isSame(board, this.#board)) return;
		this.#board = board;
		this.#draw();
	}

	unmount(): void {
		this.#gone.abort();
		this.#host.replaceChildren();
	}

	#typed(event: Event): void {
		const control = event.target as Control;
		const { of = "", id = "", field = "" } = control.dataset;
		if (!field) return;
		const isText = control.matches("input[type=text], textarea");
		const value = control.matches("[type=checkbox]") ? this.#ticked(id) : control.value;
		this.#take(changedBy(this.#board, of, id, { [field]: value }), isText ? `${id}.${field}` : "");
		this.#follow(of, id, field);
	}

	#ticked(id: string): string[] {
		const boxes = this.#sheet.querySelectorAll<HTMLInputElement>(`[data-kept="${CSS.escape(id)}"] input`);
		return [...boxes].filter((box) => box.checked).map((box) => box.value);
	}

	/** Brings what else shows a changed part up to date, and leaves the focus where it is. */
	#follow(of: string, id: string, field: string): void {
		const node = this.#board.nodes.find((each) => of === "node" && each.id === id);
		const group = this.#board.groups.find((each) => of === "group" && each.id === id);
		if (group && field === "label") this.#rename("[data-field=group] option", id, groupName(group));
		else if (group) this.#draw();
		if (!node) return;
		const name = nodeName(node, this.#words);
		this.#rename(".arrows option", id, name);
		const summary = this.#sheet.querySelector(`[data-kept="${CSS.escape(id)}"] > summary`);
		const kept = keptText(node, this.#words);
		if (summary && field === "data") summary.textContent = kept;
		summary?.setAttribute("aria-label", `Data kept in ${name}: ${kept}`);
	}

	#rename(options: string, id: string, name: string): void {
		for (const option of this.#sheet.querySelectorAll<HTMLOptionElement>(options)) {
			if (option.value === id) option.textContent = name;
		}
	}

	#clicked(event: Event): void {
		const button = (event.target as Element).closest<HTMLElement>("[data-add], [data-remove]");
		if (button?.dataset.add) this.#add(button.dataset.add);
		else if (button?.dataset.remove) this.#remove(button);
	}

	#add(what: string): void {
		const [before, last] = this.#board.nodes.slice(-2);
		if (what === "node") this.#take(addNode(this.#board));
		else if (what === "group") this.#take(addGroup(this.#board));
		else if (last && before) this.#take(connect(this.#board, before.id, last.id));
		this.#draw();
		const rows = this.#sheet.querySelectorAll<HTMLElement>(`[data-of="${what}"]:is(input, select)`);
		const id = [...rows].at(-1)?.dataset.id ?? "";
		this.#sheet.querySelector<HTMLElement>(`[data-of="${what}"][data-id="${CSS.escape(id)}"]`)?.focus();
		this.#say(`Added. The board has ${this.#counts()}.`);
	}

	#remove(button: HTMLElement): void {
		const { remove = "", id = "" } = button.dataset;
		const buttons = [...this.#sheet.querySelectorAll<HTMLElement>(`[data-remove="${remove}"]`)];
		const at = buttons.indexOf(button);
		this.#take(without(this.#board, remove, id));
		this.#draw();
		const left = this.#sheet.querySelectorAll<HTMLElement>(`[data-remove="${remove}"]`);
		(left[Math.min(at, left.length - 1)] ?? this.#sheet.querySelector<HTMLElement>(`[data-add="${remove}"]`))?.focus();
		this.#say(`Removed. The board has ${this.#counts()}. Ctrl+Z brings it back.`);
	}

	#take(board: Board, about = ""): void {
		if (board === this.#board) return;
		this.#board = board;
		this.#props.onChange(board, about);
	}

	#counts(): string {
		return `${counted(this.#board.nodes.length, "box")} and ${counted(this.#board.arrows.length, "arrow")}`;
	}

	#say(words: string): void {
		this.#status.textContent = words;
	}

	/** Draws everything anew; the focus stays on the same field of the same part, and open lists stay open. */
	#draw(): void {
		const had = fieldOf(document.activeElement, this.#sheet);
		const open = [...this.#sheet.querySelectorAll<HTMLElement>("details[open]")].map((each) => each.dataset.kept);
		const context: RowContext = { board: this.#board, catalog: this.#props.catalog, words: this.#words };
		this.#sheet.replaceChildren(...this.#parts(context));
		for (const each of this.#sheet.querySelectorAll("details")) each.open = open.includes(each.dataset.kept);
		// Where the part is gone, the focus stays in the tables: else the next undo would not be heard.
		const field = had && this.#sheet.querySelector<HTMLElement>(had);
		if (had) (field || this.#sheet.querySelector<HTMLElement>("[data-add]"))?.focus();
	}

	#parts(context: RowContext): HTMLElement[] {
		const { nodes, arrows, groups } = this.#board;
		const boxes = ["Name", "Class", "Product", "Keeps", "In", "Notes"];
		const ids = ["name", "kind", "tech", "data", "group", "notes"].map((id) => `boxes-${id}`);
		const flows = ["From", "To", "What flows", "Waiting", "Protocol"];
		const list = made("datalist", { id: PROTOCOL_LIST }, ...PROTOCOLS.map((each) => option(each, each)));
		const free = notes(this.#board.notes, 20_000, { "data-of": "board", "data-id": "board", "data-field": "notes" });
		return [
			table(
				"boxes",
				"Components",
				boxes,
				nodes.map((node) => boxRow(node, context)),
				ids,
			),
			adding("node", "Add a box", hasRoom(this.#board, "nodes")),
			table(
				"arrows",
				"Arrows",
				flows,
				arrows.map((arrow, at) => arrowRow(arrow, at + 1, context)),
			),
			adding("arrow", "Add an arrow", hasRoom(this.#board, "arrows") && nodes.length > 1),
			table(
				"groups",
				"Groups",
				["Name", "Kind", "In"],
				groups.map((group, at) => groupRow(group, at + 1, context)),
			),
			adding("group", "Add a group", hasRoom(this.#board, "groups")),
			made("label", { class: "board-notes" }, "Notes to the diagram", free),
			list,
		];
	}
}

function changedBy(board: Board, of: string, id: string, changes: Record<string, unknown>): Board {
	if (of === "node") return changeNode(board, id, changes);
	if (of === "arrow") return changeArrow(board, id, changes);
	return of === "group" ? changeGroup(board, id, changes) : { ...board, ...changes };
}

function without(board: Board, what: string, id: string): Board {
	if (what === "node") return removeNodes(board, [id]);
	return what === "arrow" ? removeArrows(board, [id]) : removeGroup(board, id);
}

function table(name: string, caption: string, columns: string[], rows: HTMLElement[], ids: string[] = []): HTMLElement {
	const heads = columns.map((column, at) => made("th", { scope: "col", id: ids[at] }, column));
	const last = made("th", { scope: "col" }, made("span", { class: "visually-hidden" }, "Remove"));
	const whole = made(
		"table",
		{ class: `${name} edited` },
		made("caption", {}, caption),
		made("thead", {}, made("tr", {}, ...heads, last)),
		made("tbody", {}, ...rows),
	);
	whole.hidden = rows.length === 0;
	return made("div", { class: "scroll" }, whole);
}

function adding(what: string, words: string, able: boolean): HTMLElement {
	return made("button", { type: "button", class: "button quiet small", "data-add": what, disabled: !able }, words);
}

/** A selector of the field that `element` is, so that it is found again after drawing. */
function fieldOf(element: Element | null, sheet: HTMLElement): string {
	if (!(element instanceof HTMLElement) || !sheet.contains(element)) return "";
	const { of, id = "", field, add } = element.dataset;
	if (add) return `[data-add="${add}"]`;
	return of ? `[data-of="${of}"][data-id="${CSS.escape(id)}"][data-field="${field}"]` : "";
}
