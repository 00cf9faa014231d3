import type { ReactFlowInstance } from "@xyflow/react";
import { createContext, useContext } from "react";
import { addNode, type Board, connect, fragment, insert, MOST, type Node } from "../../lib/board";
import type { Catalog } from "../../lib/board-view";
import { clip, clipped } from "../../lib/canvas/clipping";
import { arrangedFor, type Room } from "../../lib/canvas/layout";
import { boxesIn, type Chosen, framed, idsOf, keyOf, removed } from "../../lib/canvas/moves";
import {
	around,
	BARE_HEIGHT,
	below,
	beside,
	frameAt,
	framesOf,
	freeSpot,
	type Rect,
	rectsOf,
	type Spot,
	sizeOf,
	WIDTH,
} from "../../lib/canvas/places";
import { counted, nodeName, type Words } from "../../lib/canvas/words";

/** Asks for another board, made of the newest one; returns the board as it is then. */
export type Edit = (change: (board: Board) => Board, about?: string) => Board;

/** What lies open beside the drawing; on a narrow screen, over it. */
export type Panel = "none" | "palette" | "form" | "connect" | "keys";

/** It may be asked for again while it lies open: then the focus goes there again. */
export interface Asked {
	readonly panel: Panel;
	readonly times: number;
}

/** What the parts of the canvas share. It holds what is on the screen; what is drawn is the board's. */
export interface Screen {
	readonly board: Board;
	readonly catalog: Catalog;
	readonly words: Words;
	readonly readOnly: boolean;
	readonly chosen: Chosen;
	readonly asked: Asked;
	/** The key of the part whose name is being typed on the canvas; '' for none. */
	readonly naming: string;
	readonly edit: Edit;
	choose(keys: Iterable<string>): void;
	open(panel: Panel): void;
	rename(key: string): void;
	/** Whether what is moved keeps to the grid. */
	readonly snaps: boolean;
	snap(on: boolean): void;
	/** Tells it to a screen reader. */
	say(words: string): void;
	/** Tells it to everybody: what cannot be seen on the drawing. */
	tell(words: string): void;
	/** Moves the focus to a part, or to the drawing itself. */
	focus(key?: string): void;
	readonly view: ReactFlowInstance;
	/** How large the drawing is on the screen. */
	size(): Room;
}

export const ScreenContext = createContext<Screen | null>(null);

export function useScreen(): Screen {
	const screen = useContext(ScreenContext);
	if (!screen) throw new Error("a part of the canvas stands outside of it");
	return screen;
}

/** The one chosen part; '' where none or several are. */
export function soleChoice({ chosen }: Screen): string {
	return chosen.size === 1 ? ([...chosen][0] ?? "") : "";
}

/** Puts a new box at `at`, or where there is room: beside the chosen one, else in the middle of what is seen. */
export function add(screen: Screen, node: Partial<Omit<Node, "id">>, at?: Spot): void {
	const { board, words } = screen;
	const spot = at ?? roomIn(screen);
	const group = at ? frameAt(board, framesOf(board), at) : "";
	const grown = screen.edit((now) => addNode(now, { ...node, ...spot, group }));
	const added = grown.nodes.at(-1);
	if (!added || grown.nodes.length === board.nodes.length) {
		screen.say(FULL);
		return;
	}
	const key = keyOf("box", added.id);
	screen.choose([key]);
	reveal(screen, { ...spot, ...sizeOf(added) });
	if (!added.kind && !added.label) screen.rename(key);
	screen.say(`${nodeName(added, words)} added. The board has ${counted(grown.nodes.length, "box")}.`);
}

/** Draws an arrow and asks what flows. */
export function join(screen: Screen, source: string, target: string): void {
	const grown = screen.edit((now) => connect(now, source, target));
	const arrow = grown.arrows.at(-1);
	if (!arrow || grown.arrows.length === screen.board.arrows.length) {
		screen.say(FULL_OF_ARROWS);
		return;
	}
	screen.choose([keyOf("arrow", arrow.id)]);
	screen.open("form");
	const name = (id: string) => nodeById(screen, id);
	screen.say(`Arrow drawn from ${name(source)} to ${name(target)}. Say what flows.`);
}

export function remove(screen: Screen, chosen: Chosen): void {
	if (chosen.size === 0) return;
	screen.edit((now) => removed(now, chosen));
	screen.choose([]);
	screen.open("none");
	screen.focus();
	screen.say(`${counted(chosen.size, "part")} removed. Ctrl+Z brings it back.`);
}

export function chooseAll(screen: Screen): void {
	const { nodes, arrows, groups } = screen.board;
	screen.choose([
		...nodes.map(({ id }) => keyOf("box", id)),
		...arrows.map(({ id }) => keyOf("arrow", id)),
		...groups.map(({ id }) => keyOf("frame", id)),
	]);
	screen.say(`${counted(nodes.length + arrows.length + groups.length, "part")} chosen.`);
}

