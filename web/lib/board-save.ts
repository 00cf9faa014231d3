import { type Board, isSame } from "./board";
import type { Refusal } from "./outbox";
import { Shelf } from "./shelf";
import { delay } from "./waiting";

const APART_MS = 1000;
const CONFLICT = 409;

/** A board, and the version that the server has of it; what is drawn now is drawn over that version. */
export interface Drawn {
	readonly board: Board;
	readonly version: number;
}

/** What whoever saves is told. */
export interface Saving {
	/** Another tab saved meanwhile: its board. Nothing more is saved before one of the two was chosen. */
	clash(theirs: Board): void;
	/** The server does not take this board, or none any more. */
	refused(why: Refusal): void;
	/** How many tries have failed since the last success; 0 with the first success after a failure. */
	failing(tries: number): void;
}

/** Keeps the board on the server, at most once a second, and here until the server has it. */
export class BoardSave {
	readonly #url: string;
	readonly #shelf: Shelf<Drawn>;
	readonly #tell: Saving;
	#saved: Drawn;
	#board: Board;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#lastAt = 0;
	#failures = 0;
	#busy = false;
	#stopped = false;

	constructor(round: string, saved: Drawn, tell: Saving) {
		this.#url = `/api/rounds/${round}/board`;
		this.#shelf = new Shelf(`board:${round}`);
		this.#saved = saved;
		this.#board = saved.board;
		this.#tell = tell;
	}

	/** The board that this browser had not got to the server, if there is one. */
	unsaved(): Board | null {
		const kept = this.#shelf.get();
		if (!kept || isSame(kept.board, this.#saved.board)) {
			this.#shelf.clear();
			return null;
		}
		// Drawn over an older version: the server says what came between, and both are shown.
		this.#saved = { ...this.#saved, version: Math.min(kept.version, this.#saved.version) };
		return kept.board;
	}

	get isSaved(): boolean {
		return isSame(this.#board, this.#saved.board);
	}

	change(board: Board): void {
		this.#board = board;
		if (this.#stopped) return;
		this.#shelf.put({ board, version: this.#saved.version });
		this.#schedule(Math.max(0, this.#lastAt + APART_MS - Date.now()));
	}

	/** What the server has, learned elsewhere; our own changes are drawn over it from now on. */
	meet(saved: Drawn): void {
		this.#saved = saved;
		this.#stopped = false;
	}

	/** Takes what the server has as ours. */
	take(saved: Drawn): void {
		this.meet(saved);
		this.#board = saved.board;
		this.#shelf.clear();
	}

	async load(): Promise<Drawn | null> {
		try {
			const response = await fetch(this.#url);
			return response.ok ? ((await response.json()) as Drawn) : null;
		} catch {
			return null;
		}
	}

	/** Saves now what differs. */
	async flush(): Promise<void> {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (this.#busy || this.#stopped) return;
		if (this.isSaved) return this.#shelf.clear();
		this.#busy = true;
		this.#lastAt = Date.now();
		const board = this.#board;
		const answer = await this.#put(board);
		this.#busy = false;
		this.#hear(answer, board);
	}

	#hear(answer: Answer, board: Board): void {
		if (answer === null) {
			this.#tell.failing(++this.#failures);
			this.#schedule(delay(this.#failures));
			return;
		}
		if (this.#failures) this.#tell.failing(0);
		this.#failures = 0;
		if ("title" in answer) {
			this.#stopped = answer.status === CONFLICT;
			if (answer.board) {
				this.#saved = { board: answer.board, version: answer.version ?? 0 };
				this.#tell.clash(answer.board);
			} else this.#tell.refused(answer);
			return;
		}
		this.#saved = { board, version: answer.version };
		if (this.isSaved) this.#shelf.clear();
		else this.change(this.#board);
	}

	#schedule(ms: number): void {
		if (this.#timer === undefined) this.#timer = setTimeout(() => void this.flush(), ms);
	}

	async #put(board: Board): Promise<Answer> {
		try {
			const body = JSON.stringify({ board, version: this.#saved.version });
			const response = await fetch(this.#url, {
				method: "PUT",
				headers: { "Content-Type": "application/json" },
				body,
				keepalive: body.length < 50_000,
			});
			if (response.status >= 500 || response.status === 429) return null;
			return (await response.json()) as Answer;
		} catch {
			return null;
		}
	}
}

type Answer = { readonly version: number } | (Refusal & Partial<Drawn> & { readonly status: number }) | null;
