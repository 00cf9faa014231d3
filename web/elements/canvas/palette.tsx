import { type DragEvent, useEffect, useMemo, useRef } from "react";
import type { Item } from "../../lib/canvas/search";
import { shortened } from "../../lib/canvas/words";
import { Finder } from "./finder";
import { add, useScreen } from "./screen";

const DRAGGED = "application/x-mockround-component";
const FREE: Item = { id: "", title: "Free box", group: "", hint: "Anything that is not in the list" };
/** Nothing in the catalog begins like it. */
const NAMED = "named ";

/** The component classes, to be dragged onto the canvas or placed with Enter. */
export function Palette() {
	const screen = useScreen();
	const { catalog, asked } = screen;
	const field = useRef<HTMLInputElement>(null);
	const items = useMemo(
		() => [
			FREE,
			...catalog.kinds.map(({ id, title, group, role }) => ({ id, title: shortened(title), group, hint: role })),
		],
		[catalog],
	);
	useEffect(() => {
		// With a finger, the keyboard of the screen would cover the list that was asked for.
		if (asked.panel === "palette" && !matchMedia("(pointer: coarse)").matches) field.current?.focus();
	}, [asked]);
	const pick = ({ id }: Item) => {
		add(screen, id.startsWith(NAMED) ? { label: id.slice(NAMED.length) } : { kind: id });
		screen.open("none");
		// On a narrow screen the list is gone now, and the focus with it.
		requestAnimationFrame(() => field.current?.checkVisibility() === false && screen.focus());
	};
	const leave = () => {
		screen.open("none");
		screen.focus();
	};
	return (
		<section className="canvas-palette" aria-label="Components">
			<Finder
				label="Add a box"
				items={items}
				field={field}
				onPick={pick}
				onLeave={leave}
				onDrag={(event, { id }) => event.dataTransfer.setData(DRAGGED, id)}
				spare={named}
			/>
		</section>
	);
}

export function isDragged({ dataTransfer }: DragEvent): boolean {
	return dataTransfer.types.includes(DRAGGED);
}

/** The class that was dragged here, '' for a free box; null where something else was. */
export function draggedKind(event: DragEvent): string | null {
	return isDragged(event) ? event.dataTransfer.getData(DRAGGED) : null;
}

function named(words: string): Item {
	return { id: `${NAMED}${words}`, title: `Free box “${words}”`, group: "", hint: FREE.hint };
}
