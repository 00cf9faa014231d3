import type { Board } from "./board";

/** A component class of the catalog. `role` says in a sentence what it is for. */
export interface Kind {
	readonly id: string;
	readonly title: string;
	readonly group: string;
	readonly role: string;
}

export interface DataClass {
	readonly id: string;
	readonly title: string;
}

/** What a board is drawn with, in the catalog's order. */
export interface Catalog {
	readonly kinds: readonly Kind[];
	readonly data: readonly DataClass[];
}

/** What a view is given. It shows `board` and asks for another one; it keeps none of its own. */
export interface ViewProps {
	readonly board: Board;
	/** Asks `<mr-board>` to take `board`. Steps with the same `about` are undone as one; '' or none for a step of its own. */
	readonly onChange: (board: Board, about?: string) => void;
	readonly readOnly: boolean;
	readonly catalog: Catalog;
}

/** `update` comes with every board that the view did not ask for itself: undo, another view, another tab. */
export interface BoardView {
	update(board: Board): void;
	unmount(): void;
}

/** How a view gets into the page. A module of a view exports it as `mount`. */
export type Mount = (host: HTMLElement, props: ViewProps) => BoardView;
