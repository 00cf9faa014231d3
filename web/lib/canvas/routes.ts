import { getSmoothStepPath, Position } from "@xyflow/react";
import type { Arrow, Board } from "../board";
import { middleOf, type Rect, type Spot } from "./places";

/** How an arrow runs: its line, its head, and where its words stand. */
export interface Route {
	readonly line: string;
	readonly head: string;
	readonly label: Spot;
}

const HEAD = 10;
const LANE = 22;
const LOOP = 40;
const ROOM = 48;
const BEND = 0.15;

/** The routes of the arrows that begin and end at a box with a place. */
export function routesOf(board: Board, rects: ReadonlyMap<string, Rect>): Map<string, Route> {
	const routes = new Map<string, Route>();
	const leaving = counted(board.arrows, "source");
	const entering = counted(board.arrows, "target");
	const isTall = runsDown(board.arrows, rects);
	for (const side of sideBySide(board.arrows)) {
		side.forEach((arrow, at) => {
			const source = rects.get(arrow.source);
			const target = rects.get(arrow.target);
			if (!source || !target) return;
			const lane = (at - (side.length - 1) / 2) * LANE;
			const isShared = (entering.get(arrow.target) ?? 0) > (leaving.get(arrow.source) ?? 0);
			routes.set(arrow.id, routeOf(source, target, { lane, bend: isShared ? 1 - BEND : BEND, isTall }));
		});
	}
	return routes;
}

/** How an arrow goes among others. */
interface Way {
	/** By how much it lies beside the middle, so that several between the same two boxes do not lie on another. */
	readonly lane?: number;
	/**
	 * The part of the way, 0 to 1, after which it turns. Its words stand on the longer leg, which it shares with no
	 * other arrow: what many boxes call is entered together, what calls many is left together.
	 */
	readonly bend?: number;
	/** Whether the drawing runs down rather than across. */
	readonly isTall?: boolean;
}

export function routeOf(source: Rect, target: Rect, { lane = 0, bend = BEND, isTall = false }: Way = {}): Route {
	if (source === target) return loopOf(source, lane);
	const [leaves, enters] = sidesOf(source, target, isTall);
	const from = portOf(source, leaves, lane);
	const tip = portOf(target, enters, lane);
	const back = outward(enters);
	const to = { x: tip.x + back.x * HEAD, y: tip.y + back.y * HEAD };
	const [line, x, y] = getSmoothStepPath({
		sourceX: from.x,
		sourceY: from.y,
		sourcePosition: leaves,
		targetX: to.x,
		targetY: to.y,
		targetPosition: enters,
		borderRadius: 10,
		stepPosition: bend,
	});
	const facing = (to.x - from.x) * outward(leaves).x + (to.y - from.y) * outward(leaves).y > 0;
	return { line, head: headOf(tip, back), label: facing ? onLongerLeg(from, to, back, { lane, bend }) : { x, y } };
}

function onLongerLeg(from: Spot, to: Spot, back: Spot, { lane, bend }: { lane: number; bend: number }): Spot {
	const along = bend < 0.5 ? (1 + bend) / 2 : bend / 2;
	const level = bend < 0.5 ? to : from;
	return back.x
		? { x: from.x + (to.x - from.x) * along, y: level.y }
		: // Words are wider than lanes: beside each other they would lie on one another.
			{ x: level.x, y: from.y + (to.y - from.y) * along + lane };
}

/** The sides that lie in the way of the drawing wherever there is room between them, else across the wider gap. */
function sidesOf(source: Rect, target: Rect, isTall: boolean): [Position, Position] {
	const from = middleOf(source);
	const to = middleOf(target);
	const { across, down } = gaps(source, target);
	const isAcross = isTall ? down < ROOM && across >= down : across >= ROOM || across >= down;
	if (isAcross) return to.x >= from.x ? [Position.Right, Position.Left] : [Position.Left, Position.Right];
	return to.y >= from.y ? [Position.Bottom, Position.Top] : [Position.Top, Position.Bottom];
}

function runsDown(arrows: readonly Arrow[], rects: ReadonlyMap<string, Rect>): boolean {
	let [wide, tall] = [0, 0];
	for (const arrow of arrows) {
		const source = rects.get(arrow.source);
		const target = rects.get(arrow.target);
		if (!source || !target) continue;
		const { across, down } = gaps(source, target);
		if (across >= ROOM) wide++;
		if (down >= ROOM) tall++;
	}
	return tall > wide;
}

/** The room between two boxes; below 0 where one stands over the other. */
function gaps(one: Rect, other: Rect): { across: number; down: number } {
	const [here, there] = [middleOf(one), middleOf(other)];
	return {
		across: Math.abs(there.x - here.x) - (one.width + other.width) / 2,
		down: Math.abs(there.y - here.y) - (one.height + other.height) / 2,
	};
}

function portOf(rect: Rect, side: Position, lane: number): Spot {
	const middle = middleOf(rect);
	const out = outward(side);
	return {
		x: middle.x + (out.x * rect.width) / 2 + Math.abs(out.y) * within(lane, rect.width),
		y: middle.y + (out.y * rect.height) / 2 + Math.abs(out.x) * within(lane, rect.height),
	};
}

function within(lane: number, side: number): number {
	const most = side / 2 - 8;
	return Math.min(most, Math.max(-most, lane));
}

function outward(side: Position): Spot {
	if (side === Position.Left) return { x: -1, y: 0 };
	if (side === Position.Right) return { x: 1, y: 0 };
	return { x: 0, y: side === Position.Top ? -1 : 1 };
}

/** A triangle with its point at `tip`. */
function headOf(tip: Spot, back: Spot): string {
	const base = { x: tip.x + back.x * HEAD, y: tip.y + back.y * HEAD };
	const wide = { x: back.y * HEAD * 0.5, y: back.x * HEAD * 0.5 };
	return `M${base.x + wide.x},${base.y + wide.y} L${tip.x},${tip.y} L${base.x - wide.x},${base.y - wide.y}`;
}

/** A box that calls itself: out of its right side and in again from above. */
function loopOf(rect: Rect, lane: number): Route {
	const right = rect.x + rect.width;
	const x = middleOf(rect).x + within(lane, rect.width);
	const far = LOOP + Math.abs(lane);
	const y = middleOf(rect).y;
	const line = `M${right},${y} H${right + far} V${rect.y - far} H${x} V${rect.y - HEAD}`;
	return {
		line,
		head: headOf({ x, y: rect.y }, { x: 0, y: -1 }),
		label: { x: (x + right + far) / 2, y: rect.y - far },
	};
}

/** The arrows by the two boxes that they join, whichever way they run. */
function sideBySide(arrows: readonly Arrow[]): Arrow[][] {
	const pairs = new Map<string, Arrow[]>();
	for (const arrow of arrows) {
		const pair = [arrow.source, arrow.target].sort().join(" ");
		pairs.set(pair, [...(pairs.get(pair) ?? []), arrow]);
	}
	return [...pairs.values()];
}

function counted(arrows: readonly Arrow[], end: "source" | "target"): Map<string, number> {
	const counts = new Map<string, number>();
	for (const arrow of arrows) counts.set(arrow[end], (counts.get(arrow[end]) ?? 0) + 1);
	return counts;
}
