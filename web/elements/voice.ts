import { englishVoices, keepVoice, voiceChoice, voiceNow, whenVoices } from "../lib/voice";

/**
 * Chooses how this browser reads the interviewer aloud; the choice is kept in the browser alone.
 * @example <mr-voice hidden><input type="checkbox" name="on"><select name="voice"></select><select name="rate"></select><button data-try>Try it</button></mr-voice>
 */
export class Voice extends HTMLElement {
	#gone = new AbortController();

	connectedCallback(): void {
		this.#gone = new AbortController();
		const signal = this.#gone.signal;
		this.hidden = false;
		whenVoices(() => this.#show(), signal);
		this.addEventListener("change", () => this.#keep(), { signal });
		this.querySelector("[data-try]")?.addEventListener("click", () => this.#try(), { signal });
	}

	disconnectedCallback(): void {
		this.#gone.abort();
	}

	get #on(): HTMLInputElement | null {
		return this.querySelector("input[name=on]");
	}

	#select(name: string): HTMLSelectElement | null {
		return this.querySelector(`select[name=${name}]`);
	}

	#show(): void {
		const voices = englishVoices();
		for (const each of this.querySelectorAll<HTMLElement>("[data-when]")) {
			each.hidden = (each.dataset.when === "voices") !== voices.length > 0;
		}
		const { on, rate, voice } = voiceChoice();
		const options = voices.map((each) => new Option(titled(each), each.name));
		const automatic = new Option("A voice of this machine", "");
		this.#select("voice")?.replaceChildren(automatic, ...options);
		for (const [name, value] of Object.entries({ voice, rate: String(rate) })) {
			const select = this.#select(name);
			if (select) select.value = value;
		}
		if (this.#on) this.#on.checked = on;
	}

	#keep(): void {
		keepVoice({
			on: this.#on?.checked ?? false,
			voice: this.#select("voice")?.value ?? "",
			rate: Number(this.#select("rate")?.value ?? 1),
		});
	}

	#try(): void {
		const voice = voiceNow();
		const state = this.querySelector("[role=status]");
		if (state) state.textContent = voice ? "" : "No voice of this machine speaks English. Choose one from the list.";
		if (!voice) return;
		const said = new SpeechSynthesisUtterance("What happens to your readers when that cache is gone?");
		said.voice = voice;
		said.lang = voice.lang;
		said.rate = voiceChoice().rate;
		speechSynthesis.cancel();
		speechSynthesis.speak(said);
	}
}

function titled(voice: SpeechSynthesisVoice): string {
	return voice.localService ? voice.name : `${voice.name} (the words leave this machine)`;
}