/** Copies the chosen boxes; returns them as text for the system's clipboard, '' where no box is chosen. */
export function copy(screen: Screen): string {
	const ids = boxesIn(screen.board, screen.chosen);
	if (ids.length === 0) return "";
	screen.say(`${counted(ids.length, "box")} copied.`);
	return clip(fragment(screen.board, ids));
}

/** Pastes what `text` from the system's clipboard holds, else what was copied in this page. */
export async function paste(screen: Screen, text: string): Promise<void> {
	const found = await clipped(text);
	if (!found) screen.tell("Nothing was copied yet.");
	else if ("trouble" in found) screen.tell(found.trouble);
	else takeIn(screen, found.part, found.times, "pasted");
}

export function duplicate(screen: Screen): void {
	const ids = boxesIn(screen.board, screen.chosen);
	if (ids.length > 0) takeIn(screen, fragment(screen.board, ids), 1, "added as a copy");
}

function takeIn(screen: Screen, part: Board, times: number, how: string): void {
	let before = 0;
	const grown = screen.edit((now) => {
		before = now.nodes.length;
		return insert(now, part, SHIFT * times);
	});
	const added = grown.nodes.slice(before);
	if (added.length === 0) {
		screen.say(FULL);
		return;
	}
	screen.choose(added.map(({ id }) => keyOf("box", id)));
	const hull = around(added.flatMap((node) => rectsOf({ ...grown, nodes: [node] }).get(node.id) ?? []));
	if (hull) reveal(screen, hull);
	screen.say(`${counted(added.length, "box")} ${how}.`);
}

export function frame(screen: Screen): void {
	const before = screen.board.groups.length;
	const grown = screen.edit((now) => framed(now, screen.chosen));
	const group = grown.groups.at(-1);
	if (!group || grown.groups.length === before) {
		screen.say(FULL_OF_FRAMES);
		return;
	}
	screen.choose([keyOf("frame", group.id)]);
	screen.open("form");
	const rect = framesOf(grown).get(group.id);
	if (rect) reveal(screen, rect);
	screen.say("Group added. Name it.");
}

/** Lays everything out along its arrows. */
export function tidy(screen: Screen): void {
	screen.edit((now) => arrangedFor(now, screen.size()));
	showAll(screen);
	screen.say("The boxes stand in the order of their arrows.");
}

export function showAll({ view }: Pick<Screen, "view">): void {
	// What was just changed is drawn first.
	requestAnimationFrame(() => void view.fitView({ padding: 0.12, maxZoom: 1, duration: glide() }));
}

/** How long the view takes to move, in ms; no time where less motion is asked for. */
export function glide(): number {
	return matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 180;
}

export function nodeById({ board, words }: Screen, id: string): string {
	const node = board.nodes.find((each) => each.id === id);
	return node ? nodeName(node, words) : "nothing";
}

function roomIn({ board, chosen, view, size }: Screen): Spot {
	const rects = rectsOf(board);
	const [only, second] = idsOf(chosen, "box");
	const near = second ? undefined : rects.get(only ?? "");
	const { x, y, zoom } = view.getViewport();
	const { width, height } = size();
	const middle = { x: (width / 2 - x) / zoom - WIDTH / 2, y: (height / 2 - y) / zoom - BARE_HEIGHT / 2 };
	const taken = [...rects.values(), ...framesOf(board).values()];
	const next = width < height ? below : beside;
	return freeSpot(taken, near ? next(near) : middle, { width: WIDTH, height: BARE_HEIGHT });
}

/** Brings `rect` into view, when it is not there: with all the rest, unless that would make it too small to read. */
function reveal(screen: Screen, rect: Rect): void {
	const { x, y, zoom } = screen.view.getViewport();
	const { width, height } = screen.size();
	const [left, top] = [rect.x * zoom + x, rect.y * zoom + y];
	if (left >= 0 && top >= 0 && left + rect.width * zoom <= width && top + rect.height * zoom <= height) return;
	const all = around([rect, ...rectsOf(screen.board).values()]) ?? rect;
	if (Math.min(width / all.width, height / all.height) > LEGIBLE) showAll(screen);
	else void screen.view.setCenter(rect.x + rect.width / 2, rect.y + rect.height / 2, { zoom, duration: glide() });
}

const LEGIBLE = 0.55;
const SHIFT = 32;
const FULL = `A board holds ${MOST.nodes} boxes; it is full.`;
const FULL_OF_ARROWS = `A board holds ${MOST.arrows} arrows; it is full.`;
const FULL_OF_FRAMES = `A board holds ${MOST.groups} groups; it is full.`;
