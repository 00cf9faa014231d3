import { Shelf } from "./shelf";
import { reason } from "./trouble";

/** A crash of the browser and the server together costs no more than this, and what a save takes. */
const PAUSE_MS = 1000;

interface Version {
	readonly text: string;
	readonly version: number;
}

/** Keeps one text box on the server: each second while somebody types, and here until the server has it. */
export class Draft {
	readonly #url: string;
	readonly #shelf: Shelf<Version>;
	readonly #clash: (theirs: string) => void;
	readonly #state: (words: string) => void;
	#saved: Version;
	#text: string;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#isSaving = false;

	/** `clash` hears the other text when another tab has saved meanwhile, `state` why nothing is saved, "" when it is. */
	constructor(
		round: string,
		field: string,
		saved: Version,
		clash: (theirs: string) => void,
		state: (words: string) => void = () => {},
	) {
		this.#url = `/api/rounds/${round}/drafts/${field}`;
		this.#shelf = new Shelf(`draft:${round}:${field}`);
		this.#saved = saved;
		this.#text = saved.text;
		this.#clash = clash;
		this.#state = state;
	}

	/**
	 * What this browser had not got to the server, if there is anything; `isBehind` where the server's is newer, and none
	 * of the two holds the other.
	 */
	unsaved(): { text: string; isBehind: boolean } | null {
		const kept = this.#shelf.get();
		const { text, version } = this.#saved;
		const isOlder = kept !== null && kept.version < version;
		// A browser that was killed may have kept on disk what it had told the server long ago.
		if (!kept || kept.text === text || (isOlder && text.startsWith(kept.text))) {
			this.#shelf.clear();
			return null;
		}
		return { text: kept.text, isBehind: isOlder && !kept.text.startsWith(text) };
	}

	change(text: string): void {
		this.#text = text;
		this.#shelf.put({ text, version: this.#saved.version });
		this.#soon();
	}

	/** Saves now what differs. A failure is tried again with the next change, or in a second. */
	async save(): Promise<void> {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		// Two saves at once would meet as two tabs do.
		if (this.#isSaving) return;
		const text = this.#text;
		if (text === this.#saved.text) return this.#keep(this.#saved);
		this.#isSaving = true;
		const answer = await this.#put(text);
		this.#isSaving = false;
		this.#state(typeof answer === "string" ? `Not saved yet; your text is kept in this browser. ${answer}`.trim() : "");
		if (typeof answer === "string") {
			this.#soon();
		} else if (answer.text === undefined || answer.text === text) {
			this.#keep({ text, version: answer.version });
		} else {
			this.#meet({ text: answer.text, version: answer.version });
		}
	}

	#soon(): void {
		this.#timer ??= setTimeout(() => void this.save(), PAUSE_MS);
	}

	#keep(saved: Version): void {
		this.#saved = saved;
		if (this.#text !== saved.text) this.change(this.#text);
		else if (this.#shelf.get()?.text === saved.text) this.#shelf.clear();
	}

	/** An emptied box elsewhere means that its text was sent: then ours simply stands. */
	#meet(theirs: Version): void {
		this.#saved = theirs;
		if (theirs.text.trim() === "") void this.save();
		else this.#clash(theirs.text);
	}

	/** What the server has now; why it did not take it, in its words, or "" where it says nothing. */
	async #put(text: string): Promise<{ version: number; text?: string } | string> {
		try {
			const response = await fetch(this.#url, {
				method: "PUT",
				headers: { "Content-Type": "application/json" },
				body: JSON.stringify({ text, version: this.#saved.version }),
				keepalive: text.length < 50_000,
			});
			if (!response.ok && response.status !== 409) return await reason(response);
			return (await response.json()) as { version: number; text?: string };
		} catch {
			return "";
		}
	}
}
