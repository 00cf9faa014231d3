import type { Arrow, Board, Group, Node } from "./events.gen";

export type { Arrow, Board, Group, Node };

/** How many parts the server takes. */
export const MOST = { nodes: 200, arrows: 400, groups: 60 } as const;

export const EMPTY: Board = { nodes: [], arrows: [], groups: [], notes: "" };

const NODE: Omit<Node, "id"> = { kind: "", label: "", tech: "", notes: "", data: [], group: "", x: null, y: null };
const ARROW: Omit<Arrow, "id" | "source" | "target"> = { label: "", protocol: "", mode: "" };
const GROUP: Omit<Group, "id"> = { label: "", kind: "", group: "" };

/** The new box is the last of `nodes`. A full board stays as it is; so it is with all that add. */
export function addNode(board: Board, node: Partial<Omit<Node, "id">> = {}): Board {
	if (board.nodes.length >= MOST.nodes) return board;
	return { ...board, nodes: [...board.nodes, { ...NODE, ...node, id: freshId(board, "n") }] };
}

export function changeNode(board: Board, id: string, changes: Partial<Omit<Node, "id">>): Board {
	return { ...board, nodes: changed(board.nodes, id, changes) };
}

/** Removes boxes with the arrows that begin or end there. */
export function removeNodes(board: Board, ids: Iterable<string>): Board {
	const gone = new Set(ids);
	return {
		...board,
		nodes: board.nodes.filter((node) => !gone.has(node.id)),
		arrows: board.arrows.filter((arrow) => !gone.has(arrow.source) && !gone.has(arrow.target)),
	};
}

/** The new arrow is the last of `arrows`. Two boxes may have several: each carries something else. */
export function connect(
	board: Board,
	source: string,
	target: string,
	arrow: Partial<Omit<Arrow, "id" | "source" | "target">> = {},
): Board {
	const ids = new Set(board.nodes.map((node) => node.id));
	if (board.arrows.length >= MOST.arrows || !ids.has(source) || !ids.has(target)) return board;
	return { ...board, arrows: [...board.arrows, { ...ARROW, ...arrow, id: freshId(board, "a"), source, target }] };
}

export function changeArrow(board: Board, id: string, changes: Partial<Omit<Arrow, "id">>): Board {
	return { ...board, arrows: changed(board.arrows, id, changes) };
}

export function removeArrows(board: Board, ids: Iterable<string>): Board {
	const gone = new Set(ids);
	return { ...board, arrows: board.arrows.filter((arrow) => !gone.has(arrow.id)) };
}

/** The new group is the last of `groups`. */
export function addGroup(board: Board, group: Partial<Omit<Group, "id">> = {}): Board {
	if (board.groups.length >= MOST.groups) return board;
	return { ...board, groups: [...board.groups, { ...GROUP, ...group, id: freshId(board, "g") }] };
}

/** A group that would stand in itself stays where it is. */
export function changeGroup(board: Board, id: string, changes: Partial<Omit<Group, "id">>): Board {
	if (changes.group && within(board, changes.group, id)) return board;
	return { ...board, groups: changed(board.groups, id, changes) };
}

/** Removes the frame only: what stood in it stands where the frame stood. */
export function removeGroup(board: Board, id: string): Board {
	const outer = board.groups.find((group) => group.id === id)?.group ?? "";
	const freed = <Part extends { readonly group: string }>(part: Part) =>
		part.group === id ? { ...part, group: outer } : part;
	return {
		...board,
		nodes: board.nodes.map(freed),
		groups: board.groups.filter((group) => group.id !== id).map(freed),
	};
}

/** Whether group `id` is `outer` or stands in it, however deep. */
export function within(board: Board, id: string, outer: string): boolean {
	const seen = new Set<string>();
	for (let at = id; at && !seen.has(at); at = board.groups.find((group) => group.id === at)?.group ?? "") {
		if (at === outer) return true;
		seen.add(at);
	}
	return false;
}

/** The boxes `ids` with the arrows among them, and no groups: what is copied. */
export function fragment(board: Board, ids: Iterable<string>): Board {
	const taken = new Set(ids);
	return {
		...EMPTY,
		nodes: board.nodes.filter((node) => taken.has(node.id)),
		arrows: board.arrows.filter((arrow) => taken.has(arrow.source) && taken.has(arrow.target)),
	};
}

/**
 * Adds `part` under new ids, moved by `shift`; what does not fit stays out. The new boxes are the last of `nodes`.
 * A box whose group is no part of `part` stands in the board's group of that id, where there is one.
 */
export function insert(board: Board, part: Board, shift = 24): Board {
	const ids = new Map<string, string>();
	const groups = new Map(board.groups.map((group) => [group.id, group.id]));
	let grown = withGroups(board, part, groups);
	for (const { id, ...node } of part.nodes) {
		const next = addNode(grown, { ...node, ...shifted(node, shift), group: groups.get(node.group) ?? "" });
		const added = next === grown ? undefined : next.nodes.at(-1);
		if (added) ids.set(id, added.id);
		grown = next;
	}
	for (const { id: _, source, target, ...arrow } of part.arrows) {
		grown = connect(grown, ids.get(source) ?? "", ids.get(target) ?? "", arrow);
	}
	return grown;
}

/** Adds the groups of `part`; `ids` tells then which group stands for which. */
function withGroups(board: Board, part: Board, ids: Map<string, string>): Board {
	let grown = board;
	for (const { id, group: _, ...group } of part.groups) {
		const next = addGroup(grown, group);
		ids.set(id, next === grown ? "" : (next.groups.at(-1)?.id ?? ""));
		grown = next;
	}
	for (const { id, group } of part.groups) {
		const outer = part.groups.some((each) => each.id === group) ? ids.get(group) : "";
		if (outer) grown = changeGroup(grown, ids.get(id) ?? "", { group: outer });
	}
	return grown;
}

/** What a box is called: by its label, else by its product, else by its class. */
export function nameOf(node: Node, kinds: ReadonlyMap<string, string>): string {
	return node.label || node.tech || kinds.get(node.kind) || "Unnamed box";
}

/** Whether both hold the same; the order in which their parts name their properties says nothing. */
export function isSame(one: Board, other: Board): boolean {
	return one === other || written(one) === written(other);
}

function written(board: Board): string {
	return JSON.stringify(board, ORDER);
}

const ORDER = [
	...new Set(["id", "source", "target", "nodes", "arrows", "groups", ...[NODE, ARROW, GROUP].flatMap(Object.keys)]),
];

function shifted(node: Pick<Node, "x" | "y">, by: number): Pick<Node, "x" | "y"> {
	return node.x === null || node.y === null ? { x: null, y: null } : { x: node.x + by, y: node.y + by };
}

function changed<Part extends { readonly id: string }>(
	parts: readonly Part[],
	id: string,
	changes: Partial<Omit<Part, "id">>,
): Part[] {
	return parts.map((part) => (part.id === id ? { ...part, ...changes } : part));
}

/** An id that no part of the board has. */
function freshId(board: Board, letter: string): string {
	const taken = new Set([...board.nodes, ...board.arrows, ...board.groups].map((part) => part.id));
	let number = taken.size + 1;
	while (taken.has(`${letter}${number}`)) number++;
	return `${letter}${number}`;
}
