import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LONGEST_S, Recorder, type Recording, type Taping } from "./recorder";

/** Records whatever the microphone gives, which is silence. */
class Tape {
	static isTypeSupported = () => true;
	state = "inactive";
	readonly mimeType = "audio/webm";
	ondataavailable: ((event: { data: Blob }) => void) | null = null;
	onstop: (() => void) | null = null;
	start(): void {
		this.state = "recording";
	}
	stop(): void {
		this.state = "inactive";
		this.ondataavailable?.({ data: new Blob(["quiet"]) });
		this.onstop?.();
	}
}

const track = { stop: vi.fn() };
let states: [Taping, string][];
let done: Recording[];

async function recording(): Promise<Recorder> {
	const recorder = new Recorder({
		state: (state, words) => states.push([state, words]),
		done: (made) => done.push(made),
	});
	recorder.start();
	await vi.waitFor(() => expect(states.at(-1)?.[0]).toBe("recording"));
	return recorder;
}

beforeEach(() => {
	vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
	track.stop.mockClear();
	[states, done] = [[], []];
	vi.stubGlobal("MediaRecorder", Tape);
	vi.stubGlobal("navigator", { mediaDevices: { getUserMedia: async () => ({ getTracks: () => [track] }) } });
});

afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

test("silence ends no recording: it is as long as the microphone was on", async () => {
	const recorder = await recording();
	vi.advanceTimersByTime(60_000);
	expect([states.at(-1), done, track.stop.mock.calls]).toEqual([["recording", ""], [], []]);
	recorder.stop();
	expect(done.map(({ seconds }) => Math.round(seconds))).toEqual([60]);
	expect([states.at(-1), track.stop.mock.calls.length]).toEqual([["off", ""], 1]);
});

test("only the longest recording ends by itself, says so and is kept", async () => {
	await recording();
	vi.advanceTimersByTime(LONGEST_S * 1000);
	expect(done.map(({ seconds }) => Math.round(seconds))).toEqual([LONGEST_S]);
	expect(states.at(-1)?.[1]).toMatch(/the longest recording/);
});
