import { Shelf } from "./shelf";
import { reason } from "./trouble";

const PAUSE_MS = 2000;

interface Version {
	readonly text: string;
	readonly version: number;
}

/** Keeps one text box on the server: two seconds after the last key, and here until the server has it. */
export class Draft {
	readonly #url: string;
	readonly #shelf: Shelf<Version>;
	readonly #clash: (theirs: string) => void;
	readonly #state: (words: string) => void;
	#saved: Version;
	#text: string;
	#timer: ReturnType<typeof setTimeout> | undefined;

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

	/** The text that this browser had not got to the server, if there is one. */
	unsaved(): string | null {
		const kept = this.#shelf.get();
		if (kept && kept.text !== this.#saved.text) return kept.text;
		this.#shelf.clear();
		return null;
	}

	change(text: string): void {
		this.#text = text;
		this.#shelf.put({ text, version: this.#saved.version });
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.save(), PAUSE_MS);
	}

	/** Saves now what differs. A failure is tried again with the next change, or in two seconds. */
	async save(): Promise<void> {
		clearTimeout(this.#timer);
		const text = this.#text;
		if (text === this.#saved.text) return this.#keep(this.#saved);
		const answer = await this.#put(text);
		this.#state(typeof answer === "string" ? `Not saved yet; your text is kept in this browser. ${answer}`.trim() : "");
		if (typeof answer === "string") {
			this.#timer = setTimeout(() => void this.save(), PAUSE_MS);
		} else if (answer.text === undefined || answer.text === text) {
			this.#keep({ text, version: answer.version });
		} else {
			this.#meet({ text: answer.text, version: answer.version });
		}
	}

	#keep(saved: Version): void {
		this.#saved = saved;
		if (this.#shelf.get()?.text === saved.text) this.#shelf.clear();
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
