import { SpokenBox } from "../lib/caret";
import { Dictation, type Listening, recognizerOf } from "../lib/dictation";
import { tell } from "../lib/signals";
import { nameButton, offerTalk, say, TAPPED } from "../lib/talk";

/**
 * Lets the browser hear the candidate: words under way stand apart, words that stand go into the answer.
 * @example <mr-dictate hidden data-talk="hold" data-box="answer-text"><p class="interim"></p><button type="button" hidden>Hold to talk</button><p role="status"></p></mr-dictate>
 */
export class Dictate extends HTMLElement {
	#gone = new AbortController();
	#dictation: Dictation | null = null;
	#state: Listening = "off";

	connectedCallback(): void {
		this.#gone = new AbortController();
		const make = recognizerOf();
		if (make) this.#offer(make);
		else this.#say("This browser has no speech recognition. Type, or choose another way in the settings.");
		this.hidden = false;
	}

	disconnectedCallback(): void {
		this.#dictation?.stop();
		this.#gone.abort();
	}

	get #isOn(): boolean {
		return this.#state === "starting" || this.#state === "listening";
	}

	#offer(make: NonNullable<ReturnType<typeof recognizerOf>>): void {
		const box = new SpokenBox(this.dataset.box ?? "", this.#gone.signal);
		const dictation = new Dictation(make, {
			interim: (words) => say(this, ".interim", words),
			final: (words, seconds) => box.write(words, seconds),
			state: (state, words) => this.#change(state, words),
		});
		const talk = {
			isOn: () => this.#isOn,
			begin: () => dictation.start(),
			end: () => dictation.stop(),
			tapped: () => this.#say(TAPPED),
		};
		offerTalk(this, talk, this.#gone.signal);
		this.#dictation = dictation;
	}

	#change(state: Listening, words: string): void {
		this.#state = state;
		this.dataset.state = this.#isOn ? "on" : "off";
		nameButton(this, this.#isOn);
		this.#say(words || SAID[state]);
		tell("mr:talking", this.#isOn);
	}

	#say(words: string): void {
		say(this, "[role=status]", words);
	}
}

const SAID: Record<Listening, string> = {
	off: "",
	starting: "Starting the microphone",
	listening: "Listening. What you say may leave this machine.",
	finishing: "Writing down the last words",
};
