import { type Arrow, type Board, type Group, MOST, type Node, within } from "./board";
import type { Catalog } from "./board-view";
import { GROUP_KINDS, groupName, nodeName, type Words } from "./canvas/words";
import { made } from "./dom";

/** What the rows of the tables are made from. */
export interface RowContext {
	readonly board: Board;
	readonly catalog: Catalog;
	readonly words: Words;
}

type Choice = readonly [value: string, text: string];

export const PROTOCOL_LIST = "board-protocols";
const MOST_DATA = 20;
const MODES: readonly Choice[] = [
	["", "not said"],
	["sync", "waits for the answer"],
	["async", "does not wait"],
];

/** A control of a row says in its data what it changes: `data-of` the kind of part, `data-id`, `data-field`. */
export function boxRow(node: Node, { board, catalog, words }: RowContext): HTMLTableRowElement {
	const name = `box-${node.id}-name`;
	const of = { "data-of": "node", "data-id": node.id };
	const label = (column: string) => ({ ...of, "aria-labelledby": `boxes-${column} ${name}` });
	const called = nodeName(node, words);
	return made(
		"tr",
		{},
		made(
			"th",
			{ scope: "row" },
			text(node.label, 200, {
				...of,
				id: name,
				"data-field": "label",
				"aria-label": `Name of ${called}`,
				placeholder: node.label ? undefined : called,
			}),
		),
		made("td", {}, kindSelect(node.kind, catalog, { ...label("kind"), "data-field": "kind" }, words)),
		made("td", {}, text(node.tech, 200, { ...label("tech"), "data-field": "tech" })),
		made("td", {}, keeps(node, catalog, called)),
		made("td", {}, select(node.group, groupsFor(board), { ...label("group"), "data-field": "group" })),
		made("td", {}, notes(node.notes, 2000, { ...label("notes"), "data-field": "notes" })),
		made("td", {}, removal("node", node.id, called)),
	);
}

export function arrowRow(arrow: Arrow, number: number, { board, words }: RowContext): HTMLTableRowElement {
	const ends = board.nodes.map((node): Choice => [node.id, nodeName(node, words)]);
	const label = (column: string, field: string) => ({
		"data-of": "arrow",
		"data-id": arrow.id,
		"data-field": field,
		"aria-label": `${column}, arrow ${number}`,
	});
	return made(
		"tr",
		{},
		made("td", {}, select(arrow.source, ends, label("From", "source"))),
		made("td", {}, select(arrow.target, ends, label("To", "target"))),
		made("td", {}, text(arrow.label, 200, label("What flows", "label"))),
		made("td", {}, select(arrow.mode, MODES, label("Waiting", "mode"))),
		made("td", {}, text(arrow.protocol, 60, { ...label("Protocol", "protocol"), list: PROTOCOL_LIST })),
		made("td", {}, removal("arrow", arrow.id, `arrow ${number}`)),
	);
}

export function groupRow(group: Group, number: number, { board }: RowContext): HTMLTableRowElement {
	const label = (column: string, field: string) => ({
		"data-of": "group",
		"data-id": group.id,
		"data-field": field,
		"aria-label": `${column}, group ${number}`,
	});
	const kinds = Object.entries(GROUP_KINDS) as [string, string][];
	return made(
		"tr",
		{},
		made("td", {}, text(group.label, 200, label("Name", "label"))),
		made("td", {}, select(group.kind, kinds, label("Kind", "kind"))),
		made("td", {}, select(group.group, groupsFor(board, group.id), label("In", "group"))),
		made("td", {}, removal("group", group.id, groupName(group))),
	);
}

/** How many data classes are kept, for the summary of their list. */
export function keptText(node: Node, words: Words): string {
	const [only] = node.data;
	if (node.data.length === 1 && only) return words.data.get(only) ?? only;
	return node.data.length ? `${node.data.length} classes` : "nothing";
}

export function notes(value: string, most: number, attributes: Record<string, string>): HTMLTextAreaElement {
	const box = made("textarea", { rows: "1", maxlength: String(most), ...attributes });
	box.value = value;
	return box;
}

/** Whether one more part fits. */
export function hasRoom(board: Board, parts: keyof typeof MOST): boolean {
	return board[parts].length < MOST[parts];
}

function keeps(node: Node, catalog: Catalog, called: string): HTMLDetailsElement {
	const titles = new Map(catalog.data.map(({ id, title }) => [id, title]));
	const words = { titles, families: titles, data: titles };
	const choices = catalog.data.map(({ id, title }) => {
		const box = made("input", {
			type: "checkbox",
			value: id,
			"data-of": "node",
			"data-id": node.id,
			"data-field": "data",
			disabled: node.data.length >= MOST_DATA && !node.data.includes(id),
		});
		box.checked = node.data.includes(id);
		return made("label", {}, box, title);
	});
	const legend = made("legend", { class: "visually-hidden" }, `Data kept in ${called}`);
	return made(
		"details",
		{ class: "keeps", "data-kept": node.id },
		made("summary", { "aria-label": `Data kept in ${called}: ${keptText(node, words)}` }, keptText(node, words)),
		made("fieldset", {}, legend, ...choices),
	);
}

function kindSelect(value: string, catalog: Catalog, attributes: Record<string, string>, words: Words) {
	const chosen = made("select", attributes, option("Free box", ""));
	for (const family of new Set(catalog.kinds.map(({ group }) => group))) {
		const kinds = catalog.kinds.filter(({ group }) => group === family);
		const options = kinds.map(({ id, title }) => option(words.titles.get(id) ?? title, id));
		chosen.append(made("optgroup", { label: family }, ...options));
	}
	chosen.value = value;
	return chosen;
}

function groupsFor(board: Board, inner = ""): readonly Choice[] {
	const able = board.groups.filter(({ id }) => !inner || !within(board, id, inner));
	return [["", "no group"], ...able.map((group): Choice => [group.id, groupName(group)])];
}

function select(value: string, options: readonly Choice[], attributes: Record<string, string>): HTMLSelectElement {
	const chosen = made("select", attributes, ...options.map(([id, words]) => option(words, id)));
	chosen.value = value;
	return chosen;
}

function text(value: string, most: number, attributes: Readonly<Record<string, string | undefined>>): HTMLInputElement {
	const box = made("input", { type: "text", maxlength: String(most), autocomplete: "off", ...attributes });
	box.value = value;
	return box;
}

function removal(of: string, id: string, called: string): HTMLButtonElement {
	const words = made("span", { class: "visually-hidden" }, ` ${called}`);
	return made(
		"button",
		{ type: "button", class: "button quiet small", "data-remove": of, "data-id": id },
		"Remove",
		words,
	);
}

export function option(words: string, value: string): HTMLOptionElement {
	return made("option", { value }, words);
}
