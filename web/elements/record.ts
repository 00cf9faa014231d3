import { SpokenBox } from "../lib/caret";
import { minutesAndSeconds } from "../lib/countdown";
import { Recorder, type Recording, type Taping } from "../lib/recorder";
import { tell } from "../lib/signals";
import { nameButton, offerTalk, say, TAPPED } from "../lib/talk";
import { transcribed } from "../lib/transcript";

const SHORTEST_S = 0.3;

/**
 * Records the candidate and has a model write it down. A recording that could not be written down is kept in the page.
 * @example <mr-record hidden data-round="9f86d081" data-talk="hold" data-box="answer-text" data-where="on this machine"><p class="interim"></p><button type="button" hidden>Hold to talk</button><p role="status"></p><ul class="kept"></ul><template><li>…</li></template></mr-record>
 */
export class RecordBox extends HTMLElement {
	#gone = new AbortController();
	#state: Taping = "off";
	#box: SpokenBox | null = null;
	#timer: ReturnType<typeof setInterval> | undefined;
	#writing = 0;
	/** One after the other, so that words come in the order in which they were said. */
	#queue: Promise<void> = Promise.resolve();

	connectedCallback(): void {
		this.#gone = new AbortController();
		const signal = this.#gone.signal;
		this.#box = new SpokenBox(this.dataset.box ?? "", signal);
		const recorder = new Recorder({
			state: (state, words) => this.#change(state, words),
			done: (recording) => this.#take(recording),
		});
		const talk = {
			isOn: () => this.#state !== "off",
			begin: () => recorder.start(),
			end: () => recorder.stop(),
			tapped: () => this.#say(TAPPED),
		};
		offerTalk(this, talk, signal);
		window.addEventListener("beforeunload", (event) => this.#hasUnwritten && event.preventDefault(), { signal });
		this.hidden = false;
	}

	disconnectedCallback(): void {
		clearInterval(this.#timer);
		this.#gone.abort();
	}

	get #hasUnwritten(): boolean {
		return this.#writing > 0 || this.querySelector(".kept > li") !== null;
	}

	#change(state: Taping, words: string): void {
		this.#state = state;
		const isOn = state !== "off";
		this.dataset.state = isOn ? "on" : "off";
		nameButton(this, isOn);
		this.#say(words || SAID[state]);
		this.#count(state === "recording");
		tell("mr:talking", isOn);
	}

	/** Shows how long it has been; a screen reader hears it begin and end, and not every second. */
	#count(isOn: boolean): void {
		clearInterval(this.#timer);
		const begun = performance.now();
		const show = () => say(this, ".interim", minutesAndSeconds((performance.now() - begun) / 1000));
		say(this, ".interim", "");
		if (!isOn) return;
		show();
		this.#timer = setInterval(show, 1000);
	}

	#take(recording: Recording): void {
		if (recording.seconds < SHORTEST_S) {
			this.#say(TAPPED);
			return;
		}
		this.#writing++;
		this.#queue = this.#queue.then(() => this.#write(recording));
	}

	async #write(recording: Recording): Promise<void> {
		if (this.#state === "off") this.#say(`Being written down ${this.dataset.where}`);
		const heard = await transcribed(this.dataset.round ?? "", recording.audio);
		this.#writing--;
		if (this.#state === "off") this.#say("");
		if ("title" in heard) this.#keep(recording, `${heard.title} ${heard.remedy}`);
		else if (!heard.text) this.#keep(recording, "No words were heard in it.");
		else this.#box?.write(heard.text, recording.seconds);
	}

	#keep(recording: Recording, why: string): void {
		const one = this.querySelector("template")?.content.firstElementChild?.cloneNode(true);
		if (!(one instanceof HTMLElement)) return;
		const url = URL.createObjectURL(recording.audio);
		const drop = () => {
			URL.revokeObjectURL(url);
			one.remove();
		};
		const link = one.querySelector<HTMLAnchorElement>("[data-do=save]");
		if (link) link.href = url;
		if (link) link.download = `answer.${recording.audio.type.match(/\/(\w+)/)?.[1] ?? "webm"}`;
		one.querySelector("[data-do=drop]")?.addEventListener("click", drop);
		one.querySelector("[data-do=again]")?.addEventListener("click", () => {
			drop();
			this.#take(recording);
		});
		this.querySelector(".kept")?.append(one);
		say(one, ".why", `${minutesAndSeconds(recording.seconds)} of talk are kept in this page. ${why}`);
	}

	#say(words: string): void {
		say(this, "[role=status]", words);
	}
}

const SAID: Record<Taping, string> = { off: "", starting: "Starting the microphone", recording: "Recording" };
