import type { KeyboardEvent } from "react";
import { boxesIn, idsOf, keyOf, moved } from "../../lib/canvas/moves";
import { GRID, rectsOf } from "../../lib/canvas/places";
import { chooseAll, duplicate, frame, glide, remove, type Screen, showAll, soleChoice } from "./screen";

/** `part` is what the key is meant for: the focused part, else the one that is chosen. */
type Action = (screen: Screen, part: string) => void;

/** Ctrl+C, X and V come as events of the clipboard: see clipboard.ts. */
const WITH_CTRL: Record<string, Action> = {
	a: chooseAll,
	d: duplicate,
	g: frame,
};

const ALONE: Record<string, Action> = {
	Delete: removeMeant,
	Backspace: removeMeant,
	F2: nameMeant,
	Enter: (screen, part) => screen.chosen.has(part) && nameMeant(screen, part),
	c: (screen, part) => {
		if (idsOf([part], "box").length === 0) return;
		screen.choose([part]);
		screen.open("connect");
	},
	n: (screen) => screen.open("palette"),
	ArrowLeft: (screen) => nudge(screen, -1, 0),
	ArrowRight: (screen) => nudge(screen, 1, 0),
	ArrowUp: (screen) => nudge(screen, 0, -1),
	ArrowDown: (screen) => nudge(screen, 0, 1),
};

const LOOKING: Record<string, Action> = {
	Escape: (screen, part) => {
		screen.choose([]);
		screen.open("none");
		screen.focus(part);
	},
	" ": () => {},
	"+": ({ view }) => void view.zoomIn({ duration: glide() }),
	"=": ({ view }) => void view.zoomIn({ duration: glide() }),
	"-": ({ view }) => void view.zoomOut({ duration: glide() }),
	"0": showAll,
};

/** As far as React Flow moves a focused box that keeps to no grid. */
const FINE = 5;

/** A focused box hears the arrow keys itself, and moves what is chosen along. */
const MOVING = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);

/** Undo and redo are heard by `<mr-board>`, for all of its views. */
export function pressed(screen: Screen, event: KeyboardEvent<HTMLElement>): void {
	const target = event.target as Element;
	if (event.altKey || target.closest("input, textarea, select, button")) return;
	const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
	const writing = event.ctrlKey || event.metaKey ? WITH_CTRL[key] : ALONE[key];
	const action = (screen.readOnly ? undefined : writing) ?? (event.ctrlKey || event.metaKey ? undefined : LOOKING[key]);
	// With nothing to let go of, Escape is meant for whatever the drawing stands in.
	if (key === "Escape" && screen.chosen.size === 0 && screen.asked.panel === "none") return;
	if (!action || (MOVING.has(key) && target.closest(".react-flow__node"))) return;
	event.preventDefault();
	action(screen, target.closest<HTMLElement>("[data-id]")?.dataset.id ?? soleChoice(screen));
}

function nudge({ board, chosen, edit, snaps }: Screen, columns: number, rows: number): void {
	const step = snaps ? GRID : FINE;
	const rects = rectsOf(board);
	const to = boxesIn(board, chosen).flatMap((id) => {
		const rect = rects.get(id);
		return rect ? [[keyOf("box", id), { x: rect.x + columns * step, y: rect.y + rows * step }] as const] : [];
	});
	edit((now) => moved(now, new Map(to)), `nudge ${[...chosen].join(" ")}`);
}

function removeMeant(screen: Screen, part: string): void {
	remove(screen, !part || screen.chosen.has(part) ? screen.chosen : new Set([part]));
}

/** A box or frame is named where it stands, an arrow in the form. */
function nameMeant(screen: Screen, part: string): void {
	if (!part) return;
	screen.choose([part]);
	if (idsOf([part], "arrow").length) screen.open("form");
	else screen.rename(part);
}
