import { addGroup, type Board, changeGroup, changeNode, removeArrows, removeGroup, removeNodes } from "../board";
import { bounded, depthOf, frameAt, framesOf, heldBy, middleOf, type Rect, rectsOf, type Spot } from "./places";

/** The parts that are chosen, by the ids that the canvas gives them: see `keyOf`. */
export type Chosen = ReadonlySet<string>;

type Part = "box" | "frame" | "arrow";

/** Boxes, groups and arrows may have the same id; on the canvas they may not. */
export function keyOf(part: Part, id: string): string {
	return `${part}:${id}`;
}

/** The ids of the chosen boxes, frames or arrows. */
export function idsOf(chosen: Iterable<string>, part: Part): string[] {
	const prefix = keyOf(part, "");
	return [...chosen].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
}

/** The board with boxes and frames at the places `to`, by key. A frame takes along what stands in it. */
export function moved(board: Board, to: ReadonlyMap<string, Spot>): Board {
	const frames = framesOf(board);
	const places = new Map<string, Spot>();
	const inner = [...board.groups].sort((one, other) => depthOf(board, one) - depthOf(board, other));
	for (const group of inner) {
		const frame = frames.get(group.id);
		const spot = to.get(keyOf("frame", group.id));
		if (!frame || !spot) continue;
		for (const { id, x, y } of heldBy(board, group.id)) {
			if (x !== null && y !== null) places.set(id, { x: x + spot.x - frame.x, y: y + spot.y - frame.y });
		}
	}
	for (const id of idsOf(to.keys(), "box")) places.set(id, to.get(keyOf("box", id)) as Spot);
	const nodes = board.nodes.map((node) => {
		const spot = places.get(node.id);
		return spot ? { ...node, x: bounded(spot.x), y: bounded(spot.y) } : node;
	});
	return { ...board, nodes };
}

/**
 * The frames while boxes move: one follows when all that it holds moves, and stands still when only some of it does,
 * so that a box can be drawn out of it.
 */
export function framesWhile(before: Board, after: Board): Map<string, Rect> {
	const still = framesOf(before);
	const following = framesOf(after);
	const places = new Map(before.nodes.map((node) => [node.id, node]));
	for (const group of before.groups) {
		const held = heldBy(after, group.id);
		const stays = held.some((node) => places.get(node.id)?.x === node.x && places.get(node.id)?.y === node.y);
		const frame = following.get(group.id);
		if (frame && held.length > 0 && !stays) still.set(group.id, frame);
	}
	return still;
}

/** The boxes `ids` were let go of: each stands in the innermost frame below its middle. */
export function dropped(before: Board, after: Board, ids: Iterable<string>): Board {
	const frames = framesWhile(before, after);
	const rects = rectsOf(after);
	let board = after;
	for (const id of ids) {
		const rect = rects.get(id);
		if (rect) board = changeNode(board, id, { group: frameAt(after, frames, middleOf(rect)) });
	}
	return board;
}

export function removed(board: Board, chosen: Chosen): Board {
	const without = removeArrows(removeNodes(board, idsOf(chosen, "box")), idsOf(chosen, "arrow"));
	return idsOf(chosen, "frame").reduce(removeGroup, without);
}

/** The chosen boxes, and those in the chosen frames. */
export function boxesIn(board: Board, chosen: Chosen): string[] {
	const held = idsOf(chosen, "frame").flatMap((group) => heldBy(board, group).map((node) => node.id));
	return [...new Set([...idsOf(chosen, "box"), ...held])];
}

/** A new frame round the chosen boxes and frames; the last of `groups`. It stands where all of them stood. */
export function framed(board: Board, chosen: Chosen): Board {
	const boxes = new Set(idsOf(chosen, "box"));
	const groups = new Set(idsOf(chosen, "frame"));
	const parts = [
		...board.nodes.filter((node) => boxes.has(node.id)),
		...board.groups.filter((group) => groups.has(group.id)),
	];
	const outer = new Set(parts.map((part) => part.group));
	const grown = addGroup(board, { group: outer.size === 1 ? [...outer][0] : "" });
	const id = grown === board ? undefined : grown.groups.at(-1)?.id;
	if (!id) return board;
	const held = [...boxes].reduce((next, box) => changeNode(next, box, { group: id }), grown);
	return [...groups].reduce((next, group) => changeGroup(next, group, { group: id }), held);
}
