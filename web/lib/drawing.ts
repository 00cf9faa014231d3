import { type Board, isSame } from "./board";
import { BoardSave, type Drawn } from "./board-save";
import { begun, type History, redone, stepped, undone } from "./history";

/** What whoever shows the board is told. */
export interface Showing {
	/** The board is another one now, and no view asked for it. */
	shown(board: Board): void;
	/** What can be undone or redone has changed. */
	stepped(): void;
	/** A sentence for the candidate. */
	said(words: string): void;
	/** Another tab saved meanwhile: which of the two boards goes on? */
	choose(mine: Board, theirs: Board): Promise<"mine" | "theirs">;
}

/** The one board of a page: its history, and its saving. */
export class Drawing {
	#history: History<Board>;
	readonly #save: BoardSave;
	readonly #tell: Showing;

	constructor(round: string, saved: Drawn, tell: Showing) {
		this.#history = begun(saved.board);
		this.#tell = tell;
		this.#save = new BoardSave(round, saved, {
			clash: (theirs) => void this.#meet(theirs),
			refused: ({ title, remedy }) => tell.said(`${title} ${remedy}`),
			failing: (tries) => tell.said(tries ? NOT_SAVED : "Saved."),
		});
	}

	get board(): Board {
		return this.#history.present;
	}

	get canUndo(): boolean {
		return this.#history.past.length > 0;
	}

	get canRedo(): boolean {
		return this.#history.future.length > 0;
	}

	/** Takes up what this browser had not got to the server. */
	restore(): void {
		const unsaved = this.#save.unsaved();
		if (unsaved) this.step(unsaved);
	}

	/** Takes a board that a view asks for. */
	step(board: Board, about = ""): void {
		this.#history = stepped(this.#history, board, about);
		this.#keep();
	}

	undo(): void {
		this.#go(undone(this.#history));
	}

	redo(): void {
		this.#go(redone(this.#history));
	}

	flush(): void {
		void this.#save.flush();
	}

	/** The log has a board: where it is not ours and nothing of ours waits, another tab drew it. */
	async hear(logged: Board): Promise<void> {
		if (!this.#isBehind(logged)) return;
		const drawn = await this.#save.load();
		if (!drawn || !this.#isBehind(drawn.board)) return;
		this.#save.take(drawn);
		this.#history = stepped(this.#history, drawn.board);
		this.#show();
		this.#tell.said("Another tab drew on the board.");
	}

	#isBehind(board: Board): boolean {
		return this.#save.isSaved && !isSame(board, this.board);
	}

	async #meet(theirs: Board): Promise<void> {
		const chosen = await this.#tell.choose(this.board, theirs);
		if (chosen === "theirs") this.#history = stepped(this.#history, theirs);
		const drawn = await this.#save.load();
		if (drawn) this.#save.meet(drawn);
		this.#show();
		this.#keep();
	}

	#go(history: History<Board>): void {
		if (history === this.#history) return;
		this.#history = history;
		this.#show();
		this.#keep();
	}

	#show(): void {
		this.#tell.shown(this.board);
		this.#tell.stepped();
	}

	#keep(): void {
		this.#tell.stepped();
		this.#save.change(this.board);
	}
}

const NOT_SAVED = "Not saved yet; the board is kept in this browser and tried again.";
