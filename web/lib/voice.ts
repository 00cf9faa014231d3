import { Shelf } from "./shelf";

/** How this browser reads aloud; `voice` is '' for a voice of this machine. */
export interface VoiceChoice {
	readonly on: boolean;
	readonly rate: number;
	readonly voice: string;
}

const OFF: VoiceChoice = { on: false, rate: 1, voice: "" };
const shelf = new Shelf<VoiceChoice>("voice");

export function voiceChoice(): VoiceChoice {
	return { ...OFF, ...shelf.get() };
}

export function keepVoice(change: Partial<VoiceChoice>): void {
	shelf.put({ ...voiceChoice(), ...change });
}

/** The English voices of the browser; none where it cannot speak at all. */
export function englishVoices(): SpeechSynthesisVoice[] {
	if (!("speechSynthesis" in window)) return [];
	return speechSynthesis.getVoices().filter((each) => each.lang.toLowerCase().startsWith("en"));
}

/** The chosen voice, or one of this machine. A voice that sends the words elsewhere is used only where it was chosen. */
export function voiceNow(): SpeechSynthesisVoice | null {
	const voices = englishVoices();
	const chosen = voices.find((each) => each.name === voiceChoice().voice);
	return chosen ?? voices.find((each) => each.localService) ?? null;
}

/** Calls `listener` now and whenever the browser has other voices: many load them late. */
export function whenVoices(listener: () => void, signal: AbortSignal): void {
	listener();
	if ("speechSynthesis" in window) speechSynthesis.addEventListener?.("voiceschanged", listener, { signal });
}
