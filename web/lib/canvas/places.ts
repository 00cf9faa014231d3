import type { Board, Group, Node } from "../board";

/** Where things stand on the canvas, in CSS pixels at scale 1. */
export interface Spot {
	readonly x: number;
	readonly y: number;
}

export interface Rect extends Spot {
	readonly width: number;
	readonly height: number;
}

export const GRID = 16;
export const WIDTH = 192;
export const BARE_HEIGHT = 64;
/** A chip with the gap above it; the last row says how many are not shown. */
const CHIP_HEIGHT = 24;
export const MOST_CHIPS = 3;
const GAP = { x: 160, y: 48 };
const PAD = 32;
const TITLE = 48;
const EMPTY_FRAME = { width: 240, height: 128 };
/** The server takes no place beyond it. */
const FAR = 100_000;

/** A box is as wide as every other and grows with the data that it keeps, so that no view has to measure it. */
export function sizeOf(node: Node): Pick<Rect, "width" | "height"> {
	const rows = Math.min(node.data.length, MOST_CHIPS + 1);
	return { width: WIDTH, height: BARE_HEIGHT + (rows ? rows * CHIP_HEIGHT + 8 : 0) };
}

/** The boxes that have a place. */
export function rectsOf(board: Board): Map<string, Rect> {
	const rects = new Map<string, Rect>();
	for (const node of board.nodes) {
		if (node.x !== null && node.y !== null) rects.set(node.id, { x: node.x, y: node.y, ...sizeOf(node) });
	}
	return rects;
}

/** The frames of the groups: round what stands in them; an empty one stands below everything. */
export function framesOf(board: Board, rects = rectsOf(board)): Map<string, Rect> {
	const frames = new Map<string, Rect>();
	const under = around([...rects.values()]) ?? { x: 0, y: 0, width: 0, height: -2 * PAD };
	let empty = 0;
	for (const group of insideOut(board)) {
		const held = [
			...board.nodes.filter((node) => node.group === group.id).map((node) => rects.get(node.id)),
			...board.groups.filter((inner) => inner.group === group.id).map((inner) => frames.get(inner.id)),
		].filter((rect) => rect !== undefined);
		const hull = around(held);
		const spare = { x: under.x + empty * (EMPTY_FRAME.width + PAD), y: under.y + under.height + 2 * PAD };
		if (!hull) empty++;
		frames.set(group.id, hull ? framed(hull) : { ...spare, ...EMPTY_FRAME });
	}
	return frames;
}

/** How deep a group stands in others; 0 for one that stands in none. */
export function depthOf(board: Board, group: Group): number {
	return outerOf(board, group.id).length - 1;
}

/** The boxes in a group and in the groups in it. */
export function heldBy(board: Board, group: string): Node[] {
	return board.nodes.filter((node) => node.group !== "" && outerOf(board, node.group).includes(group));
}

/** The innermost frame that `spot` lies in; '' for none. */
export function frameAt(board: Board, frames: ReadonlyMap<string, Rect>, spot: Spot): string {
	const hit = insideOut(board).find((group) => {
		const frame = frames.get(group.id);
		return frame !== undefined && holds(frame, spot);
	});
	return hit?.id ?? "";
}

/** The place nearest to `wanted`, on the grid, where a box overlaps no other. */
export function freeSpot(taken: readonly Rect[], wanted: Spot, size: Pick<Rect, "width" | "height">): Spot {
	const start = snapped(wanted);
	const step = { x: WIDTH + GAP.x / 2, y: BARE_HEIGHT + GAP.y };
	for (let ring = 0; ; ring++) {
		for (const [column, row] of ringOf(ring)) {
			const spot = snapped({ x: start.x + column * step.x, y: start.y + row * step.y });
			if (!taken.some((other) => overlaps({ ...spot, ...size }, other))) return spot;
		}
	}
}

/** To the right of `rect`, where what it calls is drawn. */
export function beside(rect: Rect): Spot {
	return { x: rect.x + rect.width + GAP.x, y: rect.y };
}

/** Below `rect`, where what it calls is drawn when the screen is tall. */
export function below(rect: Rect): Spot {
	return { x: rect.x, y: rect.y + rect.height + 2 * GAP.y };
}

export function snapped({ x, y }: Spot): Spot {
	return { x: bounded(Math.round(x / GRID) * GRID), y: bounded(Math.round(y / GRID) * GRID) };
}

export function bounded(at: number): number {
	return Math.min(FAR, Math.max(-FAR, at));
}

export function middleOf(rect: Rect): Spot {
	return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
}

export function around(rects: readonly Rect[]): Rect | undefined {
	if (rects.length === 0) return undefined;
	const x = Math.min(...rects.map((rect) => rect.x));
	const y = Math.min(...rects.map((rect) => rect.y));
	const width = Math.max(...rects.map((rect) => rect.x + rect.width)) - x;
	return { x, y, width, height: Math.max(...rects.map((rect) => rect.y + rect.height)) - y };
}

function framed(hull: Rect): Rect {
	return {
		x: hull.x - PAD,
		y: hull.y - TITLE,
		width: Math.max(hull.width + 2 * PAD, EMPTY_FRAME.width),
		height: hull.height + TITLE + PAD,
	};
}

function holds(rect: Rect, { x, y }: Spot): boolean {
	return x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height;
}

function overlaps(one: Rect, other: Rect): boolean {
	const apart = GRID;
	return (
		one.x < other.x + other.width + apart &&
		other.x < one.x + one.width + apart &&
		one.y < other.y + other.height + apart &&
		other.y < one.y + one.height + apart
	);
}

const OUTER = new WeakMap<Board["groups"], Map<string, readonly string[]>>();

/** A group and those that it stands in, the innermost first. It is asked for often, and seldom changes. */
function outerOf({ groups }: Board, id: string): readonly string[] {
	const known = OUTER.get(groups) ?? new Map<string, readonly string[]>();
	OUTER.set(groups, known);
	const found = known.get(id) ?? chainOf(groups, id);
	known.set(id, found);
	return found;
}

function chainOf(groups: Board["groups"], id: string): string[] {
	const chain: string[] = [];
	for (let at = id; at && !chain.includes(at); at = groups.find((group) => group.id === at)?.group ?? "")
		chain.push(at);
	return chain;
}

/** Groups before those that they stand in. */
function insideOut(board: Board): Group[] {
	return [...board.groups].sort((one, other) => depthOf(board, other) - depthOf(board, one));
}

/** The cells of a square ring, below the middle first: a column of boxes is easier to read than a spiral. */
function ringOf(ring: number): [number, number][] {
	const cells: [number, number][] = [];
	for (let column = -ring; column <= ring; column++) {
		for (let row = -ring; row <= ring; row++) {
			if (Math.max(Math.abs(column), Math.abs(row)) === ring) cells.push([column, row]);
		}
	}
	return cells.sort(([c1, r1], [c2, r2]) => Math.abs(c1) - Math.abs(c2) || r2 - r1 || c2 - c1);
}
