import { Graph, layout } from "@dagrejs/dagre";
import { type Arrow, type Board, within } from "../board";
import { around, beside, framesOf, freeSpot, heldBy, type Rect, rectsOf, sizeOf, snapped } from "./places";

const ROOM_FOR_WORDS = 176;

/** How large a drawing is on the screen. */
export type Room = Pick<Rect, "width" | "height">;

const WIDE: Room = { width: 3, height: 2 };

/** Laid out along its arrows, across or down: whichever lets it be shown larger in `room`. */
export function arrangedFor(board: Board, room: Room): Board {
	const [across, down] = [arranged(board, "LR"), arranged(board, "TB")];
	return scaleIn(room, across) >= scaleIn(room, down) ? across : down;
}

function scaleIn(room: Room, board: Board): number {
	const hull = around([...rectsOf(board).values(), ...framesOf(board).values()]) ?? WIDE;
	return Math.min(1, room.width / hull.width, room.height / hull.height);
}

/** Every box in the place that follows from the arrows: callers before callees, groups together. */
export function arranged(board: Board, direction: "LR" | "TB" = "LR"): Board {
	const hasWords = direction === "LR" && board.arrows.some(({ label, protocol }) => label || protocol);
	const graph = new Graph({ compound: true, multigraph: true });
	graph.setGraph({ rankdir: direction, nodesep: 48, ranksep: hasWords ? ROOM_FOR_WORDS : 112, edgesep: 24 });
	for (const node of board.nodes) graph.setNode(node.id, { ...sizeOf(node) });
	for (const group of board.groups) if (heldBy(board, group.id).length) graph.setNode(frame(group.id), {});
	for (const [inner, outer] of nested(board)) if (graph.hasNode(outer)) graph.setParent(inner, outer);
	for (const { id, source, target } of leading(board)) graph.setEdge(source, target, {}, id);
	layout(graph);
	return {
		...board,
		nodes: board.nodes.map((node) => {
			const { x, y } = graph.node(node.id);
			const { width, height } = sizeOf(node);
			return { ...node, ...snapped({ x: x - width / 2, y: y - height / 2 }) };
		}),
	};
}

/** The board with a place for every box: the layout's where nobody has placed any, else one beside what calls it. */
export function placed(board: Board, room = WIDE): Board {
	const rects = rectsOf(board);
	if (rects.size === board.nodes.length) return board;
	if (rects.size === 0) return arrangedFor(board, room);
	const nodes = board.nodes.map((node) => {
		if (rects.has(node.id)) return node;
		const caller = board.arrows.find((arrow) => arrow.target === node.id && rects.has(arrow.source));
		const near = rects.get(caller?.source ?? "") ?? [...rects.values()].at(-1);
		const size = sizeOf(node);
		const spot = freeSpot([...rects.values()], near ? beside(near) : { x: 0, y: 0 }, size);
		rects.set(node.id, { ...spot, ...size });
		return { ...node, ...spot };
	});
	return { ...board, nodes };
}

/**
 * The arrows that the layout follows: all that join two boxes. On a large board only those by which a box is first
 * reached, breadth first: dagre takes a quarter of a minute for a full board, and a second for its tree.
 */
function leading(board: Board): Arrow[] {
	const ids = new Set(board.nodes.map(({ id }) => id));
	const joining = board.arrows.filter(({ source, target }) => ids.has(source) && ids.has(target));
	if (board.nodes.length + joining.length <= LARGE) return joining;
	const called = new Set(joining.map(({ target }) => target));
	// Those that nobody calls come first; what is only in circles begins with any of its boxes.
	const roots = [...board.nodes].sort((one, other) => Number(called.has(one.id)) - Number(called.has(other.id)));
	const reached = new Set<string>();
	return roots.flatMap(({ id }) => (reached.has(id) ? [] : treeFrom(id, joining, reached)));
}

/** The arrows by which new boxes are reached from `root`; adds these to `reached`. */
function treeFrom(root: string, arrows: readonly Arrow[], reached: Set<string>): Arrow[] {
	const tree: Arrow[] = [];
	const queue = [root];
	reached.add(root);
	for (let from = queue.shift(); from !== undefined; from = queue.shift()) {
		for (const arrow of arrows) {
			if (arrow.source !== from || reached.has(arrow.target)) continue;
			reached.add(arrow.target);
			tree.push(arrow);
			queue.push(arrow.target);
		}
	}
	return tree;
}

const LARGE = 250;

/** What stands in what. A group that is said to stand in itself stands in none. */
function nested(board: Board): [string, string][] {
	return [
		...board.nodes.filter(({ group }) => group).map(({ id, group }): [string, string] => [id, frame(group)]),
		...board.groups
			.filter(({ id, group }) => group && heldBy(board, id).length && !within(board, group, id))
			.map(({ id, group }): [string, string] => [frame(id), frame(group)]),
	];
}

/** A box and a group may have the same id. */
function frame(group: string): string {
	return `frame ${group}`;
}
