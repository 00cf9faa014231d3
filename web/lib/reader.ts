import { finished, plain } from "./sentences";
import { voiceChoice, voiceNow } from "./voice";

export type Reading = "silent" | "reading" | "refused";

/** Reads the interviewer's turns aloud, sentence by sentence as they are finished. */
export class Reader {
	readonly #tell: (reading: Reading) => void;
	/** The browser may forget an utterance that nobody holds, and then never says that it ended. */
	readonly #waiting = new Set<SpeechSynthesisUtterance>();
	#turn = -1;
	#text = "";
	#to = 0;
	#isWhole = true;
	#isHushed = false;

	/** `tell` hears what the reader does now; 'refused' is a browser that wants a click on the page first. */
	constructor(tell: (reading: Reading) => void) {
		this.#tell = tell;
	}

	/** Words of the turn that answers event `turn`, from `offset` on. */
	hear(turn: number, offset: number, words: string): void {
		if (this.#isWhole || turn !== this.#turn) this.#begin(turn);
		this.#text = this.#text.slice(0, offset) + words;
		this.#readOn();
	}

	/** The turn as it stands in the log. What was read before is not read again. */
	finish(text: string): void {
		if (this.#isWhole) this.#begin(this.#turn);
		if (!text.startsWith(this.#text.slice(0, this.#to))) this.#isHushed = true;
		this.#text = text;
		this.#isWhole = true;
		this.#readOn();
	}

	/** Falls silent, and stays so for the rest of the turn. */
	stop(): void {
		this.#isHushed = true;
		this.#waiting.clear();
		if ("speechSynthesis" in window) speechSynthesis.cancel();
		this.#tell("silent");
	}

	/** Reads the turn at hand, or the last one, from its beginning. */
	again(): void {
		this.#isHushed = false;
		this.#to = 0;
		this.#readOn();
	}

	#begin(turn: number): void {
		this.#turn = turn;
		this.#text = "";
		this.#to = 0;
		this.#isWhole = false;
		this.#isHushed = false;
	}

	#readOn(): void {
		const { sentences, to } = finished(this.#text, this.#to);
		const rest = this.#isWhole ? plain(this.#text.slice(to)) : "";
		this.#to = this.#isWhole ? this.#text.length : to;
		if (!this.#isHushed) for (const each of [...sentences, rest].filter(Boolean)) this.#say(each);
	}

	#say(sentence: string): void {
		const voice = voiceNow();
		if (!voice) return;
		const said = new SpeechSynthesisUtterance(sentence);
		said.voice = voice;
		said.lang = voice.lang;
		said.rate = voiceChoice().rate;
		said.onend = () => this.#done(said);
		said.onerror = (event) => this.#failed(said, event.error);
		this.#waiting.add(said);
		this.#tell("reading");
		speechSynthesis.speak(said);
	}

	#done(said: SpeechSynthesisUtterance): void {
		if (this.#waiting.delete(said) && this.#waiting.size === 0) this.#tell("silent");
	}

	#failed(said: SpeechSynthesisUtterance, error: string): void {
		if (error !== "not-allowed" || !this.#waiting.has(said)) {
			this.#done(said);
			return;
		}
		this.stop();
		this.#tell("refused");
	}
}
